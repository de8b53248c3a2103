"""What else those who lead see: the people of a group, the blocks of an agenda that could be group work."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from talka.events.models import AgendaItem, Event

from ..models import Group, Seat, Workshop
from .people import present_ids


@dataclass(frozen=True)
class SeatRow:
    """One place in a group, for its facilitator. code: of the name card, "" for a seat without a name."""

    id: int
    name: str
    organisation: str
    code: str
    here: bool
    phone: bool
    kept: bool


@dataclass(frozen=True)
class BlockRow:
    """Agenda items that run in parallel and could be, or are, the groups of a workshop; or the teams of one that no
    agenda names."""

    block: str
    titles: tuple[str, ...]
    places: int
    without_capacity: int
    workshop: Workshop | None
    teams: bool = False


def seat_rows(group: Group) -> list[SeatRow]:
    """Who sits in a group, in Latvian order; seats without a name last. Three queries."""
    present = present_ids(group.workshop.event)
    rows = Seat.objects.filter(group=group).select_related("registration__person", "registration__organisation")
    found = []
    for seat in rows.order_by("registration__person__sort_key", "pk"):
        registration = seat.registration
        found.append(
            SeatRow(
                id=seat.pk,
                name=registration.person.name if registration else seat.name,
                organisation=registration.organisation.name if registration and registration.organisation else "",
                code=registration.code if registration else "",
                here=bool(seat.joined_at) or bool(registration and registration.pk in present),
                phone=bool(seat.joined_at),
                kept=seat.kept,
            )
        )
    return found


def blocks_of(event: Event) -> list[BlockRow]:
    """The blocks of working groups in the agenda, each with the workshop made from it, if any. Three queries."""
    made = {workshop.block: workshop for workshop in Workshop.objects.filter(event=event)}
    teams: defaultdict[str, list[Group]] = defaultdict(list)
    for group in Group.objects.filter(workshop__in=made.values(), item=None).select_related("workshop"):
        teams[group.workshop.block].append(group)
    items: defaultdict[str, list[AgendaItem]] = defaultdict(list)
    for item in event.items.filter(kind=AgendaItem.Kind.GROUP, cancelled=False).order_by("order", "id"):
        items[item.block].append(item)
    for block in made:
        items.setdefault(block, [])
    return [
        BlockRow(
            block=block,
            titles=tuple(str(item.title) for item in rows) or tuple(str(team) for team in teams[block]),
            places=sum(item.capacity or 0 for item in rows),
            without_capacity=sum(item.capacity is None for item in rows),
            workshop=made.get(block),
            teams=not rows and bool(teams[block]),
        )
        for block, rows in items.items()
    ]


def address(name: str, workshop: Workshop, *more: object) -> str:
    """The address of a page of the console."""
    return reverse(f"workshops:{name}", args=[workshop.event.slug, workshop.slug, *more])
