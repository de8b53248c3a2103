"""Practitioners and co-games masters: for who invites them, and for teams that may call them."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from talka.ui.sorting import latvian_key

from ..models import Call, Group, Seat, Workshop
from .telling import name_of_seat


@dataclass(frozen=True)
class GuestRow:
    """Somebody with a place in no group. here: a phone holds it."""

    id: int
    role: str
    role_words: str
    name: str
    expertise: str
    here: bool


@dataclass(frozen=True)
class PractitionerRow:
    """A practitioner as a team sees them. calling: the team's call waits for them; came: how often they came to it."""

    id: int
    name: str
    expertise: str
    here: bool
    calling: bool
    came: int


@dataclass(frozen=True)
class CallRow:
    """A team that calls a practitioner. to_anyone: whoever is free; room: where it sits, "" where that is not known."""

    id: int
    group_number: int
    group: str
    room: str
    to_anyone: bool


def guest_words() -> dict[str, str]:
    """What guests are called by their role. Who runs the game is its master; a master among the guests helps."""
    return {Seat.Role.PRACTITIONER: _("practitioner"), Seat.Role.MASTER: _("co-games master")}


def guests(workshop: Workshop) -> tuple[GuestRow, ...]:
    """All who were invited, practitioners first. One query."""
    return tuple(
        GuestRow(seat.pk, seat.role, guest_words()[seat.role], name_of_seat(seat), seat.expertise, bool(seat.joined_at))
        for seat in _seats(workshop, Seat.Role.PRACTITIONER, Seat.Role.MASTER)
    )


def practitioners(workshop: Workshop, group: Group | None) -> tuple[PractitionerRow, ...]:
    """Whom a team may call. Two queries."""
    waiting, came = set(), []
    for practitioner, answered in Call.objects.filter(group=group, to="practitioner").values_list(
        "practitioner_id", "answered_at"
    ):
        if answered is None:
            waiting.add(practitioner)
        else:
            came.append(practitioner)
    return tuple(
        PractitionerRow(
            seat.pk, name_of_seat(seat), seat.expertise, bool(seat.joined_at), seat.pk in waiting, came.count(seat.pk)
        )
        for seat in _seats(workshop, Seat.Role.PRACTITIONER)
    )


def calls_for(seat: Seat) -> tuple[CallRow, ...]:
    """Teams that call this practitioner, or whoever is free, longest first. One query."""
    rows = Call.objects.filter(
        Q(practitioner=seat) | Q(practitioner=None),
        to="practitioner",
        answered_at=None,
        group__workshop=seat.workshop_id,
    )
    return tuple(
        CallRow(
            call.pk,
            call.group.number,
            str(call.group),
            call.group.item.room if call.group.item else "",
            call.practitioner_id is None,
        )
        for call in rows.select_related("group__item").order_by("at")
    )


def _seats(workshop: Workshop, *roles: str) -> list[Seat]:
    rows = Seat.objects.filter(workshop=workshop, role__in=roles).select_related("registration__person")
    return sorted(rows, key=lambda seat: (roles.index(seat.role), latvian_key(name_of_seat(seat)), seat.pk))
