"""Totals among the industries: what is counted twice makes every share wrong, so it is refused."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from talka.methods.contract import Fault
from talka.methods.specialisation.arrays import Floats, Truths
from talka.methods.specialisation.problem import Problem

ROUNDING = 0.01
"""By how much of a total its industries may differ from it, as rounded figures do."""
CALLED_TOTAL = frozenset(("total", "_t", "kopā", "pavisam"))
ENOUGH = 10
"""Cells in which an industry must equal the sum of the others to be taken for their total; few may do so by chance."""
OTHERS = 3


def total_faults(problem: Problem) -> Iterator[Fault]:
    """Industries that add up to more than the total named, or one among them that is the total of the others."""
    if problem.rules.total is not None:
        yield from _more_than_total(problem, problem.rules.total)
        return
    equal = _equal_to_the_others(problem)
    for industry in problem.raw.industries:
        if industry in problem.rules.leave_out:
            continue
        if industry.casefold() in CALLED_TOTAL or industry in equal:
            row = int(np.flatnonzero(problem.rows_of(industry=industry))[0])
            what = (
                f'"{industry}" is the total of the other industries and would count them twice; say so in the rules: '
                f'total = "{industry}"'
            )
            yield Fault(("observations", row, "industry"), "looks_like_total", what)


def _equal_to_the_others(problem: Problem) -> set[str]:
    """The industries that equal the sum of the others in every cell that tells."""
    raw = problem.raw
    counted = [place for place, name in enumerate(raw.industries) if name not in problem.rules.leave_out]
    if len(counted) <= OTHERS:
        return set()
    # Nearly all industries are told apart by some areas already.
    some = raw.values[-1, :1000][:, counted]
    alike = _equal(some, some.sum(axis=1, keepdims=True)).all(axis=0)
    found = set()
    for place in np.array(counted)[alike].tolist():
        sums = raw.values[:, :, counted].sum(axis=2)
        told = ~np.isnan(sums) & (sums > 0)
        if told.sum() >= ENOUGH and _equal(raw.values[:, :, place][told], sums[told]).all():
            found.add(raw.industries[place])
    return found


def _equal(one: Floats, with_it: Floats) -> Truths:
    """Whether a part is half of a sum that holds it too; missing sums speak neither for nor against."""
    close: Truths = np.abs(2 * one - with_it) <= ROUNDING * with_it
    return close | np.isnan(with_it)


def _more_than_total(problem: Problem, total: str) -> Iterator[Fault]:
    raw = problem.raw
    counted = [place for place, name in enumerate(raw.industries) if name not in (total, *problem.rules.leave_out)]
    sums = np.nansum(raw.values[:, :, counted], axis=2)
    totals = raw.values[:, :, raw.industries.index(total)]
    for row in np.flatnonzero(problem.rows_of(industry=total)).tolist():
        area, year = problem.areas[problem.area[row]], int(problem.year[row])
        place = raw.years.index(year), raw.areas.index(area)
        if sums[place] > totals[place] * (1 + ROUNDING):
            what = (
                f"the industries of {area} in {year} add up to {sums[place]:g}, more than their total of "
                f"{totals[place]:g}; if some are parts of others, name them in leave_out"
            )
            yield Fault(("observations", row, "value"), "more_than_total", what)
