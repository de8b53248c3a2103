"""Values of indicators per area and year: the one table that methods about territories read, kept by columns so that
millions of rows stay small and quick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Fault

MOST = 1e100
"""Of a value, so that its square and sums of squares are still numbers."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Entry = TypeVar("Entry", str, int)


@dataclass(frozen=True)
class Values:
    """One row says: this indicator of this area was that much in that year. Columns have the same length.

    value: None where it is missing. year: left out (empty) where the table has no years; then all rows belong to one
    time. group: left out where there are no groups; an area has one group in a year.
    """

    area: tuple[str, ...]
    indicator: tuple[str, ...]
    value: tuple[float | None, ...]
    year: tuple[int, ...] = ()
    group: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(column) for column in (self.area, self.indicator, self.value)}
        lengths |= {len(column) for column in (self.year, self.group) if column}
        if len(lengths) > 1:
            raise ValueError("columns of values differ in length")

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, int, float | None]]) -> Values:
        """From rows of area, indicator, year, value."""
        area, indicator, year, value = tuple(zip(*rows, strict=True)) or ((), (), (), ())
        return cls(area, indicator, value, year)

    def __len__(self) -> int:
        return len(self.area)

    def rows(self) -> Iterator[tuple[str, str, int | None, float | None]]:
        """Area, indicator, year, value, in the order given; year None where the table has none."""
        years: Sequence[int | None] = self.year or (None,) * len(self)
        return zip(self.area, self.indicator, years, self.value, strict=True)

    @cached_property
    def grid(self) -> Grid:
        """The same values as a block of numbers; of two values for one cell the later counts (`check` tells of it)."""
        return Grid.of(self)

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the table: empty names, values that are no numbers, a cell given twice, an area
        in two groups in one year. Paths are ("values", row, column)."""
        return tuple(sorted(self._faults(), key=lambda fault: (fault.path[1], fault.path[2])))

    def _faults(self) -> Iterator[Fault]:
        for column, cells in (("area", self.area), ("indicator", self.indicator)):
            if "" in set(cells):
                for row, cell in enumerate(cells):
                    if not cell:
                        yield Fault(("values", row, column), f"{column}_empty", f"the {column} is empty")
        numbers = self.grid.given
        missing = np.fromiter((value is None for value in self.value), bool, len(self))
        for place in np.flatnonzero(~(np.abs(numbers) <= MOST) & ~missing):
            what = f"{numbers[place]:g} is no number that can be reckoned with"
            yield Fault(("values", int(place), "value"), "not_finite", what)
        for row in _repeated(self.grid.place):
            area, indicator = self.area[row], self.indicator[row]
            when = f" in {self.year[row]}" if self.year else ""
            what = f'"{indicator}" of "{area}"{when} stands twice; one value is expected'
            yield Fault(("values", row, "area"), "value_twice", what)
        if self.group:
            yield from self._group_faults()

    def _group_faults(self) -> Iterator[Fault]:
        groups, codes = self.grid.groups, coded(self.group)[1]
        where = self.grid.place // max(1, len(self.grid.indicators))
        for row in np.flatnonzero(codes != groups.reshape(-1)[where]):
            what = f'"{self.area[row]}" stands in two groups, here in "{self.group[row]}"; one is expected'
            yield Fault(("values", int(row), "group"), "two_groups", what)


@dataclass(frozen=True)
class Grid:
    """Values as numbers.

    areas, indicators, years, group_names: sorted; years is (None,) where the table has none. cells [years, areas,
    indicators]: NaN where missing. groups [years, areas]: index into group_names, -1 where the area has no row in that
    year; else 0 where there are no groups. given [rows]: the value of each row of the table; place [rows]: its flat
    index in cells.
    """

    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    years: tuple[int | None, ...]
    cells: Floats
    groups: Whole
    group_names: tuple[str, ...]
    given: Floats
    place: Whole

    @classmethod
    def of(cls, values: Values) -> Grid:
        areas, area = coded(values.area)
        indicators, indicator = coded(values.indicator)
        years: tuple[int | None, ...] = (None,)
        year = np.zeros(len(values), np.int64)
        if values.year:
            years, year = coded(values.year)
        shape = (len(years), len(areas), len(indicators))
        given = np.array([np.nan if value is None else value for value in values.value], dtype=float)
        place = (year * shape[1] + area) * shape[2] + indicator
        cells = np.full(shape, np.nan)
        cells.reshape(-1)[place] = given
        group_names, group = coded(values.group) if values.group else (("",), np.zeros(len(values), np.int64))
        groups = np.full(shape[:2], -1)
        # The first row of an area in a year says its group, so go backwards.
        groups.reshape(-1)[(year * shape[1] + area)[::-1]] = group[::-1]
        return cls(areas, indicators, years, cells, groups, group_names, given, place)


def coded(column: Sequence[Entry]) -> tuple[tuple[Entry, ...], Whole]:
    """The sorted different entries of a column, and for each row the index of its entry."""
    names = sorted(set(column))
    number = {name: index for index, name in enumerate(names)}
    return tuple(names), np.fromiter(map(number.__getitem__, column), np.int64, len(column))


def _repeated(place: Whole) -> list[int]:
    """The rows whose cell an earlier row has already filled."""
    order = np.argsort(place, kind="stable")
    again = np.flatnonzero(place[order][1:] == place[order][:-1]) + 1
    return sorted(int(row) for row in order[again])
