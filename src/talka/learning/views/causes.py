"""What a request or a peer review comes from, as its address says it: ?need=, ?measure= or ?request=."""

from django.http import Http404, HttpRequest

from talka.needs import access as needs
from talka.needs.causes import name_of
from talka.needs.models import Measure, Need
from talka.people.models import Person

from ..access.angels import request_to_change
from ..models import AngelRequest
from ..trail_of_angels import ANGEL_REQUEST


def cause_of(request: HttpRequest, person: Person) -> Need | Measure | None:
    """The need or measure of the address, if the person may know of it; a wrong one is "not found"."""
    for kind, read in (("need", needs.need_for), ("measure", needs.measure_for)):
        pk = _number(request, kind)
        if pk is not None:
            return read(person, pk)
    return None


def cause_of_review(request: HttpRequest, person: Person) -> Need | Measure | AngelRequest | None:
    """The same; and the request for a knowledge angel that turned out to want more than one visitor."""
    pk = _number(request, "request")
    return request_to_change(person, pk) if pk is not None else cause_of(request, person)


def pairs_of(cause: Need | Measure | AngelRequest | None) -> tuple[tuple[str, int], ...]:
    """As actions take it."""
    if cause is None:
        return ()
    if isinstance(cause, AngelRequest):
        return ((ANGEL_REQUEST, cause.pk),)
    return ((name_of(cause), cause.pk),)


def _number(request: HttpRequest, kind: str) -> int | None:
    said = request.GET.get(kind, "")
    if said and not (said.isascii() and said.isdigit() and len(said) < 18):
        raise Http404
    return int(said) if said else None
