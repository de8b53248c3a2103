"""Ballots as a table of numbers that does not depend on names, on the order of anything, or on how a statement is put.

Statements stand by id; each is turned so that more people agree with it than disagree; persons stand by what they
voted. Whoever renames people, shuffles them, or turns a statement into its contrary gets the same table, number by
number, and so the same groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talka.methods.opinion.problem import Problem

Votes = NDArray[np.int8]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNSEEN = 2
"""In a table of votes: not voted on."""
ENOUGH = 15
"""Where fewer people than that gave enough votes, those who gave the most fill up."""


@dataclass(frozen=True)
class VoteTable:
    """`votes` [persons, statements] of everybody who voted, as they voted. `turned` [statements]: 1, or -1 where the
    statement is turned; `order`: rows of those who are grouped, by what they voted (turned). `needed`: how many votes
    it took to be among them."""

    persons: tuple[str, ...]
    statements: tuple[str, ...]
    votes: Votes
    turned: NDArray[np.int8]
    order: Ints
    needed: int

    @property
    def grouped(self) -> Votes:
        """[grouped persons, statements]: turned votes of those who are grouped, in canonical order."""
        return turn(self.votes[self.order], self.turned)


def table_of(problem: Problem) -> VoteTable:
    """The table of a valid problem; rejected statements and persons without a vote are left out."""
    rejected = {one.id for one in problem.statements if one.rejected}
    names = sorted(set().union(*(ballot.votes for ballot in problem.ballots)) - rejected, key=natural)
    column = {name: at for at, name in enumerate(names)}
    ballots = sorted(problem.ballots, key=lambda ballot: natural(ballot.person))
    votes = np.full((len(ballots), len(names)), UNSEEN, dtype=np.int8)
    for row, ballot in enumerate(ballots):
        kept = ballot.votes.keys() - rejected
        votes[row, [column[name] for name in kept]] = [ballot.votes[name] for name in kept]
    there = (votes != UNSEEN).any(axis=1)
    persons = tuple(ballot.person for ballot, any_vote in zip(ballots, there.tolist(), strict=True) if any_vote)
    votes = votes[there]
    turned = _turned(votes)
    given = (votes != UNSEEN).sum(axis=1)
    needed = _needed(given.tolist(), min(problem.least_votes, len(names)))
    able = np.flatnonzero(given >= needed)
    rows = turn(votes[able], turned)
    return VoteTable(persons, tuple(names), votes, turned, able[np.lexsort(rows.T[::-1])], needed)


def natural(name: str) -> tuple[int, int, str]:
    """How ids are ordered: whole numbers as numbers, then words."""
    return (0, int(name), name) if name.isascii() and name.isdigit() and len(name) < 19 else (1, 0, name)


def turn(votes: Votes, turned: NDArray[np.int8]) -> Votes:
    """The votes with some statements turned into their contrary; who has not voted, has not."""
    return np.where(votes == UNSEEN, votes, votes * turned).astype(np.int8)


def _turned(votes: Votes) -> NDArray[np.int8]:
    """The side of the majority; where there is none, of those who are mostly with the majority elsewhere."""
    known = np.where(votes == UNSEEN, 0, votes).astype(np.int64)
    side = np.sign(known.sum(axis=0))
    even = np.flatnonzero(side == 0)
    if len(even):
        side[even] = np.sign(known[:, even].T @ (known @ side))
    side[side == 0] = 1
    turned: NDArray[np.int8] = side.astype(np.int8)
    return turned


def _needed(given: Sequence[int], least: int) -> int:
    """Votes that make one be grouped: `least`, or as many as the fifteenth who gave the most."""
    if sum(1 for each in given if each >= least) >= min(ENOUGH, len(given)):
        return least
    return sorted(given, reverse=True)[min(ENOUGH, len(given)) - 1]
