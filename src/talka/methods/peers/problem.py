"""The question: by which indicators areas are alike, how much each counts, and among whom peers are sought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from talka.methods.contract import Fault, InvalidProblem
from talka.methods.values import Floats, Values

AMONG = ("all", "group")
MOST_WEIGHT = 1e9


@dataclass(frozen=True)
class Likeness:
    """How much an indicator counts, above 0. log: areas are alike by ratio, not by difference; for sizes, where 2,000
    and 4,000 people are as far apart as 200,000 and 400,000. Its values must then be above 0."""

    weight: float = 1.0
    log: bool = False


@dataclass(frozen=True)
class Problem:
    """Values by which areas are compared.

    indicators: empty means each that there is, with weight 1. peers: how many are wanted. among: "all" areas, or only
    those of the same "group". least_shared: two areas are compared where the indicators that both have make up at least
    this share of all weight. year: the year that counts; None: of each indicator the newest year that it has.
    """

    values: Values
    indicators: Mapping[str, Likeness] = field(default_factory=dict)
    peers: int = 5
    among: str = "all"
    least_shared: float = 0.5
    year: int | None = None

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        return (*self.values.check(), *_log_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def chosen(problem: Problem) -> Mapping[str, Likeness]:
    """The indicators that count, by name."""
    names = problem.indicators or {name: Likeness() for name in problem.values.grid.indicators}
    return {name: names[name] for name in sorted(names)}


def of_one_time(problem: Problem) -> Floats:
    """[areas, indicators]: the values that count, in their own units, NaN where missing; indicators as `chosen`."""
    grid = problem.values.grid
    columns = []
    for name in chosen(problem):
        cells = grid.cells[:, :, grid.indicators.index(name)]
        if problem.year is not None:
            columns.append(cells[grid.years.index(problem.year)])
        else:
            told = np.flatnonzero(~np.isnan(cells).all(axis=1))
            columns.append(cells[told[-1] if len(told) else 0])
    return np.array(columns).T.reshape(len(grid.areas), len(columns))


def groups_of(problem: Problem) -> tuple[str, ...]:
    """The group of each area: that of the newest year in which it has one, up to the problem's year."""
    grid = problem.values.grid
    found = ["" for _area in grid.areas]
    for place, year in enumerate(grid.years):
        if problem.year is None or year is None or year <= problem.year:
            for area in np.flatnonzero(grid.groups[place] >= 0):
                found[area] = grid.group_names[grid.groups[place, area]]
    return tuple(found)


def _log_faults(problem: Problem) -> Iterator[Fault]:
    logged = {name for name, one in problem.indicators.items() if one.log}
    for row in np.flatnonzero(problem.values.grid.given <= 0):
        if problem.values.indicator[row] in logged:
            what = f'"{problem.values.indicator[row]}" is compared by ratio and must be above 0'
            yield Fault(("values", int(row), "value"), "not_above_0", what)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    there = set(problem.values.indicator)
    for name, one in problem.indicators.items():
        way = ("rules", "indicators", name)
        if not 0 < one.weight <= MOST_WEIGHT:
            what = f"{one.weight:g} is no weight; it is above 0 and at most {MOST_WEIGHT:g}"
            yield Fault((*way, "weight"), "weight", what)
        if name not in there:
            yield Fault(way, "indicator_unknown", f'there are no values of "{name}"')
    if problem.peers < 1:
        yield Fault(("rules", "peers"), "peers", f"{problem.peers} is no number of peers, at least 1 is needed")
    if problem.among not in AMONG:
        yield Fault(("rules", "among"), "among", f'"{problem.among}" is not one of ' + ", ".join(AMONG))
    elif problem.among == "group" and there and not problem.values.group:
        yield Fault(("rules", "among"), "no_groups", "peers are sought in the same group, and the values have none")
    if not 0 < problem.least_shared <= 1:
        what = f"{problem.least_shared:g} is no share; it is above 0 and at most 1"
        yield Fault(("rules", "least_shared"), "least_shared", what)
    if problem.year is not None and there and problem.year not in problem.values.year:
        yield Fault(("rules", "year"), "year_unknown", f"there are no values of {problem.year}")
