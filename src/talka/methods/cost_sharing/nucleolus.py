"""The way of sharing that makes the worst-off group as well off as can be, then the second worst, and so on."""

from __future__ import annotations

from talka.methods.contract import Deadline
from talka.methods.cost_sharing.core import PATIENCE
from talka.methods.cost_sharing.ladder import Ladder
from talka.methods.cost_sharing.savings import Savings
from talka.methods.programme import Floats


def nucleolus(values: Floats, *, seconds: float = PATIENCE) -> Floats:
    """[n] shares of the cost of all, in the unit of `values` (see `groups`); they sum to values[-1].

    Nobody pays more than alone, unless all together cost more than each alone: then somebody must, and that rule is
    left out. Of savings instead of costs: -nucleolus(-savings). Schmeidler, SIAM Journal on Applied Mathematics 17(6),
    1163-1170 (1969). ValueError as `groups.partners_in`; OutOfTime.
    """
    deadline = Deadline(seconds)
    savings = Savings(values)
    ladder = Ladder(savings, rational=savings.whole <= 0)
    return savings.in_money(ladder.climb(deadline, until=savings.count))
