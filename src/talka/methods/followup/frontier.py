"""What other budgets would cover: twenty of them, from the least that the other rules ask for to twice the given."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

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
    cost. Each has a plan behind it; where none is proven the best within `time_limit` seconds for all of them, `bound`
    says how much more there could be. More budget never covers less.
    """
    deadline = Deadline(time_limit)
    least = _cheapest(problem, 0.1 * deadline.left)
    known = (0.0, 0.0) if least is None else (float(least.worth.cost), float(least.worth.objective))
    own = (result.cost_eur, float(result.objective or 0.0))
    budgets = _budgets(problem, own[0] if least is None else known[0])
    found: list[_Found | None] = [None] * len(budgets)
    waiting = [index for index, budget in enumerate(budgets) if budget != problem.rules.budget_eur]
    # What is not settled in its share is asked again with the time that the others left over.
    for part in (0.6, 0.95):
        ends = part * deadline.seconds
        _search_all(problem, budgets, found, waiting, deadline, ends)
        waiting = [index for index in waiting if (each := found[index]) is None or each.coverage < each.bound]
        if deadline.passed:
            break
    return _rising(problem, result, budgets, found, (known, own))


def with_more_money(problem: Problem, result: FollowUp, more_eur: float, *, time_limit: float = 10.0) -> Point | None:
    """What the budget and some euros more would cover; None without a budget."""
    if problem.rules.budget_eur is None:
        return None
    budget = problem.rules.budget_eur + more_eur
    found = _most(with_budget(problem, budget), time_limit)
    return _rising(problem, result, [budget], [found], ((result.cost_eur, float(result.objective or 0.0)),))[0]


@dataclass(frozen=True)
class _Found:
    coverage: float
    bound: float


def _search_all(
    problem: Problem,
    budgets: list[float],
    found: list[_Found | None],
    indices: list[int],
    deadline: Deadline,
    ends: float,
) -> None:
    """Fills `found` at the indices, two abreast; each has its share of the time until `ends` seconds are spent."""
    waiting = list(indices)

    def work(worker: int) -> None:
        while True:
            try:  # asking first whether any is left would let the other take the last one in between
                index = waiting.pop()
            except IndexError:
                return
            share = ABREAST * (ends - deadline.spent) / (len(waiting) + ABREAST)
            before, now = found[index], _most(with_budget(problem, budgets[index]), share)
            if before is not None and now is not None:
                now = _Found(max(before.coverage, now.coverage), min(before.bound, now.bound))
            found[index] = now or before

    with ThreadPoolExecutor(ABREAST) as threads:
        list(threads.map(work, range(ABREAST)))


def _cheapest(problem: Problem, seconds: float) -> Standing | None:
    """The cheapest plan that keeps the other rules, as far as found."""
    search = Search(problem)
    empty = search.stand({})
    if empty is not None:
        return empty
    price = np.zeros(search.model.columns)
    price[: search.model.first_slot] = search.instance.cost
    return search.ask(price, (), seconds).standing


def _budgets(problem: Problem, least: float) -> list[float]:
    """Twenty amounts from the least that keeps the other rules, rising; between the ends whole euros."""
    every = sum(option.cost_eur for option in problem.options if option.dates)
    given = problem.rules.budget_eur
    if given is None or given >= every:
        return _steps(least, max(every, least), POINTS)
    top = min(2 * given, every) if given else every
    return [*_steps(least, given, POINTS // 2), *_steps(given, top, POINTS // 2 + 1)[1:]]


def _steps(low: float, high: float, count: int) -> list[float]:
    inner = [low + (high - low) * step / (count - 1) for step in range(1, count - 1)]
    # Up to the next whole euro, so that a step just above `low` still pays for what the rules ask for.
    return [low, *(min(high, float(-(-step // 1))) for step in inner), high]


def _most(problem: Problem, seconds: float) -> _Found | None:
    """The most found and its bound; None where neither the search nor the plain way found a plan."""
    if seconds <= 0:
        return None
    search = Search(problem)
    found, limit = search.most_covered(seconds)
    plans = [found.standing, search.stand(greedy(problem, search.instance))]
    values = [(search.value(plan), plan.worth.objective) for plan in plans if plan is not None]
    if not values:
        return None
    value, objective = max(values)
    bound = objective if value >= limit else max(objective, limit * search.instance.unit)
    return _Found(float(objective), float(bound))


def _rising(
    problem: Problem,
    result: FollowUp,
    budgets: list[float],
    found: list[_Found | None],
    known: tuple[tuple[float, float], ...],
) -> tuple[Point, ...]:
    """A smaller budget's plan serves a larger one, and a larger one's bound holds for a smaller. `known`: (cost,
    coverage) of plans there are besides."""
    total = float(sum(need.weight for need in problem.needs))
    most = 0.0
    points: list[Point] = []
    for budget, each in zip(budgets, found, strict=True):
        values = [coverage for cost, coverage in known if cost <= budget]
        most = max([most, *values, *([] if each is None else [each.coverage])])
        own = budget == problem.rules.budget_eur
        bound = float(result.bound or 0.0) if own else total if each is None else each.bound
        points.append(Point(budget_eur=budget, coverage=most, bound=max(bound, most), proven_optimal=False))
    above = float("inf")
    for index in range(len(points) - 1, -1, -1):
        point = points[index]
        above = max(point.coverage, min(above, point.bound))
        points[index] = replace(point, bound=above, proven_optimal=above <= point.coverage + 1e-9)
    return tuple(points)
