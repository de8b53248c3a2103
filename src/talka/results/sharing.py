"""How open data are handed out: to any page of any site, and again only when they have changed."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

ALLOWED = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponseBase]


def shared(view: View) -> View:
    """For views that only read and answer everybody alike.

    The ETag is made of the answer itself: what a figure depends on is spread over tables without a clock of their own,
    so an hour of the last change would promise too much.
    """

    @csrf_exempt  # nothing is changed here
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in ALLOWED:
            response = HttpResponseNotAllowed(ALLOWED)
        else:
            response = _again(request, view(request, *args, **kwargs))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = ", ".join(ALLOWED)
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
        return response

    return answered


def _again(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The response, or "not modified" where the reader has it already."""
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    response["Cache-Control"] = "public, no-cache"
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
