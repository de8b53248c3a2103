"""What phones and consoles follow. The wall's address is beside its pages."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from talka.live.following import following

from .. import access
from ..live.rendering import ALL, HALL, LEAD, group_audience, seat_audience
from ..models import Workshop
from . import frame


@require_GET
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """For a seat: what is for all, for its group, and for itself."""
    seat = frame.sending_seat(request, code)
    where = group_audience(seat.group_id) if seat.group_id else HALL
    return following(request, Workshop.stream_of(seat.workshop_id), {ALL, where, seat_audience(seat.pk)})


@require_GET
def console(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """For those who lead: where something has changed. The words stand in the pages they then ask for."""
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    return following(request, row.stream, {LEAD})
