"""Latecomers are placed where they fit best; who hosts a group stays in it."""

from django.db import transaction

from talka.people.models import Person

from ..access import require_lead, require_run
from ..models import Workshop
from ..queries.latecomers import waiting_rows
from ..queries.people import present_ids
from .forming import place
from .stages import locked_workshop


@transaction.atomic
def place_waiting(workshop: Workshop, *, by: Person | None) -> list[str]:
    """Place all of them, one after the other in Latvian order; "Name: group" of each.

    Raises Refusal, and places nobody, where one of them cannot be placed.
    """
    require_run(by, workshop)
    locked = locked_workshop(workshop)
    placed = []
    for registration in waiting_rows(locked, present_ids(locked.event)):
        group, _change = place(locked, registration.pk, None, by=by)
        placed.append(f"{registration.person.name}: {group.number}. {group}")
    return placed


@transaction.atomic
def let_stay(workshop: Workshop, seat_id: int, *, stays: bool, by: Person | None) -> bool:
    """Mark a seat as one that stays in its group when groups are formed anew (a table's host), or let it be moved."""
    seat = workshop.seats.select_for_update(of=("self",), no_key=True).select_related("group").get(pk=seat_id)
    if seat.group is None:
        require_run(by, workshop)
    else:
        seat.group.workshop = workshop
        require_lead(by, [seat.group])
    if seat.kept != stays:
        seat.kept = stays
        seat.save(update_fields=["kept"])
    return seat.kept
