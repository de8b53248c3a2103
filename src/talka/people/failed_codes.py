"""Wrong codes are counted, right ones never: a whole hall shares one public address (DESIGN 10).

The counts stand in PostgreSQL, so that all processes share them. Call `note_failure` outside the transaction of the
deed: a deed that is refused rolls back, and the count must not.
"""

import datetime as dt
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from .models import FailedCode


@dataclass(frozen=True)
class Limit:
    """At most so many wrong codes within `window`. The longer the window, the fewer per minute: guessing slows down."""

    window: dt.timedelta
    per_address: int
    in_all: int


LIMITS: tuple[Limit, ...] = (
    Limit(dt.timedelta(minutes=10), per_address=30, in_all=300),
    Limit(dt.timedelta(hours=1), per_address=90, in_all=1_000),
    Limit(dt.timedelta(days=1), per_address=300, in_all=5_000),
)

REGISTERING: tuple[Limit, ...] = (
    Limit(dt.timedelta(minutes=10), per_address=100, in_all=1_000),
    Limit(dt.timedelta(hours=1), per_address=300, in_all=3_000),
    Limit(dt.timedelta(days=1), per_address=1_000, in_all=10_000),
)
"""Of registrations, right ones: each sends a letter to an address that a stranger may have typed. A hall that registers
on the spot stays below."""


def client_address(request: HttpRequest) -> str:
    """The address the request came from; of IPv6 the first half, because one household owns the other.

    X-Forwarded-For counts only behind a proxy of ours (TALKA_BEHIND_PROXY), and of it only the last entry: the
    others were written by the client.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        ip = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address[:64] or "local"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
    return str(ip)


def note_failure(what: str, address: str) -> None:
    """Write down that a wrong code for `what` (a short name like "room") came from `address`."""
    FailedCode.objects.create(what=what[:40], address=address[:64])


def too_many(what: str, address: str, limits: tuple[Limit, ...] = LIMITS) -> bool:
    """True when no further code for `what` may be tried from `address` for now. One query."""
    now = timezone.now()
    counts: dict[str, Count] = {}
    for place, limit in enumerate(limits):
        recent = Q(at__gt=now - limit.window)
        counts[f"all_{place}"] = Count("pk", filter=recent)
        counts[f"address_{place}"] = Count("pk", filter=recent & Q(address=address[:64]))
    longest = max(limit.window for limit in limits)
    found = FailedCode.objects.filter(what=what[:40], at__gt=now - longest).aggregate(**counts)
    return any(
        found[f"address_{place}"] >= limit.per_address or found[f"all_{place}"] >= limit.in_all
        for place, limit in enumerate(limits)
    )


def forget_old() -> int:
    """Delete what no limit looks at any more; how many rows went."""
    longest = max(limit.window for limit in (*LIMITS, *REGISTERING))
    return FailedCode.objects.filter(at__lte=timezone.now() - longest).delete()[0]
