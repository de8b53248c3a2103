"""The peers of every area: nearest by standardised indicators, with what makes them alike and what sets them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Deadline, OutOfTime, Result
from talka.methods.peers.nearest import nearest
from talka.methods.peers.problem import Likeness, Problem, chosen, groups_of, of_one_time
from talka.methods.values import Floats, Whole

VERSION = "1"
REASONS = 3
"""So many indicators are named that make two areas alike, and at most so many that set them apart."""
NEAR, APART = 0.5, 1.0
"""Standard deviations: two areas that differ by no more are alike in an indicator; by this or more, they differ."""


@dataclass(frozen=True)
class Peer:
    """`peer` is number `rank` among those like `area`. distance: in standard deviations, weighted. shared: the share of
    all weight that the indicators both have make up. alike: indicators in which they are closest, of those that differ
    by half a standard deviation at most; differ: in which they are farthest apart, of those that differ by one or more.
    """

    area: str
    peer: str
    rank: int
    distance: float
    shared: float
    alike: tuple[str, ...]
    differ: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Peers(Result):
    """peers: by area and rank. indicators, weights, logs: what they were compared by. without: areas for which there is
    no other with enough in common."""

    indicators: tuple[str, ...]
    weights: tuple[float, ...]
    logs: tuple[bool, ...]
    peers: tuple[Peer, ...]
    without: tuple[str, ...]


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Peers:
    """The peers of every area. They are found exactly, but nothing is optimised, so objective, bound and gap are None;
    the seed has no effect. Raises InvalidProblem, OutOfTime."""
    deadline = Deadline(time_limit)
    problem.require_valid()
    by = chosen(problem)
    points = standardised(of_one_time(problem), by) if by else np.zeros((len(problem.values.grid.areas), 0))
    weights = np.array([one.weight for one in by.values()])
    wanted = min(problem.peers, max(1, len(points) - 1))
    near = np.full((len(points), wanted), -1)
    for members in _circles(problem):
        inside = nearest(points[members], wanted, least_shared=problem.least_shared, weights=weights, deadline=deadline)
        near[members] = np.where(inside >= 0, members[inside], -1)
    if deadline.passed:
        raise OutOfTime
    peers = tuple(_peers(problem, tuple(by), points, weights, near))
    has = {one.area for one in peers}
    return Peers(
        method="peers",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        indicators=tuple(by),
        weights=tuple(weights.tolist()),
        logs=tuple(one.log for one in by.values()),
        peers=peers,
        without=tuple(area for area in problem.values.grid.areas if area not in has),
    )


def standardised(cells: Floats, by: Mapping[str, Likeness]) -> Floats:
    """[areas, indicators]: (x - mean) / standard deviation over all areas, each counted once (divisor n), of the values
    or their logarithms; 0 where all are the same, NaN where missing."""
    logs = np.array([one.log for one in by.values()], dtype=bool)
    values = cells.copy()
    values[:, logs] = np.log(values[:, logs])
    there = ~np.isnan(values)
    count = np.maximum(1, there.sum(axis=0))
    mean = np.where(there, values, 0.0).sum(axis=0) / count
    apart = np.where(there, values - mean, 0.0)
    spread = np.sqrt((apart**2).sum(axis=0) / count)
    flat = spread <= 1e-12 * np.abs(mean)
    points = np.where(flat, 0.0, apart / np.where(flat, 1.0, spread))
    return np.where(there, points, np.nan)


def _circles(problem: Problem) -> Iterator[Whole]:
    """The areas among whom peers are sought."""
    if problem.among == "all":
        yield np.arange(len(problem.values.grid.areas))
        return
    groups = np.array(groups_of(problem), dtype=object)
    for name in sorted(set(groups)):
        yield np.flatnonzero(groups == name)


def _peers(problem: Problem, names: tuple[str, ...], points: Floats, weights: Floats, near: Whole) -> Iterator[Peer]:
    areas = problem.values.grid.areas
    own, place = np.nonzero(near >= 0)
    other = near[own, place]
    steps = np.abs(points[own] - points[other])
    there = ~np.isnan(steps)
    shared = (there @ weights) / max(weights.sum(), 1e-300)
    distance = np.sqrt(np.nan_to_num(steps**2) @ weights / np.where(shared > 0, shared, 1.0))
    # By what an indicator adds to the distance; what is missing in one of the two says nothing.
    adds = np.where(there, steps**2 * weights, np.inf)
    alike = np.argsort(adds, axis=1, kind="stable")[:, :REASONS]
    differ = np.argsort(np.where(there, -adds, np.inf), axis=1, kind="stable")[:, :REASONS]
    is_alike = np.take_along_axis(np.nan_to_num(steps, nan=np.inf), alike, axis=1) <= NEAR
    is_apart = np.take_along_axis(np.nan_to_num(steps), differ, axis=1) >= APART
    near_words, far_words = _named(names, alike, is_alike), _named(names, differ, is_apart)
    rows = (own.tolist(), other.tolist(), place.tolist(), distance.tolist(), shared.tolist(), near_words, far_words)
    for area, peer, rank, far, share, near_in, far_in in zip(*rows, strict=True):
        yield Peer(areas[area], areas[peer], rank + 1, far, share, near_in, far_in)


def _named(names: tuple[str, ...], chosen_: Whole, told: NDArray[np.bool_]) -> list[tuple[str, ...]]:
    """For each row the names of the chosen indicators that are told. Few combinations serve many rows."""
    codes = np.where(told, chosen_ + 1, 0) @ (len(names) + 1) ** np.arange(chosen_.shape[1])
    _codes, first, which = np.unique(codes, return_index=True, return_inverse=True)
    words = [
        tuple(names[one] for one, said in zip(chosen_[row].tolist(), told[row].tolist(), strict=True) if said)
        for row in first
    ]
    return [words[place] for place in which.tolist()]
