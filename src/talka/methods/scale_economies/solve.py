"""How cost per head changes with size, how sure that is, and the cost function that follows for coalitions.

Source of the correction when going back from logarithms: Duan, "Smearing estimate: a nonparametric retransformation
method", Journal of the American Statistical Association 78(383), 1983.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from talka.methods.contract import Deadline, OutOfTime, Result
from talka.methods.scale_economies.line import Line, fit
from talka.methods.scale_economies.problem import Account, Problem
from talka.methods.values import Floats, coded

VERSION = "1"
FARTHEST = 400.0
"""Logarithm of a unit cost, beyond which sizes were so near to one another that none can be told."""
ECONOMIES, DISECONOMIES, NONE_SHOWN = "economies", "diseconomies", "none_shown"


@dataclass(frozen=True)
class Placed:
    """One account beside the line. expected: cost per head of an area of this size (in its group); ratio: its own cost
    per head divided by that, above 1 is dearer than its size explains. slope_without: the slope if it is left out, None
    where it is alone in its group."""

    name: str
    group: str
    size: float
    cost: float
    expected: float
    ratio: float
    slope_without: float | None


@dataclass(frozen=True, kw_only=True)
class ScaleEconomies(Result):
    """slope: by how much the logarithm of cost per head changes with that of size; elasticity, of the whole cost, is
    slope + 1: below 1 size saves. slope_low, slope_high, low, high: confidence intervals of the two at `level`. r: the
    correlation (within groups), r_squared its square. errors: "hc1" or "cluster". verdict: "economies" where the whole
    interval of the slope is below 0, "diseconomies" where it is above, else "none_shown".

    fixed_eur, unit_eur and elasticity are the rules of the method coalitions, cost = fixed + unit · size ^ elasticity,
    in the money of the accounts: fixed is 0, as a fixed part cannot be told from a line of logarithms; unit is made
    such that mean costs come out, by `smearing`, the mean of the exponentials of the residuals, and None where sizes
    are too near to one another to tell it.
    """

    n: int
    left_out: int
    groups: int
    clusters: int
    errors: str
    level: float
    slope: float
    slope_low: float
    slope_high: float
    standard_error: float
    freedom: int
    elasticity: float
    low: float
    high: float
    r: float
    r_squared: float
    intercept: float
    verdict: str
    fixed_eur: float
    unit_eur: float | None
    smearing: float
    accounts: tuple[Placed, ...]


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> ScaleEconomies:
    """The line through the logarithms. It is the one of least squares, but no choice among others that a bound would
    belong to, so objective, bound and gap are None; the seed has no effect. Raises InvalidProblem, OutOfTime."""
    deadline = Deadline(time_limit)
    problem.require_valid()
    told = sorted((one for one in problem.accounts if one.complete), key=_canonical)
    cost = np.array([one.cost for one in told], dtype=float)
    size = np.array([one.size for one in told], dtype=float)
    groups, group = coded([one.group for one in told])
    clusters, cluster = coded([one.cluster for one in told])
    errors = "cluster" if any(clusters) else "hc1"
    line = fit(
        np.log(size),
        np.log(cost / size),
        groups=group,
        clusters=cluster if errors == "cluster" else None,
        errors=errors,
    )
    if deadline.passed:
        raise OutOfTime
    low, high = line.interval(problem.level)
    smearing = float(np.exp(line.residuals).mean())
    return ScaleEconomies(
        method="scale-economies",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        n=len(told),
        left_out=len(problem.accounts) - len(told),
        groups=len(groups) if any(groups) else 0,
        clusters=len(clusters) if any(clusters) else 0,
        errors=errors,
        level=problem.level,
        slope=line.slope,
        slope_low=low,
        slope_high=high,
        standard_error=line.error,
        freedom=line.freedom,
        elasticity=1 + line.slope,
        low=1 + low,
        high=1 + high,
        r=math.copysign(math.sqrt(line.r_squared), line.slope),
        r_squared=line.r_squared,
        intercept=line.intercept,
        verdict=ECONOMIES if high < 0 else DISECONOMIES if low > 0 else NONE_SHOWN,
        fixed_eur=0.0,
        unit_eur=math.exp(line.intercept) * smearing if line.intercept < FARTHEST else None,
        smearing=smearing,
        accounts=_placed(told, cost, size, line),
    )


def _canonical(one: Account) -> tuple[str, str, str, float, float]:
    return one.name, one.group, one.cluster, one.size or 0.0, one.cost or 0.0


def _placed(told: list[Account], cost: Floats, size: Floats, line: Line) -> tuple[Placed, ...]:
    rows = zip(
        told,
        size.tolist(),
        cost.tolist(),
        np.exp(line.expected).tolist(),
        np.exp(line.residuals).tolist(),
        line.without.tolist(),
        strict=True,
    )
    return tuple(
        Placed(one.name, one.group, big, dear, expected, ratio, None if math.isnan(without) else without)
        for one, big, dear, expected, ratio, without in rows
    )
