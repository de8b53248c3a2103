"""The organiser's list of registrations, one registration with its history, and the table that goes out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talka.documents.qr import plain_code
from talka.events.actions.record import stream_of
from talka.events.models import Attendance, Choice, Event, Registration
from talka.live.models import Moment
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.territories.queries import regions_of
from talka.ui.asked import whole
from talka.ui.folding import sought

State = Registration.State


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means all. region and group are ids as text, came: "yes" or "no"."""

    words: str = ""
    state: str = ""
    region: str = ""
    kind: str = ""
    group: str = ""
    came: str = ""


@dataclass(frozen=True)
class Counts:
    """How many stand where. `seats` is None without a limit."""

    registered: int
    waiting: int
    cancelled: int
    came: int
    seats: int | None

    @property
    def left(self) -> int | None:
        return None if self.seats is None else max(self.seats - self.registered, 0)


def searched(rows: QuerySet[Registration], words: str) -> QuerySet[Registration]:
    """Narrow to those whose name, address, organisation or code holds every word, whatever the diacritics."""
    code = plain_code(words)
    narrowed = rows
    for word in sought(words):
        narrowed = narrowed.filter(Q(person__folded__contains=word) | Q(organisation__folded__contains=word))
    return narrowed | rows.filter(code=code) if len(code) == 6 else narrowed


def registrations(event: Event, filters: Filters = Filters()) -> QuerySet[Registration]:
    """Registrations in Latvian order with person, organisation, first choices and whether they came."""
    rows: QuerySet[Registration] = (
        Registration.objects.filter(event=event)
        .select_related("person", "organisation")
        .annotate(came=Exists(Attendance.objects.filter(registration=OuterRef("pk"))))
        .prefetch_related(
            Prefetch("choices", Choice.objects.filter(rank=1).select_related("item"), to_attr="first_choices")
        )
        .order_by("person__sort_key", "pk")
    )
    if filters.words:
        rows = searched(rows, filters.words)
    if filters.state in State.values:
        rows = rows.filter(state=filters.state)
        if filters.state == State.WAITING:
            rows = rows.order_by("waiting_since", "pk")
    if filters.kind in Organisation.Kind.values:
        rows = rows.filter(organisation__kind=filters.kind)
    if group := whole(filters.group):
        rows = rows.filter(choices__item_id=group, choices__rank=1)
    if filters.came in ("yes", "no"):
        there = Exists(Attendance.objects.filter(registration=OuterRef("pk")))
        rows = rows.filter(there if filters.came == "yes" else ~there)
    if region := whole(filters.region):
        rows = rows.filter(organisation__area_id__in=areas_in_region(event, region))
    return rows


def areas_in_region(event: Event, region: int) -> list[int]:
    """Ids of the areas of those who registered that lay in the region on the event's first day."""
    areas = set(
        Registration.objects.filter(event=event, organisation__area__isnull=False)
        .order_by()
        .values_list("organisation__area_id", flat=True)
        .distinct()
    )
    return [pk for pk, found in regions_of(areas, event.first_day).items() if found and found.pk == region]


def counts(event: Event) -> Counts:
    """One query."""
    found = Registration.objects.filter(event=event).aggregate(
        registered=Count("pk", filter=Q(state=State.REGISTERED)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
        came=Count("pk", filter=Exists(Attendance.objects.filter(registration=OuterRef("pk")))),
    )
    return Counts(**found, seats=event.capacity)


def region_choices(event: Event) -> list[Area]:
    """The planning regions from which somebody registered."""
    areas = set(
        Registration.objects.filter(event=event, organisation__area__isnull=False)
        .order_by()
        .values_list("organisation__area_id", flat=True)
        .distinct()
    )
    found = {area.pk: area for area in regions_of(areas, event.first_day).values() if area}
    return sorted(found.values(), key=lambda area: area.sort_key)


DEEDS: Mapping[str, Promise] = {
    "registration.made": _("Registration received"),
    "registration.waiting": _("Put on the waiting list"),
    "registration.moved_up": _("Got a seat from the waiting list"),
    "registration.seated_by_hand": _("Given a seat by hand"),
    "registration.changed": _("Registration changed"),
    "registration.cancelled": _("Registration cancelled"),
    "registration.handed_over": _("Handed over to somebody else"),
    "registration.instead": _("Came in instead of somebody else"),
    "registration.imported": _("Read from a table"),
    "attendance.came": _("Checked in"),
    "attendance.undone": _("Check-in undone"),
    "certificate.revoked": _("Certificate revoked"),
}


@dataclass(frozen=True)
class Deed:
    """One line of a registration's history. by: who did it, "" for the person themselves or the house."""

    at: dt.datetime
    what: str
    by: str


def history(registration: Registration) -> list[Deed]:
    """What happened to a registration, oldest first. Two queries."""
    moments = list(
        Moment.objects.filter(
            stream__name=stream_of(registration.event_id), ids__registration=registration.pk
        ).order_by("number")
    )
    people = {
        person.pk: person.name
        for person in Person.objects.filter(pk__in={m.ids["by"] for m in moments if m.ids.get("by")})
    }
    return [Deed(m.at, str(DEEDS.get(m.kind, m.kind)), people.get(m.ids.get("by"), "")) for m in moments]


def former_values(registration: Registration) -> Sequence[object]:
    """Versions that the database kept of the row before each change, newest first."""
    versions = registration.versions  # type: ignore[attr-defined]  # made by the tracker
    return list(versions.select_related("organisation").order_by("-pgh_created_at")[:20])
