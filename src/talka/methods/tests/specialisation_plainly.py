"""The formulas of specialisation as one would write them down: one figure at a time, from a dictionary of values."""

from __future__ import annotations

import math
from collections.abc import Iterable

from talka.methods.specialisation.problem import Problem

Values = dict[tuple[str, str, int], float]
MISSING = -98_765.4321
"""What stands for a missing figure in lists that are compared."""


def values_of(problem: Problem) -> Values:
    rows = zip(problem.area, problem.industry, problem.year, problem.values, strict=True)
    return {
        (problem.areas[area], problem.industries[industry], int(year)): float(value)
        for area, industry, year, value in rows
        if not math.isnan(value)
    }


class Plainly:
    """Only for problems with a reference and without rules that merge, leave out or name a total."""

    def __init__(self, problem: Problem) -> None:
        assert problem.reference is not None
        self.values, self.reference = values_of(problem), problem.reference
        self.areas = sorted(area for area in problem.areas if area != problem.reference)
        self.industries = sorted(problem.industries)
        self.years = sorted({int(year) for year in problem.year})

    def known(self, area: str, year: int) -> list[str]:
        """Industries known of area and reference; none where they are less than half of the reference."""
        there = [i for i in self.industries if (self.reference, i, year) in self.values]
        both = [i for i in there if (area, i, year) in self.values]
        whole = sum(self.values[self.reference, i, year] for i in there)
        return both if sum(self.values[self.reference, i, year] for i in both) >= whole / 2 else []

    def shares(self, area: str, year: int) -> dict[str, tuple[float, float]]:
        """Of each industry known: its share in the area and in the reference."""
        known = self.known(area, year)
        own = sum(self.values[area, i, year] for i in known)
        other = sum(self.values[self.reference, i, year] for i in known)
        if not own or not other:
            return {}
        return {i: (self.values[area, i, year] / own, self.values[self.reference, i, year] / other) for i in known}

    def quotient(self, area: str, industry: str, year: int) -> float:
        own, other = self.shares(area, year).get(industry, (0.0, 0.0))
        return own / other if other else MISSING

    def change(self, area: str, industry: str, first: int, last: int) -> tuple[float, float, float, float]:
        """national, mix, regional, total."""
        ends = [
            (self.values.get((area, industry, y)), self.values.get((self.reference, industry, y)))
            for y in (first, last)
        ]
        (before, reference_before), (after, reference_after) = ends
        if before is None or after is None:
            return (MISSING,) * 4
        both = [i for i in self.industries if all((self.reference, i, y) in self.values for y in (first, last))]
        start, end = (sum(self.values[self.reference, i, y] for i in both) for y in (first, last))
        national = before * (end / start - 1) if start else MISSING
        if reference_before is None or reference_after is None or (reference_before == 0 and before > 0):
            return national, MISSING, MISSING, after - before
        if reference_before == 0:
            return national, 0.0, after, after
        growth = reference_after / reference_before - 1
        mix = before * (growth - (end / start - 1))
        return national, mix, after - before * (1 + growth), after - before

    def concentration(self, area: str, year: int) -> tuple[float, float, float, float]:
        """Herfindahl, Krugman, Gini, Hoover. Gini as the mean difference of quotients between all pairs of industries,
        weighted by the reference's shares: another formula than that of the area under the curve."""
        shares = list(self.shares(area, year).values())
        if not shares:
            return (MISSING,) * 4
        krugman = sum(abs(own - other) for own, other in shares)
        pairs = ((one, two) for one in shares for two in shares)
        gini = sum(abs(own * other2 - own2 * other) for (own, other), (own2, other2) in pairs) / 2
        # An industry that the reference has not lies beyond all others on the curve.
        return sum(own**2 for own, _ in shares), krugman, gini, krugman / 2

    def proximity(self, one: str, other: str, year: int) -> float:
        def given(first: str, second: str) -> float:
            """How likely an area that has the second has the first."""
            having = [a for a in self.areas if self.quotient(a, second, year) >= 1 - 1e-9]
            known = [a for a in having if self.quotient(a, first, year) != MISSING]
            return sum(self.quotient(a, first, year) >= 1 - 1e-9 for a in known) / len(known) if known else MISSING

        either = given(one, other), given(other, one)
        return MISSING if MISSING in either else min(either)

    def dynamic(self, area: str, industry: str) -> tuple[float, ...]:
        steps = [self.change(area, industry, *pair) for pair in zip(self.years, self.years[1:], strict=False)]
        return tuple(total(column) for column in zip(*steps, strict=True))


def total(figures: Iterable[float]) -> float:
    """The sum; missing where one is."""
    listed = list(figures)
    return MISSING if MISSING in listed else sum(listed)
