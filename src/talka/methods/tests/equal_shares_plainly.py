"""Equal shares by the definition, in fractions and plain loops: slow, and short enough to be seen to be right."""

from __future__ import annotations

import random
from fractions import Fraction

from talka.methods.equal_shares.problem import Problem, Project
from talka.methods.equal_shares.votes import Ballot

Bought = list[tuple[str, Fraction]]
"""Projects in the order of choosing, each with its price for one unit of utility."""


def utilities(problem: Problem) -> dict[str, dict[str, Fraction]]:
    """What each project is worth to each voter to whom it is worth anything."""
    cost = {project.id: project.cost for project in problem.projects}
    found: dict[str, dict[str, Fraction]] = {project: {} for project in cost}
    for ballot in problem.ballots:
        points = ballot.points if problem.utility == "points" else [Fraction(1)] * len(ballot.projects)
        for project, given in zip(ballot.projects, points, strict=True):
            if given:
                found[project][ballot.voter] = given * (cost[project] if problem.utility == "cost" else 1)
    return found


def price_of(cost: Fraction, worth: dict[str, Fraction], purse: dict[str, Fraction]) -> Fraction | None:
    """The least price at which min(purse, price * worth) of all adds up to the cost; None if purses do not suffice."""
    if not worth or sum(purse[voter] for voter in worth) < cost:
        return None
    order = sorted(worth, key=lambda voter: purse[voter] / worth[voter])
    for place, voter in enumerate(order):
        price = (cost - sum(purse[one] for one in order[:place])) / sum(worth[one] for one in order[place:])
        if price * worth[voter] <= purse[voter]:
            return price
    raise AssertionError("the richest can pay the rest")


def equal_shares(problem: Problem, share: Fraction) -> tuple[Bought, dict[str, dict[str, Fraction]]]:
    """What is bought with this share for each, and what each voter pays for each project."""
    purse = {ballot.voter: share for ballot in problem.ballots}
    worth, cost = utilities(problem), {project.id: project.cost for project in problem.projects}
    bought: Bought = []
    paid: dict[str, dict[str, Fraction]] = {}
    while True:
        offers = [
            (price, name)
            for name in cost
            if name not in paid and (price := price_of(cost[name], worth[name], purse)) is not None
        ]
        if not offers:
            return bought, paid
        price, name = min(offers)
        paid[name] = {voter: min(purse[voter], price * worth[name][voter]) for voter in worth[name]}
        for voter, amount in paid[name].items():
            purse[voter] -= amount
        bought.append((name, price))


def outcome(problem: Problem) -> tuple[Bought, list[str], int]:
    """What voters pay for, what the completion adds, and after how many steps."""
    cost = {project.id: project.cost for project in problem.projects}
    worth = utilities(problem)
    share = problem.budget / max(1, len(problem.ballots))
    bought, _paid = equal_shares(problem, share)
    steps = 0
    while problem.completion == "add1":
        left = problem.budget - sum(cost[name] for name, _ in bought)
        taken = {name for name, _ in bought}
        if not any(worth[name] and name not in taken and cost[name] <= left for name in cost):
            break
        more, _paid = equal_shares(problem, share + steps + 1)
        if sum(cost[name] for name, _ in more) > problem.budget:
            break
        bought, steps = more, steps + 1
    added = []
    if problem.completion == "greedy":
        left = problem.budget - sum(cost[name] for name, _ in bought)
        rest = set(cost) - {name for name, _ in bought}
        for name in sorted(rest, key=lambda name: (-sum(worth[name].values()) / cost[name], name)):
            if cost[name] <= left:
                added.append(name)
                left -= cost[name]
    return bought, added, steps


def made_up(
    seed: int,
    *,
    projects: int = 20,
    voters: int = 200,
    most: int = 6,
    costs: tuple[int, ...] = (),
    utility: str = "",
    completion: str = "",
) -> Problem:
    """Voters who each name a few of the projects, the first ones more often. costs: the only ones there are."""
    chance = random.Random(seed)
    utility = utility or chance.choice(["cost", "cardinality", "points"])
    names = [f"p{number}" for number in range(projects)]
    given = tuple(
        Project(name, Fraction(chance.choice(costs) if costs else chance.randint(50, 5000)), name.upper())
        for name in names
    )
    ballots = []
    for number in range(voters):
        count = chance.randint(0, min(most, projects))
        named = {names[min(int(chance.expovariate(3.0) * projects), projects - 1)] for _ in range(count)}
        vote = tuple(chance.sample(sorted(named), len(named)))
        points = tuple(Fraction(chance.randint(0, 6), 2) for _ in vote) if utility == "points" else ()
        ballots.append(Ballot(f"v{number}", vote, points))
    total = sum((project.cost for project in given), Fraction(0))
    budget = max(Fraction(1), Fraction(int(total * chance.choice([20, 40, 70])), 100))
    completion = completion or chance.choice(["none", "add1", "greedy"])
    return Problem(budget, given, tuple(ballots), utility, completion)
