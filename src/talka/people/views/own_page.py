"""The door to one's own pages: for who is signed in, and for who has confirmed themselves by link and code."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from talka.people import own

View = Callable[..., HttpResponse]


def own_page(view: View) -> View:
    """Others are asked to sign in; no cache keeps what stands on such a page."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated and own.confirmed_person(request) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return never_cache(behind)
