"""The transportation problem as a network: a cheapest flow by OR-Tools, and the prices that prove it the cheapest.

Flow runs from requests to angels to the sink. A request that must be served brings one unit; requests of one class of
urgency of which only some can be served share the units of their class; those of urgency 0 may be left out at a cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Deadline
from talka.methods.matching.candidates import Candidates, Ints

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Classes:
    """How many requests of each class of urgency are served in every answer that serves the most urgency.

    `served` [classes]. `part` [requests]: 0 is left out (all its class is), 1 must be served (all its class is), 2 is
    one of a class of which some are. The class of urgency 0, `idle`, is free: its requests have part 2.
    """

    served: Ints
    part: Ints
    idle: int | None


def classes_of(candidates: Candidates, angel: Ints) -> Classes:
    """From an answer that serves the most urgency, `angel` [requests]."""
    could = np.diff(candidates.start) > 0
    classes = int(candidates.urgency.max(initial=-1)) + 1
    served = np.bincount(candidates.urgency[angel >= 0], minlength=classes)
    asked = np.bincount(candidates.urgency[could], minlength=classes)
    of_class = np.where(served == 0, 0, np.where(served == asked, 1, 2))
    if candidates.idle is not None:
        of_class[candidates.idle] = 2
    part = np.where(could, of_class[candidates.urgency], 0) if classes else np.zeros(0, dtype=np.int64)
    return Classes(served, part, candidates.idle)


@dataclass(frozen=True)
class Flow:
    """`angel` [requests], -1 for none; `price` [nodes]: what one more unit at a node costs on its way to the sink."""

    angel: Ints
    cost: int
    price: Ints | None


class Network:
    """Nodes: requests, angels, classes of urgency, the sink. Pairs are given anew for each flow, all else stays."""

    def __init__(self, candidates: Candidates, classes: Classes) -> None:
        self.candidates, self.classes = candidates, classes
        requests, angels = len(candidates.requests), len(candidates.angels)
        self.first_angel, self.first_class = requests, requests + angels
        self.sink = self.first_class + len(classes.served)
        supply = np.zeros(self.sink + 1, dtype=np.int64)
        supply[:requests] = classes.part == 1
        some = np.flatnonzero(classes.part == 2)
        shared = np.unique(candidates.urgency[some])
        supply[self.first_class + shared] = classes.served[shared]
        tail, head = [self.first_class + candidates.urgency[some]], [some]
        capacity, cost = [np.ones(len(some), dtype=np.int64)], [np.zeros(len(some), dtype=np.int64)]
        tail.append(self.first_angel + np.arange(angels))
        head.append(np.full(angels, self.sink))
        capacity.append(candidates.free)
        cost.append(np.zeros(angels, dtype=np.int64))
        if classes.idle is not None:
            everyone = int((candidates.urgency[some] == classes.idle).sum())
            supply[self.first_class + classes.idle] = everyone
            tail.append(np.array([self.first_class + classes.idle]))
            head.append(np.array([self.sink]))
            capacity.append(np.array([everyone]))
            cost.append(np.array([candidates.scale.whole * candidates.scale.step]))
        supply[self.sink] = -supply.sum()
        self.supply = supply
        self.tail, self.head = np.concatenate(tail), np.concatenate(head)
        self.capacity, self.cost = np.concatenate(capacity), np.concatenate(cost)

    def cheapest(self, request: Ints, angel: Ints, cost: Ints, deadline: Deadline) -> Flow:
        """The cheapest flow over these pairs, among which a flow there must be. Prices are None if time ran out."""
        from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

        tail = np.concatenate([request, self.tail])
        head = np.concatenate([angel + self.first_angel, self.head])
        # What comes to a request is one unit at most, so its pairs need no limit of their own; without one, a pair in
        # use is worth its price exactly.
        capacity = np.concatenate([np.full(len(request), 2, dtype=np.int64), self.capacity])
        price = np.concatenate([cost, self.cost])
        solver: Any = SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            tail.astype(np.int32), head.astype(np.int32), capacity, price
        )
        solver.set_nodes_supplies(np.arange(self.sink + 1, dtype=np.int32), self.supply)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise AssertionError(f"the flow was not found: {status}")
        flow = np.asarray(solver.flows(arcs), dtype=np.int64)
        answer = np.full(self.first_angel, -1, dtype=np.int64)
        used = flow[: len(request)] > 0
        answer[request[used]] = angel[used]
        return Flow(answer, int(flow @ price), self._prices(tail, head, capacity, price, flow, deadline))

    def _prices(
        self, tail: Ints, head: Ints, capacity: Ints, cost: Ints, flow: Ints, deadline: Deadline
    ) -> Ints | None:
        """The cheapest way on to the sink from each node over what is left of the arcs (Bellman and Ford)."""
        on, back = flow < capacity, flow > 0
        start = np.concatenate([tail[on], head[back]])
        end = np.concatenate([head[on], tail[back]])
        length = np.concatenate([cost[on], -cost[back]])
        # The sink's own price is 0 and stays so: no way from it back to it is cheaper, or the flow were not the best.
        real = start != self.sink
        start, end, length = start[real], end[real], length[real]
        order = np.argsort(start, kind="stable")
        start, end, length = start[order], end[order], length[order]
        nodes, first = np.unique(start, return_index=True)
        # From where no way leads to the sink, nothing more can be served; such nodes share a price above all others.
        price = np.full(self.sink + 1, int(np.abs(cost).max(initial=0)) * (self.sink + 1), dtype=np.int64)
        price[self.sink] = 0
        for turn in range(self.sink + 2):
            if turn % 16 == 15 and deadline.passed:
                return None
            new = np.minimum(price[nodes], np.minimum.reduceat(length + price[end], first)) if len(nodes) else price[:0]
            if np.array_equal(new, price[nodes]):
                return price
            price[nodes] = new
        raise AssertionError("the flow is not the cheapest")
