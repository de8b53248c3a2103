"""The most urgency that can be served: requests by urgency, each given an angel, if need be by moving others on.

Sets of requests that can be served together are a matroid (transversal: Edmonds and Fulkerson 1965), so taking the most
urgent first, and never giving one up again, serves the most in all. Only the order of urgencies matters, not by how
much they differ.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Deadline
from talka.methods.matching.candidates import Candidates, Ints


@dataclass(frozen=True)
class Served:
    """`angel` [requests]: the angel of each, -1 for none. Requests before `settled` are served as well as they can; of
    the rest, for which time ran out, those are served who found somebody free."""

    angel: Ints
    settled: int


def most_urgent(candidates: Candidates, deadline: Deadline) -> Served:
    """Every request gets the best angel who is free; where none is, others move on along a shortest chain."""
    settled = candidates.listed
    angel = np.full(len(candidates.requests), -1, dtype=np.int64)
    held: list[list[int]] = [[] for _ in candidates.angels]
    free = candidates.free.copy()
    dead = np.zeros(len(candidates.angels), dtype=np.bool_)
    for request in range(len(candidates.requests)):
        if request % 64 == 0 and request < settled and deadline.passed:
            settled = request
        mine = candidates.of(request)
        known, cost = candidates.angel[mine], candidates.cost[mine]
        open_ = np.flatnonzero(free[known] > 0)
        if len(open_):
            _give(request, int(known[open_[np.argmin(cost[open_])]]), angel, held)
            free[angel[request]] -= 1
        elif len(known) and request < settled:
            _move_on(candidates, request, angel, held, free, dead)
    return Served(angel, settled)


def _give(request: int, to: int, angel: Ints, held: list[list[int]]) -> None:
    if angel[request] >= 0:
        held[angel[request]].remove(request)
    angel[request] = to
    held[to].append(request)


def _move_on(
    candidates: Candidates,
    request: int,
    angel: Ints,
    held: list[list[int]],
    free: Ints,
    dead: NDArray[np.bool_],
) -> None:
    """Serve the request along a shortest chain of moves, if there is one.

    Where there is none, everybody seen is full with requests that only they can take, and is never asked again.
    """
    via: dict[int, int] = {}
    seen = dead.copy()
    asking = deque([request])
    while asking:
        one = asking.popleft()
        known = candidates.angel[candidates.of(one)]
        new = known[~seen[known]]
        seen[new] = True
        for each in new.tolist():
            via[each] = one
            if free[each] > 0:
                _follow_back(each, request, via, angel, held)
                free[each] -= 1
                return
            asking.extend(held[each])
    dead |= seen


def _follow_back(last: int, request: int, via: dict[int, int], angel: Ints, held: list[list[int]]) -> None:
    to = last
    while True:
        one = via[to]
        before = int(angel[one])
        _give(one, to, angel, held)
        if one == request:
            return
        to = before
