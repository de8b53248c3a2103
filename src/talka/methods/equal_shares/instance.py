"""The problem as arrays: projects in the order of their ids, ballots that say the same counted together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from talka.methods.equal_shares.problem import Problem
from talka.methods.equal_shares.votes import Votes, Whole

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Support:
    """Who named one project: kinds of ballots, the power of each, how many there are of it, and mass, power times that.

    people and total are the sums of weight and mass.
    """

    kinds: Whole
    power: Floats
    weight: Floats
    mass: Floats
    people: float
    total: float


@dataclass(frozen=True)
class Instance:
    """Money is in whole `units`: so many make one of the currency. Utility is power times worth, over `grain`; power
    is a whole number, held as a double in which all sums of them are exact; so many `parts_of_point` make a point."""

    ids: tuple[str, ...]
    costs: tuple[int, ...]
    budget: int
    units: int
    worth: tuple[int, ...]
    grain: int
    parts_of_point: int
    voters: int
    kind: Whole
    """Of each ballot, in the order given."""
    count: Floats
    """Of each kind: how many ballots."""
    support: tuple[Support, ...]
    starts: Whole
    named: Whole
    powers: Floats
    """Kind k named the projects `named[starts[k]:starts[k + 1]]`, with these powers."""

    def votes(self, project: int) -> int:
        """How many ballots support a project."""
        return int(self.support[project].people)

    def utility(self, project: int) -> Fraction:
        """Of a project over all voters."""
        return Fraction(int(self.support[project].total) * self.worth[project], self.grain)


def instance_of(problem: Problem) -> Instance:
    """The arrays of a valid problem."""
    projects = sorted(problem.projects, key=lambda project: project.id)
    units = math.lcm(problem.budget.denominator, *(project.cost.denominator for project in projects))
    costs = tuple(int(project.cost * units) for project in projects)
    number = {project.id: place for place, project in enumerate(projects)}
    votes, row = problem.votes, problem.votes.row
    count = np.bincount(votes.kind, minlength=len(votes.points)).astype(float)
    named = np.array([number[name] for name in votes.names], dtype=np.int64)[votes.named]
    parts, powers = _points(votes) if problem.utility == "points" else (1, np.ones(len(named)))
    if not powers.all():
        # A project that was given no points is not supported.
        row, named, powers = row[powers > 0], named[powers > 0], powers[powers > 0]
    starts = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=len(count))))).astype(np.int64)
    # Small numbers are sorted by counting.
    order = np.argsort(named.astype(np.uint16) if len(projects) < 2**16 else named, kind="stable")
    ends = np.searchsorted(named[order], np.arange(len(projects) + 1))
    return Instance(
        ids=tuple(project.id for project in projects),
        costs=costs,
        budget=int(problem.budget * units),
        units=units,
        worth=costs if problem.utility == "cost" else (1,) * len(costs),
        grain=units if problem.utility == "cost" else parts,
        parts_of_point=parts,
        voters=len(problem.ballots),
        kind=votes.kind,
        count=count,
        support=tuple(
            _support(row[order[start:end]], powers[order[start:end]], count)
            for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        ),
        starts=starts,
        named=named,
        powers=powers,
    )


def _support(kinds: Whole, power: Floats, count: Floats) -> Support:
    weight = count[kinds]
    mass = weight * power
    return Support(kinds, power, weight, mass, float(weight.sum()), float(mass.sum()))


def _points(votes: Votes) -> tuple[int, Floats]:
    """Into how many parts a point is divided, and the points of all in such parts."""
    given = [points for kind in votes.points for points in kind]
    parts = math.lcm(1, *{points.denominator for points in given})
    return parts, np.array([int(points * parts) for points in given], dtype=float)
