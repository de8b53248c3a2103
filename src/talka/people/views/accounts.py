"""Signing in: by code, passkey or one-time link. allauth does the work; wrong codes are counted."""

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from talka.people import failed_codes, personal_links, signin
from talka.ui.addresses import ours
from talka.ui.refusals import Refusal

CODE = "sign-in code"


def too_often() -> Refusal:
    return Refusal(
        _("Too many wrong codes."),
        meaning=_("Nobody can sign in by code from here for a while, so that codes cannot be guessed."),
        advice=_("Wait ten minutes and ask for a new code."),
        status=429,
    )


class RequestCode(RequestLoginCodeView):
    """The page for signing in: an address to which a code is sent, whether or not anybody has it."""

    template_name = "account/login.html"


class ConfirmCode(ConfirmLoginCodeView):
    """The page on which the code is typed."""

    def form_valid(self, form: Any) -> HttpResponse:
        self._stop_guessing()
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        self._stop_guessing()
        failed_codes.note_failure(CODE, failed_codes.client_address(self.request))
        return super().form_invalid(form)

    def _stop_guessing(self) -> None:
        if failed_codes.too_many(CODE, failed_codes.client_address(self.request)):
            raise too_often()


request_code = never_cache(RequestCode.as_view())
confirm_code = ConfirmCode.as_view()


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The other address of the same page."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("account_login") + (f"?{query}" if query else ""))


def not_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """There are no passwords, and an address is changed by who answers for it."""
    raise Http404


@never_cache
def one_time_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the link does not use it up: mail scanners look. Pressing the button does."""
    link = personal_links.link_for(token, signin.PURPOSE)
    if request.method == "POST":
        signin.sign_in(request, token)
        return redirect(ours(request, request.GET.get("next", "")))
    return render(request, "people/signin.html", {"shown": link.person})
