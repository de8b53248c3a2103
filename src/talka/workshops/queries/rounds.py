"""Rounds: who sat where before, so that people meet others."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Seat, Sitting, Workshop
from .people import Participant, group_reference, reference_of, seat_reference


@dataclass(frozen=True)
class Mix:
    """Who is mixed anew. people: with a name; nameless: references of seats without one.

    seated: the group of everybody who has one; devices: people whom the phones of whole tables stand for, by group id:
    they stay there.
    """

    people: tuple[Participant, ...]
    nameless: tuple[str, ...]
    kept: frozenset[str]
    seated: dict[str, str]
    devices: dict[int, int]


def reference_of_seat(seat: Seat) -> str:
    return reference_of(seat.registration_id) if seat.registration_id else seat_reference(seat.pk)


def former_rounds(workshop: Workshop) -> list[dict[str, str]]:
    """Who sat where in the rounds before this one, the latest first. One query, none in the first round."""
    if workshop.round <= 1:
        return []
    rounds: defaultdict[int, dict[str, str]] = defaultdict(dict)
    rows = Sitting.objects.filter(seat__workshop=workshop, round__lt=workshop.round).select_related("seat")
    for row in rows.order_by("round", "seat_id"):
        rounds[row.round][reference_of_seat(row.seat)] = group_reference(row.group_id)
    return [rounds[number] for number in sorted(rounds, reverse=True)]


def mix_of(workshop: Workshop, everybody: Sequence[Participant]) -> Mix:
    """Those who are here, or where nobody was checked in all who have a place. One query."""
    anybody = any(person.present for person in everybody)
    people = tuple(person for person in everybody if (person.present if anybody else person.group_id))
    seated = {person.reference: group_reference(person.group_id) for person in everybody if person.group_id}
    kept = {person.reference for person in people if person.kept}
    nameless, devices = [], defaultdict[int, int](int)
    for seat in Seat.objects.filter(workshop=workshop, registration=None, group__isnull=False):
        assert seat.group_id is not None
        if seat.people > 1:
            devices[seat.group_id] += seat.people
            continue
        seated[seat_reference(seat.pk)] = group_reference(seat.group_id)
        if seat.joined_at:
            nameless.append(seat_reference(seat.pk))
            kept |= {seat_reference(seat.pk)} if seat.kept else set()
    return Mix(people, tuple(nameless), frozenset(kept), seated, dict(devices))
