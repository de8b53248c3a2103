"""The linear bound: prices of municipalities under which no coalition is cheaper than its members, of greatest sum.

A small linear programme over few columns gives prices; the whole pool is priced with them at once, and the columns that
are cheaper than their members come in (column generation, with prices smoothed towards the best known: Wentges 1997).
Every prices, raised or lowered to fit the whole pool, give a bound of their own, so that there is one from the start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.coalitions.instance import Indices
from talka.methods.coalitions.pool import Pool
from talka.methods.contract import Deadline
from talka.methods.highs import relax
from talka.methods.programme import Floats, Ints, Programme

FINE = 1e-9
"""Share of the whole below which a difference is rounding."""
NEAR = 1e-5
"""Share of the whole at which prices are good enough: the columns left out cannot matter more."""
MOST_ROUNDS = 80
FIRST_FOR_EACH, MORE_FOR_EACH, MOST_ACTIVE = 12, 4, 40


@dataclass(frozen=True)
class Linear:
    """`prices` [n] at which no column of the pool is cheaper than its members; `bound` is their sum, in EUR.

    `weights`: what share of which columns the linear programme takes: (indices, shares). `solved`: to its end.
    """

    prices: Floats
    bound: float
    columns: Ints
    weights: Floats
    solved: bool
    wanted: Floats
    """The prices [n] of the last small programme; no column of the pool is much cheaper than these say if `solved`."""


def linear(pool: Pool, known: Ints, deadline: Deadline, *, until: float, start: Linear | None = None) -> Linear:
    """The bound over the columns of a pool. `known`: columns that are a partition; `until`: seconds from the start."""
    best = fitted(pool, _first_prices(pool) if start is None else start.prices)
    every = np.arange(pool.count)
    active = pool.best_for_each(pool.reduced(best) / pool.length, every, FIRST_FOR_EACH)
    active = np.union1d(active, known)
    if start is not None:
        active = np.union1d(active, start.columns)
    taken, weights, wanted, solved = active, np.zeros(len(active)), best, False
    for turn in range(MOST_ROUNDS):
        answer = relax(_programme(pool, active), seconds=until - deadline.spent)
        if answer.columns is None or answer.prices is None:
            break
        scale = _scale(pool)
        wanted, taken, weights = answer.prices * scale, active, answer.columns
        value = float(pool.cost[taken] @ weights)
        smooth = 0.6 * best + 0.4 * wanted if turn < MOST_ROUNDS // 2 else wanted
        for prices in (smooth, wanted):
            tried = fitted(pool, prices)
            if tried.sum() > best.sum():
                best = tried
        reduced = pool.reduced(wanted)
        cheaper = np.nonzero(reduced < -FINE * max(1.0, value))[0]
        solved = not len(cheaper) or value - best.sum() <= NEAR * abs(value)
        if solved or deadline.spent > until:
            break
        kept = active if len(active) < MOST_ACTIVE * pool.size else active[reduced[active] <= 0.1 * value / pool.size]
        new = pool.best_for_each(pool.reduced(smooth) / pool.length, cheaper, MORE_FOR_EACH)
        active = np.union1d(np.union1d(kept, new), known)
    return Linear(best, float(best.sum()), taken[weights > FINE], weights[weights > FINE], solved, wanted)


def fitted(pool: Pool, prices: Floats) -> Floats:
    """The prices raised, or lowered where they must be, until no column is cheaper than its members."""
    return prices + pool.share(pool.reduced(prices))


def _first_prices(pool: Pool) -> Floats:
    """For each municipality the smallest part it could have of any column's cost, parts being as costs alone are."""
    alone = np.full(pool.size, np.nan)
    single = pool.length == 1
    alone[pool.members[0, single]] = pool.cost[single]
    alone = np.where(np.isfinite(alone), alone, np.nanmean(alone) if single.any() else 1.0)
    alone = np.maximum(alone, FINE * max(1.0, float(alone.max(initial=0.0))))
    part = pool.cost / -Pool(pool.size, pool.members, np.zeros(pool.count), pool.length, 0).reduced(alone)
    least = np.full(pool.size + 1, np.inf)
    for row in pool.members:
        np.minimum.at(least, row, part)
    return np.asarray(alone * least[:-1])


def _scale(pool: Pool) -> float:
    """EUR that are one unit to the solver, whose tolerances are meant for numbers near 1."""
    return max(1e-6, float(np.median(pool.cost)) / 100)


def _programme(pool: Pool, active: Ints) -> Programme:
    return partition_programme(pool.members[:, active], pool.cost[active] / _scale(pool), np.arange(pool.size))


def partition_programme(members: Indices, price: Floats, region: Ints) -> Programme:
    """Choose columns so that every municipality of the region (sorted) is in exactly one."""
    held = members <= region[-1]
    row, column = np.searchsorted(region, members[held]), np.nonzero(held)[1]
    count = members.shape[1]
    one = np.ones(len(region))
    return Programme(price, np.zeros(count), np.ones(count), one, one, row, column, np.ones(len(row)))
