"""Who came: for papers and for reports (never from fewer than five people)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from talka.events import clock
from talka.events.models import Attendance, Event
from talka.people.models import Organisation
from talka.programmes.funders import template_of
from talka.territories.models import Area
from talka.territories.queries import municipalities_of, name_of, regions_of
from talka.ui import few


@dataclass(frozen=True)
class Share:
    """One line of a breakdown. people: the figure, or None where fewer than five people stand behind it."""

    label: str
    people: int | None
    area: int | None = None


@dataclass(frozen=True)
class AttendanceSummary:
    """Who came, as anybody may see it: every figure from fewer than five people is None (decision 15).

    Where the hidden lines together are so few, the smallest shown one is hidden with them, or the sum would tell.
    """

    people: int | None
    organisations: int | None
    municipalities: int | None
    by_region: tuple[Share, ...]
    by_kind: tuple[Share, ...]
    by_day: tuple[tuple[dt.date, int | None], ...]
    towns: tuple[Area, ...] = ()
    """Municipalities that somebody came from, in Latvian order; how many from each is not told, nor any of few."""


@dataclass(frozen=True)
class Came:
    """How many came to one of several events, with the rule of five; None also where no attendance was kept."""

    people: int | None
    organisations: int | None
    municipalities: int | None


@dataclass(frozen=True)
class AttendanceCounts:
    """The raw counts behind it, for organisers and auditors. Regions by area id, None for no region."""

    people: int
    organisations: int
    municipalities: int
    by_region: Mapping[int | None, int]
    by_kind: Mapping[str, int]
    by_day: Mapping[dt.date, int]
    regions: Mapping[int, Area]
    towns: Mapping[int, Area]


def attendance_counts(event: Event) -> AttendanceCounts:
    """Who came, counted. A fixed number of queries."""
    rows = list(
        Attendance.objects.filter(registration__event=event).values_list(
            "registration_id",
            "day",
            "registration__organisation_id",
            "registration__organisation__kind",
            "registration__organisation__area_id",
        )
    )
    people = {row[0]: (row[2], row[3], row[4]) for row in rows}
    areas = {area for _org, _kind, area in people.values() if area}
    regions = regions_of(areas, event.first_day) if areas else {}
    towns = municipalities_of(areas, event.first_day) if areas else {}
    came_from = {town.pk: town for pk in areas if (town := towns.get(pk))}
    region_of = {pk: area.pk if area else None for pk, area in regions.items()}
    return AttendanceCounts(
        people=len(people),
        organisations=len({org for org, _kind, _area in people.values() if org}),
        municipalities=len(came_from),
        by_region=Counter(region_of.get(area) if area else None for _org, _kind, area in people.values()),
        by_kind=Counter(kind or "" for _org, kind, _area in people.values()),
        by_day=Counter(row[1] for row in rows),
        regions={area.pk: area for area in regions.values() if area},
        towns=came_from,
    )


def towns_of(event: Event) -> dict[int | None, str]:
    """The municipality that each area lies in of which somebody's organisation is, where the funder's list has it."""
    template = template_of(event.project)
    if template is None or "municipality" not in template.attendance.columns:
        return {}
    areas = {pk for pk in event.registrations.values_list("organisation__area", flat=True).distinct().order_by() if pk}
    towns = municipalities_of(areas, event.first_day) if areas else {}
    return {pk: name_of(town) for pk, town in towns.items() if town}


def attendance_summary(event: Event) -> AttendanceSummary:
    """Who took part by region and kind of organisation, with the rule of five."""
    found = attendance_counts(event)
    regions = [
        (name_of(found.regions[pk]) if pk is not None else _("No region"), number, pk)
        for pk, number in sorted(found.by_region.items(), key=lambda row: (row[0] is None, -row[1]))
    ]
    kinds = [
        (str(Organisation.Kind(kind).label) if kind else _("Without an organisation"), number, None)
        for kind, number in sorted(found.by_kind.items(), key=lambda row: (row[0] == "", -row[1]))
    ]
    return AttendanceSummary(
        people=few.shown(found.people, found.people),
        organisations=few.shown(found.organisations, found.people),
        municipalities=few.shown(found.municipalities, found.people),
        by_region=safe_shares(regions),
        by_kind=safe_shares(kinds),
        by_day=tuple((day, few.shown(number, number)) for day, number in sorted(found.by_day.items())),
        towns=tuple(sorted(found.towns.values(), key=lambda area: area.sort_key)) if found.people >= few.FEW else (),
    )


def came_to(events: Collection[Event], on: dt.date) -> dict[int, Came]:
    """Who came to each of several events, by its id, with municipalities as they stood on one day, so that the events
    compare. A fixed number of queries."""
    people: dict[int, set[int]] = {event.pk: set() for event in events}
    homes: dict[int, set[int]] = {event.pk: set() for event in events}
    places: dict[int, set[int]] = {event.pk: set() for event in events}
    rows = Attendance.objects.filter(registration__event__in=people).order_by()
    for event, registration, home, area in rows.values_list(
        "registration__event",
        "registration_id",
        "registration__organisation_id",
        "registration__organisation__area_id",
    ).distinct():
        people[event].add(registration)
        if home:
            homes[event].add(home)
        if area:
            places[event].add(area)
    areas = set[int]().union(*places.values())
    towns = municipalities_of(areas, on) if areas else {}
    return {
        event: Came(
            len(came),
            len(homes[event]),
            len({town.pk for area in places[event] if (town := towns.get(area))}),
        )
        if len(came) >= few.FEW
        else Came(None, None, None)
        for event, came in people.items()
    }


def safe_shares(rows: Sequence[tuple[str, int, int | None]]) -> tuple[Share, ...]:
    """Lines of a breakdown that adds up to a known sum: small ones hidden, and never so that the sum tells."""
    told = few.shown_parts([number for _label, number, _area in rows])
    return tuple(Share(label, number, area) for (label, _number, area), number in zip(rows, told, strict=True))


def attended_on(event: Event) -> dict[dt.date, set[int]]:
    """Each day of the event with the ids of the registrations that came on it. One query."""
    days: dict[dt.date, set[int]] = {day: set() for day in clock.days_of(event)}
    for registration, day in Attendance.objects.filter(registration__event=event).values_list("registration_id", "day"):
        days.setdefault(day, set()).add(registration)
    return days
