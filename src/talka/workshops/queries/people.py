"""Who is to be placed in groups, and where they are now: registrations with their choices, region and kind."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max

from talka.events.models import AgendaItem, Attendance, Choice, Event, Registration
from talka.territories.queries import name_of, regions_of

from ..models import Group, Seat, Workshop


@dataclass(frozen=True)
class Participant:
    """One registered person in view of the groups. choices: group ids in the order the person ranked them.

    reference: how runs of methods name the person. present: checked in, or their phone has taken the seat.
    """

    registration_id: int
    code: str
    name: str
    organisation: str
    organisation_id: int | None
    kind: str
    kind_words: str
    region_id: int | None
    region: str
    area_id: int | None
    area: str
    choices: tuple[int, ...]
    present: bool
    group_id: int | None
    kept: bool
    joined: bool
    substitute: bool
    walk_in: bool

    @property
    def reference(self) -> str:
        return reference_of(self.registration_id)

    def rank(self, group_id: int) -> int | None:
        """Which choice the group is: 1, 2, …; 0 for none of them; None for somebody without choices."""
        if not self.choices:
            return None
        return self.choices.index(group_id) + 1 if group_id in self.choices else 0


def reference_of(registration_id: int) -> str:
    return f"registration:{registration_id}"


def seat_reference(seat_id: int) -> str:
    """How runs name a seat of which no registration is known."""
    return f"seat:{seat_id}"


def group_reference(group_id: int) -> str:
    return f"group:{group_id}"


def id_in(reference: str) -> int:
    """The row id in "registration:12", "seat:7" or "group:3"; 0 where a person was erased."""
    number = reference.rpartition(":")[2]
    return int(number) if number.isdigit() else 0


def groups_of(workshop: Workshop) -> tuple[Group, ...]:
    return tuple(workshop.groups.select_related("item", "stage", "workshop__stage").order_by("number"))


def participants(workshop: Workshop, groups: tuple[Group, ...] | None = None) -> tuple[Participant, ...]:
    """Everybody who is registered and takes part: who leads a group, or came as a practitioner, is placed in none. In
    Latvian order, in a fixed number of queries."""
    event = workshop.event
    groups = groups_of(workshop) if groups is None else groups
    leaders = set(
        AgendaItem.objects.filter(groups__workshop=workshop, facilitators__isnull=False).values_list(
            "facilitators", flat=True
        )
    )
    rows = list(
        Registration.objects.filter(event=event, state=Registration.State.REGISTERED)
        .exclude(person__in=leaders)
        .exclude(seats__in=Seat.objects.filter(workshop=workshop).exclude(role=Seat.Role.PARTICIPANT))
        .select_related("person", "organisation__area")
        .order_by("person__sort_key", "pk")
    )
    chosen = _choices(workshop, groups)
    present = present_ids(event)
    seats = {seat.registration_id: seat for seat in Seat.objects.filter(workshop=workshop, registration__isnull=False)}
    areas = {row.organisation.area_id for row in rows if row.organisation and row.organisation.area_id}
    regions = regions_of(areas, event.first_day)
    found = []
    for row in rows:
        organisation = row.organisation
        region = regions.get(organisation.area_id) if organisation and organisation.area_id else None
        seat = seats.get(row.pk)
        choices = chosen.get(row.pk) or (chosen.get(row.instead_of_id, ()) if row.instead_of_id else ())
        found.append(
            Participant(
                registration_id=row.pk,
                code=row.code,
                name=row.person.name,
                organisation=organisation.name if organisation else "",
                organisation_id=row.organisation_id,
                kind=organisation.kind if organisation else "",
                kind_words=organisation.get_kind_display() if organisation else "",
                region_id=region.pk if region else None,
                region=name_of(region) if region else "",
                area_id=organisation.area_id if organisation else None,
                area=name_of(organisation.area) if organisation and organisation.area else "",
                choices=choices,
                present=row.pk in present or bool(seat and seat.joined_at),
                group_id=seat.group_id if seat else None,
                kept=bool(seat and seat.kept),
                joined=bool(seat and seat.joined_at),
                substitute=row.instead_of_id is not None,
                walk_in=row.source == Registration.Source.WALK_IN,
            )
        )
    return tuple(found)


def present_ids(event: Event) -> frozenset[int]:
    """Registrations checked in on the last day that has any check-in: on the second day only its own count."""
    day = Attendance.objects.filter(registration__event=event).aggregate(last=Max("day"))["last"]
    if day is None:
        return frozenset()
    return frozenset(
        Attendance.objects.filter(registration__event=event, day=day).values_list("registration_id", flat=True)
    )


def anonymous_by_group(workshop: Workshop) -> Mapping[int, int]:
    """How many seats without a name each group has."""
    counts: defaultdict[int, int] = defaultdict(int)
    seats = Seat.objects.filter(workshop=workshop, registration__isnull=True, group__isnull=False)
    for group_id in seats.values_list("group_id", flat=True):
        counts[group_id] += 1
    return counts


def _choices(workshop: Workshop, groups: tuple[Group, ...]) -> dict[int, tuple[int, ...]]:
    """Group ids by registration, in ranked order; choices of other blocks of the agenda left out."""
    by_item = {group.item_id: group.pk for group in groups if group.item_id}
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = Choice.objects.filter(registration__event=workshop.event_id, item__in=by_item).order_by("rank")
    for registration_id, item_id in rows.values_list("registration_id", "item_id"):
        found[registration_id].append(by_item[item_id])
    return {registration: tuple(chosen) for registration, chosen in found.items()}
