"""Which projects are funded, so that every group of voters gets its share; and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from talka.methods.contract import Deadline, Result
from talka.methods.equal_shares.growth import Grown, grow
from talka.methods.equal_shares.instance import Instance, instance_of
from talka.methods.equal_shares.problem import Problem
from talka.methods.equal_shares.rounds import Purchase, Run, run

VERSION = "1"


@dataclass(frozen=True)
class Funded:
    """A funded project. `round` counts from 1 in the order of choosing.

    `full` voters pay the `price` (for each point, where utility is told in points), `rest` voters less, all they still
    have; price_per_utility is the price for one unit of utility. Where the completion chose the project nobody pays:
    then price and price_per_utility are None.
    """

    project: str
    cost: float
    votes: int
    round: int
    price: float | None
    price_per_utility: float | None
    full: int
    rest: int


@dataclass(frozen=True)
class Unfunded:
    """A project that is not funded. `had`: what those who named it had together at first; `left`: at the end;
    `missing`: by how much less than its cost that is. `code` says why:

    no_votes: nobody named it. over_budget: it costs more than there is. too_few: not even all the shares of those who
    named it would pay for it. spent: they would have, but the money went to other projects. stopped: growing the shares
    further would have paid for it, and for more than the budget. tie: it was as good as another, which comes first by
    its id, and then there was not enough.
    """

    project: str
    cost: float
    votes: int
    code: str
    had: float
    left: float
    missing: float


@dataclass(frozen=True)
class Tie:
    """In this round `others` were as good as what was chosen, and come later by their id. completion: the tie was
    among projects that the completion takes, not among those that voters pay for."""

    round: int
    project: str
    others: tuple[str, ...]
    completion: bool


@dataclass(frozen=True, kw_only=True)
class EqualShares(Result):
    """Money is in the currency of the problem. first_share is budget / voters, share that after `steps` times 1 more;
    spent: cost of all that is funded; paid: cost of what voters pay for."""

    utility: str
    completion: str
    budget: float
    voters: int
    first_share: float
    share: float
    steps: int
    spent: float
    paid: float
    left: float
    stopped: str
    """Why the shares grew no further: exhausted (nothing more that anybody named fits the budget), overspent (the next
    step would choose more than the budget pays for), or "" where they do not grow."""
    funded: tuple[Funded, ...]
    unfunded: tuple[Unfunded, ...]
    ties: tuple[Tie, ...]


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> EqualShares:
    """Equal shares, and what the completion adds. Every comparison is exact; nothing is optimised, so objective, bound
    and gap are None, and the seed has no effect. Raises InvalidProblem, OutOfTime."""
    deadline = Deadline(time_limit)
    problem.require_valid()
    instance = instance_of(problem)
    if problem.completion == "add1":
        grown = grow(instance, deadline)
    else:
        grown = Grown(run(instance, instance.budget, deadline), 0, "", ())
    added, tied = _greedy(instance, grown.run) if problem.completion == "greedy" else ((), ())
    return _result(problem, instance, grown, added, tied, seed, deadline)


def _greedy(instance: Instance, bought: Run) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """The rest of the budget by utility for the money, the first by id among equals; with what was as good."""
    left = instance.budget - sum(instance.costs[project] for project in bought.projects)
    rest = [project for project in range(len(instance.ids)) if project not in bought.projects]
    density = {project: instance.utility(project) / instance.costs[project] for project in rest}
    chosen: list[int] = []
    ties = []
    for project in sorted(rest, key=lambda project: (-density[project], project)):
        if instance.costs[project] > left:
            continue
        others = [
            other
            for other in rest
            if other > project and density[other] == density[project] and instance.costs[other] <= left
        ]
        left -= instance.costs[project]
        chosen.append(project)
        if others:
            number = len(bought.purchases) + len(chosen)
            ties.append(Tie(number, instance.ids[project], tuple(instance.ids[one] for one in others), True))
    return tuple(chosen), tuple(ties)


def _result(
    problem: Problem,
    instance: Instance,
    grown: Grown,
    added: tuple[int, ...],
    added_ties: tuple[Tie, ...],
    seed: int,
    deadline: Deadline,
) -> EqualShares:
    bought = grown.run
    paid = sum(instance.costs[project] for project in bought.projects)
    spent = paid + sum(instance.costs[project] for project in added)
    first = Fraction(instance.budget, max(1, instance.voters) * instance.units)
    funded = [_funded(instance, place + 1, one.project, one) for place, one in enumerate(bought.purchases)]
    funded += [_funded(instance, len(funded) + place + 1, one, None) for place, one in enumerate(added)]
    taken = {*bought.projects, *added}
    rest = [project for project in range(len(instance.ids)) if project not in taken]
    return EqualShares(
        method="equal-shares",
        version=VERSION,
        seed=seed,
        utility=problem.utility,
        completion=problem.completion,
        budget=float(problem.budget),
        voters=instance.voters,
        first_share=float(first),
        share=float(first + grown.steps),
        steps=grown.steps,
        spent=spent / instance.units,
        paid=paid / instance.units,
        left=(instance.budget - spent) / instance.units,
        stopped=grown.stopped,
        funded=tuple(funded),
        unfunded=tuple(_unfunded(instance, grown, project) for project in rest),
        ties=(*_ties(instance, bought), *added_ties),
        seconds=deadline.spent,
    )


def _funded(instance: Instance, number: int, project: int, purchase: Purchase | None) -> Funded:
    price, per = None, None
    if purchase is not None:
        price = float(purchase.price * instance.parts_of_point / instance.units)
        per = float(purchase.price * Fraction(instance.grain, instance.worth[project] * instance.units))
    return Funded(
        project=instance.ids[project],
        cost=instance.costs[project] / instance.units,
        votes=instance.votes(project),
        round=number,
        price=price,
        price_per_utility=per,
        full=purchase.full if purchase else 0,
        rest=purchase.rest if purchase else 0,
    )


def _unfunded(instance: Instance, grown: Grown, project: int) -> Unfunded:
    votes, cost, purses = instance.votes(project), instance.costs[project], grown.run.purses
    had, left = votes * purses.first, purses.held(instance.support[project].kinds)
    if not votes:
        code = "no_votes"
    elif cost > instance.budget:
        code = "over_budget"
    elif project in grown.next:
        code = "stopped"
    elif had < cost:
        code = "too_few"
    elif any(project in purchase.tied for purchase in grown.run.purchases):
        code = "tie"
    else:
        code = "spent"
    return Unfunded(
        project=instance.ids[project],
        cost=cost / instance.units,
        votes=votes,
        code=code,
        had=float(had / instance.units),
        left=float(left / instance.units),
        missing=float((cost - left) / instance.units),
    )


def _ties(instance: Instance, bought: Run) -> tuple[Tie, ...]:
    return tuple(
        Tie(place + 1, instance.ids[one.project], tuple(instance.ids[other] for other in one.tied), False)
        for place, one in enumerate(bought.purchases)
        if one.tied
    )
