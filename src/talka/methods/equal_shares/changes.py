"""What would have got a project funded that was not: a lower cost, or more voters who name it.

Both are true of the shares as they ended: either the project is bought earlier than the others were, or the others are
bought as they were and it is bought after them.
"""

from __future__ import annotations

import math

import numpy as np

from talka.methods.equal_shares.instance import Floats, Support
from talka.methods.equal_shares.ledger import Ledger

CENT = 100


def cheap_enough(ledger: Ledger, project: str) -> float | None:
    """The highest cost, in whole cents, at which its voters would have paid for the project; None if at none."""
    instance, number = ledger.instance, ledger.number[project]
    support = instance.support[number]
    cost = instance.costs[number] / instance.units
    most = _cents(float((support.weight * ledger.left[support.kinds]).sum()))
    for one, money in zip(ledger.bought, ledger.before, strict=False):
        # Before this purchase the project must ask less for its worth; just the same would be a tie.
        price, held = one.price_per_utility or 0.0, money[support.kinds]
        if ledger.problem.utility == "cost":
            limit = _worth_its_cost(support, held, price, cost)
        else:
            due = price * support.power / instance.parts_of_point
            limit = float((support.weight * np.minimum(held, due)).sum())
        most = max(most, _below(limit))
    return most if most > 0 else None


def voters_wanted(ledger: Ledger, project: str) -> int | None:
    """How few voters more could have got the project funded by naming it as well: those with the most money left.
    None if what all have left is less than it costs."""
    instance, number = ledger.instance, ledger.number[project]
    support = instance.support[number]
    others = np.ones(len(instance.count), dtype=bool)
    others[support.kinds] = False
    missing = instance.costs[number] / instance.units - float((support.weight * ledger.left[support.kinds]).sum())
    money, count = ledger.left[others], instance.count[others]
    order = np.argsort(-money, kind="stable")
    money, count = money[order], count[order]
    together = np.cumsum(money * count)
    place = int(np.searchsorted(together, missing * (1 - 1e-12)))
    if place == len(money) or not money[place]:
        return None
    before = float(together[place - 1]) if place else 0.0
    return int(count[:place].sum()) + max(1, math.ceil((missing - before) / float(money[place]) * (1 - 1e-12)))


def _worth_its_cost(support: Support, held: Floats, price: float, cost: float) -> float:
    """Below which cost supporters can pay for it while they pay less than price for each unit of it; utility is the
    cost, so that a lower cost is also worth less. What they pay beyond the cost is a concave function of the cost:
    from above, the line through each point leads nearer to where it ends. 0 where it is nowhere above."""
    if price * float(support.weight[held > 0].sum()) <= 1 + 1e-9:
        return 0.0
    while True:
        poor = held < price * cost
        slope = price * float(support.weight[~poor].sum())
        if slope >= 1:
            return cost
        lower = float((support.weight * held)[poor].sum()) / (1 - slope)
        if lower >= cost * (1 - 1e-12):
            return lower
        cost = lower


def _cents(amount: float) -> float:
    return math.floor(amount * CENT + 1e-6) / CENT


def _below(amount: float) -> float:
    """The next whole cent below."""
    return max(0.0, (math.ceil(amount * CENT - 1e-6) - 1) / CENT)
