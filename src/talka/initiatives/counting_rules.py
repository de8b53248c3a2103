"""A frozen question in, what came of it out: by equal shares, most votes first or simple majority. Plain data only.

What each ballot says becomes what the rule takes: an option that was withdrawn is left out of every ballot; a place in
a ranking becomes points, for the first as many as there are options, one fewer for each place after it.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from talka.methods.contract import Result
from talka.methods.equal_shares.by_votes import Taken, take
from talka.methods.equal_shares.explain import Explanation, Reason
from talka.methods.equal_shares.problem import Problem, Project
from talka.methods.equal_shares.solve import solve
from talka.methods.equal_shares.votes import Ballot

VERSION = "1"
Told = list[list[Any]]
"""Reasons as [code, parameters], for pages in any language."""


@dataclass(frozen=True, kw_only=True)
class Counted(Result):
    """funded: ids of options, in the order in which they were taken; options: by id "votes", "naming" (ballots that
    name it), "funded" and "reasons"; overview: reasons of the whole; ties: how often options were equal, so that the
    order drawn beforehand decided. EUR exact, as texts."""

    ballots: int
    budget: str
    spent: str
    left: str
    funded: tuple[str, ...]
    options: Mapping[str, Mapping[str, Any]]
    overview: tuple[Any, ...]
    ties: int


def as_counted(form: str, options: Sequence[str], named: Sequence[str], points: Sequence[int]) -> Ballot:
    """One ballot as the rule takes it; `voter` is empty. options: ids of those that are counted."""
    known = set(options)
    if form == "points":
        pairs = [(one, given) for one, given in zip(named, points, strict=True) if one in known]
    else:
        kept = [one for one in named if one in known]
        if form != "ranking":
            return Ballot("", tuple(kept))
        pairs = [(one, len(options) - place) for place, one in enumerate(kept)]
    return Ballot("", tuple(one for one, _given in pairs), tuple(Fraction(given) for _one, given in pairs))


def counted(question: Mapping[str, Any], *, time_limit: float) -> Counted:
    """Raises InvalidProblem and OutOfTime of equal shares."""
    begun = time.perf_counter()
    ids = [one["id"] for one in question["options"]]
    ballots = list(_ballots(question, ids))
    if question["rule"] == "shares" and ids:
        found = _by_shares(question, ballots, time_limit)
    else:
        found = _by_votes(question, ballots)
    costs = {one["id"]: Decimal(one["cost"]) for one in question["options"]}
    spent = sum((costs[one] for one in found["funded"]), Decimal("0.00"))
    return Counted(
        method="choosing",
        version=VERSION,
        seed=0,
        seconds=time.perf_counter() - begun,
        ballots=len(ballots),
        budget=question["budget"],
        spent=str(spent),
        left=str(Decimal(question["budget"]) - spent),
        **found,
    )


def _ballots(question: Mapping[str, Any], ids: Sequence[str]) -> Iterator[Ballot]:
    number = 0
    for kind in question["kinds"]:
        one = as_counted(question["form"], ids, kind["named"], kind["points"])
        for _each in range(kind["count"]):
            number += 1
            yield Ballot(str(number), one.projects, one.points)


def _by_shares(question: Mapping[str, Any], ballots: list[Ballot], time_limit: float) -> dict[str, Any]:
    problem = Problem(
        budget=Fraction(question["budget"]),
        projects=tuple(Project(one["id"], Fraction(one["cost"])) for one in question["options"]),
        ballots=tuple(ballots),
        utility="cost" if question["form"] == "approval" else "points",
        completion=question["completion"],
    )
    result = solve(problem, time_limit=time_limit)
    told = Explanation(problem, result)
    naming = _naming(ballots)
    funded = {one.project: told.of_funded(one) for one in result.funded}
    rest = {one.project: (*told.why_not(one), *told.what_would(one)) for one in result.unfunded}
    points = _points(ballots)
    return {
        "funded": tuple(funded),
        "options": {
            one: {
                "votes": points.get(one, 0),
                "naming": naming.get(one, 0),
                "funded": one in funded,
                "reasons": _plain(why),
            }
            for one, why in {**funded, **rest}.items()
        },
        "overview": tuple(_plain(told.overview())),
        "ties": len(result.ties),
    }


def _by_votes(question: Mapping[str, Any], ballots: list[Ballot]) -> dict[str, Any]:
    costs = [(one["id"], Decimal(one["cost"])) for one in question["options"]]
    rows = take(Decimal(question["budget"]), costs, ballots, majority=question["rule"] == "majority")
    funded = [one.id for one in rows if one.code == "funded"]
    return {
        "funded": tuple(funded),
        "options": {
            one.id: {
                "votes": one.votes,
                "naming": one.naming,
                "funded": one.code == "funded",
                "reasons": _why(one, len(ballots), question["form"]),
            }
            for one in rows
        },
        "overview": tuple([["no_voters", {}]] if not ballots else []),
        "ties": sum(1 for one in rows if one.code == "funded" and one.equals),
    }


def _why(one: Taken, ballots: int, form: str) -> Told:
    about: dict[str, Any] = {"votes": one.votes, "naming": one.naming, "ballots": ballots}
    about |= {"cost": float(one.cost), "room": float(one.room)}
    code = {"funded": "taken", "no_room": "passed"}.get(one.code, one.code)
    pointed = "_points" if form != "approval" and code in ("taken", "passed") else ""
    told: Told = [[f"{code}{pointed}", about]]
    if one.equals:
        won = "tie_won" if one.code == "funded" else "tie_lost"
        told.append([won, {"others": ", ".join(one.equals)}])
    return told


def _naming(ballots: Sequence[Ballot]) -> dict[str, int]:
    found: dict[str, int] = {}
    for ballot in ballots:
        for one in ballot.projects:
            found[one] = found.get(one, 0) + 1
    return found


def _points(ballots: Sequence[Ballot]) -> dict[str, int]:
    """Votes as they are told: ballots that name it, or the sum of its points."""
    found: dict[str, int] = {}
    for ballot in ballots:
        for one, given in zip(ballot.projects, ballot.points or (Fraction(1),) * len(ballot.projects), strict=True):
            found[one] = found.get(one, 0) + int(given)
    return found


def _plain(reasons: Sequence[Reason]) -> Told:
    return [[one.code, dict(one.parameters)] for one in reasons]
