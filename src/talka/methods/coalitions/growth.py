"""Further coalitions where there are too many to hold: grown from each host by whatever is worth most to it now, and
the connected part of what is best for it under straight lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from talka.methods.coalitions.instance import Indices, Instance
from talka.methods.coalitions.linear import FINE, Linear, fitted, linear
from talka.methods.coalitions.lines import Lines, hanging_together
from talka.methods.coalitions.pool import Pool, priced
from talka.methods.contract import Deadline
from talka.methods.programme import Bools, Floats, Ints

MOST_TURNS, KEPT_FOR_EACH = 40, 60
VARIED = (1.0, 0.97, 1.03, 0.9, 1.1, 0.8, 1.25)
"""Parts of the prices under which columns are sought at the end: near ones, out of which whole answers are made."""


def widened(
    instance: Instance, lines: Lines, pool: Pool, answer: Linear, known: Ints, deadline: Deadline, *, until: float
) -> tuple[Pool, Linear, Ints]:
    """The best of the pool with what can be found under the prices of the linear answer, and the answer to that, in
    turn; and where the known columns are now."""
    pool, answer, known = _best(pool, answer, known)
    for _ in range(MOST_TURNS):
        if deadline.spent > until:
            break
        fresh = _found(instance, lines, answer.wanted)
        fresh = fresh.only(fresh.reduced(answer.wanted) < -FINE * max(1.0, answer.bound))
        if not fresh.count:
            break
        pool = pool.joined(fresh.only(np.unique(fresh.members, axis=1, return_index=True)[1]))
        answer = linear(pool, known, deadline, until=until, start=answer)
    for part in VARIED:
        if deadline.spent > until:
            break
        pool = pool.joined(_found(instance, lines, part * answer.wanted))
    return pool, replace(answer, prices=fitted(pool, answer.prices)), known


def _best(pool: Pool, answer: Linear, known: Ints) -> tuple[Pool, Linear, Ints]:
    """The pool less what lies far above the prices, so that each look at it is quick."""
    worth = pool.reduced(answer.prices) / pool.length
    some = pool.best_for_each(worth, np.arange(pool.count), KEPT_FOR_EACH)
    some = np.union1d(np.union1d(some, answer.columns), known)
    moved = replace(answer, columns=np.searchsorted(some, answer.columns))
    return pool.only(some), moved, np.searchsorted(some, known)


def _found(instance: Instance, lines: Lines, prices: Floats) -> Pool:
    by_steps = priced(instance, grown(instance, prices))
    return by_steps.joined(priced(instance, hanging_together(instance, lines.sets(prices))))


def grown(instance: Instance, prices: Floats) -> Indices:
    """Columns [members, count]: from each host (or, with sites, each site and nearest member) one more member at a
    time, the one that lowers the cost less prices most or raises it least; every step is a column."""
    if instance.inside:
        hosts = np.arange(instance.size)
        firsts = hosts
    else:
        hosts, firsts = np.nonzero(np.isfinite(instance.way[:-1, :-1]))
    way = instance.way[hosts, :-1]
    rows = np.arange(len(hosts))
    inside: Bools = np.zeros((len(hosts), instance.size), dtype=np.bool_)
    inside[rows, firsts] = True
    volume = instance.volume[firsts].copy()
    able = np.isfinite(way) & instance.friends[firsts]
    border = instance.linked[firsts].copy()
    columns = np.full((instance.most, len(hosts) * max(1, instance.most - 1)), instance.size, dtype=np.int32)
    order = np.full((instance.most, len(hosts)), instance.size, dtype=np.int32)
    order[0] = firsts
    count = 0
    for step in range(1, instance.most):
        gain = instance.base(volume[:, None] + instance.volume[:-1]) - instance.base(volume)[:, None] + way - prices
        gain[~able | ~border | inside] = np.inf
        best = gain.argmin(axis=1)
        rows = np.nonzero(np.isfinite(gain[np.arange(len(best)), best]))[0]
        if not len(rows):
            break
        best = best[rows]
        way, able, border, inside = way[rows], able[rows], border[rows], inside[rows]
        order, volume = order[:, rows], volume[rows]
        spot = np.arange(len(rows))
        inside[spot, best] = True
        able &= instance.friends[best]
        border |= instance.linked[best]
        volume = volume + instance.volume[best]
        order[step] = best
        columns[:, count : count + len(rows)] = np.where(order < instance.size, order, instance.size)
        count += len(rows)
    return np.sort(columns[:, :count], axis=0)
