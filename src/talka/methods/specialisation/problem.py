"""The question: how much of which industry stands in which area, year by year; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Fault, InvalidProblem
from talka.methods.specialisation.arrays import Floats, Whole, WithArrays

if TYPE_CHECKING:
    from talka.methods.specialisation.cube import Raw

PARTS = ("location_quotient", "shift_share", "concentration", "relatedness", "complexity")
BREAK = "B"
"""The status of a value that cannot be compared with the year before (code list CL_OBS_STATUS of SDMX)."""
MOST_CELLS = 100_000_000
"""Areas times industries times years: what is held of them together stays within some gigabytes."""
EARLIEST, LATEST = 1000, 9999


@dataclass(frozen=True)
class Rules:
    """total: the industry whose rows hold the total of all; leave_out: industries not to be counted, such as parts of
    others. merge: new areas with the areas each is made of. first, last: the years that a change is told between, the
    first and the last of all where None. allow_breaks: series whose break may be passed over: "area/industry", or an
    area or an industry for all of its series. parts: what is asked for, of `PARTS`. enough_areas, enough_industries:
    with fewer of them there is neither relatedness nor complexity."""

    total: str | None = None
    leave_out: tuple[str, ...] = ()
    merge: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    allow_breaks: tuple[str, ...] = ()
    parts: tuple[str, ...] = PARTS
    enough_areas: int = 10
    enough_industries: int = 10


@dataclass(frozen=True, eq=False)
class Problem(WithArrays):
    """Observations as columns of length n, one for each area, industry and year.

    area, industry: places in `areas` and `industries`; year; values: 0 or more, of one unit (people, EUR), NaN where
    missing. An observation that is not there is missing too, never zero. statuses: one sign each, "B" where the series
    breaks; None where nothing is said. reference: the area that the others are compared with, itself none of them; None
    for the sum of all areas.
    """

    areas: tuple[str, ...]
    industries: tuple[str, ...]
    area: Whole
    industry: Whole
    year: Whole
    values: Floats
    statuses: NDArray[np.str_] | None = None
    reference: str | None = None
    rules: Rules = field(default_factory=Rules)

    @classmethod
    def of(
        cls,
        areas: Iterable[str],
        industries: Iterable[str],
        years: Sequence[int],
        values: Iterable[float | None],
        *,
        statuses: Sequence[str] | None = None,
        reference: str | None = None,
        rules: Rules | None = None,
    ) -> Self:
        """A problem from columns as people write them: a name in each row, None for a missing value."""
        area_names: dict[str, int] = {}
        industry_names: dict[str, int] = {}
        area = [area_names.setdefault(name, len(area_names)) for name in areas]
        industry = [industry_names.setdefault(name, len(industry_names)) for name in industries]
        return cls(
            tuple(area_names),
            tuple(industry_names),
            np.array(area, dtype=np.int64),
            np.array(industry, dtype=np.int64),
            np.array(years, dtype=np.int64),
            np.array([np.nan if value is None else value for value in values], dtype=np.float64),
            None if statuses is None else np.array(statuses, dtype=np.str_),
            reference,
            rules or Rules(),
        )

    def __post_init__(self) -> None:
        lengths = {len(column) for column in (self.area, self.industry, self.year, self.values)}
        if self.statuses is not None:
            lengths.add(len(self.statuses))
        if len(lengths) > 1:
            raise ValueError("the columns of the observations are not of one length")

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        from talka.methods.specialisation.breaks import break_faults
        from talka.methods.specialisation.rules import rule_faults
        from talka.methods.specialisation.totals import total_faults

        faults = (*_observation_faults(self), *rule_faults(self))
        return faults or (*total_faults(self), *break_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)

    @cached_property
    def raw(self) -> Raw:
        """The observations as arrays; of a problem whose `check` finds nothing wrong with them."""
        from talka.methods.specialisation.cube import raw_cube

        return raw_cube(self)

    def rows_of(self, *, area: str | None = None, industry: str | None = None) -> NDArray[np.bool_]:
        """Which observations are of this area and this industry; of all where None."""
        chosen = np.ones(len(self.values), dtype=np.bool_)
        if area is not None:
            chosen &= self.area == self.areas.index(area)
        if industry is not None:
            chosen &= self.industry == self.industries.index(industry)
        return chosen

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the observations, in order."""
        first, last = int(self.year.min()), int(self.year.max())
        if last - first > LATEST:  # nonsense, which is a fault; counting would take a place for each number between
            return tuple(np.unique(self.year).tolist())
        return tuple((np.flatnonzero(np.bincount(self.year - first)) + first).tolist())

    def span(self) -> tuple[int, int]:
        """The first and the last year that a change is told between."""
        first = int(self.year.min()) if self.rules.first is None else self.rules.first
        last = int(self.year.max()) if self.rules.last is None else self.rules.last
        return first, last


def _observation_faults(problem: Problem) -> Iterator[Fault]:
    if not len(problem.values):
        yield Fault(("observations",), "nothing", "there are no observations")
        return
    empty = {"area": _rows_of_empty(problem.areas, problem.area)}
    empty["industry"] = _rows_of_empty(problem.industries, problem.industry)
    negative = _outside(problem.values, 0, np.finfo(np.float64).max)
    no_year = _outside(problem.year, EARLIEST, LATEST)
    cells = len(problem.areas) * len(problem.industries) * len(problem.years)
    twice = set(_twice(problem).tolist()) if no_year or cells > MOST_CELLS or not _each_once(problem) else set()
    for row in sorted(set().union(empty["area"], empty["industry"], negative, no_year, twice)):
        for column in ("area", "industry"):
            if row in empty[column]:
                yield Fault(("observations", row, column), f"{column}_empty", f"the {column} is empty")
        if row in no_year:
            yield Fault(("observations", row, "year"), "year", f"{problem.year[row]} is no year, such as 2024")
        if row in twice:
            what = f'"{_series(problem, row)}" has a second value for {problem.year[row]}; one is expected'
            yield Fault(("observations", row, "year"), "observation_twice", what)
        if row in negative:
            what = f"{problem.values[row]:g} is no amount; it is 0 or more"
            yield Fault(("observations", row, "value"), "negative", what)
    if problem.reference is not None and problem.reference not in problem.areas:
        yield Fault(("reference",), "reference_unknown", f'"{problem.reference}" has no observations')
    elif problem.reference is not None and len(problem.areas) == 1:
        yield Fault(("reference",), "reference_alone", "there is no area besides the reference")
    if cells > MOST_CELLS:
        what = f"{cells} areas times industries times years are more than {MOST_CELLS}; give fewer years at once"
        yield Fault(("observations",), "too_many", what)


def _rows_of_empty(names: tuple[str, ...], codes: Whole) -> set[int]:
    return set(np.flatnonzero(codes == names.index("")).tolist()) if "" in names else set()


def _outside(column: NDArray[Any], least: float, most: float) -> set[int]:
    """Rows whose figure is less or more; missing ones are not. Nearly always there are none, which two passes tell."""
    if np.fmin.reduce(column) >= least and np.fmax.reduce(column) <= most:
        return set()
    return set(np.flatnonzero((column < least) | (column > most)).tolist())


def _each_once(problem: Problem) -> bool:
    """Whether no observation took the place of another."""
    return int(np.count_nonzero(problem.raw.given)) == len(problem.values)


def _twice(problem: Problem) -> NDArray[np.int64]:
    """Rows whose area, industry and year stood in an earlier row already; rows without a true year apart."""
    rows = np.flatnonzero((problem.year >= EARLIEST) & (problem.year <= LATEST))
    series = problem.area * len(problem.industries) + problem.industry
    key = (series * (LATEST + 1) + problem.year)[rows]
    order = np.argsort(key, kind="stable")
    repeated: NDArray[np.int64] = rows[order[1:][np.diff(key[order]) == 0]]
    return repeated


def _series(problem: Problem, row: int) -> str:
    return f"{problem.areas[problem.area[row]]}/{problem.industries[problem.industry[row]]}"
