"""Who improved most, by four measures: a small place gains percents easily, and who starts low gains easily at all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from talka.indicators.models import Indicator, Observation
from talka.territories.models import Area

from .choice import By
from .compared import Column, Series

FEWEST_FOR_A_LINE = 8
"""Of fewer areas nothing is said of what a start made likely."""


@dataclass(frozen=True)
class Change:
    """One area from the first to the last year.

    absolute: in the unit of the indicator. percent: of the first value, where it is above zero and the unit is not
    itself a percent. mean: how much its distance to the mean of the areas compared grew, in the unit; the mean itself
    changed by the rest. start: by how much it changed more than its start made likely, by the straight line of changes
    over starts among the areas compared (least squares). broken: the series breaks in between, so nothing is told.
    """

    area: Area
    first: float | None
    last: float | None
    absolute: float | None = None
    percent: float | None = None
    mean: float | None = None
    start: float | None = None
    broken: int | None = None

    def by(self, by: By) -> float | None:
        found: float | None = getattr(self, {By.ABSOLUTE: "absolute"}.get(by, by.value))
        return found


@dataclass(frozen=True)
class Changes:
    """rows: who improved most first, those of whom nothing can be told last. better: 1, -1, or 0 where neither is."""

    column: Column
    first: int | None
    last: int | None
    years: list[int]
    by: By
    rows: list[Change]
    better: int
    offered: list[By]

    @property
    def digits(self) -> int:
        """Decimals of changes: one more than of the figures, as changes are smaller."""
        return min(self.column.indicator.decimals + 1, 3)

    @property
    def told(self) -> list[Change]:
        return [row for row in self.rows if row.by(self.by) is not None]

    @property
    def best(self) -> Change | None:
        """Who improved most, or grew most where neither is better; None where nobody did."""
        top = self.told[0] if self.told else None
        return top if top and (top.by(self.by) or 0) * (self.better or 1) > 0 else None


def changes(areas: Sequence[Area], column: Column, first: int | None, last: int | None, by: By) -> Changes:
    """first, last: None for the first and the last year that most areas have."""
    years = _common_years(column)
    first = first if first in years else (years[0] if years else None)
    last = last if last in years else (years[-1] if years else None)
    better = {Indicator.Direction.UP: 1, Indicator.Direction.DOWN: -1}.get(column.indicator.direction, 0)  # type: ignore[call-overload]
    if first is None or last is None or first >= last:
        return Changes(column, first, last, years, by, [], better, [By.ABSOLUTE])
    percents = "%" not in str(column.indicator.unit)
    rows = [_change(area, column.series[area.pk], first, last, percents) for area in areas]
    rows = _beside_the_others(rows)
    offered = [each for each in By if any(row.by(each) is not None for row in rows)] or [By.ABSOLUTE]
    by = by if by in offered else By.ABSOLUTE
    sign = -(better or 1)
    rows.sort(key=lambda row: (row.by(by) is None, sign * (row.by(by) or 0), row.area.sort_key))
    return Changes(column, first, last, years, by, rows, better, offered)


def _common_years(column: Column) -> list[int]:
    """Years in which at least half of the areas that have figures at all have one."""
    told = [{year for year, cell in each.items() if cell.value is not None} for each in column.series.values()]
    told = [each for each in told if each]
    return [year for year in column.years if 2 * sum(year in each for each in told) >= len(told)]


def _change(area: Area, series: Series, first: int, last: int, percents: bool) -> Change:
    began = series[first].value if first in series else None
    ended = series[last].value if last in series else None
    broken = next(
        (at for at, cell in sorted(series.items()) if first < at <= last and cell.status == Observation.Status.BREAK),
        None,
    )
    if began is None or ended is None or broken:
        return Change(area, began, ended, broken=broken)
    percent = 100 * (ended / began - 1) if percents and began > 0 else None
    return Change(area, began, ended, ended - began, percent)


def _beside_the_others(rows: list[Change]) -> list[Change]:
    """The same with what depends on all: against the mean, and against what the start made likely."""
    told = [row for row in rows if row.absolute is not None]
    if len(told) < 2:
        return rows
    starts = np.array([row.first for row in told], dtype=float)
    moved = np.array([row.absolute for row in told], dtype=float)
    against = moved - moved.mean()
    beyond: list[float | None] = [None] * len(told)
    if len(told) >= FEWEST_FOR_A_LINE and starts.std() > 0:
        slope = float(((starts - starts.mean()) * against).mean() / starts.var())
        beyond = (against - slope * (starts - starts.mean())).tolist()
    found = {
        row.area.pk: Change(row.area, row.first, row.last, row.absolute, row.percent, mean, start)
        for row, mean, start in zip(told, against.tolist(), beyond, strict=True)
    }
    return [found.get(row.area.pk, row) for row in rows]
