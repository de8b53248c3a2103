"""Economies of scale, as the battery sees them."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np

from talka.methods.scale_economies.problem import Account, Problem
from talka.methods.scale_economies.solve import ScaleEconomies, solve
from talka.methods.tests.registered import Method


def made_up(seed: int, areas: int = 30, years: int = 3, *, slope: float | None = None, noise: float = 0.2) -> Problem:
    """Areas over years; by the seed with levels of the years, with clusters of areas, with gaps, or without."""
    chance = random.Random(seed)
    slope = chance.uniform(-0.3, 0.2) if slope is None else slope
    accounts = []
    for area in range(areas):
        size, own = math.exp(chance.uniform(6, 12)), chance.gauss(0, noise)
        for year in range(years):
            per_head = 900 * size**slope * math.exp(own + chance.gauss(0, noise) + 0.3 * year)
            accounts.append(
                Account(
                    cost=None if seed % 4 == 1 and area > 3 and chance.random() < 0.05 else per_head * size,
                    size=size,
                    group=str(2000 + year) if seed % 2 else "",
                    cluster=f"a{area}" if seed % 3 else "",
                    name=f"a{area}",
                )
            )
            size *= math.exp(chance.gauss(0, 0.02))
    return Problem(tuple(accounts), level=0.9 if seed % 5 == 0 else 0.95)


def reordered(problem: Problem, seed: int) -> Problem:
    accounts = list(problem.accounts)
    random.Random(seed).shuffle(accounts)
    return replace(problem, accounts=tuple(accounts))


def plainly(problem: Problem) -> dict[str, float]:
    """By matrices, with a column for each group: slope, its error, degrees of freedom."""
    told = [one for one in problem.accounts if one.cost is not None and one.size is not None]
    groups = sorted({one.group for one in told})
    x = np.array([[math.log(one.size), *(float(one.group == name) for name in groups)] for one in told])
    y = np.array([math.log(one.cost / one.size) for one in told])
    bread = np.linalg.inv(x.T @ x)
    line = bread @ x.T @ y
    e = y - x @ line
    n, k = x.shape
    clusters = [one.cluster or str(row) for row, one in enumerate(told)]
    sums = {name: np.zeros(k) for name in clusters}
    for name, row, left in zip(clusters, x, e, strict=True):
        sums[name] += row * left
    meat = sum(np.outer(one, one) for one in sums.values())
    many = len(sums)
    clustered = bool(told[0].cluster)
    scale = many / (many - 1) * (n - 1) / (n - k) if clustered else n / (n - k)
    error = math.sqrt((scale * bread @ meat @ bread)[0, 0])
    return {"slope": float(line[0]), "error": error, "freedom": float(many - 1 if clustered else n - k), "n": float(n)}


def told(result: ScaleEconomies) -> dict[str, float]:
    return {
        "slope": result.slope,
        "error": result.standard_error,
        "freedom": float(result.freedom),
        "n": float(result.n),
    }


def wrong(problem: Problem, result: ScaleEconomies) -> str:
    if result.n + result.left_out != len(problem.accounts) or result.n != len(result.accounts):
        return "an account is lost"
    if not result.slope_low <= result.slope <= result.slope_high:
        return "the slope lies outside of its interval"
    if not math.isclose(result.elasticity, 1 + result.slope) or not math.isclose(result.high, 1 + result.slope_high):
        return "the elasticity does not follow from the slope"
    if not 0 <= result.r_squared <= 1 or not math.isclose(result.r**2, result.r_squared, abs_tol=1e-12):
        return "r and its square do not belong together"
    if any(not math.isclose(one.expected * one.ratio * one.size, one.cost, rel_tol=1e-9) for one in result.accounts):
        return "an account is not what is expected times its ratio"
    above, below = result.slope_low > 0, result.slope_high < 0
    right = {"economies": below, "diseconomies": above, "none_shown": not (above or below)}
    return "" if right[result.verdict] else "the verdict does not follow from the interval"


METHOD = Method(
    name="scale-economies",
    solve=solve,
    result=ScaleEconomies,
    ordinary=made_up,
    tiny=lambda seed: made_up(seed, 3 + seed % 4, 1 + seed % 3),
    huge=lambda: made_up(1, 10_000, 3),
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=plainly,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            Problem((Account(0.0, 1.0, "g"), Account(math.nan, -1.0, "", "c"), Account(1.0, None, "g")), level=1.0),
            [
                ("accounts", 0, "cost"),
                ("accounts", 0, "cluster"),
                ("accounts", 1, "cost"),
                ("accounts", 1, "size"),
                ("accounts", 1, "group"),
                ("accounts", 2, "cluster"),
                ("rules", "level"),
            ],
        ),
        (Problem(()), [("accounts", "all", "cost")]),
        (Problem((Account(1.0, 1.0), Account(2.0, 3.0), Account(None, 3.0))), [("accounts", "all", "cost")]),
        (Problem(tuple(Account(float(cost), 5.0) for cost in (1, 2, 3))), [("accounts", "all", "size")]),
        (Problem(tuple(Account(float(n), float(n), "", "c") for n in (1, 2, 3))), [("accounts", "all", "cluster")]),
    ),
    outcome=told,
)
