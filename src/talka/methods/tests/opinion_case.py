"""Opinion groups, as the battery sees them."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from math import comb

import numpy as np

from talka.methods.opinion.problem import Ballot, Problem, Statement
from talka.methods.opinion.solve import Opinion, solve
from talka.methods.tests.registered import Method

Counted = dict[str, dict[str, tuple[int, int, int]]]


def made_up(
    seed: int, people: int = 60, statements: int = 20, *, camps: int = 2, seen: float = 0.7, firm: float = 0.8
) -> Problem:
    """Camps of equal size that each hold their own view of each statement, `firm` of the time; the first and every
    fourth statement all camps agree with. `seen`: the share of statements that one votes on."""
    chance = random.Random(seed)
    views = [[1 if not s % 4 else chance.choice((-1, 1)) for s in range(statements)] for _ in range(camps)]
    ballots = []
    for person in range(people):
        mine = views[person % camps]
        votes = {
            f"{s}": mine[s] if chance.random() < firm else chance.choice((-1, 0, 1))
            for s in range(statements)
            if chance.random() < seen
        }
        ballots.append(Ballot(f"p{person}", votes))
    told = tuple(Statement(f"{s}", f"Statement {s}", rejected=s == 5 and seed % 2 == 1) for s in range(statements))
    return Problem(tuple(ballots), told)


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    ballots = [
        Ballot(one.person, dict(chance.sample(list(one.votes.items()), len(one.votes)))) for one in problem.ballots
    ]
    told = list(problem.statements)
    chance.shuffle(ballots)
    chance.shuffle(told)
    return replace(problem, ballots=tuple(ballots), statements=tuple(told))


def members(result: Opinion) -> dict[str, str]:
    return {one.person: one.group for one in result.people}


def counted(problem: Problem, group: dict[str, str]) -> Counted:
    """By statement and group ("*" for everybody): votes, agree, disagree; counted by plain loops."""
    rejected = {one.id for one in problem.statements if one.rejected}
    found: Counted = {}
    for ballot in problem.ballots:
        for name, vote in ballot.votes.items():
            if name in rejected:
                continue
            for whose in {"*", group.get(ballot.person) or "*"}:
                n, agree, disagree = found.setdefault(name, {}).get(whose, (0, 0, 0))
                found[name][whose] = (n + 1, agree + (vote == 1), disagree + (vote == -1))
    return found


def product(one: dict[str, tuple[int, int, int]], groups: list[str], side: int) -> Fraction:
    """The group-informed consensus, exactly."""
    worth = Fraction(1)
    for name in groups:
        n, *sides = one.get(name, (0, 0, 0))
        worth *= Fraction(sides[0 if side == 1 else 1] + 1, n + 2)
    return worth


def fisher(part: int, whole: int, other_part: int, other_whole: int) -> Fraction:
    """The chance of so many or more of the part in the whole, by counting all ways."""
    both, everyone = part + other_part, whole + other_whole
    ways = sum(comb(both, x) * comb(everyone - both, whole - x) for x in range(part, min(both, whole) + 1))
    return Fraction(ways, comb(everyone, whole))


def at_least(part: int, whole: int) -> Fraction:
    """The chance of so many or more heads."""
    return Fraction(sum(comb(whole, x) for x in range(part, whole + 1)), 2**whole)


def plain_silhouette(result: Opinion) -> float:
    """Person by person, from the places told."""
    grouped = [one for one in result.people if one.group]
    where = np.array([(one.x, one.y) for one in grouped])
    away = np.sqrt(((where[:, None] - where[None]) ** 2).sum(axis=2))
    worth = []
    for row, one in enumerate(grouped):
        means = {}
        for group in result.groups:
            rows = [other for other, two in enumerate(grouped) if two.group == group.name and other != row]
            means[group.name] = float(away[row, rows].mean())
        own = means.pop(one.group)
        other = min(means.values())
        worth.append((other - own) / max(own, other))
    return sum(worth) / len(worth)


def wrong(problem: Problem, result: Opinion) -> str:
    group = members(result)
    if set(group) != {one.person for one in problem.ballots if one.votes}:
        return "not everybody who voted is told of, or somebody who did not"
    names = [one.name for one in result.groups]
    sizes = [sum(1 for own in group.values() if own == name) for name in names]
    if [one.size for one in result.groups] != sizes or sizes != sorted(sizes, reverse=True):
        return "the groups are miscounted or not the largest first"
    if len(names) > 1 and min(sizes) < 5:
        return "a group of fewer than five is shown apart"
    if any((one.group == "") != (one.votes < result.needed) for one in result.people):
        return "who is in no group does not follow from the votes given"
    if len(names) > 1 and sum(sizes) <= 200 and abs(plain_silhouette(result) - (result.silhouette or 0)) > 1e-6:
        return "the silhouette is not that of the groups"
    plain = counted(problem, group)
    if {one.statement for one in result.statements} != set(plain):
        return "not every statement is told of"
    for one in result.statements:
        mine = plain[one.statement]
        told = [("*", one.everyone), *zip(names, one.groups, strict=True)] if len(names) > 1 else [("*", one.everyone)]
        for name, share in told:
            if (share.n, share.agree, share.disagree) != mine.get(name, (0, 0, 0)):
                return "votes are miscounted"
            if (share.agreement is None) != (share.n < 5):
                return "a share of fewer than five votes is told, or one of more is not"
            if share.agreement is not None and not share.low <= share.agreement <= share.high:
                return "a share is outside its interval"
        for side, worth in ((1, one.consensus), (-1, one.consensus_against)):
            if abs(float(product(mine, names, side)) - worth) > 1e-9:
                return "the consensus is not the product"
        if one.kind == "shared":
            for name in names:
                n, agree, disagree = mine[name]
                if n < 5 or at_least(agree if one.side == 1 else disagree, n) > Fraction(5, 100):
                    return "what is told as shared is not held by most of a group"
    return _wrong_representatives(plain, result)


def _wrong_representatives(plain: Counted, result: Opinion) -> str:
    for group in result.groups:
        for one in group.stands_for:
            mine = plain[one.statement].get(group.name, (0, 0, 0))
            rest = [plain[one.statement].get(other.name, (0, 0, 0)) for other in result.groups if other != group]
            n, part = mine[0], mine[1 if one.side == 1 else 2]
            other_n, other_part = sum(each[0] for each in rest), sum(each[1 if one.side == 1 else 2] for each in rest)
            if abs(one.share - (part + 1) / (n + 2)) > 1e-9 or one.chance < fisher(part, n, other_part, other_n) - 1e-9:
                return "what a group stands for is not so"
            if n < 5 or other_n < 5 or at_least(part, n) > Fraction(5, 100):
                return "a group stands for what it does not mostly hold"
    return ""


def told(result: Opinion) -> list[float]:
    """Figures that plain counting can give too: of the whole crowd, by statement in the order of their names."""
    ordered = sorted(result.statements, key=lambda one: int(one.statement))
    return [figure for one in ordered for figure in (one.everyone.n, one.consensus, one.consensus_against)]


def exact(problem: Problem) -> list[float]:
    """The same by counting: fewer than ten people are one group."""
    needed = min(problem.least_votes, len(counted(problem, {})))
    rejected = {one.id for one in problem.statements if one.rejected}
    given = {one.person: len(one.votes.keys() - rejected) for one in problem.ballots}
    most = sorted((n for n in given.values() if n), reverse=True)[:15]
    needed = min(needed, most[-1])
    plain = counted(problem, {person: "A" for person, n in given.items() if n >= needed})
    figures: list[float] = []
    for name in sorted(plain, key=int):
        one = plain[name]
        figures += [one["*"][0], float(product(one, ["A"], 1)), float(product(one, ["A"], -1))]
    return figures


METHOD = Method(
    name="opinion",
    solve=solve,
    result=Opinion,
    ordinary=lambda seed: made_up(seed, 40 + 10 * (seed % 3), camps=1 + seed % 3),
    tiny=lambda seed: made_up(seed, 2 + seed % 8, 2 + seed % 9),
    huge=lambda: made_up(1, 1_200, 120, camps=3, seen=0.5),
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=exact,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            Problem(
                (
                    Ballot("a", {"x": 1, "y": 2}),
                    Ballot("", {"x": 0}),
                    Ballot("a", {"x": -1}),
                    Ballot("b", {"": 1}),
                    Ballot("b", {}),
                ),
                (Statement("x"), Statement(""), Statement("x")),
                least_votes=0,
                most_groups=6,
            ),
            [
                ("ballots", 0, "y"),
                ("ballots", 1, "person"),
                ("ballots", 2, "x"),
                ("ballots", 3, "statement"),
                ("ballots", 4, "person"),
                ("statements", 1, "statement"),
                ("statements", 2, "statement"),
                ("rules", "least_votes"),
                ("rules", "most_groups"),
            ],
        ),
        (Problem(()), [("ballots",)]),
        (Problem((Ballot("a", {}), Ballot("b", {"x": 1}))), [("ballots",)]),
        (Problem((Ballot("a", {"x": 1}), Ballot("b", {"x": 1})), (Statement("x", rejected=True),)), [("ballots",)]),
    ),
    outcome=told,
)
