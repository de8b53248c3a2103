"""The needs of a whole programme, whatever event voiced them: how many stand behind each, who, and who is not heard."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.models import Event
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.territories.queries import municipalities, municipalities_of, name_of, regions_of
from talka.ui.few import shown, shown_parts
from talka.workshops.queries import Home, homes_of

from ..access import events_told, known_to
from ..models import Answering, Measure, Need, NeedEvidence
from .voices import Voices, joined, voices_behind


class By(StrEnum):
    """What needs are compared by."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Entry:
    """A need of the register in short. events: row ids of where it was voiced, as far as the reader may know."""

    need: int
    words: str
    voices: Voices
    events: frozenset[int]


@dataclass(frozen=True)
class Row:
    """A need as the register's page shows it. measures: what answers it."""

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
    """entries: most votes first, those without figures last. themes: of all needs that the reader may know of, also of
    those not asked for. on: the day of the last event held, as of which areas are told."""

    programme: Programme
    entries: tuple[Entry, ...]
    themes: tuple[str, ...]
    events: Mapping[int, Event]
    on: dt.date | None

    @cached_property
    def voiced_at(self) -> int:
        """At how many events."""
        return len(frozenset[int]().union(*(entry.events for entry in self.entries)))

    @cached_property
    def people(self) -> int | None:
        """How many different people stand behind all needs together; None where they are fewer than five."""
        total = joined(entry.voices for entry in self.entries).backing.people
        return shown(total, total)


def register_of(programme: Programme, person: Person | None, *, state: str = "", theme: str = "") -> Register:
    """The programme's needs that the person may know of, counted over all events whose findings they may read; nobody
    is counted twice who spoke at two. state, theme: only those. A fixed number of queries."""
    told = events_told(person).filter(project__programme=programme).order_by("first_day", "pk")
    events = {event.pk: event for event in told.only("pk", "slug", "title", "first_day")}
    needs = known_to(person, Need.objects.filter(programme=programme), events).order_by()
    themes: defaultdict[int, set[int]] = defaultdict(set)
    spoken: defaultdict[int, set[int]] = defaultdict(set)
    groups: dict[int, int] = {}
    evidence = NeedEvidence.objects.filter(need__programme=programme, cluster__group__workshop__event__in=events)
    for need, cluster, group, event in evidence.values_list(
        "need_id", "cluster_id", "cluster__group_id", "cluster__group__workshop__event_id"
    ):
        themes[need].add(cluster)
        spoken[need].add(event)
        groups[cluster] = group
    held = _held(events.values())
    on = max((event.first_day for event in held), default=None)
    voices = voices_behind(groups, held, on) if on else {}
    entries, called = [], set()
    for pk, words, first, of, at in needs.values_list("pk", "words", "event_id", "theme", "state"):
        called.add(of)
        if (not state or at == state) and (not theme or of == theme):
            behind = joined(voices[one] for one in themes[pk] if one in voices)
            entries.append(Entry(pk, words, behind, frozenset(spoken[pk] | ({first} if first in events else set()))))
    entries.sort(key=_place)
    return Register(programme, tuple(entries), tuple(sorted(called - {""})), events, on)


def _held(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if event.first_day <= timezone.localdate()]


def _place(entry: Entry) -> tuple[bool, int, int, str]:
    figures = entry.voices.figures
    return (figures["votes"] is None, -(figures["votes"] or 0), -(figures["municipalities"] or 0), entry.words)


def rows_of(register: Register, entries: Sequence[Entry], person: Person | None) -> list[Row]:
    """Some entries with all that the page shows of them. Three queries."""
    measures = known_to(person, Measure.objects.filter(programme=register.programme), register.events)
    answers = Answering.objects.filter(measure__in=measures).select_related("measure")
    wanted = [entry.need for entry in entries]
    needs = {
        need.pk: need for need in Need.objects.filter(pk__in=wanted).prefetch_related(Prefetch("answerings", answers))
    }
    return [
        Row(
            needs[entry.need],
            entry.voices,
            tuple(event for pk, event in register.events.items() if pk in entry.events),
            tuple(row.measure for row in needs[entry.need].answerings.all()),
        )
        for entry in entries
        if entry.need in needs
    ]


def compared(rows: Sequence[Row], register: Register, by: By) -> Comparison:
    """How many people of each region, kind of municipality or kind of organisation stand behind each need. Of those who
    are not known by name nothing is told. A fixed number of queries."""
    values = coming_from(register, (row.voices for row in rows), by)
    counts: dict[int, dict[str, int]] = {}
    labels: dict[str, str] = {}
    for row in rows:
        here: defaultdict[str, int] = defaultdict(int)
        for pk in row.voices.backing.persons:
            if pk in values:
                key, label = values[pk]
                labels[key] = label
                here[key] += 1
        counts[row.need.pk] = here
    keys = sorted(labels, key=lambda key: labels[key])
    told_rows = []
    for row in rows:
        parts = [counts[row.need.pk].get(key, 0) for key in keys]
        told = shown_parts(parts)
        most = max((figure or 0 for figure in told), default=0)
        cells = (
            Cell(labels[key], figure, round(100 * (figure or 0) / most) if most else 0)
            for key, figure in zip(keys, told, strict=True)
        )
        told_rows.append(Compared(row.need, tuple(cells)))
    return Comparison(by, tuple(labels[key] for key in keys), tuple(told_rows))


def coming_from(register: Register, voices: Iterable[Voices], by: By) -> dict[int, tuple[str, str]]:
    """Of each person behind some voices, a key and a label of where they come from; those of whom it is not known are
    left out. A fixed number of queries."""
    persons = frozenset[int]().union(*(each.backing.persons for each in voices))
    homes = homes_of(persons, _held(register.events.values()))
    known = _known(homes.values(), by, register.on) if register.on else {}
    return {pk: known[home] for pk, home in homes.items() if home in known}


def _known(homes: Iterable[Home], by: By, on: dt.date) -> dict[Home, tuple[str, str]]:
    """Of each home the key of what is compared by, and its label; those of which it is not known are left out."""
    every = set(homes)
    if by == By.ORGANISATION:
        return {one: (one.kind, str(Organisation.Kind(one.kind).label)) for one in every if one.kind}
    areas = {one.area for one in every if one.area is not None}
    found = (regions_of if by == By.REGION else municipalities_of)(areas, on)
    told = {pk: _told(area, by) for pk, area in found.items() if area}
    return {one: told[one.area] for one in every if one.area in told}


def _told(area: Area, by: By) -> tuple[str, str]:
    return (str(area.pk), name_of(area)) if by == By.REGION else (area.kind, str(Area.Kind(area.kind).label))


@dataclass(frozen=True)
class Heard:
    """Municipalities from which nobody stands behind any need, and of how many."""

    silent: tuple[Area, ...]
    all: int


def not_heard(register: Register) -> Heard:
    """Who has not been heard: for the team, which invites. As municipalities stood on the day of the last event."""
    if register.on is None:
        return Heard((), 0)
    heard: Collection[int] = {pk for entry in register.entries for pk in entry.voices.backing.municipalities}
    every: Sequence[Area] = list(municipalities(register.on, illustrative=register.programme.illustrative))
    return Heard(tuple(area for area in every if area.pk not in heard), len(every))


def label_of(by: By) -> str:
    return {
        By.REGION: _("Planning region"),
        By.MUNICIPALITY: _("Kind of municipality"),
        By.ORGANISATION: _("Kind of organisation"),
    }[by]
