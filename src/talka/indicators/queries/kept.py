"""Comparisons that somebody keeps: the list, the figures as they stood, and what has changed since."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from talka.indicators.comparing.choice import Choice
from talka.indicators.comparing.compared import Cell, Compared, compared
from talka.indicators.comparing.kept import Since, changed_since, told_of
from talka.indicators.models import Comparison
from talka.people.models import Person

from .comparison import areas_of, figures_of, measures_of

UNDO_FOR = dt.timedelta(days=30)
"""A comparison that was deleted can be brought back for so long."""


@dataclass(frozen=True)
class KeptList:
    kept: list[Comparison]
    deleted: list[Comparison]


def kept_by(person: Person) -> KeptList:
    """One's own, newest first, and those deleted in the last thirty days. One query."""
    rows = (
        Comparison.objects.filter(by=person)
        .defer("kept")
        .annotate(area_count=Count("areas", distinct=True), indicator_count=Count("indicators", distinct=True))
    )
    since = timezone.now() - UNDO_FOR
    return KeptList(
        [row for row in rows if row.deleted_at is None],
        [row for row in rows if row.deleted_at is not None and row.deleted_at > since],
    )


@dataclass(frozen=True)
class KeptFigures:
    """choice: what was kept, with what is shown of it now. then: the figures as they stood. since: what is not as it
    was any more. last: what changed at the last refresh."""

    choice: Choice
    then: Compared
    since: list[Since]
    last: list[Since]


def kept_figures(row: Comparison, choice: Choice) -> KeptFigures:
    """Four queries at most. choice: what is shown (`show`, `year` and so on); areas and measures are those kept."""
    own = Choice.from_kept(row.options)
    choice = choice.but(areas=own.areas, measures=own.measures, year=choice.year or own.year)
    areas, measures = areas_of(own.areas), measures_of(own.measures)
    told, sources = told_of(row.kept, areas)
    then = compared(areas, measures, told, sources, choice.year)
    now = figures_of(areas, measures, choice.year)
    return KeptFigures(choice, then, changed_since(then, now), _last_changes(row, then))


def _last_changes(row: Comparison, then: Compared) -> list[Since]:
    areas = {area.key: area for area in then.areas}
    columns = {column.measure.key: column for column in then.columns}
    return [
        Since(areas[area], columns[measure], year, Cell(*before) if before else None, Cell(*now) if now else None)
        for measure, area, year, before, now in row.options.get("last_changes", ())
        if area in areas and measure in columns
    ]
