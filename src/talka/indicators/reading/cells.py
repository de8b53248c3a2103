"""Every cell of a table gets one answer: a figure to enter, or why it is none. The answers add up to the table."""

from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from talka.documents.statistics.table import StatisticalTable, Status

from .mapping import Mapping, series_of, year_of

NONE = -1


class Answer(IntEnum):
    """What becomes of a cell. From UNKNOWN_AREA on they are faults that a person sees by row."""

    FIGURE = 0
    NOT_WANTED = 1
    NO_AREA = 2
    SAID_TWICE = 3
    UNKNOWN_AREA = 4
    AMBIGUOUS_AREA = 5
    NO_YEAR = 6
    NEGATIVE = 7
    CONTRADICTION = 8


FAULTS = tuple(answer for answer in Answer if answer >= Answer.UNKNOWN_AREA)


@dataclass(frozen=True)
class Meaning:
    """What an indicator lets its figures be. sums: magnitude zero is the number 0; else it is no figure."""

    indicator_id: int
    sums: bool
    can_be_negative: bool


@dataclass(frozen=True)
class Cells:
    """Arrays of one length, one place per cell of the table, in its order."""

    answer: NDArray[np.int8]
    indicator: NDArray[np.int64]
    category: NDArray[np.int64]
    area: NDArray[np.int64]
    year: NDArray[np.int32]
    value: NDArray[np.float64]
    status: NDArray[np.str_]

    def counts(self) -> dict[str, int]:
        """How many cells got which answer; together all of the table."""
        numbers = np.bincount(self.answer, minlength=len(Answer))
        return {answer.name.lower(): int(numbers[answer]) for answer in Answer}


def told_apart(
    table: StatisticalTable,
    mapping: Mapping,
    *,
    areas: Sequence[int],
    verdicts: Sequence[Answer],
    meanings: Mapped[str, Meaning],
    categories: Mapped[str, int],
) -> Cells:
    """What each cell is. Linear in the cells.

    areas, verdicts: for each category of the area dimension its id (or `NONE`) and FIGURE, NO_AREA, UNKNOWN_AREA or
    AMBIGUOUS_AREA. meanings: by the key of the indicator. categories: id by code in the mapping's classification.
    """
    place = {each.code: number for number, each in enumerate(table.dimensions)}
    n = len(table.values)
    area_at, time_at = table.places[:, place[mapping.area]], table.places[:, place[mapping.time]]
    area = np.asarray(areas, dtype=np.int64)[area_at] if n else np.zeros(0, np.int64)
    years = [year_of(c.label) or year_of(c.code) or NONE for c in table.dimensions[place[mapping.time]].categories]
    year = np.asarray(years, dtype=np.int32)[time_at]
    indicator, sums, negative = _series(table, mapping, meanings)
    category, wanted = _breakdown(table, mapping, categories)
    value, status = table.values.copy(), table.statuses.astype("U1")
    nil = status == Status.NIL
    value[nil & sums], status[nil & sums] = 0.0, Status.NORMAL
    value[nil & ~sums], status[nil & ~sums] = np.nan, Status.MISSING
    silent = np.isnan(value) & ~np.isin(status, [Status.MISSING, Status.SUPPRESSED, Status.BREAK])
    status[silent] = Status.MISSING
    answer = np.asarray([int(v) for v in verdicts], dtype=np.int8)[area_at] if n else np.zeros(0, np.int8)
    answer[(answer == Answer.FIGURE) & (year == NONE)] = Answer.NO_YEAR
    answer[(answer == Answer.FIGURE) & (value < 0) & ~negative] = Answer.NEGATIVE
    answer[(indicator == NONE) | ~wanted] = Answer.NOT_WANTED
    cells = Cells(answer, indicator, category, area, year, value, status)
    _say_once(cells)
    return cells


def _series(
    table: StatisticalTable, mapping: Mapping, meanings: Mapped[str, Meaning]
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Per cell the indicator's id, whether it sums, whether it may be negative."""
    names = series_of(table, mapping)
    shape = []
    number = np.zeros(len(table.values), dtype=np.int64)
    for at, each in enumerate(table.dimensions):
        if each.code not in (mapping.area, mapping.time, mapping.breakdown):
            number = number * len(each.categories) + table.places[:, at]
            shape.append(len(each.categories))
    meant = [meanings.get(mapping.series.get(name, "")) for name in names]
    ids = np.asarray([m.indicator_id if m else NONE for m in meant], dtype=np.int64)
    sums = np.asarray([bool(m and m.sums) for m in meant])
    negative = np.asarray([bool(m and m.can_be_negative) for m in meant])
    return ids[number], sums[number], negative[number]


def _breakdown(
    table: StatisticalTable, mapping: Mapping, categories: Mapped[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Per cell the category's id (`NONE`: the total), and whether it is wanted."""
    n = len(table.values)
    for at, each in enumerate(table.dimensions):
        if mapping.breakdown and each.code == mapping.breakdown:
            codes = [mapping.categories.get(c.label) for c in each.categories]
            ids = np.asarray([categories.get(code, NONE) if code else NONE for code in codes], dtype=np.int64)
            wanted = np.asarray([code == "" or (code is not None and code in categories) for code in codes])
            return ids[table.places[:, at]], wanted[table.places[:, at]]
    return np.full(n, NONE, dtype=np.int64), np.ones(n, dtype=bool)


def _say_once(cells: Cells) -> None:
    """Two rows may mean one area. What says the same twice is counted once; what contradicts itself is a fault."""
    at = np.flatnonzero(cells.answer == Answer.FIGURE)
    if not len(at):
        return
    keys = np.stack([cells.indicator[at], cells.category[at], cells.area[at], cells.year[at].astype(np.int64)])
    order = np.lexsort(keys)
    sorted_keys = keys[:, order]
    same = np.concatenate([[False], (sorted_keys[:, 1:] == sorted_keys[:, :-1]).all(axis=0)])
    if not same.any():
        return
    group = np.cumsum(~same)
    first = np.flatnonzero(~same)[group - 1]
    value, status = cells.value[at][order], cells.status[at][order]
    agrees = ((value == value[first]) | (np.isnan(value) & np.isnan(value[first]))) & (status == status[first])
    broken = np.zeros(group[-1] + 1, dtype=bool)
    broken[group[~agrees]] = True
    cells.answer[at[order[same & agrees & ~broken[group]]]] = Answer.SAID_TWICE
    cells.answer[at[order[broken[group]]]] = Answer.CONTRADICTION
