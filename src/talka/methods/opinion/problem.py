"""The question: who agrees with which statement; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from talka.methods.contract import Fault, InvalidProblem

AGREE, PASS, DISAGREE = 1, 0, -1
VOTES = frozenset((AGREE, PASS, DISAGREE))
FEWEST = 5
"""A group of fewer people is never shown apart, and nothing is claimed from fewer votes."""
LEAST_VOTES, MOST_GROUPS = 7, 5


@dataclass(frozen=True)
class Ballot:
    """All votes of one person: 1 agrees, 0 passes (saw it and took no side), -1 disagrees, by statement.

    A statement that is not named was not voted on, which is not the same as passing.
    """

    person: str
    votes: Mapping[str, int]


@dataclass(frozen=True)
class Statement:
    """What could be voted on. `rejected`: a moderator took it out; votes on it count for nothing."""

    id: str
    text: str = ""
    rejected: bool = False


@dataclass(frozen=True)
class Problem:
    """One ballot for each person.

    statements: texts and moderation, for some or all; a statement that is voted on need not be named here.
    least_votes: who gave fewer is not put into a group (all statements, where there are fewer than that).
    most_groups: no more groups than that are tried, 1 to 5.
    """

    ballots: tuple[Ballot, ...]
    statements: tuple[Statement, ...] = ()
    least_votes: int = LEAST_VOTES
    most_groups: int = MOST_GROUPS

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        return (*_ballot_faults(self), *_statement_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def no_vote(found: object) -> str:
    """What is wrong with a vote that is none."""
    return f"{found} is no vote; 1 agrees, 0 passes, -1 disagrees"


def _ballot_faults(problem: Problem) -> Iterator[Fault]:
    first: dict[str, Mapping[str, int]] = {}
    for row, ballot in enumerate(problem.ballots):
        if not ballot.person:
            yield Fault(("ballots", row, "person"), "person_empty", "the person is empty")
        elif ballot.person in first:
            other = first[ballot.person]
            differs = next((name for name, vote in ballot.votes.items() if other.get(name, vote) != vote), "")
            what = f'"{ballot.person}" has a ballot already; one for each person is expected'
            if differs:
                before, now = other[differs], ballot.votes[differs]
                what = f'"{ballot.person}" votes on "{differs}" a second time and otherwise: {before}, then {now}'
            yield Fault(("ballots", row, differs or "person"), "person_twice", what)
        first.setdefault(ballot.person, ballot.votes)
        if "" in ballot.votes:
            yield Fault(("ballots", row, "statement"), "statement_empty", "the statement is empty")
        if not VOTES.issuperset(ballot.votes.values()):
            for name, vote in ballot.votes.items():
                if vote not in VOTES:
                    yield Fault(("ballots", row, name), "no_vote", no_vote(vote))
    voters = sum(1 for ballot in problem.ballots if ballot.votes)
    if not voters:
        yield Fault(("ballots",), "no_votes", "nobody has voted; there is nothing to tell")
    elif voters == 1:
        what = "only one person has voted; where a crowd agrees can be told from two on, and groups from ten on"
        yield Fault(("ballots",), "one_person", what)
    elif _none_left(problem):
        yield Fault(("ballots",), "all_rejected", "every statement that was voted on is rejected; none is left")


def _none_left(problem: Problem) -> bool:
    """Whether no statement that is voted on is left."""
    rejected = {one.id for one in problem.statements if one.rejected}
    return all(rejected.issuperset(ballot.votes) for ballot in problem.ballots)


def _statement_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, one in enumerate(problem.statements):
        if not one.id:
            yield Fault(("statements", row, "statement"), "statement_empty", "the statement is empty")
        elif one.id in seen:
            yield Fault(("statements", row, "statement"), "statement_twice", f'"{one.id}" stands here already')
        seen.add(one.id)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    if problem.least_votes < 1:
        yield Fault(("rules", "least_votes"), "least_votes", f"{problem.least_votes} is below 1")
    if not 1 <= problem.most_groups <= MOST_GROUPS:
        what = f"{problem.most_groups} is no number of groups from 1 to {MOST_GROUPS}"
        yield Fault(("rules", "most_groups"), "most_groups", what)
