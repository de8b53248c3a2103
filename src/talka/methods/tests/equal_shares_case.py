"""Equal shares, as the battery sees them."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from talka.methods.equal_shares.check import check
from talka.methods.equal_shares.problem import Problem, Project
from talka.methods.equal_shares.solve import EqualShares, solve
from talka.methods.equal_shares.votes import Ballot
from talka.methods.tests.equal_shares_plainly import made_up, outcome
from talka.methods.tests.registered import Method


def tiny(seed: int) -> Problem:
    chance = random.Random(seed)
    return made_up(
        seed,
        projects=chance.choice([1, 3, 6]),
        voters=chance.choice([0, 1, 4, 9]),
        most=chance.choice([1, 3, 6]),
        costs=chance.choice([(), (12, 24), (10,)]),
    )


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    projects, ballots = list(problem.projects), []
    for ballot in problem.ballots:
        order = chance.sample(range(len(ballot.projects)), len(ballot.projects))
        points = tuple(ballot.points[place] for place in order) if ballot.points else ()
        ballots.append(Ballot(ballot.voter, tuple(ballot.projects[place] for place in order), points))
    chance.shuffle(projects)
    chance.shuffle(ballots)
    return replace(problem, projects=tuple(projects), ballots=tuple(ballots))


def wrong(problem: Problem, result: EqualShares) -> str:
    return "; ".join(check(problem, result)[:3])


def exact(problem: Problem) -> dict[str, float | None]:
    bought, added, steps = outcome(problem)
    told: dict[str, float | None] = {name: float(price) for name, price in bought}
    told |= {f"{place + 1}: {name}": 0 for place, name in enumerate([*(name for name, _ in bought), *added])}
    return told | {"steps": steps}


def told(result: EqualShares) -> dict[str, float | None]:
    prices = {one.project: one.price_per_utility for one in result.funded if one.price_per_utility is not None}
    return {**prices, **{f"{one.round}: {one.project}": 0 for one in result.funded}, "steps": result.steps}


PROJECTS = (
    Project("a", Fraction(10)),
    Project("a", Fraction(0)),
    Project("", Fraction(-1, 2)),
    Project("b", Fraction(4)),
)
BALLOTS = (
    Ballot("v", ("a", "b")),
    Ballot("v", ("a", "a", "x")),
    Ballot("", ("", "b")),
    Ballot("w", ("b",), (Fraction(1), Fraction(2))),
)

INVALID = (
    (
        Problem(Fraction(0), PROJECTS, BALLOTS, "luck", "later"),
        [
            ("rules", "budget"),
            ("rules", "utility"),
            ("rules", "completion"),
            ("projects", 1, "project_id"),
            ("projects", 1, "cost"),
            ("projects", 2, "project_id"),
            ("projects", 2, "cost"),
            ("votes", 1, "voter_id"),
            ("votes", 1, "vote"),
            ("votes", 1, "vote"),
            ("votes", 2, "voter_id"),
            ("votes", 2, "vote"),
            ("votes", 3, "points"),
        ],
    ),
    (
        Problem(
            Fraction(5),
            PROJECTS[:1],
            (
                Ballot("v", ("a",)),
                Ballot("w", ("a",), (Fraction(-1),)),
                Ballot("x", ("a",), (Fraction(10**7),)),
                Ballot("y", ()),
                Ballot("z", ("a",), (Fraction(1, 7),)),
            ),
            "points",
        ),
        [("votes", 0, "points"), ("votes", 1, "points"), ("votes", 2, "points"), ("votes", 4, "points")],
    ),
)

METHOD = Method(
    name="equal-shares",
    solve=solve,
    result=EqualShares,
    ordinary=made_up,
    tiny=tiny,
    huge=lambda: made_up(1, projects=150, voters=60_000, most=12, utility="cost", completion="greedy"),
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=exact,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=INVALID,
    outcome=told,
)
