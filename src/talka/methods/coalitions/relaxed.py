"""A bound where not every coalition could be looked at: that of the question without connection and lists.

For prices u of the municipalities any partition costs at least Σ u plus what its columns lie below their members'
prices, and a member hosts one coalition only: so at least Σ u + Σ_hosts min(0, least of any set at that host). At given
sites, which several coalitions may use, what sets lie below is parted among their members instead. Good prices come by
column generation, as in `linear`, with the sets under lines as columns (`lines.py`).
"""

from __future__ import annotations

import numpy as np

from talka.methods.coalitions.instance import Instance
from talka.methods.coalitions.linear import FINE, Linear, linear
from talka.methods.coalitions.lines import Lines
from talka.methods.coalitions.pool import Pool, priced
from talka.methods.contract import Deadline
from talka.methods.programme import Floats, Ints

MOST_TURNS, MOST_FITTINGS = 60, 5
START_FOR_EACH = 20
CLOSE = 2e-5
"""Share of the whole at which a bound is as good as it gets."""


def relaxed_bound(
    instance: Instance, lines: Lines, pool: Pool, answer: Linear, known: Ints, deadline: Deadline, *, until: float
) -> float:
    """EUR that every partition costs at least. `answer` to the pool; better prices are sought until `until` seconds."""
    best = max(bound_of(lines, answer.wanted), bound_of(lines, answer.prices), 0.0)
    some = pool.best_for_each(pool.reduced(answer.prices) / pool.length, np.arange(pool.count), START_FOR_EACH)
    some = np.union1d(np.union1d(some, answer.columns), known)
    start, known = pool.only(some), np.searchsorted(some, known)
    middle = answer.prices
    for turn in range(MOST_TURNS):
        if deadline.spent > until:
            break
        answer = linear(start, known, deadline, until=until)
        smooth = 0.5 * middle + 0.5 * answer.wanted
        for prices in (smooth, answer.wanted):
            bound = bound_of(lines, prices)
            if bound > best or not turn:
                best, middle = max(bound, best), prices
        value = float(start.cost[answer.columns] @ answer.weights)
        if answer.solved and value - best <= CLOSE * value:
            break
        grown = priced(instance, lines.sets(answer.wanted))
        cheaper = grown.reduced(answer.wanted) < -FINE * max(1.0, value)
        if not cheaper.any():
            break
        start = start.joined(grown.only(cheaper))
    return best


def bound_of(lines: Lines, prices: Floats) -> float:
    """EUR that every partition costs at least, whatever the prices [n]."""
    if lines.instance.inside:
        least, _ = lines.least(prices)
        return float(prices.sum() + np.minimum(least, 0.0).sum())
    finite = np.isfinite(lines.instance.way[:-1, :-1])
    for _ in range(MOST_FITTINGS):
        prices = prices + np.where(finite, lines.least_for_each(prices)[:, None], np.inf).min(axis=0)
    return float(prices.sum())
