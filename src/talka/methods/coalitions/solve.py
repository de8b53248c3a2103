"""The partition of all municipalities into coalitions at least total cost, with a bound on what any could cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from talka.methods.coalitions.contradiction import feasible_partition
from talka.methods.coalitions.core import HALF_A_CENT, least_cores
from talka.methods.coalitions.evaluate import Judge, Priced
from talka.methods.coalitions.game import MOST_IN_GAME, costs_of_parts
from talka.methods.coalitions.growth import widened
from talka.methods.coalitions.instance import Instance, compile_instance
from talka.methods.coalitions.linear import FINE, linear
from talka.methods.coalitions.lines import make_lines
from talka.methods.coalitions.listing import list_all
from talka.methods.coalitions.pool import Pool, priced
from talka.methods.coalitions.problem import Problem
from talka.methods.coalitions.relaxed import relaxed_bound
from talka.methods.coalitions.search import Search, rounded
from talka.methods.contract import Deadline, Result, relative_gap
from talka.methods.programme import Ints

VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Coalition:
    """Members (codes, sorted) and host; costs in EUR. `alone_eur`: what the members would pay each on its own.

    `in_core`: whether the cost can be shared so that no part of it would pay less on its own; `least_core_eur`: by how
    much at least some part would then pay too much (below 0: each can pay so much less than on its own). Parts are
    those that the rules allow to stand alone. None where there are too many parts, or the time did not suffice.
    """

    host: str
    members: tuple[str, ...]
    cost_eur: float
    alone_eur: float
    saving_eur: float
    in_core: bool | None
    least_core_eur: float | None


@dataclass(frozen=True, kw_only=True)
class Partition(Result):
    """Coalitions by their first member's code. `objective`, `bound` and `total_eur` in EUR; `terms` add up to it.

    `columns`: how many possible coalitions were looked at; `complete`: these were all that the rules allow (otherwise
    the bound is that of an easier question, in which a coalition need not be connected).
    """

    coalitions: tuple[Coalition, ...]
    total_eur: float
    alone_eur: float
    saving_eur: float
    terms: Mapping[str, float]
    columns: int
    complete: bool


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Partition:
    """The partition of least cost that keeps all rules.

    `time_limit` in seconds. Nothing here is left to chance, so `seed` is only kept. Raises InvalidProblem (with every
    fault), Infeasible (with rules that contradict each other) or OutOfTime.
    """
    deadline = Deadline(time_limit)
    problem.require_valid()
    instance = compile_instance(problem)
    judge = Judge(problem, instance)
    if not instance.size:
        return _result(problem, judge, [], (0.0, True, 0, True), seed, deadline)
    pool = list_all(instance, deadline)
    pool, first = _first(problem, instance, pool, deadline)
    answer = linear(pool, first, deadline, until=_after(deadline, 0.5 if pool.complete else 0.15))
    bound = answer.bound
    if not pool.complete:
        lines = make_lines(instance)
        pool, answer, first = widened(instance, lines, pool, answer, first, deadline, until=_after(deadline, 0.4))
        bound = relaxed_bound(instance, lines, pool, answer, first, deadline, until=_after(deadline, 0.4))
    begun = rounded(pool, answer)
    if begun is None or pool.cost[begun].sum() > pool.cost[first].sum():
        begun = first
    search = Search(pool, answer.prices, instance.linked, begun)
    search.run(deadline, until=0.9 * time_limit - 0.002 * instance.size)
    sets = [
        tuple(instance.codes[i] for i in sorted(column) if i < pool.size) for column in pool.members[:, search.chosen].T
    ]
    proof = (bound, search.proven and pool.complete, pool.looked, pool.complete)
    return _result(problem, judge, sorted(sets), proof, seed, deadline)


def _after(deadline: Deadline, part: float) -> float:
    """The second, from the start, when this part of the time that is left has passed."""
    return deadline.spent + part * deadline.left


def _first(problem: Problem, instance: Instance, pool: Pool, deadline: Deadline) -> tuple[Pool, Ints]:
    """A partition to begin with: everyone alone, and what is required together as cheaply as it goes."""
    taken: list[tuple[int, ...]] = []
    used: set[int] = set()
    if not np.isfinite(instance.way[:-1, :-1]).any(axis=0).all():
        feasible_partition(problem, deadline)
    for group in instance.groups:
        if group[0] in used:
            continue
        free = np.ones(pool.size, dtype=np.bool_)
        free[list(used)] = False
        some = pool.inside(free, np.nonzero((pool.members == group[0]).any(axis=0))[0])
        if not len(some):
            break
        best = pool.members[:, some[np.argmin(pool.cost[some])]].tolist()
        taken.append(tuple(sorted(member for member in best if member < pool.size)))
        used.update(taken[-1])
    if all(group[0] in used for group in instance.groups):
        sets = [*taken, *((member,) for member in range(instance.size) if member not in used)]
    else:
        sets = list(feasible_partition(problem, deadline))
    found = pool.find(sets)
    if found is None:
        deepest = max(len(members) for members in sets)
        columns = np.full((deepest, len(sets)), instance.size, dtype=np.int32)
        for number, members in enumerate(sets):
            columns[: len(members), number] = members
        pool = pool.joined(priced(instance, columns))
        found = pool.find(sets)
        assert found is not None
    return pool, found


def _result(
    problem: Problem,
    judge: Judge,
    sets: list[tuple[str, ...]],
    proof: tuple[float, bool, int, bool],
    seed: int,
    deadline: Deadline,
) -> Partition:
    bound, proven, columns, complete = proof
    priced = [judge.priced(members) for members in sets]
    shared = _least_cores(judge, sets, deadline)
    coalitions = tuple(
        _coalition(judge, members, found, epsilon)
        for members, found, epsilon in zip(sets, priced, shared, strict=True)
        if found
    )
    total = math.fsum(coalition.cost_eur for coalition in coalitions)
    alone = math.fsum(coalition.alone_eur for coalition in coalitions)
    proven = proven or total - bound <= FINE * total
    bound = total if proven else bound
    names = ("fixed_eur", "unit_eur", "travel_eur")
    return Partition(
        method="coalitions",
        version=VERSION,
        seed=seed,
        objective=total,
        bound=bound,
        gap=relative_gap(total, bound),
        proven_optimal=proven,
        coalitions=coalitions,
        total_eur=total,
        alone_eur=alone,
        saving_eur=alone - total,
        terms={name: math.fsum(getattr(found, name) for found in priced if found) for name in names},
        columns=columns,
        complete=complete,
        seconds=deadline.spent,
    )


def _least_cores(judge: Judge, sets: list[tuple[str, ...]], deadline: Deadline) -> list[float | None]:
    """For each coalition; None for those that have too many parts."""
    some = [index for index, members in enumerate(sets) if 1 < len(members) <= MOST_IN_GAME]
    shared: list[float | None] = [None if len(members) > MOST_IN_GAME else 0.0 for members in sets]
    epsilons = least_cores([costs_of_parts(judge, sets[index]) for index in some], deadline)
    for index, epsilon in zip(some, epsilons, strict=True):
        shared[index] = epsilon
    return shared


def _coalition(judge: Judge, members: tuple[str, ...], priced: Priced, epsilon: float | None) -> Coalition:
    alone = math.fsum(judge.alone(code) for code in members)
    return Coalition(
        host=priced.host,
        members=members,
        cost_eur=priced.cost_eur,
        alone_eur=alone,
        saving_eur=alone - priced.cost_eur,
        in_core=None if epsilon is None else epsilon <= HALF_A_CENT,
        least_core_eur=epsilon,
    )
