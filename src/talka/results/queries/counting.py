"""How indicators are counted from what the rooms hold: one entry per way, each telling also what its figure is made of.

A figure is what was reached from the beginning up to a day. Nobody is counted twice: persons and organisations by
their row, places by the map of one day (`Facts.day_of_areas`).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.events.actions.certificates import hours_for
from talka.events.actions.feedback import RATINGS
from talka.events.models import Event
from talka.ui.few import FEW, shown, shown_parts
from talka.ui.refusals import Words

from ..models import Indicator, IndicatorValue
from .facts import Crowd, Facts, Marks, Reached, Text, plain


@dataclass(frozen=True)
class Piece:
    """One thing that a figure is made of.

    kind: event, document, need, measure or value; ref: the row's id; title: in the languages it has; url: its page,
    within the house, or elsewhere for a link given as evidence. figure: what it adds, None where that is not told;
    people: how many different people it comes from, None where it comes from nobody in person.
    """

    kind: str
    ref: int
    title: Text
    url: str = ""
    day: dt.date | None = None
    figure: Decimal | None = None
    people: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Counted:
    """value: None where there is nothing to count yet. people: how many different people stand behind it."""

    value: Decimal | None
    pieces: tuple[Piece, ...] = ()
    people: int | None = None


@dataclass(frozen=True)
class Way:
    """A way of counting. explained: what exactly is counted, for the page of an indicator. adds_up: whether the figures
    of its pieces add up to the whole; else the same person, organisation or place may stand in several of them."""

    key: str
    label: Words
    explained: Words
    count: Callable[[Facts, Indicator, dt.date], Counted]
    adds_up: bool = True


def count(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
    """What the indicator had reached by the end of that day: counted, or the last value entered up to it."""
    way = WAYS.get(indicator.counted)
    return way.count(facts, indicator, until) if way else _entered(facts, indicator, until)


def told(counted: Counted, indicator: Indicator, *, inside: bool) -> Counted:
    """As the reader may see it: the team all of it, others no figure from fewer than five people."""
    if inside or counted.people is None:
        return counted
    value = counted.value
    if value is not None and shown(1, counted.people) is None:
        value = None
    figures = [piece.figure for piece in counted.pieces]
    if indicator.counted in PEOPLE:
        safe = shown_parts([int(figure or 0) for figure in figures])
        figures = [None if each is None else Decimal(each) for each in safe]
    else:
        people = [piece.people or 0 for piece in counted.pieces]
        adds_up = indicator.counted in WAYS and WAYS[indicator.counted].adds_up
        safe = shown_parts(people) if adds_up else [shown(each, each) for each in people]
        figures = [None if each is None else piece.figure for each, piece in zip(safe, counted.pieces, strict=True)]
    pieces = zip(counted.pieces, figures, strict=True)
    return replace(counted, value=value, pieces=tuple(replace(piece, figure=each) for piece, each in pieces))


def _event_piece(facts: Facts, event: Event, figure: Decimal | int, people: int | None = None) -> Piece:
    title, url = facts.pages[event.pk]
    return Piece("event", event.pk, title, url, event.first_day, Decimal(figure), people)


def _events(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
    pieces = tuple(_event_piece(facts, event, 1) for event in facts.held(indicator, until))
    return Counted(Decimal(len(pieces)), pieces)


def _by_who_came(pick: Callable[[Facts, Crowd], Set[int]]) -> Callable[[Facts, Indicator, dt.date], Counted]:
    """Counts different things (`pick` gives their ids) among all who came, and at each event by itself."""

    def counted(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
        found: set[int] = set()
        people: set[int] = set()
        pieces = []
        for event in facts.held(indicator, until):
            crowd = facts.crowd(event.pk)
            here = pick(facts, crowd)
            pieces.append(_event_piece(facts, event, len(here), len(crowd.people)))
            found |= here
            people |= crowd.people
        return Counted(Decimal(len(found)), tuple(pieces), len(people))

    return counted


def _municipalities(facts: Facts, crowd: Crowd) -> Set[int]:
    return {facts.municipalities[area].pk for area in crowd.areas if area in facts.municipalities}


def _regions(facts: Facts, crowd: Crowd) -> Set[int]:
    return {facts.regions[area].pk for area in crowd.areas if area in facts.regions}


def _participations(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
    pieces: list[Piece] = []
    people: set[int] = set()
    for event in facts.held(indicator, until):
        here = facts.crowd(event.pk).people
        pieces.append(_event_piece(facts, event, len(here), len(here)))
        people |= here
    return Counted(_sum(pieces), tuple(pieces), len(people))


def _hours(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
    """Person-hours as certificates count them: the event's hours in proportion to the days attended."""
    pieces: list[Piece] = []
    people: set[int] = set()
    for event in facts.held(indicator, until):
        if event.certificate_hours is None:
            continue
        crowd = facts.crowd(event.pk)
        hours = sum(((hours_for(event, days) or Decimal(0)) * many for days, many in crowd.days.items()), Decimal(0))
        pieces.append(_event_piece(facts, event, hours, len(crowd.people)))
        people |= crowd.people
    return Counted(_sum(pieces), tuple(pieces), len(people))


def _answered(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
    """Those who came and gave the answer, at each event by itself: answers are kept for thirty days, then only their
    number is, and no number tells whether two people are one."""
    pieces, people = [], 0
    for event in facts.held(indicator, until):
        now = facts.people_who_answered(event.pk, indicator.question, indicator.answer)
        here = now if now is not None else facts.tallies.get((indicator.pk, event.pk))
        if here is None:
            continue
        pieces.append(_event_piece(facts, event, here, here))
        people = max(people, here)
    return Counted(_sum(pieces), tuple(pieces), people)


def _documents(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
    pieces = []
    for event in facts.held(indicator, until):
        for row in facts.presentations.get(event.pk, ()):
            pieces.append(Piece("document", row.id, row.title, row.url, event.first_day, Decimal(1)))
    return Counted(_sum(pieces), tuple(pieces))


def _findings(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
    pieces = []
    for event in facts.held(indicator, until):
        day = facts.findings.get(event.pk)
        if day is not None and day <= until:
            url = reverse("results:findings", args=[event.slug])
            pieces.append(Piece("document", event.pk, plain(event.title), url, day, Decimal(1)))
    return Counted(_sum(pieces), tuple(pieces))


def _marks(keys: Iterable[str]) -> Callable[[Facts, Indicator, dt.date], Counted]:
    """The mean of the marks from 1 to 5. Events with fewer than five sheets are left out, for everybody: else the mean
    of all less that of the others would tell what so few said."""
    asked = tuple(keys)

    def counted(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
        pieces, given = [], []
        for event in facts.held(indicator, until):
            marks = facts.marks(asked).get(event.pk)
            if marks is None or marks.sheets < FEW:
                continue
            pieces.append(_event_piece(facts, event, _mean([marks]), marks.sheets))
            given.append(marks)
        return Counted(_mean(given) if given else None, tuple(pieces), sum(marks.sheets for marks in given))

    return counted


def _register(rows: Callable[[Facts], Iterable[Reached]], kind: str) -> Callable[[Facts, Indicator, dt.date], Counted]:
    def counted(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
        pieces = tuple(
            Piece(kind, one.id, one.words, reverse(f"needs:{kind}", args=[one.id]), one.day, Decimal(1))
            for one in rows(facts)
            if one.day <= until
            and indicator.activity_id in (None, one.activity)
            and indicator.event_kind in ("", one.event_kind)
        )
        return Counted(Decimal(len(pieces)), pieces)

    return counted


def _entered(facts: Facts, indicator: Indicator, until: dt.date) -> Counted:
    rows = [row for row in facts.values.get(indicator.pk, ()) if row.day <= until]
    pieces = tuple(
        Piece("value", row.pk, row.evidence, row.link or _file(facts, row), row.day, row.value, note=row.file_name)
        for row in rows
    )
    return Counted(rows[-1].value if rows else None, pieces)


def _file(facts: Facts, row: IndicatorValue) -> str:
    """The address of the file that proves a value; it opens to those who may read names."""
    if not row.file:
        return ""
    return reverse("results:value_file", args=[facts.project.slug, row.indicator_id, row.pk])


def _sum(pieces: Iterable[Piece]) -> Decimal:
    return sum((piece.figure or Decimal(0) for piece in pieces), Decimal(0))


def _mean(given: Sequence[Marks]) -> Decimal:
    return round(Decimal(sum(marks.total for marks in given)) / sum(marks.number for marks in given), 1)


def _ways(*ways: Way) -> dict[str, Way]:
    return {way.key: way for way in ways}


def choices() -> list[tuple[str, Any]]:
    return [(way.key, way.label) for way in WAYS.values()]


WAYS: Mapping[str, Way] = _ways(
    Way(
        "events",
        _("Events held"),
        _("Published events whose last day is over. Drafts and cancelled events are not counted."),
        _events,
    ),
    Way(
        "people",
        _("Different people who attended"),
        _("Everybody who was checked in at an event, once, however many events and days they came to."),
        _by_who_came(lambda _facts, crowd: crowd.people),
        adds_up=False,
    ),
    Way(
        "participations",
        _("Participations"),
        _("Everybody who was checked in, once at each event: who came to three events counts three times."),
        _participations,
    ),
    Way(
        "organisations",
        _("Different organisations that attended"),
        _("The organisations for which people were registered who came, each once."),
        _by_who_came(lambda _facts, crowd: crowd.organisations),
        adds_up=False,
    ),
    Way(
        "municipalities",
        _("Different municipalities that attended"),
        _("The municipalities in which the organisations of those who came lie, each once."),
        _by_who_came(_municipalities),
        adds_up=False,
    ),
    Way(
        "regions",
        _("Different planning regions that attended"),
        _("The planning regions in which the organisations of those who came lie, each once."),
        _by_who_came(_regions),
        adds_up=False,
    ),
    Way(
        "hours",
        _("Training hours"),
        _(
            "The hours that an event's certificates attest, of everybody who came, in proportion to the days attended. "
            "Events without hours for certificates are not counted."
        ),
        _hours,
    ),
    Way(
        "answered",
        _("Participations by an answer given at registration"),
        _(
            "Those who came and gave this answer to the organisers' own question, for example about their sex, once at "
            "each event. The answers are erased thirty days after the event; the number is kept."
        ),
        _answered,
    ),
    Way(
        "presentations",
        _("Presentations published"),
        _("Presentations of held events that everybody may open."),
        _documents,
    ),
    Way("findings", _("Findings reports published"), _("Held events whose findings everybody may read."), _findings),
    Way(
        "satisfaction",
        _("Satisfaction, mean mark from 1 to 5"),
        _("The mean of all marks on the sheets of feedback. Events with fewer than five sheets are left out."),
        _marks(RATINGS),
        adds_up=False,
    ),
    Way(
        "usefulness",
        _("Usefulness for one's work, mean mark from 1 to 5"),
        _(
            "The mean of the marks for “How useful was the event for your work?”. Events with fewer than five sheets "
            "are left out."
        ),
        _marks(["useful"]),
        adds_up=False,
    ),
    Way(
        "needs",
        _("Needs answered"),
        _("Needs voiced at the project's events that the needs register calls answered."),
        _register(lambda facts: facts.needs_answered, "need"),
    ),
    Way(
        "measures",
        _("Measures done"),
        _("Measures proposed at the project's events that the needs register calls done."),
        _register(lambda facts: facts.measures_done, "measure"),
    ),
)
PEOPLE = frozenset({"people", "participations", "answered"})
"""Ways whose figures are numbers of people, which together must not tell of fewer than five."""
