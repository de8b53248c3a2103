"""One resource: its page, its pictures and papers, and the deeds on the page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talka.documents.storage import serve_file, serve_picture
from talka.people.access import may_keep_people
from talka.resources import access, actions
from talka.resources.forms import WithdrawForm
from talka.resources.queries.page import consent_words, resource_page


@require_safe
def resource(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.resource_for(request.person, key)
    page = resource_page(shown, request.person)
    return render(
        request,
        "resources/resource.html",
        {
            "page": page,
            "shown": shown,
            "consent_words": consent_words(shown) if shown.contact_person_id else "",
            "may_record": may_keep_people(request.person),
            "illustrative": shown.illustrative,
        },
    )


@require_safe
def photo(request: HttpRequest, key: str, token: str) -> HttpResponse:
    row = access.photo_for(request.person, key, token)
    try:
        width = int(request.GET.get("w", "1600"))
    except ValueError:
        width = 1600
    try:
        return serve_picture(row.file.name or "", width)
    except FileNotFoundError:
        raise Http404 from None


@require_safe
def paper(request: HttpRequest, key: str, token: str) -> HttpResponse:
    row = access.paper_for(request.person, key, token)
    if row.link:
        raise Http404
    try:
        return serve_file(row.file.name or "", row.file_name, row.media_type)
    except FileNotFoundError:
        raise Http404 from None


@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    actions.confirm(access.resource_to_correct(request.person, key), by=request.person)
    messages.success(request, _("Confirmed: all of it is still so today."))
    return redirect("resources:resource", key)


@require_POST
def restore(request: HttpRequest, key: str) -> HttpResponse:
    actions.restore(access.resource_to_correct(request.person, key), by=request.person)
    messages.success(request, _("It is shown again."))
    return redirect("resources:resource", key)


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.resource_to_correct(request.person, key)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(shown, why=form.cleaned_data["why"], by=request.person)
        messages.success(request, _("Taken back. It can be brought back at any time."))
        return redirect("resources:resource", key)
    return render(
        request, "resources/withdraw.html", {"form": form, "shown": shown, "illustrative": shown.illustrative}
    )


@require_POST
def consent(request: HttpRequest, key: str) -> HttpResponse:
    """The contact person agrees to be shown to everybody, or takes it back."""
    shown = access.resource_for(request.person, key)
    if not shown.contact_person_id:
        raise Http404
    if request.POST.get("agree") == "yes":
        actions.agree_to_be_shown(shown, wording=consent_words(shown), by=request.person)
        messages.success(request, _("Everybody sees the contact now."))
    else:
        actions.stop_being_shown(shown, by=request.person)
        messages.success(request, _("Only teams and those who enter resources see the contact now."))
    return redirect(reverse("resources:resource", args=[key]) + "#contact")
