"""Figures of areas side by side, ready to be shown: one column for each indicator, with the year it is told of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from talka.indicators.models import Category, Indicator, Observation
from talka.territories.models import Area


class Cell(NamedTuple):
    """One figure. value: None where there is none; status, note: codes that say why, or what is said of it."""

    value: float | None
    status: str = Observation.Status.MISSING
    note: str = ""


NOTHING = Cell(None)
Series = Mapping[int, Cell]
"""By year."""


@dataclass(frozen=True)
class Measure:
    """An indicator, or one category of it."""

    indicator: Indicator
    category: Category | None = None

    @property
    def key(self) -> str:
        return f"{self.indicator.key}:{self.category.code}" if self.category else self.indicator.key

    @property
    def title(self) -> str:
        title = str(self.indicator.title)
        return f"{title}: {self.category.title}" if self.category else title


@dataclass(frozen=True)
class Column:
    """One measure over all areas chosen. year: of the figures in `cells`, None where no area has any.

    series: by the area's id. cells: in the order of the areas. sources_of: by year.
    """

    measure: Measure
    year: int | None
    series: Mapping[int, Series]
    cells: tuple[Cell, ...]
    sources_of: Mapping[int, Sequence[str]]

    @property
    def indicator(self) -> Indicator:
        return self.measure.indicator

    @property
    def sources(self) -> Sequence[str]:
        """Of the figures shown."""
        return self.sources_of.get(self.year or 0, ())

    @property
    def values(self) -> list[float]:
        return [cell.value for cell in self.cells if cell.value is not None]

    @property
    def years(self) -> list[int]:
        """In which any of the areas has a figure, oldest first."""
        return sorted({year for told in self.series.values() for year, cell in told.items() if cell.value is not None})


@dataclass(frozen=True)
class Compared:
    areas: tuple[Area, ...]
    columns: tuple[Column, ...]

    @property
    def years(self) -> list[int]:
        """In which anything is told, newest first."""
        return sorted({year for column in self.columns for year in column.years}, reverse=True)

    @property
    def size(self) -> int:
        return len(self.areas) * len(self.columns)

    @property
    def illustrative(self) -> bool:
        return any(area.illustrative for area in self.areas)

    @property
    def missing(self) -> list[tuple[Column, list[Area]]]:
        """For each measure the areas without a figure in the year shown."""
        lacking = [
            (column, [area for area, cell in zip(self.areas, column.cells, strict=True) if cell.value is None])
            for column in self.columns
        ]
        return [(column, areas) for column, areas in lacking if areas]

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.measure.key == key), None)


def compared(
    areas: Sequence[Area],
    measures: Sequence[Measure],
    told: Mapping[str, Mapping[int, Series]],
    sources: Mapping[str, Mapping[int, Sequence[str]]],
    year: int | None,
) -> Compared:
    """told: by the measure's key and the area's id. sources: by the measure's key and the year.

    year: of every column, whether there is a figure or not; None for the latest that most areas have.
    """
    columns = []
    for measure in measures:
        series = {area.pk: told.get(measure.key, {}).get(area.pk, {}) for area in areas}
        shown = year or latest_common(series)
        cells = tuple(series[area.pk].get(shown or 0, NOTHING) for area in areas)
        columns.append(Column(measure, shown, series, cells, sources.get(measure.key, {})))
    return Compared(tuple(areas), tuple(columns))


def latest_common(series: Mapping[int, Series]) -> int | None:
    """The latest year in which all areas that have figures at all have one; where there is none, in which most have."""
    counts: dict[int, int] = {}
    told = 0
    for of_area in series.values():
        years = [year for year, cell in of_area.items() if cell.value is not None]
        told += bool(years)
        for year in years:
            counts[year] = counts.get(year, 0) + 1
    if not counts:
        return None
    most = max(counts.values())
    enough = told if most >= told else most
    return max(year for year, count in counts.items() if count >= enough)
