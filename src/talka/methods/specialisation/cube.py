"""The observations as arrays of years, areas and industries, in the order of their names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.specialisation.arrays import CELLS_AT_ONCE, Floats, Truths, Whole
from talka.methods.specialisation.problem import Problem


@dataclass(frozen=True)
class Raw:
    """All areas and industries as given, the reference and the total among them. values, given: [year, area, industry];
    given: whether there is an observation, be its value missing or not."""

    areas: tuple[str, ...]
    industries: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    given: Truths


@dataclass(frozen=True)
class Cube:
    """What is compared with what. values: [year, area, industry], NaN where missing; reference: [year, industry];
    totals: [year, area] and reference_totals: [year] where the rules name a total, None else."""

    areas: tuple[str, ...]
    industries: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    given: Truths
    reference: Floats
    totals: Floats | None
    reference_totals: Floats | None


def raw_cube(problem: Problem) -> Raw:
    """The observations of a valid problem."""
    area, areas = _ordered(problem.areas, problem.area)
    industry, industries = _ordered(problem.industries, problem.industry)
    years = problem.years
    shape = len(years), len(areas), len(industries)
    of_year = np.zeros(years[-1] - years[0] + 1, dtype=np.int64)
    of_year[np.array(years) - years[0]] = np.arange(len(years))
    values, given = np.full(shape, np.nan), np.zeros(shape, dtype=np.bool_)
    for start in range(0, len(problem.values), CELLS_AT_ONCE):
        rows = slice(start, start + CELLS_AT_ONCE)
        place = of_year[problem.year[rows] - years[0]]
        place *= shape[1]
        place += area[rows]
        place *= shape[2]
        place += industry[rows]
        values.reshape(-1)[place] = problem.values[rows]
        given.reshape(-1)[place] = True
    return Raw(areas, industries, years, values, given)


def _ordered(names: tuple[str, ...], codes: Whole) -> tuple[Whole, tuple[str, ...]]:
    ordered = sorted(names)
    if list(names) == ordered:
        return codes, names
    place = {name: at for at, name in enumerate(ordered)}
    return np.array([place[name] for name in names], dtype=np.int64)[codes], tuple(ordered)


def cube_of(problem: Problem) -> Cube:
    """The observations with areas merged, the reference taken out, the total apart, what is left out left out."""
    raw, rules = problem.raw, problem.rules
    apart = {*rules.leave_out, rules.total}
    counted = [place for place, name in enumerate(raw.industries) if name not in apart]
    merged = {member for members in rules.merge.values() for member in members}
    alone = [place for place, name in enumerate(raw.areas) if name not in merged and name != problem.reference]
    names = sorted([*(raw.areas[place] for place in alone), *rules.merge])
    values, given = _areas(raw, problem, names, alone)
    reference = values.sum(axis=1) if problem.reference is None else raw.values[:, raw.areas.index(problem.reference)]
    total = None if rules.total is None else raw.industries.index(rules.total)
    whole = len(counted) == len(raw.industries)
    return Cube(
        areas=tuple(names),
        industries=tuple(raw.industries[place] for place in counted),
        years=raw.years,
        values=values if whole else np.ascontiguousarray(values[:, :, counted]),
        given=given if whole else given[:, :, counted],
        reference=reference if whole else reference[:, counted],
        totals=None if total is None else values[:, :, total],
        reference_totals=None if total is None else reference[:, total],
    )


def _areas(raw: Raw, problem: Problem, names: list[str], alone: list[int]) -> tuple[Floats, Truths]:
    merge = problem.rules.merge
    if not merge:
        same = len(alone) == len(raw.areas)
        return (raw.values, raw.given) if same else (raw.values[:, alone], raw.given[:, alone])
    place = {name: at for at, name in enumerate(raw.areas)}
    shape = len(raw.years), len(names), len(raw.industries)
    values, given = np.empty(shape), np.empty(shape, dtype=np.bool_)
    for at, name in enumerate(names):
        members = [place[member] for member in merge[name]] if name in merge else [place[name]]
        values[:, at] = raw.values[:, members].sum(axis=1)  # one member missing: the sum is missing
        given[:, at] = raw.given[:, members].any(axis=1)
    return values, given
