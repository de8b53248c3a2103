"""The needs of a whole programme, whatever event voiced them: how many stand behind each, who, and who is not heard."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.models import Event
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.territories.queries import municipalities, name_of
from talka.ui.few import shown, shown_parts
from talka.workshops.queries import Origin, origins, results_of

from ..access import events_told, known_to
from ..models import Answering, Measure, Need, NeedEvidence
from .voices import Voices, joined, voices_of


class By(StrEnum):
    """What needs are compared by."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Registered:
    """A need as the register shows it. events: where it was voiced, as far as the reader may know; measures: what
    answers it."""

    need: Need
    voices: Voices
    events: tuple[Event, ...]
    measures: tuple[Measure, ...]

    @property
    def figures(self) -> dict[str, int | None]:
        return self.voices.figures


@dataclass(frozen=True)
class Cell:
    """People behind a need from one region or kind; None where they are fewer than five. share: of the most in the row,
    0 to 100, for a bar."""

    label: str
    people: int | None
    share: int


@dataclass(frozen=True)
class Compared:
    need: Need
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Comparison:
    by: By
    labels: tuple[str, ...]
    rows: tuple[Compared, ...]


@dataclass(frozen=True)
class Register:
    """rows: most votes first, those without figures last. on: the day of the last event, as of which areas are told.
    origins: where people come from, by the person."""

    rows: tuple[Registered, ...]
    on: dt.date | None
    origins: Mapping[int, Origin] = field(default_factory=dict)


def register_of(programme: Programme, person: Person | None, *, state: str = "", theme: str = "") -> Register:
    """The programme's needs that the person may know of, counted over all events whose findings they may read; nobody
    is counted twice who spoke at two. state, theme: only those. A fixed number of queries."""
    told = list(
        events_told(person).filter(project__programme=programme).select_related("project").order_by("first_day", "pk")
    )
    by_pk = {event.pk: event for event in told}
    rows = known_to(person, Need.objects.filter(programme=programme)).select_related("event__project")
    if state:
        rows = rows.filter(state=state)
    if theme:
        rows = rows.filter(theme=theme)
    evidence = NeedEvidence.objects.filter(cluster__group__workshop__event__in=by_pk).select_related(
        "cluster__group__workshop"
    )
    answers = Answering.objects.filter(measure__in=known_to(person, Measure.objects.all())).select_related("measure")
    needs = list(rows.prefetch_related(Prefetch("evidence", evidence), Prefetch("answerings", answers)))
    held = [event for event in told if event.first_day <= timezone.localdate()]
    on = max((event.first_day for event in held), default=None)
    behind = origins(held, on) if on else {}
    voices = voices_of(results_of(held, behind)) if held else {}
    found = [_registered(need, voices, by_pk) for need in needs]
    return Register(tuple(sorted(found, key=_place)), on, {one.person: one for one in behind.values()})


def _registered(need: Any, voices: Mapping[int, Voices], events: Mapping[int, Event]) -> Registered:
    rows = list(need.evidence.all())
    spoken = {row.cluster.group.workshop.event_id for row in rows} | {need.event_id}
    return Registered(
        need,
        joined(voices[pk] for pk in {row.cluster_id for row in rows} if pk in voices),
        tuple(event for pk, event in events.items() if pk in spoken),
        tuple(row.measure for row in need.answerings.all()),
    )


def _place(row: Registered) -> tuple[bool, int, int, str]:
    figures = row.figures
    return (figures["votes"] is None, -(figures["votes"] or 0), -(figures["municipalities"] or 0), row.need.words)


def themes_of(programme: Programme, person: Person | None) -> list[str]:
    """The themes of the needs that a person may know of."""
    rows = known_to(person, Need.objects.filter(programme=programme)).exclude(theme="")
    return sorted(set(rows.order_by().values_list("theme", flat=True)))


def compared(register: Register, by: By) -> Comparison:
    """How many people of each region, kind of municipality or kind of organisation stand behind each need. Of those who
    are not known by name nothing is told. No queries."""
    counts: dict[int, dict[str, int]] = {}
    labels: dict[str, str] = {}
    for row in register.rows:
        here: defaultdict[str, int] = defaultdict(int)
        for pk in row.voices.backing.persons:
            if (value := _value(register.origins.get(pk), by)) is not None:
                key, label = value
                labels[key] = label
                here[key] += 1
        counts[row.need.pk] = here
    keys = sorted(labels, key=lambda key: labels[key])
    rows = []
    for row in register.rows:
        parts = [counts[row.need.pk].get(key, 0) for key in keys]
        told = shown_parts(parts)
        most = max((figure or 0 for figure in told), default=0)
        cells = (
            Cell(labels[key], figure, round(100 * (figure or 0) / most) if most else 0)
            for key, figure in zip(keys, told, strict=True)
        )
        rows.append(Compared(row.need, tuple(cells)))
    return Comparison(by, tuple(labels[key] for key in keys), tuple(rows))


def _value(origin: Origin | None, by: By) -> tuple[str, str] | None:
    """A key and its label; None where it is not known."""
    if origin is None:
        return None
    if by == By.REGION:
        return (str(origin.region.pk), name_of(origin.region)) if origin.region else None
    if by == By.MUNICIPALITY:
        kind = origin.municipality.kind if origin.municipality else ""
        return (kind, str(Area.Kind(kind).label)) if kind else None
    return (origin.kind, str(Organisation.Kind(origin.kind).label)) if origin.kind else None


@dataclass(frozen=True)
class Heard:
    """Municipalities from which nobody stands behind any need, and of how many."""

    silent: tuple[Area, ...]
    all: int


def not_heard(register: Register, programme: Programme) -> Heard:
    """Who has not been heard: for the team, which invites. As municipalities stood on the day of the last event."""
    if register.on is None:
        return Heard((), 0)
    heard: Collection[int] = {pk for row in register.rows for pk in row.voices.backing.municipalities}
    every: Sequence[Area] = list(municipalities(register.on, illustrative=programme.illustrative))
    return Heard(tuple(area for area in every if area.pk not in heard), len(every))


def people_behind(rows: Sequence[Registered]) -> int | None:
    """How many different people stand behind several needs together; None where they are fewer than five."""
    total = joined(row.voices for row in rows).backing.people
    return shown(total, total)


def label_of(by: By) -> str:
    return {
        By.REGION: _("Planning region"),
        By.MUNICIPALITY: _("Kind of municipality"),
        By.ORGANISATION: _("Kind of organisation"),
    }[by]
