"""Whether anyone would be better off outside: which groups pay more in all than they would on their own.

A way of sharing lies in the core (a word that no page says) if no group does. The least core tells how far from that
the best way of sharing is: Maschler, Peleg and Shapley, Mathematics of Operations Research 4(4), 303-338 (1979).
"""

from __future__ import annotations

import numpy as np

from talka.methods.contract import Deadline
from talka.methods.cost_sharing.groups import partners_in, sums, tolerance
from talka.methods.cost_sharing.ladder import Ladder
from talka.methods.cost_sharing.savings import Savings
from talka.methods.programme import Floats, Ints

PATIENCE = 60.0


def excesses(values: Floats, shares: Floats) -> Floats:
    """[2^n]: by how much each group pays more than on its own, in the unit of the costs; below 0 it saves."""
    if len(shares) != partners_in(values):
        raise ValueError(f"{len(shares)} shares for {partners_in(values)} partners")
    return sums(np.asarray(shares, dtype=np.float64)) - values


def in_core(values: Floats, shares: Floats) -> bool:
    """Whether nobody would be better off outside: no group pays more than on its own, and all pay the whole cost.

    Differences below `tolerance` count as none.
    """
    excess = excesses(values, shares)
    near = tolerance(values)
    return bool(excess[:-1].max() <= near and abs(excess[-1]) <= near)


def leavers(values: Floats, shares: Floats, most: int | None = None) -> Ints:
    """The masks of the groups, short of all, that pay more than on their own: those that would gain the most first, of
    equals the smaller group, then the lower mask. At most `most` of them, all without it."""
    excess = excesses(values, shares)
    excess[-1] = 0.0
    near = tolerance(values)
    found = np.flatnonzero(excess > near)
    if most is not None and len(found) > most:
        # Equals of the last one stay in until they are put in order.
        edge = np.partition(excess[found], len(found) - most)[len(found) - most]
        found = found[excess[found] >= edge - near]
    # Gains that differ by rounding only are equals.
    gain = np.round(excess[found] / near) if near else excess[found]
    return found[np.lexsort((found, np.bitwise_count(found), -gain))][:most].astype(np.int64)


def count_leavers(values: Floats, shares: Floats) -> int:
    """How many groups, short of all, pay more than on their own."""
    return int((excesses(values, shares)[:-1] > tolerance(values)).sum())


def least_core(values: Floats, *, seconds: float = PATIENCE) -> float:
    """The least e, in the unit of the costs, such that some way of sharing the whole cost makes no group, short of all,
    pay more than e above its own cost.

    Above 0 there is no way of sharing under which nobody would be better off outside; below 0 every group can save at
    least -e. 0.0 for one partner, who has nobody to leave. ValueError as `partners_in`; OutOfTime.
    """
    deadline = Deadline(seconds)
    savings = Savings(values)
    if savings.count == 1:
        return 0.0
    ladder = Ladder(savings, rational=False)
    ladder.climb(deadline, until=1)
    return ladder.steps[0].excess * savings.scale
