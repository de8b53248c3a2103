"""Breaks in series: a change over one compares what cannot be compared, so it is refused unless allowed by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from talka.methods.contract import Fault
from talka.methods.specialisation.problem import BREAK, Problem
from talka.methods.specialisation.rules import series_of


@dataclass(frozen=True)
class Break:
    """A series that breaks between a year and the one before it; row: of the observation that says so; area: the one it
    is merged into, if it is."""

    row: int
    area: str
    industry: str
    year: int


def crossed(problem: Problem) -> tuple[Break, ...]:
    """The breaks that a change from the first to the last year would pass over, in the order of the observations.

    Not those of industries that are left out, of an area's total (no change is made of it), nor those that a merger
    heals: the same industry and year break in two or more areas merged into one, so what one lost the other got.
    """
    if problem.statuses is None or "shift_share" not in problem.rules.parts:
        return ()
    first, last = problem.span()
    rows = np.flatnonzero((problem.statuses == BREAK) & (problem.year > first) & (problem.year <= last))
    into = {member: name for name, members in problem.rules.merge.items() for member in members}
    found = []
    for row in rows.tolist():
        area, industry = problem.areas[problem.area[row]], problem.industries[problem.industry[row]]
        of_total = industry == problem.rules.total and area != problem.reference
        if industry not in problem.rules.leave_out and not of_total:
            found.append(Break(row, into.get(area, area), industry, int(problem.year[row])))
    often = Counter((one.area, one.industry, one.year) for one in found)
    return tuple(one for one in found if often[one.area, one.industry, one.year] == 1)


def allowed(problem: Problem, one: Break) -> bool:
    """Whether the rules name this series, its area (merged or as given) or its industry."""
    names = problem.rules.allow_breaks
    areas = {one.area, problem.areas[problem.area[one.row]]}
    if areas & set(names) or one.industry in names:
        return True
    return any(series_of(name, areas, {one.industry}) for name in names)


def break_faults(problem: Problem) -> Iterator[Fault]:
    """One fault for each break that a change would pass over and that is not allowed."""
    first, last = problem.span()
    for one in crossed(problem):
        if not allowed(problem, one):
            what = (
                f'the series "{one.area}/{one.industry}" breaks in {one.year}: a change from {first} to {last} would '
                "compare what cannot be compared; merge the areas it lies between, choose other years by from and to, "
                f'or allow it by name: allow_breaks = ["{one.area}/{one.industry}"]'
            )
            yield Fault(("observations", one.row, "status"), "break", what)
