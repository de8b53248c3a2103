"""Whether a result is what it says: counted again from the ballots. It does not choose again; `solve` does that."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator

from talka.methods.equal_shares.ledger import Ledger
from talka.methods.equal_shares.problem import Problem
from talka.methods.equal_shares.solve import EqualShares

SAME = 1e-9


def check(problem: Problem, result: EqualShares) -> tuple[str, ...]:
    """What is wrong with the result of a valid problem, in words; nothing if all of it is right."""
    return tuple(_wrong(problem, result))


def _wrong(problem: Problem, result: EqualShares) -> Iterator[str]:
    told = [one.project for one in result.funded] + [one.project for one in result.unfunded]
    if sorted(told) != sorted(project.id for project in problem.projects):
        yield "not every project is told of just once"
        return
    costs = {project.id: float(project.cost) for project in problem.projects}
    named = {ballot.voter: ballot.projects for ballot in problem.ballots}
    spent = sum(project.cost for project in problem.projects if project.id in {one.project for one in result.funded})
    if spent > problem.budget:
        yield f"{float(spent)} is more than the budget"
    if not math.isclose(float(spent), result.spent, rel_tol=SAME):
        yield f"{float(spent)} is spent, not {result.spent}"
    if [one.round for one in result.funded] != list(range(1, len(result.funded) + 1)):
        yield "the rounds do not count from 1"
    prices = [one.price_per_utility for one in result.funded if one.price_per_utility is not None]
    if any(later < earlier * (1 - SAME) for earlier, later in itertools.pairwise(prices)):
        yield "a later round asks less for its worth than an earlier one"
    got: dict[str, float] = defaultdict(float)
    gave: dict[str, float] = defaultdict(float)
    for voter, project, amount in Ledger(problem, result).payments():
        got[project] += amount
        gave[voter] += amount
        if project not in named[voter]:
            yield f'"{voter}" pays for "{project}" without having named it'
    yield from (
        f'"{voter}" pays {sum_}, more than the share'
        for voter, sum_ in gave.items()
        if sum_ > result.share * (1 + SAME)
    )
    for one in result.funded:
        wanted = 0.0 if one.price is None else costs[one.project]
        if not math.isclose(got[one.project], wanted, rel_tol=SAME):
            yield f'"{one.project}" gets {got[one.project]}, not {wanted}'
    for rest in result.unfunded:
        if not math.isclose(rest.missing, rest.cost - rest.left, rel_tol=SAME) or rest.missing <= 0:
            yield f'"{rest.project}" lacks {rest.missing}'
