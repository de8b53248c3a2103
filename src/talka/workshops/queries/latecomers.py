"""Who is here without a group, and who has a place but did not come."""

from collections.abc import Set
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from talka.events.models import AgendaItem, Registration

from ..models import Seat, Workshop

SHOWN = 12
"""How many of them the console names."""


@dataclass(frozen=True)
class WaitingRow:
    """Somebody who is here and has no group. code: of the name card."""

    name: str
    organisation: str
    code: str


@dataclass(frozen=True)
class Gathering:
    """waiting: the first of those without a group, in Latvian order; waiting_in_all: how many there are. missing: how
    many have a place and are not here, 0 where nobody was checked in. seated: anybody has a place."""

    waiting: tuple[WaitingRow, ...]
    waiting_in_all: int
    missing: int
    seated: bool
    round: int

    @property
    def next_round(self) -> int:
        return self.round + 1

    @property
    def more(self) -> int:
        return self.waiting_in_all - len(self.waiting)


def gathering(workshop: Workshop, present: Set[int]) -> Gathering:
    """Two queries. present: registrations that have been checked in."""
    seats = list(
        Seat.objects.filter(workshop=workshop, group__isnull=False).values_list("registration_id", "joined_at")
    )
    anybody = bool(present) or any(joined for _registration, joined in seats)
    waiting = [
        WaitingRow(row.person.name, row.organisation.name if row.organisation else "", row.code)
        for row in waiting_rows(workshop, present)
    ]
    return Gathering(
        waiting=tuple(waiting[:SHOWN]),
        waiting_in_all=len(waiting),
        missing=sum(
            registration is not None and not joined and registration not in present for registration, joined in seats
        )
        if anybody
        else 0,
        seated=bool(seats),
        round=workshop.round,
    )


def waiting_rows(workshop: Workshop, present: Set[int]) -> list[Registration]:
    """Registrations of those who are here without a group and lead none, in Latvian order. One query."""
    own = Seat.objects.filter(workshop=workshop, registration=OuterRef("pk"))
    leads = AgendaItem.objects.filter(groups__workshop=workshop, facilitators=OuterRef("person"))
    rows = Registration.objects.filter(event=workshop.event_id, state=Registration.State.REGISTERED)
    rows = rows.filter(Q(pk__in=present) | Exists(own.filter(joined_at__isnull=False)))
    rows = rows.exclude(Exists(own.filter(group__isnull=False))).exclude(Exists(leads))
    return list(rows.select_related("person", "organisation").order_by("person__sort_key", "pk"))
