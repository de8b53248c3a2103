"""The question: values of indicators per area, how much each weighs, and which areas are compared with one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from talka.methods.contract import Fault, InvalidProblem
from talka.methods.values import MOST, Floats, Values

MOST_WEIGHT = 1e9


@dataclass(frozen=True)
class Weight:
    """How much an indicator counts, 0 or more, and which way: sign 1 where more is better, -1 where less is."""

    weight: float
    sign: int = 1


@dataclass(frozen=True)
class Population:
    """People in an area; `year` None: in every year that is not named otherwise."""

    area: str
    population: float
    year: int | None = None


@dataclass(frozen=True)
class Problem:
    """Values with their weights. Groups of the values are compared apart.

    population_weighted: means and standard deviations weighted by people (divisor: all people) instead of counting each
    area once (divisor: areas). Indicators without weight are left aside.
    """

    values: Values
    indicators: Mapping[str, Weight]
    population: tuple[Population, ...] = ()
    population_weighted: bool = True

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        return (*self.values.check(), *_population_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def people(problem: Problem) -> Floats:
    """[years, areas]: people by the order of the values' grid; NaN where nobody has said."""
    grid = problem.values.grid
    area = {name: place for place, name in enumerate(grid.areas)}
    year = {name: place for place, name in enumerate(grid.years)}
    found = np.full((len(grid.years), len(grid.areas)), np.nan)
    for one in problem.population:
        if one.year is None and one.area in area:
            found[:, area[one.area]] = one.population
    for one in problem.population:
        if one.year is not None and one.area in area and one.year in year:
            found[year[one.year], area[one.area]] = one.population
    return found


def _population_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[tuple[str, int | None]] = set()
    for row, one in enumerate(problem.population):
        if not one.area:
            yield Fault(("population", row, "area"), "area_empty", "the area is empty")
        elif (one.area, one.year) in seen:
            what = f'the population of "{one.area}" stands twice; one is expected'
            yield Fault(("population", row, "area"), "population_twice", what)
        seen.add((one.area, one.year))
        if not 0 <= one.population <= MOST:
            what = f"{one.population:g} is no number of people"
            yield Fault(("population", row, "population"), "population", what)
        if one.year is not None and len(problem.values) and not problem.values.year:
            what = "the population has a year and the values have none"
            yield Fault(("population", row, "year"), "year_unknown", what)
    if problem.population_weighted and not problem.population:
        what = "weighting by population needs the populations"
        yield Fault(("rules", "population_weighted"), "population_none", what)
    elif problem.population_weighted:
        yield from _without_people(problem)


def _without_people(problem: Problem) -> Iterator[Fault]:
    grid = problem.values.grid
    lacking = np.isnan(people(problem)).reshape(-1)
    told: set[int] = set()
    for row in np.flatnonzero(lacking[grid.place // max(1, len(grid.indicators))]):
        cell = int(grid.place[row]) // len(grid.indicators)
        if cell not in told:
            told.add(cell)
            when = f" in {problem.values.year[row]}" if problem.values.year else ""
            what = f'the population of "{problem.values.area[row]}"{when} is not given'
            yield Fault(("values", int(row), "area"), "population_missing", what)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    for name, one in problem.indicators.items():
        way = ("rules", "indicators", name)
        if not 0 <= one.weight <= MOST_WEIGHT:
            what = f"{one.weight:g} is no weight; it is from 0 to {MOST_WEIGHT:g} (sign = -1 says that less is better)"
            yield Fault((*way, "weight"), "weight", what)
        if one.sign not in (1, -1):
            yield Fault((*way, "sign"), "sign", f"{one.sign} is no sign; it is 1 or -1")
        if name not in problem.values.grid.indicators:
            yield Fault(way, "indicator_unknown", f'there are no values of "{name}"')
    if not any(one.weight > 0 for one in problem.indicators.values()):
        yield Fault(("rules", "indicators"), "no_weights", "at least one indicator needs a weight above 0")
