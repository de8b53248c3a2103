"""The request that this thread answers, for the lines that are written meanwhile."""

from contextvars import ContextVar, Token
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from talka.ui import request_number

_request: ContextVar[HttpRequest | None] = ContextVar("talka_request", default=None)


def begin(request: HttpRequest) -> Token[HttpRequest | None]:
    return _request.set(request)


def end(token: Token[HttpRequest | None]) -> None:
    _request.reset(token)


def route_of(request: HttpRequest) -> str:
    """The name of the address asked for, `events:event`; never the address itself, which may hold a secret."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return match.view_name or match.route or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "unknown"


def facts(request: object = None) -> dict[str, Any]:
    """What may be said of the request that this thread answers."""
    now = request if isinstance(request, HttpRequest) else _request.get()
    if now is None:
        return {}
    return {"request": request_number.current(), "method": now.method, "route": route_of(now)}
