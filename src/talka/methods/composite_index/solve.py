"""The index of level and of change, with what each indicator contributes.

Sources: OECD and Joint Research Centre, "Handbook on Constructing Composite Indicators: Methodology and User Guide",
2008 (steps 5 and 6: normalisation by z-scores, weighted addition); Latvia's territory development index, Cabinet
regulations 482 of 2010 and 367 of 2014.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talka.methods.composite_index.problem import Problem, people
from talka.methods.contract import Deadline, OutOfTime, Result
from talka.methods.values import Floats, Grid, Whole

VERSION = "1"


@dataclass(frozen=True)
class Standing:
    """How one area stands in one year (None where the values have no years).

    level: None where it lacks an indicator that weighs. change: the same year's values measured by the mean and
    deviation of the year before; None where that is not known. rank: 1 has the highest level in its group and year,
    equals share the better place. z, contributions: by the result's indicators, None where there is no value.
    """

    area: str
    year: int | None
    group: str
    level: float | None
    change: float | None
    rank: int | None
    z: tuple[float | None, ...]
    contributions: tuple[float | None, ...]


@dataclass(frozen=True)
class Norm:
    """What an indicator is measured by in one year and group: mean and standard deviation in its own unit, and the
    number of areas that have it. mean is None where nobody with any weight has it."""

    year: int | None
    group: str
    indicator: str
    mean: float | None
    deviation: float
    areas: int


@dataclass(frozen=True)
class Remark:
    """Worth knowing: "weights_sum" (number: what they sum to), "no_spread" (all areas of a group have the same value of
    an indicator, so that it says nothing), "lacking" (number: areas without index in a year), "year_gap" (the year
    before has no values, so that there is no change)."""

    code: str
    year: int | None = None
    group: str = ""
    indicator: str = ""
    number: float | None = None


@dataclass(frozen=True, kw_only=True)
class CompositeIndex(Result):
    """standings: by year, then area. indicators, weights and signs belong together, by name. grouped: whether areas are
    compared in groups."""

    indicators: tuple[str, ...]
    weights: tuple[float, ...]
    signs: tuple[int, ...]
    population_weighted: bool
    grouped: bool
    standings: tuple[Standing, ...]
    norms: tuple[Norm, ...]
    warnings: tuple[Remark, ...]


@dataclass(frozen=True)
class Levels:
    """What `levels` finds. level, change [years, areas]; z [years, areas, indicators] with its sign; mean, deviation
    [years, groups, indicators]; counted [years, groups, indicators]: areas with a value. NaN: not known."""

    level: Floats
    change: Floats
    z: Floats
    mean: Floats
    deviation: Floats
    counted: Whole


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> CompositeIndex:
    """The index of every area and year. Nothing is optimised, so objective, bound and gap are None; the seed has no
    effect. Raises InvalidProblem, OutOfTime."""
    deadline = Deadline(time_limit)
    problem.require_valid()
    grid = problem.values.grid
    names = tuple(sorted(problem.indicators))
    weights = np.array([problem.indicators[name].weight for name in names])
    signs = np.array([problem.indicators[name].sign for name in names])
    found = levels(
        grid.cells[:, :, [grid.indicators.index(name) for name in names]],
        weights,
        signs,
        years=grid.years,
        population=people(problem) if problem.population_weighted else None,
        groups=grid.groups,
    )
    if deadline.passed:
        raise OutOfTime
    return CompositeIndex(
        method="composite-index",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        indicators=names,
        weights=tuple(weights.tolist()),
        signs=tuple(signs.tolist()),
        population_weighted=problem.population_weighted,
        grouped=bool(problem.values.group),
        standings=tuple(_standings(grid, found, weights)),
        norms=tuple(_norms(grid, names, found)),
        warnings=tuple(_warnings(grid, names, found, weights)),
    )


def levels(
    cells: Floats,
    weights: Floats,
    signs: NDArray[np.int64] | Floats,
    *,
    years: Sequence[int | None] = (None,),
    population: Floats | None = None,
    groups: Whole | None = None,
) -> Levels:
    """The index on arrays, for millions of values.

    cells [years, areas, indicators] in their own units, NaN missing; weights, signs [indicators]; years ascending, as
    many as cells has; population [years, areas] or None for counting each area once; groups [years, areas] from 0, -1
    for an area that is not there, or None for one group.
    """
    groups = np.zeros(cells.shape[:2], np.int64) if groups is None else groups
    count = int(groups.max(initial=-1)) + 1
    shape = (cells.shape[0], count, cells.shape[2])
    mean, deviation, counted = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape, np.int64)
    level, change = np.full(cells.shape[:2], np.nan), np.full(cells.shape[:2], np.nan)
    z = np.empty(cells.shape)
    z[groups < 0] = np.nan
    before = {year: place for place, year in enumerate(years)}
    for place, year in enumerate(years):
        last = before.get(year - 1) if year is not None else None
        for group, members in _members(groups[place]):
            values = cells[place, members]
            heads = np.ones(len(values)) if population is None else population[place, members]
            norm = _measured(values, heads)
            mean[place, group], deviation[place, group], counted[place, group] = norm
            scores = _scores(values, norm[0], norm[1], signs)
            z[place, members] = scores
            level[place, members] = _added(scores, weights)
            if last is not None:
                scores = _scores(values, mean[last, group], deviation[last, group], signs)
                scores[:, counted[last, group] == 0] = np.nan
                change[place, members] = _added(scores, weights)
    return Levels(level, change, z, mean, deviation, counted)


def _added(scores: Floats, weights: Floats) -> Floats:
    """[areas]: the weighted sums; NaN where an indicator with a weight is lacking."""
    weighs = weights > 0
    return scores @ weights if weighs.all() else scores[:, weighs] @ weights[weighs]


def _members(groups: Whole) -> Iterator[tuple[int, Whole | slice]]:
    """Each group with the areas that are in it; all areas as a slice, which copies nothing."""
    if len(groups) and groups.min() == groups.max() >= 0:
        yield int(groups[0]), slice(None)
        return
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-2))
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        if groups[order[start]] >= 0:
            yield int(groups[order[start]]), order[start:end]


def _measured(values: Floats, heads: Floats) -> tuple[Floats, Floats, Whole]:
    """[indicators] each: mean, deviation, areas counted, of values [areas, indicators] weighted by heads [areas]. The
    deviation is 0, exactly, where all values that weigh are the same; the mean NaN where none does."""
    counted = np.full(values.shape[1], len(values))
    total: Floats | np.float64 = heads.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (heads @ values) / total
        if np.isnan(mean).any():
            there = ~np.isnan(values)
            counted, total = there.sum(axis=0), heads @ there
            mean = (heads @ np.where(there, values, 0.0)) / total
            apart = np.where(there, values - mean, 0.0)
        else:
            apart = values - mean
        deviation = np.sqrt(np.einsum("a,ai,ai->i", heads, apart, apart) / total)
    # Sums of equal decimals differ in their last place, and a deviation of 1e-17 would make scores of noise.
    spread = np.nan_to_num(deviation) > 1e-12 * np.abs(np.nan_to_num(mean))
    return mean, np.where(spread, deviation, 0.0), counted


def _scores(values: Floats, mean: Floats, deviation: Floats, signs: NDArray[np.int64] | Floats) -> Floats:
    """[areas, indicators]: z with its sign; 0 where there is no spread, NaN where there is no value."""
    flat = deviation == 0
    scores = values - np.where(flat, 0.0, mean)
    scores *= signs / np.where(flat, 1.0, deviation)
    if flat.any():
        scores[:, flat] = np.where(np.isnan(values[:, flat]), np.nan, 0.0)
    return scores


def _standings(grid: Grid, found: Levels, weights: Floats) -> Iterator[Standing]:
    for place, year in enumerate(grid.years):
        ranks = _ranks(found.level[place], grid.groups[place])
        there = np.flatnonzero(grid.groups[place] >= 0)
        rows = zip(
            there.tolist(),
            _told(found.level[place, there]),
            _told(found.change[place, there]),
            _told(found.z[place, there]),
            _told(found.z[place, there] * weights),
            strict=True,
        )
        for area, level, change, z, shares in rows:
            yield Standing(
                area=grid.areas[area],
                year=year,
                group=grid.group_names[grid.groups[place, area]],
                level=level,
                change=change,
                rank=ranks[area],
                z=tuple(z),
                contributions=tuple(shares),
            )


def _ranks(level: Floats, groups: Whole) -> list[int | None]:
    """Place in the own group, 1 the highest, equals share the better place; levels closer than rounding are equal."""
    ranks: list[int | None] = [None] * len(level)
    everyone = np.arange(len(level))
    for _group, where in _members(groups):
        members = everyone[where][~np.isnan(level[where])]
        rounded = np.round(level[members], 12)
        places = np.searchsorted(np.sort(-rounded), -rounded) + 1
        for area, rank in zip(members.tolist(), places.tolist(), strict=True):
            ranks[area] = rank
    return ranks


def _norms(grid: Grid, names: Sequence[str], found: Levels) -> Iterator[Norm]:
    for year, group, indicator in np.argwhere(found.counted > 0):
        cell = (year, group, indicator)
        yield Norm(
            year=grid.years[year],
            group=grid.group_names[group],
            indicator=names[indicator],
            mean=None if np.isnan(found.mean[cell]) else float(found.mean[cell]),
            deviation=float(found.deviation[cell]),
            areas=int(found.counted[cell]),
        )


def _warnings(grid: Grid, names: Sequence[str], found: Levels, weights: Floats) -> Iterator[Remark]:
    if abs(weights.sum() - 1) > 1e-9:
        yield Remark("weights_sum", number=float(weights.sum()))
    for year, group, indicator in np.argwhere((found.deviation == 0) & (found.counted > 0)):
        if weights[indicator] > 0:
            yield Remark("no_spread", grid.years[year], grid.group_names[group], names[indicator])
    for place, year in enumerate(grid.years):
        lacking = int(np.isnan(found.level[place, grid.groups[place] >= 0]).sum())
        if lacking:
            yield Remark("lacking", year, number=lacking)
        if year is not None and place and year - 1 not in grid.years:
            yield Remark("year_gap", year)


def _told(numbers: Floats) -> list[Any]:
    """As plain numbers, in rows where there are rows, None for what is not known."""
    known = numbers.astype(object)
    known[np.isnan(numbers)] = None
    rows: list[Any] = known.tolist()
    return rows
