"""Old areas into new, by sums and weighted means over their parts; and what cannot be said honestly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from talka.methods.contract import Deadline, OutOfTime, Result
from talka.methods.recalculation.problem import Kind, Problem, Successor
from talka.methods.values import Floats, Values, Whole

VERSION = "1"
Flags = NDArray[np.bool_]
METHODS = ("given", "whole", "sum", "mean")
NO_BREAK, KIND_UNKNOWN, NO_PART, SPLIT, PART_MISSING, WEIGHT_MISSING, WEIGHT_ZERO = range(7)
REASONS = ("", "kind_unknown", "no_part", "split", "part_missing", "weight_missing", "weight_zero")


@dataclass(frozen=True)
class Break:
    """No value is said of `indicator` of `area` in `year` (None where the table has no years), and why.

    reason: "kind_unknown", nobody said whether it is a sum or a mean; "split", a part is only a part of an old area;
    "no_part", all its parts were so small that they were dropped as noise; "part_missing", a part has no value;
    "weight_missing", a part has no weight; "weight_zero", the weights are all 0; "no_successor", the area stands
    nowhere among the successors; "after_end", an old area has a value later than `until`. parts: the old areas that are
    the cause.
    """

    area: str
    indicator: str
    year: int | None
    reason: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recalculation(Result):
    """values: of new areas, by area, indicator and year. method and approximate belong to its rows: "given", published
    for the new area itself; "whole", the value of one old area that is the new one; "sum"; "mean". approximate: an
    old area was divided, and its parts are taken to be like the whole.
    successors: shares as used, without the dropped, each old area's summing to 1; dropped: those below `least_share`.
    rescaled: old areas whose shares did not sum to 1 as given.
    """

    values: Values
    method_of: tuple[str, ...]
    approximate: tuple[bool, ...]
    breaks: tuple[Break, ...]
    successors: tuple[Successor, ...]
    dropped: tuple[Successor, ...]
    rescaled: tuple[str, ...]


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Recalculation:
    """Recalculate every value that can be. Nothing is optimised, so objective, bound and gap are None; the seed has no
    effect. Raises InvalidProblem, OutOfTime."""
    deadline = Deadline(time_limit)
    problem.require_valid()
    successors, dropped, rescaled = cleaned(problem)
    work = _Work.of(problem, successors)
    found, method, approximate, reasons = work.recalculated()
    if deadline.passed:
        raise OutOfTime
    told = np.argwhere(~np.isnan(found))
    breaks = [*work.breaks(reasons), *work.strays()]
    grid = problem.values.grid
    values = Values(
        area=tuple(work.news[area] for area in told[:, 0]),
        indicator=tuple(grid.indicators[indicator] for indicator in told[:, 1]),
        value=tuple(found[tuple(told.T)].tolist()),
        year=tuple(int(grid.years[year] or 0) for year in told[:, 2]) if problem.values.year else (),
    )
    return Recalculation(
        method="recalculation",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        values=values,
        method_of=tuple(METHODS[code] for code in method[tuple(told.T)]),
        approximate=tuple(approximate[tuple(told.T)].tolist()),
        breaks=tuple(sorted(breaks, key=lambda one: (one.area, one.indicator, one.year or 0, one.reason))),
        successors=successors,
        dropped=dropped,
        rescaled=rescaled,
    )


def cleaned(problem: Problem) -> tuple[tuple[Successor, ...], tuple[Successor, ...], tuple[str, ...]]:
    """The successors with shares that sum to 1, those dropped as noise, and the old areas that had to be scaled."""
    dropped = tuple(sorted((one for one in problem.successors if one.share < problem.least_share), key=_by_name))
    kept = sorted((one for one in problem.successors if one.share >= problem.least_share), key=_by_name)
    given: dict[str, float] = {}
    total: dict[str, float] = {}
    for one in sorted(problem.successors, key=_by_name):
        given[one.old] = given.get(one.old, 0.0) + one.share
    for one in kept:
        total[one.old] = total.get(one.old, 0.0) + one.share
    successors = tuple(Successor(one.old, one.new, one.share / total[one.old]) for one in kept)
    return successors, dropped, tuple(old for old, sum_ in sorted(given.items()) if abs(sum_ - 1) > 1e-9)


def _by_name(one: Successor) -> tuple[str, str]:
    return one.old, one.new


@dataclass(frozen=True)
class _Work:
    """Everything as numbers. Axes are new areas, indicators, years; of `old` old areas, indicators, years.

    parts [new, old]: shares, as the rule for divided areas has them; holds [new, old]: 1 where that share is above 0;
    touched [new, old]: 1 where the new area really has any part of the old one; divided [old]: whether it went to
    several.
    """

    problem: Problem
    news: tuple[str, ...]
    olds: tuple[str, ...]
    parts: sparse.csr_array
    holds: sparse.csr_array
    touched: sparse.csr_array
    divided: Flags
    old: Floats
    given: Floats

    @classmethod
    def of(cls, problem: Problem, successors: Sequence[Successor]) -> _Work:
        olds = tuple(sorted({one.old for one in successors}))
        # A new area of which every part was dropped as noise is still asked about.
        news = tuple(sorted({one.new for one in problem.successors}))
        old_number = {name: number for number, name in enumerate(olds)}
        new_number = {name: number for number, name in enumerate(news)}
        old = np.array([old_number[one.old] for one in successors], dtype=np.int64)
        new = np.array([new_number[one.new] for one in successors], dtype=np.int64)
        share = np.array([one.share for one in successors], dtype=float)
        divided = np.bincount(old, minlength=len(olds)) > 1
        whole = _whole(problem.split, old, share, divided)
        shape = (len(news), len(olds))
        return cls(
            problem=problem,
            news=news,
            olds=olds,
            parts=_table(whole, new, old, shape),
            holds=_table(np.where(whole > 0, 1.0, 0.0), new, old, shape),
            touched=_table(np.ones(len(old)), new, old, shape),
            divided=divided,
            old=_block(problem, olds, old_years=True),
            given=_block(problem, news, old_years=False, besides=set(olds)),
        )

    def recalculated(self) -> tuple[Floats, Whole, Flags, Whole]:
        """Values, indices of METHODS, whether approximate, and indices of REASONS; the first NaN where a reason says
        why, or where nothing was asked."""
        shape = self.given.shape
        found, method, reasons = np.full(shape, np.nan), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        split = (self.touched @ self.divided.astype(float) > 0)[:, None]
        count = np.rint(self.holds @ np.ones(len(self.olds))).astype(np.int64)[:, None]
        carried = (count == 1) & ~split
        for place, name in enumerate(self.problem.values.grid.indicators):
            one, how, why = self._one(place, self.problem.indicators.get(name), carried, split, count)
            found[:, place], method[:, place], reasons[:, place] = one, how, why
        # Nothing was asked where no old area has this indicator in this year.
        asked = ~np.isnan(self.old).all(axis=0) if len(self.olds) else np.zeros(shape[1:], bool)
        reasons[:, ~asked] = NO_BREAK
        found[reasons > 0] = np.nan
        found[:, ~asked] = np.nan
        published = ~np.isnan(self.given)
        found[published], method[published], reasons[published] = self.given[published], 0, NO_BREAK
        return found, method, np.broadcast_to(split[:, None], shape) & ~published, reasons

    def _one(
        self, place: int, kind: Kind | None, carried: Flags, split: Flags, count: Whole
    ) -> tuple[Floats, Whole, Whole]:
        """One indicator: values, methods and reasons, each [new, years]."""
        values = self.old[:, place]
        there = np.nan_to_num(values)
        why = np.where((self.touched @ np.isnan(values)) > 0, PART_MISSING, NO_BREAK)
        if kind is not None and kind.kind == "mean":
            found, why = self._mean(there, self._weights(kind.weight), why)
            # One part needs no weight, and a division would only blur it.
            alone = np.broadcast_to(count == 1, found.shape)
            found = np.where(alone, self.holds @ there, found)
            why = np.where(alone & (why > PART_MISSING), NO_BREAK, why)
            code = METHODS.index("mean")
        else:
            found, code = self.parts @ there, METHODS.index("sum")
        if kind is None:
            why = np.where(carried, why, KIND_UNKNOWN)
        if self.problem.split == "break":
            why = np.where(split, SPLIT, why)
        why = np.where(count == 0, np.where(split, SPLIT, NO_PART), why)
        return found, np.where(carried, METHODS.index("whole"), code) + np.zeros_like(why), why

    def _weights(self, name: str | None) -> Floats:
        indicators = self.problem.values.grid.indicators
        if name not in indicators:
            return np.full((len(self.olds), self.old.shape[2]), np.nan)
        return self.old[:, indicators.index(name)]

    def _mean(self, values: Floats, weights: Floats, why: Whole) -> tuple[Floats, Whole]:
        total = self.parts @ np.nan_to_num(weights)
        lost = (self.touched @ np.isnan(weights)) > 0
        why = np.where((why == NO_BREAK) & lost, WEIGHT_MISSING, why)
        why = np.where((why == NO_BREAK) & (total == 0), WEIGHT_ZERO, why)
        with np.errstate(invalid="ignore", divide="ignore"):
            return (self.parts @ (values * np.nan_to_num(weights))) / total, why

    def breaks(self, reasons: Whole) -> Iterator[Break]:
        """Every break of a new area, with the old areas that cause it."""
        grid = self.problem.values.grid
        for new, indicator, year in np.argwhere(reasons):
            reason = int(reasons[new, indicator, year])
            old = self.touched.indices[self.touched.indptr[new] : self.touched.indptr[new + 1]]
            if reason == PART_MISSING:
                old = old[np.isnan(self.old[old, indicator, year])]
            elif reason == SPLIT:
                old = old[self.divided[old]]
            elif reason == WEIGHT_MISSING:
                kind = self.problem.indicators[grid.indicators[indicator]]
                old = old[np.isnan(self._weights(kind.weight)[old, year])]
            parts = tuple(self.olds[number] for number in sorted(old))
            yield Break(self.news[new], grid.indicators[indicator], grid.years[year], REASONS[reason], parts)

    def strays(self) -> Iterator[Break]:
        """Values that belong to no new area."""
        olds, news, until = set(self.olds), set(self.news), self.problem.until
        for area, indicator, year, value in self.problem.values.rows():
            if value is None or area in news:
                continue
            if area not in olds:
                yield Break(area, indicator, year, "no_successor")
            elif until is not None and year is not None and year > until:
                yield Break(area, indicator, year, "after_end")


def _table(entries: Floats, rows: Whole, columns: Whole, shape: tuple[int, int]) -> sparse.csr_array:
    """A sparse table of those entries that are not 0."""
    there = entries != 0
    return sparse.csr_array((entries[there], (rows[there], columns[there])), shape)  # type: ignore[no-untyped-call]


def _whole(split: str, old: Whole, share: Floats, divided: Flags) -> Floats:
    """The shares, with all of a divided area at its largest part where the rule says so; of equal parts the first by
    name, as the successors are sorted."""
    if split != "largest":
        return share
    first = np.full(len(divided), -1)
    for row in np.argsort(-share, kind="stable"):
        if first[old[row]] < 0:
            first[old[row]] = row
    return np.where(first[old] == np.arange(len(old)), 1.0, 0.0)


def _block(problem: Problem, names: Sequence[str], *, old_years: bool, besides: set[str] | None = None) -> Floats:
    """[names, indicators, years]: the values of these areas in the years of the old or of the new areas; NaN elsewhere.

    `besides`: names that are old areas as well, whose values up to `until`, or all without it, are the old area's."""
    grid = problem.values.grid
    block = np.full((len(names), len(grid.indicators), len(grid.years)), np.nan)
    number = {name: place for place, name in enumerate(grid.areas)}
    there = [place for place, name in enumerate(names) if name in number]
    block[there] = grid.cells[:, [number[names[place]] for place in there]].transpose(1, 2, 0)
    late = np.array([problem.until is not None and (year or 0) > problem.until for year in grid.years], dtype=bool)
    if old_years:
        block[:, :, late] = np.nan
    elif besides:
        both = np.array([name in besides for name in names], dtype=bool)
        block[np.ix_(both, np.ones(len(grid.indicators), bool), ~late)] = np.nan
    return block
