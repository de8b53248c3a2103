"""Numbers, times and notes each request. Stands outermost, in front of pages and of phones' deeds alike."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from talka.site.logs import current
from talka.site.metrics import counters
from talka.ui import request_number

Next = Callable[[HttpRequest], HttpResponseBase]

access = logging.getLogger("talka.access")


class RequestMiddleware:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = request_number.number_for(request.headers.get(request_number.HEADER, ""))
        token, before = request_number.begin(number), current.begin(request)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            took = time.perf_counter() - begun
            response.headers[request_number.HEADER] = number
            counters.note(current.route_of(request), request.method or "", response.status_code, took)
            access.info("answered", extra={"status": response.status_code, "ms": round(took * 1000, 1)})
            return response
        finally:
            current.end(before)
            request_number.end(token)
