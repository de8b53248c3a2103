"""Everyone who could take each request, as rows of numbers: whom a request could get, what that fits and how far it is.

Angels stand by id, requests by urgency (the greatest first) and then id, so that neither the order of the input nor
doubles decide anything. Agreed requests are left out, and so are angels without a place left.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Deadline
from talka.methods.matching.distance import FARTHEST_KM, km_by_vectors, vectors
from talka.methods.matching.problem import Angel, Problem, Request

Ints = NDArray[np.int64]
Small = NDArray[np.int32]

AT_ONCE = 4_000_000
"""Pairs looked at in one go: what they take in passing stays below some hundred megabytes."""
MOST_COST = 2**60
"""What a cost times the number of nodes stays below, so that nothing that is added up can overflow."""
UNITS_KM = (1e-6, 1e-3, 1e-2, 1e-1, 1.0)
"""Distances are compared in the finest of these units that the numbers have room for; a metre is usual."""


@dataclass(frozen=True)
class Scale:
    """One cost in whole numbers for fit and travel: (whole - fit) * step + distance.

    `whole` is a fit of 1: the least common multiple of how many topics requests have. `step` is more than all the
    travel of any answer, so that the least cost has the most fit, and of those the least travel. `rounded`: there was
    no room for `whole`, and fits are rounded down to parts of a smaller one (never to nothing).
    """

    whole: int
    step: int
    unit_km: float
    rounded: bool


@dataclass(frozen=True)
class Candidates:
    """`start` [requests + 1]: where the pairs of each request begin in `angel` and `cost` [pairs], by angel.

    `requests` and `angels` are ids in the order of their numbers, `urgency` [requests] classes of equal urgency
    from 0, the most urgent, up; `idle` is the class of urgency 0, if there is one. `free` [angels]: places left.
    `listed`: of how many requests, the most urgent, the pairs were listed before the time ran out; usually all.
    """

    requests: tuple[str, ...]
    angels: tuple[str, ...]
    urgency: Ints
    idle: int | None
    free: Ints
    start: Ints
    angel: Small
    cost: Ints
    scale: Scale
    listed: int

    def of(self, request: int) -> slice:
        return slice(int(self.start[request]), int(self.start[request + 1]))

    def blocks(self) -> Iterable[tuple[int, int]]:
        """Runs of requests, each with no more pairs than are looked at in one go."""
        first = 0
        while first < len(self.requests):
            last = int(np.searchsorted(self.start, self.start[first] + AT_ONCE, side="right")) - 1
            last = min(len(self.requests), max(last, first + 1))
            yield first, last
            first = last

    def row(self, first: int, last: int) -> Ints:
        """The request of each pair of a run of requests."""
        return np.repeat(np.arange(first, last), np.diff(self.start[first : last + 1]))


def candidates_of(problem: Problem, deadline: Deadline) -> Candidates:
    """The candidates of a valid problem whose agreed pairs keep the rules. Some are listed however late it is."""
    agreed = {pair.request: pair.angel for pair in problem.fixed}
    used: dict[str, int] = {}
    for angel in agreed.values():
        used[angel] = used.get(angel, 0) + 1
    places = {one.id: max(0, one.max_requests - one.taken) - used.get(one.id, 0) for one in problem.angels}
    angels = sorted((one for one in problem.angels if places[one.id] > 0), key=lambda one: one.id)
    requests = sorted((one for one in problem.requests if one.id not in agreed), key=lambda one: (-one.urgency, one.id))
    free = np.array([min(len(requests), places[one.id]) for one in angels], dtype=np.int64)
    urgencies = sorted({one.urgency for one in requests}, reverse=True)
    number = {urgency: index for index, urgency in enumerate(urgencies)}
    scale = _scale(requests, angels, int(min(len(requests), free.sum())), len(urgencies))
    start, angel_of, cost, listed = _pairs(problem, requests, angels, scale, deadline)
    return Candidates(
        requests=tuple(one.id for one in requests),
        angels=tuple(one.id for one in angels),
        urgency=np.array([number[one.urgency] for one in requests], dtype=np.int64),
        idle=number.get(0.0),
        free=free,
        start=start,
        angel=angel_of,
        cost=cost,
        scale=scale,
        listed=listed,
    )


def _scale(requests: Sequence[Request], angels: Sequence[Angel], served: int, classes: int) -> Scale:
    room = MOST_COST // (len(requests) + len(angels) + classes + 3)
    whole = math.lcm(*(len(one.topics) for one in requests))
    far = _farthest(requests, angels)
    for unit in UNITS_KM:
        step = (math.ceil(far / unit) + 1) * max(1, served) + 1
        if (whole + 1) * step <= room:
            return Scale(whole, step, unit, rounded=False)
    return Scale(max(1, room // step - 1), step, UNITS_KM[-1], rounded=True)


def _farthest(requests: Sequence[Request], angels: Sequence[Angel]) -> float:
    """Km that no distance exceeds."""
    everyone: list[Request | Angel] = [*requests, *angels]
    places = [(one.lat, one.lon) for one in everyone if one.lat is not None and one.lon is not None]
    if len(places) < len(everyone) or not places:
        return FARTHEST_KM
    points = vectors(places)
    return min(FARTHEST_KM, 2 * float(km_by_vectors(points, points[:1]).max()))


def _pairs(
    problem: Problem, requests: Sequence[Request], angels: Sequence[Angel], scale: Scale, deadline: Deadline
) -> tuple[Ints, Small, Ints, int]:
    topics, asked = _incidence([one.topics for one in requests], [one.expertise for one in angels])
    known = topics.T.tocsr()
    speech, speaks = _speech(requests, angels)
    works = {name: code for code, name in enumerate(sorted({one.organisation for one in requests} - {""}))}
    employer = np.array([works.get(one.organisation, -1) for one in angels], dtype=np.int64)
    asker = np.array([works.get(one.organisation, -2) for one in requests], dtype=np.int64)
    refused = _refused(problem, requests, angels)
    here, there = vectors([_place(one) for one in requests]), vectors([_place(one) for one in angels])
    size = np.array([len(one.topics) for one in requests], dtype=np.int64)
    counts, found, costs = [np.zeros(1, dtype=np.int64)], [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    step = max(1, AT_ONCE // max(1, len(angels)))
    listed = len(requests)
    for first in range(0, len(requests), step):
        if first and deadline.passed:
            listed = first
            counts.append(np.zeros(len(requests) - first, dtype=np.int64))
            break
        shared = asked[first : first + step] @ known
        shared.sort_indices()
        row = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr)) + first
        angel = shared.indices.astype(np.int64)
        fits = speaks[speech[row], angel] & (employer[angel] != asker[row])
        fits &= ~np.isin(row * len(angels) + angel, refused)
        row, angel, covered = row[fits], angel[fits], shared.data[fits].astype(np.int64)
        km = km_by_vectors(here[row], there[angel])
        fit = np.maximum(1, covered * scale.whole // size[row])
        counts.append(np.bincount(row - first, minlength=shared.shape[0]))
        found.append(angel.astype(np.int32))
        costs.append((scale.whole - fit) * scale.step + np.rint(km / scale.unit_km).astype(np.int64))
    return np.cumsum(np.concatenate(counts)), np.concatenate(found), np.concatenate(costs), listed


def _incidence(one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> tuple[Any, Any]:
    """Who has which name, as two sparse matrices with the same columns: (other, one)."""
    from scipy import sparse

    names = {name: index for index, name in enumerate(sorted({name for names in one for name in names}))}

    def matrix(lists: Sequence[tuple[str, ...]]) -> Any:
        entries = [(row, names[name]) for row, those in enumerate(lists) for name in those if name in names]
        row, column = np.array(entries, dtype=np.int64).reshape(-1, 2).T
        ones = np.ones(len(row), dtype=np.int32)
        return sparse.csr_matrix((ones, (row, column)), shape=(len(lists), len(names)))  # type: ignore[no-untyped-call]

    return matrix(other), matrix(one)


def _speech(requests: Sequence[Request], angels: Sequence[Angel]) -> tuple[Ints, NDArray[np.bool_]]:
    """For each request the number of its set of languages, and for each such set who speaks one of them."""
    sets = {languages: index for index, languages in enumerate(sorted({one.languages for one in requests}))}
    speaks = np.zeros((len(sets), len(angels)), dtype=np.bool_)
    for languages, index in sets.items():
        speaks[index] = [not set(languages).isdisjoint(one.languages) for one in angels]
    return np.array([sets[one.languages] for one in requests], dtype=np.int64), speaks


def _refused(problem: Problem, requests: Sequence[Request], angels: Sequence[Angel]) -> Ints:
    request = {one.id: index for index, one in enumerate(requests)}
    angel = {one.id: index for index, one in enumerate(angels)}
    pairs = [
        request[pair.request] * len(angels) + angel[pair.angel]
        for pair in problem.refused
        if pair.request in request and pair.angel in angel
    ]
    return np.unique(np.array(pairs, dtype=np.int64))


def _place(one: Request | Angel) -> tuple[float, float]:
    return (math.nan, math.nan) if one.lat is None or one.lon is None else (one.lat, one.lon)
