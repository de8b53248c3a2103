"""The best fit and least travel among answers that serve the most urgency, over few of the pairs at a time.

A cheapest flow over each request's best pairs has prices; with them every pair left out is asked whether it would make
the flow cheaper. Those that would come in, and it is solved again, until no pair would: then the flow is the cheapest
over all pairs (column generation: Ford and Fulkerson 1958). Costs are whole numbers: nothing is a matter of tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.contract import Deadline
from talka.methods.matching.candidates import Candidates, Ints
from talka.methods.matching.network import Bools, Classes, Flow, Network

FIRST, MORE = 12, 8
"""Pairs of each request at first, and how many may come in at a time."""
PAIR_TAKES = 5e-6
"""Seconds for each pair in the first round, before it is known how quick the machine is."""
WAIT = 4.0
"""How many times the last round's seconds must be left for another one: it cannot be stopped once it runs."""


@dataclass(frozen=True)
class Best:
    """`angel` [requests]. `proven`: none of the same urgency has more fit, or as much and less travel. `bound`: no
    answer of that urgency costs less. `price` [requests, angels, classes, sink]: see network; None without proof."""

    angel: Ints
    bound: int
    proven: bool
    price: Ints | None


def best_of(candidates: Candidates, classes: Classes, angel: Ints, deadline: Deadline) -> Best:
    """From `angel` [requests], an answer that serves the most urgency, to the best of those."""
    network = Network(candidates, classes)
    inside = np.zeros(len(candidates.angel), dtype=np.bool_)
    for request in np.flatnonzero(classes.part).tolist():
        mine = candidates.of(request)
        cost = candidates.cost[mine]
        cheap = np.argpartition(cost, FIRST)[:FIRST] if len(cost) > FIRST else np.arange(len(cost))
        inside[mine.start + cheap] = True
        if angel[request] >= 0:
            inside[mine.start + np.searchsorted(candidates.angel[mine], angel[request])] = True
    best, bound, round_took = angel, 0, PAIR_TAKES * int(inside.sum())
    while deadline.left > WAIT * round_took:
        begun = deadline.spent
        flow = _flow(candidates, network, inside, deadline)
        best = flow.angel
        if flow.price is None:
            break
        entering, worth = _entering(candidates, classes, flow.price, deadline)
        if entering is None:
            break
        bound = max(bound, flow.cost + worth)
        if not len(entering):
            return Best(best, flow.cost, proven=True, price=flow.price)
        inside[entering] = True
        round_took = deadline.spent - begun
    return Best(best, bound, proven=False, price=None)


def _flow(candidates: Candidates, network: Network, inside: Bools, deadline: Deadline) -> Flow:
    pairs = np.flatnonzero(inside)
    request = np.searchsorted(candidates.start, pairs, side="right") - 1
    return network.cheapest(request, candidates.angel[pairs].astype(np.int64), candidates.cost[pairs], deadline)


def reduced(candidates: Candidates, price: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """Of the pairs of a run of requests: what each adds to the cost at least, and its request."""
    row = candidates.row(first, last)
    these = slice(int(candidates.start[first]), int(candidates.start[last]))
    return candidates.cost[these] + price[len(candidates.requests) + candidates.angel[these]] - price[row], row


def _entering(candidates: Candidates, classes: Classes, price: Ints, deadline: Deadline) -> tuple[Ints | None, int]:
    """Pairs that would make the flow cheaper, the best of each request, and by how much all together at most."""
    found: list[Ints] = [np.zeros(0, dtype=np.int64)]
    worth = 0
    for first, last in candidates.blocks():
        if deadline.passed:
            return None, 0
        gain, row = reduced(candidates, price, first, last)
        cheaper = np.flatnonzero((gain < 0) & (classes.part[row] > 0))
        order = np.lexsort((gain[cheaper], row[cheaper]))
        cheaper = cheaper[order]
        starts = np.flatnonzero(np.diff(row[cheaper], prepend=-1))
        place = np.arange(len(cheaper)) - np.repeat(starts, np.diff(np.append(starts, len(cheaper))))
        worth += int(gain[cheaper[place == 0]].sum())
        found.append(cheaper[place < MORE] + candidates.start[first])
    return np.concatenate(found), worth
