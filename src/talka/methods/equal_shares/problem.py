"""The question as it is given: a budget, projects, ballots, how utility is told; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from talka.methods.contract import Fault, InvalidProblem
from talka.methods.equal_shares.votes import Ballot, Votes, votes_of

UTILITIES = ("cost", "cardinality", "points")
COMPLETIONS = ("none", "add1", "greedy")
MOST_POINTS, FINEST = 10**6, 1000
"""Of one ballot for one project, and the smallest part of a point: so that every sum of points is exact in a double."""


@dataclass(frozen=True, slots=True)
class Project:
    """What could be funded. `cost` is exact, in whole units of the currency or parts of them."""

    id: str
    cost: Fraction
    name: str = ""


@dataclass(frozen=True)
class Problem:
    """A budget, projects and ballots; `votes` are the ballots in columns.

    utility: what a funded project is worth to a voter who named it: its "cost", 1 ("cardinality"), or the "points"
    given. completion: what becomes of money left: "none": it stays; "add1": every share grows by 1 as long as what is
    chosen costs no more than the budget; "greedy": by utility for the money.
    """

    budget: Fraction
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    utility: str = "cost"
    completion: str = "none"
    votes: Votes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "votes", votes_of(self.ballots))

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form, in the order of the tables; empty if nothing is."""
        return (*_rule_faults(self), *_project_faults(self), *_ballot_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    if problem.budget <= 0:
        yield Fault(("rules", "budget"), "budget", f"{_plain(problem.budget)} is no budget, it must be above 0")
    for name, given, known in (
        ("utility", problem.utility, UTILITIES),
        ("completion", problem.completion, COMPLETIONS),
    ):
        if given not in known:
            yield Fault(("rules", name), name, f'"{given}" is not one of ' + ", ".join(known))


def _project_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, project in enumerate(problem.projects):
        if not project.id:
            yield Fault(("projects", row, "project_id"), "id_empty", "the id is empty")
        elif project.id in seen:
            yield Fault(("projects", row, "project_id"), "id_twice", f'the project "{project.id}" stands twice')
        seen.add(project.id)
        if project.cost <= 0:
            what = f"{_plain(project.cost)} is no cost, it must be above 0; a project that costs nothing needs no vote"
            yield Fault(("projects", row, "cost"), "cost", what)


def _ballot_faults(problem: Problem) -> Iterator[Fault]:
    votes, pointed = problem.votes, problem.utility == "points"
    known = {project.id for project in problem.projects if project.id}
    unknown = np.array([name not in known for name in votes.names], dtype=bool)
    cells = np.sort(votes.row * max(1, len(votes.names)) + votes.named)
    twice = cells[1:][cells[1:] == cells[:-1]] // max(1, len(votes.names))
    wrong = {*votes.row[unknown[votes.named]].tolist(), *twice.tolist()}
    off = {
        kind
        for kind, (points, size) in enumerate(zip(votes.points, np.diff(votes.starts).tolist(), strict=True))
        if (points or pointed) and (len(points) != size or (pointed and _off(points)))
    }
    if not (wrong or off or votes.doubtful):
        return
    doubtful = set(votes.doubtful)
    for row, (ballot, kind) in enumerate(zip(problem.ballots, votes.kind.tolist(), strict=True)):
        if row in doubtful:
            yield _voter_fault(row, ballot)
        if kind in wrong:
            yield from _vote_faults(row, ballot, known)
        if kind in off:
            yield from _point_faults(row, ballot)


def _voter_fault(row: int, ballot: Ballot) -> Fault:
    if not ballot.voter:
        return Fault(("votes", row, "voter_id"), "voter_empty", "the voter has no id")
    what = f'the voter "{ballot.voter}" has a ballot already; one person votes once'
    return Fault(("votes", row, "voter_id"), "voter_twice", what)


def _vote_faults(row: int, ballot: Ballot, known: set[str]) -> Iterator[Fault]:
    named: set[str] = set()
    for name in ballot.projects:
        if name in named:
            yield Fault(("votes", row, "vote"), "named_twice", f'the project "{name}" stands twice on the ballot')
        elif not name:
            yield Fault(("votes", row, "vote"), "name_empty", "between two commas no project is named")
        elif name not in known:
            yield Fault(("votes", row, "vote"), "project_unknown", f'there is no project "{name}"')
        named.add(name)


def _off(points: tuple[Fraction, ...]) -> bool:
    return any(not 0 <= one <= MOST_POINTS or FINEST % one.denominator for one in points)


def _point_faults(row: int, ballot: Ballot) -> Iterator[Fault]:
    path = ("votes", row, "points")
    if len(ballot.points) != len(ballot.projects):
        what = f"{len(ballot.points)} points are given to {len(ballot.projects)} projects; each needs its own"
        yield Fault(path, "points_missing", what)
        return
    for points in ballot.points:
        if points < 0:
            yield Fault(path, "negative", f"{_plain(points)} is less than 0")
        elif points > MOST_POINTS:
            yield Fault(path, "too_many", f"{_plain(points)} is more than {MOST_POINTS:,} points")
        elif FINEST % points.denominator:
            yield Fault(path, "too_fine", f"{_plain(points)} has more than three decimals")


def _plain(number: Fraction) -> str:
    return f"{float(number):g}"
