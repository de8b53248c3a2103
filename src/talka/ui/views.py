"""The gallery, the choice of language and look, and what the house says when it cannot answer."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from .addresses import ours
from .look import A_YEAR, SCALE_COOKIE, SCALES, THEME_COOKIE, THEMES


@csrf_exempt  # a page with these forms may be cached, so it holds no token; the worst a stranger can do is a language
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the choice of language (Django's own view: cookie, and the same page again)."""
    return set_language(request)


@csrf_exempt
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep a choice of theme or scale in a cookie for a year; an empty one forgets the choice."""
    response = redirect(ours(request, request.POST.get("next") or request.headers.get("Referer", "")))
    for name, cookie, known in (("theme", THEME_COOKIE, THEMES), ("scale", SCALE_COOKIE, SCALES)):
        if name in request.POST and (value := request.POST[name]) in known:
            if value:
                response.set_cookie(
                    cookie, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
                )
            else:
                response.delete_cookie(cookie, samesite="Lax")
    return response
