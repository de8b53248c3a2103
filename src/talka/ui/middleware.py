"""Refusals as calm pages, and the headers that keep a page to itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from .asked import drop_broken_cookies, holds_nul
from .look import SCALE_COOKIE, THEME_COOKIE
from .refusals import Refusal

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)

TASTES = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME, THEME_COOKIE, SCALE_COOKIE}
"""Cookies that say nothing of who somebody is."""

METHODS = ("GET", "HEAD", "POST", "OPTIONS")

WRONG_WAY = _("This address cannot be opened by itself")
WRONG_WAY_OUT = _("It belongs to a button of a page. Go back to that page and press the button there.")
UNREADABLE = _("A sign that cannot be kept stands in what was sent")
UNCHANGED = _("Nothing was changed.")
UNREADABLE_OUT = _("Type the text anew instead of pasting it, or open the address from the page it stands on.")


class SecurityHeadersMiddleware:
    """Stands outermost, so that error pages carry the headers too. A view's own header wins.

    Cookies that nobody could have given are forgotten here, before the session is looked for.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        drop_broken_cookies(request)
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        if request.COOKIES.keys() - TASTES:
            # What somebody known was shown, by a session or a seat, is for nobody who uses the same machine or proxy
            # after them.
            headers.setdefault("Cache-Control", "private, no-store")
        elif response.cookies:
            # A proxy that kept the page would hand one visitor's new cookie to all.
            headers.setdefault("Cache-Control", "private, no-cache")
        if request.is_secure():
            headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        elif "Cross-Origin-Opener-Policy" in headers:
            # Browsers ignore it on a hall's plain http and say so as an error in the console.
            del headers["Cross-Origin-Opener-Policy"]
        return response


class MethodMiddleware:
    """HEAD is answered as GET is, whose body the server leaves out: messengers and link checkers ask so, and views
    name only GET. Methods that no page of ours has are refused before any view could take them for a question.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


class RefusalMiddleware:
    """Turns a Refusal into an answer: a page, a fragment for htmx, or JSON for those who ask for it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponse) and not response.content:
            # Django's answer to a wrong method has no words: somebody has reloaded the address of a deed.
            calm = answer(request, Refusal(WRONG_WAY, advice=WRONG_WAY_OUT, status=405))
            calm["Allow"] = response["Allow"]
            return calm
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """After the check of the form's token, which reads the fields anyway."""
        if holds_nul(request):
            return answer(request, Refusal(UNREADABLE, UNCHANGED, UNREADABLE_OUT, status=400))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception) if isinstance(exception, Refusal) else None


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in the form and the language of the one who asked, with its status."""
    if wants_json(request):
        body = {"what": str(refusal.what), "meaning": str(refusal.meaning), "advice": str(refusal.advice)}
        return JsonResponse({"refusal": body}, status=refusal.status, json_dumps_params={"ensure_ascii": False})
    context = {"refusal": refusal, "title": refusal.what}
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true":
        response = render(request, "ui/refusal_fragment.html", context, status=refusal.status)
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML show:window:top"
        return response
    return render(request, "ui/refusal.html", context, status=refusal.status)


def wants_json(request: HttpRequest) -> bool:
    """True for whoever sent JSON or prefers it to HTML; a browser's own navigation never does."""
    if request.content_type == "application/json":
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
