"""What ballots say, in columns, each thing once: tens of thousands of ballots say the same few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter and the projects named, each once; `points` are one for each of them, or none at all."""

    voter: str
    projects: tuple[str, ...]
    points: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Votes:
    """`kind` of each ballot, in the order given. Kind k names `names[named[starts[k]:starts[k + 1]]]` and gives
    `points[k]`. `doubtful`: ballots without voter, or of a voter who has another before."""

    kind: Whole
    names: tuple[str, ...]
    starts: Whole
    named: Whole
    points: tuple[tuple[Fraction, ...], ...]
    doubtful: tuple[int, ...]

    @property
    def row(self) -> Whole:
        """The kind of each entry of `named`."""
        return np.repeat(np.arange(len(self.points)), np.diff(self.starts))


def votes_of(ballots: Sequence[Ballot]) -> Votes:
    """The columns of ballots, right or wrong."""
    kinds: dict[object, int] = {}
    number: dict[str, int] = {}
    points: list[tuple[Fraction, ...]] = []
    of_ballot, sizes, named = [], [], []
    for ballot in ballots:
        key = (ballot.projects, ballot.points) if ballot.points else ballot.projects
        kind = kinds.setdefault(key, len(kinds))
        of_ballot.append(kind)
        if kind == len(points):
            points.append(ballot.points)
            sizes.append(len(ballot.projects))
            named += [number.setdefault(name, len(number)) for name in ballot.projects]
    return Votes(
        kind=np.array(of_ballot, dtype=np.int64),
        names=tuple(number),
        starts=np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64),
        named=np.array(named, dtype=np.int64),
        points=tuple(points),
        doubtful=_doubtful(ballots),
    )


def _doubtful(ballots: Sequence[Ballot]) -> tuple[int, ...]:
    voters = {ballot.voter for ballot in ballots}
    if len(voters) == len(ballots) and "" not in voters:
        return ()
    seen, found = {""}, []
    for row, ballot in enumerate(ballots):
        if ballot.voter in seen:
            found.append(row)
        seen.add(ballot.voter)
    return tuple(found)
