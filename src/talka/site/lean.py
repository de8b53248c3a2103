"""A second way to the same views for what phones in a hall send and ask hundreds of times a second.

Deeds and streams of seats carry their own credential: no session, account, message or form token is looked for. The
views are ordinary ones, and tests ask them through the whole chain as any other.
"""

from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string

MIDDLEWARE = [
    "talka.site.logs.requests.RequestMiddleware",
    "talka.ui.middleware.SecurityHeadersMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "talka.ui.middleware.RefusalMiddleware",
]
MOST_BYTES = 1_000_000
"""A longer body goes the whole way round, where it is not held in memory."""


def is_lean(path: str) -> bool:
    """Whether an address is of a seat's deeds or stream: `/w/<code>/…/deeds/`, `/w/<code>/…/live/`."""
    return path.startswith("/w/") and path.endswith(("/deeds/", "/live/"))


class LeanHandler(WSGIHandler):
    """Django's own handler with MIDDLEWARE of its own instead of the settings'."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        handler: Any = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]
        for name in reversed(MIDDLEWARE):
            middleware = import_string(name)(handler)
            if hasattr(middleware, "process_view"):
                self._view_middleware.insert(0, middleware.process_view)
            if hasattr(middleware, "process_exception"):
                self._exception_middleware.append(middleware.process_exception)
            handler = convert_exception_to_response(middleware)
        self._middleware_chain = handler
