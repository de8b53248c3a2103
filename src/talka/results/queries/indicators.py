"""A project's indicators with what they have reached, and what one figure is made of; for one reader."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.events.models import Event
from talka.needs.access import known_to
from talka.needs.models import Measure, Need
from talka.people.models import Person
from talka.programmes.models import Project
from talka.ui.numbers import number, percent
from talka.ui.refusals import Words

from ..models import Indicator, IndicatorValue
from .counting import WAYS, Counted, Piece, count, told
from .facts import Facts


@dataclass(frozen=True)
class Row:
    """An indicator as a reader may see it. few: there is a figure, but too few people stand behind it; share: of the
    way from the baseline to the target, 1 being all of it, None where nothing can be said."""

    indicator: Indicator
    counted: Counted
    few: bool
    share: Decimal | None

    @property
    def value(self) -> Decimal | None:
        return self.counted.value

    @property
    def figure(self) -> str:
        return "–" if self.counted.value is None else number(self.counted.value)

    @property
    def percent(self) -> Decimal:
        """For a bar, from 0 to 100."""
        return min(max((self.share or Decimal(0)) * 100, Decimal(0)), Decimal(100))

    @property
    def reached(self) -> str:
        """The share in words."""
        return "" if self.share is None else percent(self.share)

    @property
    def way(self) -> Words:
        return way_of(self.indicator)


@dataclass(frozen=True)
class Page:
    """Indicators in their order; retired ones for those who may bring them back."""

    outputs: tuple[Row, ...]
    outcomes: tuple[Row, ...]
    retired: tuple[Indicator, ...]

    @property
    def empty(self) -> bool:
        return not self.outputs and not self.outcomes


@dataclass(frozen=True)
class Entered:
    """A value that stands, with what stood in its place before, the latest first."""

    value: IndicatorValue
    before: tuple[Any, ...]


@dataclass(frozen=True)
class ShownPiece:
    """A piece in the reader's language. few: it adds something that so few people stand behind that it is not told."""

    words: str
    url: str
    day: dt.date | None
    figure: Decimal | None
    few: bool


@dataclass(frozen=True)
class Evidence:
    """What one figure is made of. unknown: so many pieces the reader may not know of; entered: where it is by hand, the
    latest first; withdrawn: values that stand no more, as they last were."""

    row: Row
    pieces: tuple[ShownPiece, ...]
    unknown: int
    entered: tuple[Entered, ...]
    withdrawn: tuple[Any, ...]
    explained: Words
    adds_up: bool
    day_of_areas: dt.date | None

    @property
    def hides(self) -> bool:
        """Whether any figure here is not told because of how few stand behind it."""
        return self.row.few or any(piece.few for piece in self.pieces)


def way_of(indicator: Indicator) -> Words:
    """How the figure comes about, in a few words."""
    return WAYS[indicator.counted].label if indicator.counted in WAYS else _("Entered by hand")


def share_of(value: Decimal | None, baseline: Decimal | None, target: Decimal | None) -> Decimal | None:
    """Of the way from the baseline (none: nothing) to the target, 1 being all of it; also where less is better."""
    if value is None or target is None:
        return None
    start = baseline or Decimal(0)
    if target == start:
        return Decimal(1) if value >= target else Decimal(0)
    return (value - start) / (target - start)


def standing(project: Project) -> "QuerySet[Indicator]":
    """Those that are not retired, in their order."""
    return Indicator.objects.filter(project=project, retired_at=None).select_related("activity")


def indicators_of(project: Project, *, inside: bool) -> Page:
    """All that the reader may see: the team every one, others those that are shown. A fixed number of queries for as
    many ways of counting as are used."""
    facts = Facts(project)
    rows = [_row(facts, one, facts.today, inside=inside) for one in standing(project) if inside or one.public]
    retired = Indicator.objects.filter(project=project, retired_at__isnull=False) if inside else ()
    return Page(
        tuple(row for row in rows if row.indicator.kind == Indicator.Kind.OUTPUT),
        tuple(row for row in rows if row.indicator.kind == Indicator.Kind.OUTCOME),
        tuple(retired),
    )


def evidence_of(indicator: Indicator, person: Person | None, *, inside: bool) -> Evidence:
    """What the figure is made of, each thing with its page. A fixed number of queries."""
    facts = Facts(indicator.project)
    row = _row(facts, indicator, facts.today, inside=inside)
    pieces = known_pieces(row.counted.pieces, person)
    way = WAYS.get(indicator.counted)
    versions = list(_versions(indicator)) if inside and way is None else []
    values = {value.pk: value for value in facts.values.get(indicator.pk, ())} if way is None else {}
    entered = tuple(
        Entered(values[pk], tuple(one for one in versions if one.pgh_obj_id == pk)[1:]) for pk in reversed(list(values))
    )
    gone = {one.pgh_obj_id: one for one in reversed(versions) if one.pgh_obj_id not in values}
    return Evidence(
        row=row,
        pieces=tuple(_shown(piece) for piece in pieces),
        unknown=len(row.counted.pieces) - len(pieces),
        entered=entered,
        withdrawn=tuple(gone.values()),
        explained=way.explained if way else _("Entered by the organisers, each time with what proves it."),
        adds_up=way.adds_up if way else False,
        day_of_areas=facts.day_of_areas if indicator.counted in ("municipalities", "regions") else None,
    )


def known_pieces(pieces: Sequence[Piece], person: Person | None, *, files: bool = False) -> tuple[Piece, ...]:
    """Without the needs and measures that the reader may not know of, and without the way to files that prove a value
    where the reader may not open them (`files`); all else is as open as the figure itself. At most two queries."""
    needs = {piece.ref for piece in pieces if piece.kind == "need"}
    measures = {piece.ref for piece in pieces if piece.kind == "measure"}
    known = {
        "need": set(known_to(person, Need.objects.filter(pk__in=needs)).values_list("pk", flat=True))
        if needs
        else set(),
        "measure": set(known_to(person, Measure.objects.filter(pk__in=measures)).values_list("pk", flat=True))
        if measures
        else set(),
    }
    return tuple(
        replace(piece, url="") if piece.kind == "value" and piece.url.startswith("/") and not files else piece
        for piece in pieces
        if piece.kind not in known or piece.ref in known[piece.kind]
    )


def kind_of_event(indicator: Indicator) -> Words:
    return Event.Kind(indicator.event_kind).label if indicator.event_kind else ""


def _shown(piece: Piece) -> ShownPiece:
    return ShownPiece(str(LazyI18nString(piece.title)), piece.url, piece.day, piece.figure, piece.figure is None)


def _row(facts: Facts, indicator: Indicator, until: dt.date, *, inside: bool) -> Row:
    counted = count(facts, indicator, until)
    shown = told(counted, indicator, inside=inside)
    few = counted.value is not None and shown.value is None
    return Row(indicator, shown, few, share_of(shown.value, indicator.baseline, indicator.target))


def _versions(indicator: Indicator) -> "QuerySet[Any]":
    """Every state of every value, the latest first. One query."""
    versions: Any = IndicatorValue._meta.get_field("versions").related_model
    rows: QuerySet[Any] = versions.objects.filter(indicator_id=indicator.pk)
    return rows.order_by("-pgh_created_at", "-pgh_id")
