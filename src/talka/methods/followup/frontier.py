"""What other budgets would cover: twenty of them, from the least that the other rules ask for to twice the given."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from talka.methods.contract import Deadline
from talka.methods.followup.greedy import greedy
from talka.methods.followup.problem import Problem
from talka.methods.followup.search import Search, Standing
from talka.methods.followup.solve import FollowUp, Point, with_budget

POINTS = 20
ABREAST = min(2, os.cpu_count() or 1)


def frontier(problem: Problem, result: FollowUp, *, time_limit: float = 30.0) -> tuple[Point, ...]:
    """Twenty budgets and the most that each covers, all other rules kept; `result` is the problem's own plan.

    Half of them lie up to the given budget, which is one of them, half up to twice as much or to what all options
    cost. Each has a plan behind it; where none is proven the best in its share of `time_limit` seconds, `bound` says
    how much more there could be. More budget never covers less.
    """
    deadline = Deadline(time_limit)
    budgets = _budgets(problem, result, 0.1 * deadline.left)
    found: list[tuple[Standing, float] | None] = [None] * len(budgets)
    waiting = [index for index, budget in enumerate(budgets) if budget != problem.rules.budget_eur]

    def work(worker: int) -> None:
        while waiting:
            index = waiting.pop()
            share = ABREAST * 0.95 * deadline.left / (len(waiting) + ABREAST)
            found[index] = _most(with_budget(problem, budgets[index]), share)

    with ThreadPoolExecutor(ABREAST) as threads:
        list(threads.map(work, range(ABREAST)))
    return _rising(problem, result, budgets, found)


def _budgets(problem: Problem, result: FollowUp, seconds: float) -> list[float]:
    """Whole euros where that is possible; rising."""
    least = _least_cost(problem, result, seconds)
    every = sum(option.cost_eur for option in problem.options if option.dates)
    given = problem.rules.budget_eur
    if given is None or given >= every:
        ends = _steps(least, max(every, least), POINTS)
    else:
        top = min(2 * given, every) if given else every
        ends = [*_steps(least, given, POINTS // 2), *_steps(given, top, POINTS // 2 + 1)[1:]]
    return sorted(ends)


def _steps(low: float, high: float, count: int) -> list[float]:
    inner = [low + (high - low) * step / (count - 1) for step in range(1, count - 1)]
    # Up to the next whole euro, so that a step just above `low` still pays for what the rules ask for.
    return [low, *(min(high, float(-(-step // 1))) for step in inner), high]


def _least_cost(problem: Problem, result: FollowUp, seconds: float) -> float:
    """What the cheapest plan costs that keeps the other rules, or the cheapest found; to the cent above."""
    search = Search(problem)
    empty = search.stand({})
    if empty is not None:
        return 0.0
    price = np.zeros(search.model.columns)
    price[: search.model.first_slot] = search.instance.cost
    found = search.ask(price, (), seconds)
    return result.cost_eur if found.standing is None else float(found.standing.worth.cost)


def _most(problem: Problem, seconds: float) -> tuple[Standing, float] | None:
    """The best plan found and its bound; None where neither the search nor the plain way found one."""
    search = Search(problem)
    found, limit = search.most_covered(seconds)
    plain = search.stand(greedy(problem, search.instance))
    plans = [plan for plan in (found.standing, plain) if plan is not None]
    if not plans:
        return None
    best = max(plans, key=lambda plan: plan.worth.objective)
    if search.value(best) >= limit:
        return best, float(best.worth.objective)
    return best, float(limit * search.instance.unit)


def _rising(
    problem: Problem, result: FollowUp, budgets: list[float], found: list[tuple[Standing, float] | None]
) -> tuple[Point, ...]:
    """A smaller budget's plan serves a larger one, and a larger one's bound holds for a smaller."""
    total = float(sum(need.weight for need in problem.needs))
    points: list[Point] = []
    most: float | None = None
    for budget, each in zip(budgets, found, strict=True):
        values = [] if each is None else [float(each[0].worth.objective)]
        if budget >= result.cost_eur:
            values.append(float(result.objective or 0.0))
        most = max([*values, *([] if most is None else [most])], default=None)
        limit = float(result.bound or 0.0) if budget == problem.rules.budget_eur else total if each is None else each[1]
        if most is not None:
            points.append(Point(budget_eur=budget, coverage=most, bound=max(limit, most), proven_optimal=False))
    above = float("inf")
    for index in range(len(points) - 1, -1, -1):
        point = points[index]
        above = max(point.coverage, min(above, point.bound))
        points[index] = replace(point, bound=above, proven_optimal=above <= point.coverage + 1e-9)
    return tuple(points)
