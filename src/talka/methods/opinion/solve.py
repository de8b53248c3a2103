"""Find where a crowd agrees and where it divides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Deadline, Result
from talka.methods.opinion.chance import Choice, Tried, choose
from talka.methods.opinion.problem import Problem
from talka.methods.opinion.standing import Counts, Representative, Standing, representative, standings
from talka.methods.opinion.table import UNSEEN, Floats, Ints, VoteTable, table_of

VERSION = "1"
NAMES = "ABCDE"
BETWEEN = 0.2
"""Who is less than a fifth farther from the middle of another group than from that of their own stands between them."""


@dataclass(frozen=True)
class Person:
    """One who voted: `group` by name, "" for too few votes; `x`, `y` their place in the plane of opinions, None for who
    is in no group; `votes` given on statements that count; `between`: nearly as near to another group."""

    person: str
    group: str
    x: float | None
    y: float | None
    votes: int
    between: bool


@dataclass(frozen=True)
class Group:
    """A group of 5 people or more, or all there are; groups are named by letters, the largest first."""

    name: str
    size: int
    stands_for: tuple[Representative, ...]


@dataclass(frozen=True, kw_only=True)
class Opinion(Result):
    """people: everybody who voted; needed: votes that put one into a group; rejected: statements a moderator took out.

    silhouette: of the groups, None where there is one. tried: numbers of groups, by number. chance: how likely votes
    without any connection separate as well, from 1/40; None where fewer than 19 of the `draws` could be made in time,
    or no split has 5 people in each group. scaled: whether places are scaled for few votes.
    """

    people: tuple[Person, ...]
    needed: int
    most_groups: int
    rejected: int
    groups: tuple[Group, ...]
    statements: tuple[Standing, ...]
    silhouette: float | None
    tried: tuple[Tried, ...]
    chance: float | None
    draws: int
    scaled: bool


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Opinion:
    """Groups, what they stand for, share and divide on. Nothing is optimised as a whole, so objective, bound and gap
    are None. Raises InvalidProblem. When the time runs out fewer draws are made; `draws` says how many."""
    deadline = Deadline(time_limit)
    problem.require_valid()
    table = table_of(problem)
    choice = choose(table.grouped, problem.most_groups, seed, deadline)
    group = _by_size(choice)
    everybody = np.full(len(table.persons), -1, dtype=np.int64)
    everybody[table.order] = group
    counts = Counts.of(table.votes, everybody, choice.groups)
    sizes = np.bincount(group, minlength=choice.groups).tolist()
    held = representative(table.statements, counts)
    silhouettes = {(one.groups, one.scaled): one.silhouette for one in choice.tried}
    return Opinion(
        method="opinion",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        people=_people(table, choice, group),
        needed=table.needed,
        most_groups=problem.most_groups,
        rejected=sum(1 for one in problem.statements if one.rejected),
        groups=tuple(Group(NAMES[at], size, held[at]) for at, size in enumerate(sizes)),
        statements=standings(table.statements, {one.id: one.text for one in problem.statements}, table.votes, counts),
        silhouette=silhouettes.get((choice.groups, choice.scaled)),
        tried=choice.tried,
        chance=choice.chance,
        draws=choice.draws,
        scaled=choice.scaled,
    )


def _by_size(choice: Choice) -> Ints:
    """[grouped persons]: groups numbered by size, the largest first; of equals, the one of the first person."""
    names, first, size = np.unique(choice.group, return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    number = np.zeros(int(names.max()) + 1, dtype=np.int64)
    number[names[order]] = np.arange(len(names))
    return number[choice.group]


def _people(table: VoteTable, choice: Choice, group: Ints) -> tuple[Person, ...]:
    given = (table.votes != UNSEEN).sum(axis=1).tolist()
    between = _between(choice.where, group, choice.groups).tolist()
    places = choice.where.tolist()
    row = {person: at for at, person in enumerate(table.order.tolist())}
    found = []
    for at, person in enumerate(table.persons):
        if at in row:
            x, y = places[row[at]]
            one = Person(person, NAMES[group[row[at]]], x, y, given[at], between[row[at]])
        else:
            one = Person(person, "", None, None, given[at], between=False)
        found.append(one)
    return tuple(found)


def _between(where: Floats, group: Ints, groups: int) -> NDArray[np.bool_]:
    if groups == 1:
        return np.zeros(len(where), dtype=np.bool_)
    middle = np.stack([where[group == each].mean(axis=0) for each in range(groups)])
    away = np.sqrt(((where[:, None, :] - middle[None]) ** 2).sum(axis=2))
    rows = np.arange(len(where))
    own = away[rows, group].copy()
    away[rows, group] = np.inf
    between: NDArray[np.bool_] = own > (1 - BETWEEN) * away.min(axis=1)
    return between
