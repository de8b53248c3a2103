"""Choosing the measures and their dates: the most covered weight, then the cheapest, then the earliest, each proven."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from talka.methods.contract import Deadline, OutOfTime, Result, relative_gap
from talka.methods.followup.contradiction import feasible_plan
from talka.methods.followup.greedy import greedy
from talka.methods.followup.problem import Problem
from talka.methods.followup.search import Search, Standing

VERSION = "1"
MOST_TIES, MOST_EXCHANGES = 20, 100_000


@dataclass(frozen=True, kw_only=True)
class Tie:
    """`other` on `date` instead of `option` would cover exactly as much, and cost `more_eur` more (or as much)."""

    option: str
    other: str
    date: str
    more_eur: float


@dataclass(frozen=True, kw_only=True)
class Point:
    """The most that a budget can cover, as far as found; no plan covers more than `bound`."""

    budget_eur: float
    coverage: float
    bound: float
    proven_optimal: bool


@dataclass(frozen=True, kw_only=True)
class FollowUp(Result):
    """Which option on which date. `objective` and `objective_terms` (one for each need) in weight, `coverage` shares.

    `days`: sum over the plan of days since the day before the first date there is. `proven_cheapest`: no plan covers as
    much for less; `proven_earliest`: none that covers as much for as much money has a smaller sum of days. `rounded`:
    the numbers were too fine for whole units and the proof holds for them as rounded, to a billionth of the whole.
    `frontier` and `thousand_more` (EUR, that is) are filled by whoever asks `frontier.py`.
    """

    plan: Mapping[str, str]
    cost_eur: float
    days: int
    coverage: Mapping[str, float]
    objective_terms: Mapping[str, float]
    proven_cheapest: bool
    proven_earliest: bool
    rounded: bool
    ties: tuple[Tie, ...]
    frontier: tuple[Point, ...] = ()
    thousand_more: Point | None = None


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> FollowUp:
    """The plan that covers the most weight and keeps all rules; among equals the cheapest, then the earliest.

    `time_limit` in seconds. Nothing here is left to chance, so `seed` is only kept. Raises InvalidProblem (with every
    fault), Infeasible (with rules that contradict each other) or OutOfTime.
    """
    deadline = Deadline(time_limit)
    problem.require_valid()
    search = Search(problem)
    first = search.stand(greedy(problem, search.instance))
    found, limit = search.most_covered(0.85 * deadline.left)
    best = _better(first, found.standing)
    if best is None:
        # Either the rules contradict each other, which is named, or any plan that keeps them will do.
        best = search.stand(feasible_plan(problem, search.instance, deadline))
    if best is None:
        raise OutOfTime
    limit = max(limit, search.value(best))
    proven = search.value(best) == limit
    cheapest = earliest = False
    if proven:
        best, cheapest, earliest = _cheapest_and_earliest(search, best, deadline)
    return _result(search, best, limit, (cheapest, earliest), seed, deadline)


def _better(one: Standing | None, other: Standing | None) -> Standing | None:
    if one is None or other is None:
        return one or other
    return one if one.worth.worth > other.worth.worth else other


def _cheapest_and_earliest(search: Search, best: Standing, deadline: Deadline) -> tuple[Standing, bool, bool]:
    """Among plans that cover as much: the best, and whether it is proven the cheapest, and the earliest.

    Mostly no other choice of options covers as much for as little, which is one question; only if there is one, dates
    are asked about.
    """
    model = search.model
    with contextlib.suppress(OutOfTime):
        best = search.dated(search.chosen(best), deadline.left) or best
    covering = model.covers_at_least(search.value(best))
    cost = np.zeros(model.columns)
    cost[: model.first_slot] = search.instance.cost
    rows = [covering, model.costs_at_most(search.spent(best)), model.other_than(search.chosen(best))]
    rival = search.ask(cost, rows, 0.8 * deadline.left)
    if rival.infeasible:
        return best, True, True
    if rival.standing is not None and rival.standing.worth.worth > best.worth.worth:
        best = rival.standing
    if not rival.finished:
        return best, False, False
    days = np.zeros(model.columns)
    for column, number in model.days():
        days[column] = number
    sooner = (model.days(), -np.inf, best.worth.days - 1)
    earlier = search.ask(days, [covering, model.costs_at_most(search.spent(best)), sooner], 0.9 * deadline.left)
    if earlier.standing is not None and earlier.standing.worth.worth > best.worth.worth:
        best = earlier.standing
    return best, True, earlier.finished


def _result(
    search: Search, best: Standing, limit: int, proofs: tuple[bool, bool], seed: int, deadline: Deadline
) -> FollowUp:
    objective = float(best.worth.objective)
    proven = search.value(best) == limit
    bound = objective if proven else max(objective, float(limit * search.instance.unit))
    return FollowUp(
        method="followup",
        version=VERSION,
        seed=seed,
        objective=objective,
        bound=bound,
        gap=relative_gap(objective, bound),
        proven_optimal=proven,
        plan=best.plan,
        cost_eur=float(best.worth.cost),
        days=best.worth.days,
        coverage={need: float(share) for need, share in sorted(best.worth.covered.items())},
        objective_terms={
            need: float(search.judge.weights[need] * share) for need, share in sorted(best.worth.covered.items())
        },
        proven_cheapest=proofs[0],
        proven_earliest=proofs[1],
        rounded=search.instance.rounded,
        ties=tuple(_ties(search, best, deadline)),
        seconds=deadline.spent,
    )


def _ties(search: Search, best: Standing, deadline: Deadline) -> Iterator[Tie]:
    """Exchanges of one measure that change nothing for the needs, the first of them."""
    instance, inside = search.instance, search.chosen(best)
    outside = [o for o in range(len(instance.options)) if o not in inside and instance.slots[o] and instance.effect[o]]
    if len(inside) * len(outside) > MOST_EXCHANGES or deadline.left < 0.1 * deadline.seconds:
        return
    sums = [0] * len(instance.needs)
    for option in inside:
        for need, amount in instance.effect[option].items():
            sums[need] += amount
    told = 0
    for option in sorted(inside):
        rest = list(sums)
        for need, amount in instance.effect[option].items():
            rest[need] -= amount
        lost = _gain(instance.weight, rest, instance.effect[option])
        for other in outside:
            if _gain(instance.weight, rest, instance.effect[other]) != lost:
                continue
            without = {name: day for name, day in best.plan.items() if name != instance.options[option]}
            for day, _ in instance.slots[other]:
                judged = search.judge.judge({**without, instance.options[other]: day})
                if judged.feasible and judged.objective == best.worth.objective:
                    yield Tie(
                        option=instance.options[option],
                        other=instance.options[other],
                        date=day,
                        more_eur=float(judged.cost - best.worth.cost),
                    )
                    told += 1
                    break
            if told >= MOST_TIES:
                return


def _gain(weight: tuple[int, ...], sums: list[int], effects: Mapping[int, int]) -> int:
    return sum(min(weight[n], sums[n] + amount) - min(weight[n], sums[n]) for n, amount in effects.items())


def with_budget(problem: Problem, budget_eur: float) -> Problem:
    """The same problem with another budget."""
    return replace(problem, rules=replace(problem.rules, budget_eur=budget_eur))
