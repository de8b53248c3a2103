"""Among answers that are equally good in everything: the one that a rule names, and where another would do as well.

The rule: going through the requests by urgency (the greatest first) and then id, each has the first angel by id that
it can have in any such answer, and is left out only where it must be. With the prices of the best flow an answer is as
good just if it uses pairs that cost nothing more; answers differ by circles of such pairs (strongly connected
components).
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from talka.methods.contract import Deadline
from talka.methods.matching.candidates import Candidates, Ints
from talka.methods.matching.network import Classes
from talka.methods.matching.search import reduced

MOST_STEPS = 3_000_000
"""Steps of the search for circles in all; beyond them the rest stays as it was found, which is the same every time."""


@dataclass(frozen=True)
class Settled:
    """`angel` [requests] by the rule; `others`: pairs that would do as well, by request; `by_rule`: whether the rule
    could be followed to its end."""

    angel: Ints
    others: tuple[tuple[int, int], ...]
    by_rule: bool


def settle(candidates: Candidates, classes: Classes, angel: Ints, price: Ints, deadline: Deadline) -> Settled | None:
    """From one best answer with its prices to the one that the rule names; None if time ran out."""
    circles = _Circles(candidates, classes, angel, price)
    pairs = circles.exchangeable(deadline)
    if pairs is None:
        return None
    by_rule = circles.follow(pairs, deadline)
    final = circles.angel
    moved = np.flatnonzero((angel >= 0) & (final != angel))
    before = {(int(r), int(angel[r])) for r in moved}
    both = sorted({(int(r), int(a)) for r, a in pairs} | before) if len(pairs) <= MOST_STEPS else []
    return Settled(final, tuple((r, a) for r, a in both if final[r] != a), by_rule)


class _Circles:
    """The arcs that cost nothing more, as they lead from node to node; numbers of nodes are those of the network."""

    def __init__(self, candidates: Candidates, classes: Classes, angel: Ints, price: Ints) -> None:
        self.candidates, self.classes, self.angel, self.price = candidates, classes, angel.copy(), price
        self.first_angel = len(candidates.requests)
        self.first_class = self.first_angel + len(candidates.angels)
        self.sink = self.first_class + len(classes.served)
        self.held: list[set[int]] = [set() for _ in candidates.angels]
        for request in np.flatnonzero(angel >= 0).tolist():
            self.held[angel[request]].add(request)
        # Requests that may be served or not, as their class wants: those whose place in it costs nothing more.
        klass = candidates.urgency
        loose = (classes.part == 2) & (price[self.first_class + klass] == price[: self.first_angel])
        self.loose = loose
        self.waiting: dict[int, set[int]] = {}
        for request in np.flatnonzero(loose & (angel < 0)).tolist():
            self.waiting.setdefault(int(klass[request]), set()).add(request)
        self.cheap = price[self.first_angel : self.first_class] == 0
        whole = candidates.scale.whole * candidates.scale.step
        idle = classes.idle
        self.optional = idle is not None and bool(price[self.first_class + idle] == whole)
        self.tight: dict[int, list[int]] = {}
        self.frozen = np.zeros(self.first_angel, dtype=np.bool_)
        self.steps = 0

    def exchangeable(self, deadline: Deadline) -> Ints | None:
        """Pairs [pairs, 2] that are not in this answer but in another as good, by request and angel."""
        from scipy import sparse
        from scipy.sparse.csgraph import connected_components

        found = [np.zeros((0, 2), dtype=np.int64)]
        for first, last in self.candidates.blocks():
            if deadline.passed:
                return None
            extra, row = reduced(self.candidates, self.price, first, last)
            other = self.candidates.angel[self.candidates.start[first] : self.candidates.start[last]].astype(np.int64)
            zero = (extra == 0) & (self.classes.part[row] > 0) & (self.angel[row] != other)
            found.append(np.column_stack([row[zero], other[zero]]))
        pairs = np.concatenate(found)
        served = np.flatnonzero(self.angel >= 0)
        arcs = [np.column_stack([pairs[:, 0], self.first_angel + pairs[:, 1]])]
        arcs.append(np.column_stack([self.first_angel + self.angel[served], served]))
        arcs.append(np.array(list(self._of_classes_and_sink()), dtype=np.int64).reshape(-1, 2))
        every = np.concatenate(arcs)
        size = (self.sink + 1, self.sink + 1)
        graph = sparse.csr_matrix((np.ones(len(every), dtype=np.int8), (every[:, 0], every[:, 1])), shape=size)  # type: ignore[no-untyped-call]
        _, part = connected_components(graph, directed=True, connection="strong")
        circular: Ints = pairs[part[pairs[:, 0]] == part[self.first_angel + pairs[:, 1]]]
        return circular

    def _of_classes_and_sink(self) -> Iterator[tuple[int, int]]:
        klass = self.first_class + self.candidates.urgency
        for request in np.flatnonzero(self.loose).tolist():
            ends = (int(klass[request]), request)
            yield ends if self.angel[request] < 0 else ends[::-1]
        for one in np.flatnonzero(self.cheap).tolist():
            if self._has_room(one):
                yield self.first_angel + one, self.sink
            if self.held[one]:
                yield self.sink, self.first_angel + one
        idle = self.classes.idle
        if idle is not None and self.optional:
            yield self.first_class + idle, self.sink
            if self._left_out():
                yield self.sink, self.first_class + idle

    def _has_room(self, angel: int) -> bool:
        return len(self.held[angel]) < int(self.candidates.free[angel])

    def _left_out(self) -> bool:
        """Whether some request of urgency 0 is served by nobody."""
        of_idle = (self.candidates.urgency == self.classes.idle) & (self.classes.part == 2)
        return bool((self.angel[of_idle] < 0).any())

    def follow(self, pairs: Ints, deadline: Deadline) -> bool:
        """Change the answer as the rule says; whether it was followed to its end."""
        starts = np.searchsorted(pairs[:, 0], np.arange(self.first_angel + 1))
        # Who could only be left out keeps what they have, and so must have their turn too.
        concerned = np.union1d(pairs[:, 0], np.flatnonzero(self.loose))
        for request in concerned.tolist():
            others = pairs[starts[request] : starts[request + 1], 1].tolist()
            if self.angel[request] >= 0:
                others.append(int(self.angel[request]))
            self.tight[request] = sorted(others)
        for turn, request in enumerate(concerned.tolist()):
            if self.steps > MOST_STEPS or (turn % 64 == 0 and deadline.passed):
                return False
            for other in self.tight[request]:
                if other == self.angel[request]:
                    break
                if self._take(request, other):
                    break
            self.frozen[request] = True
        return True

    def _take(self, request: int, other: int) -> bool:
        """Give the request this angel, if a circle lets it; the others on the circle move on."""
        now = int(self.angel[request])
        goal = self.first_angel + now if now >= 0 else self.first_class + int(self.candidates.urgency[request])
        if now < 0 and not self.loose[request]:
            return False
        self.frozen[request] = True
        way = self._way(self.first_angel + other, goal)
        self.frozen[request] = False
        if way is None:
            return False
        self._give(request, other)
        for node, following in itertools.pairwise(way):
            if node < self.first_angel:
                self._give(node, following - self.first_angel if following < self.first_class else -1)
        return True

    def _way(self, start: int, goal: int) -> list[int] | None:
        """A shortest way from node to node."""
        via = {start: start}
        asking = deque([start])
        while asking:
            node = asking.popleft()
            if node == goal:
                way = [node]
                while way[-1] != start:
                    way.append(via[way[-1]])
                return way[::-1]
            for new in self._next(node, goal):
                self.steps += 1
                if new not in via:
                    via[new] = node
                    asking.append(new)
        return None

    def _next(self, node: int, goal: int) -> Iterator[int]:
        if node < self.first_angel:
            yield from (self.first_angel + one for one in self.tight.get(node, ()) if one != self.angel[node])
            if self.loose[node] and self.angel[node] >= 0:
                yield self.first_class + int(self.candidates.urgency[node])
        elif node < self.first_class:
            one = node - self.first_angel
            if self.cheap[one] and self._has_room(one):
                yield self.sink
            yield from (request for request in sorted(self.held[one]) if not self.frozen[request])
        elif node < self.sink:
            yield from sorted(r for r in self.waiting.get(node - self.first_class, ()) if not self.frozen[r])
            if self.optional and node - self.first_class == self.classes.idle:
                yield self.sink
        else:
            yield from self._from_sink(goal)

    def _from_sink(self, goal: int) -> Iterator[int]:
        if self.first_angel <= goal < self.first_class and self.cheap[goal - self.first_angel]:
            yield goal
            return
        idle = self.classes.idle
        if idle is not None and self.optional and self._left_out():
            yield self.first_class + idle
        for one in np.flatnonzero(self.cheap).tolist():
            if self.held[one]:
                yield self.first_angel + one

    def _give(self, request: int, to: int) -> None:
        before = int(self.angel[request])
        if before >= 0:
            self.held[before].discard(request)
        klass = int(self.candidates.urgency[request])
        if to >= 0:
            self.held[to].add(request)
            self.waiting.get(klass, set()).discard(request)
        else:
            self.waiting.setdefault(klass, set()).add(request)
        self.angel[request] = to
