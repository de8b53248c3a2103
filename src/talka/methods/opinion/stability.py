"""How far groups stay the same when some votes are lost: the share of pairs that stay together or apart."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import comb

from talka.methods.opinion.problem import Ballot, Problem
from talka.methods.opinion.solve import Opinion, solve


def stability(
    problem: Problem, result: Opinion, *, runs: int = 20, lost: float = 0.1, seed: int = 0, time_limit: float = 30.0
) -> tuple[float, ...]:
    """The adjusted Rand index between the groups of `result` and those found without a share of the votes, run by run;
    of people who are in a group both times. `time_limit` seconds for each run."""
    before = {one.person: one.group for one in result.people if one.group}
    found = []
    for run in range(runs):
        less = solve(without_some(problem, lost, seed=seed + run), seed=result.seed, time_limit=time_limit)
        after = {one.person: one.group for one in less.people if one.group}
        both = [person for person in before if person in after]
        found.append(agreement([before[person] for person in both], [after[person] for person in both]))
    return tuple(found)


def without_some(problem: Problem, lost: float, *, seed: int) -> Problem:
    """The problem when each vote is lost with that chance; the same whatever the order of the ballots."""
    ballots = []
    for one in problem.ballots:
        chance = random.Random(f"{seed} {one.person}")  # noqa: S311 - a draw, not a secret
        kept = {name: vote for name, vote in sorted(one.votes.items()) if chance.random() >= lost}
        ballots.append(Ballot(one.person, kept))
    return replace(problem, ballots=tuple(ballots))


def agreement(one: Sequence[str], other: Sequence[str]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985): 1 where both split people alike, about 0 by chance."""
    pairs = comb(len(one), 2)
    together = sum(comb(count, 2) for count in Counter(zip(one, other, strict=True)).values())
    mine, yours = (sum(comb(count, 2) for count in Counter(each).values()) for each in (one, other))
    expected = mine * yours / pairs if pairs else 0.0
    most = (mine + yours) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)
