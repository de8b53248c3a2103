"""GET /metrics. For a program on this machine, or one that shows the token; for everybody else nothing is there."""

import ipaddress
import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from talka.site.metrics import counters
from talka.site.metrics.collector import Installation

PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
"""A proxy on this machine knocks from its own address too, and strangers with it."""


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not (_shows_token(request) or _asks_here(request)):
        raise Http404
    here = CollectorRegistry()
    here.register(Installation())
    text = generate_latest(counters.registry()) + generate_latest(here)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _shows_token(request: HttpRequest) -> bool:
    kind, _space, shown = request.headers.get("Authorization", "").partition(" ")
    return kind.lower() == "bearer" and secrets.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())


def _asks_here(request: HttpRequest) -> bool:
    """From this machine, to this machine's own address, handed on by nobody."""
    if any(name in request.headers for name in PASSED_ON):
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and _is_loopback(_host(request))


def _host(request: HttpRequest) -> str:
    host = request.META.get("HTTP_HOST", "")
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name = host.partition(":")[0]
    return "127.0.0.1" if name == "localhost" else name


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
