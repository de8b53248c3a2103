"""How far shares can grow with the same projects bought in the same order, so that not every step needs a run.

As long as the same supporters are poor in every round, all money is linear in the growth. Then a project that was not
chosen stays so while its supporters, each paying no more than what the chosen one asks for its worth, cannot pay for
it. What they pay is the sum of the smaller of two linear terms each, so never above the sum of either; where that sum
first meets the cost is a limit that is safe. Doubles err on the safe side: a limit too low only costs time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from talka.methods.equal_shares.instance import Flags, Floats, Instance
from talka.methods.equal_shares.purses import ROUNDING
from talka.methods.equal_shares.rounds import Purchase, Run
from talka.methods.equal_shares.votes import Whole

SAFE = 1 - 1e-9


def reach(instance: Instance, bought: Run) -> int:
    """For so many steps more, each of 1 of the currency, the same projects are bought in the same order."""
    growth = _Growth(instance, bought)
    for purchase in bought.purchases:
        growth.round(purchase)
        if growth.limit < 1:
            return 0
    growth.end()
    return int(growth.limit * SAFE) if math.isfinite(growth.limit) else 0


@dataclass(frozen=True)
class _Entries:
    """Who supports what, of all projects one after the other."""

    project: Whole
    kind: Whole
    power: Floats
    weight: Floats
    people: Floats
    mass: Floats
    most: float

    @classmethod
    def of(cls, instance: Instance) -> _Entries:
        sizes = [len(support.kinds) for support in instance.support]
        power = np.concatenate([support.power for support in instance.support])
        return cls(
            project=np.repeat(np.arange(len(sizes)), sizes),
            kind=np.concatenate([support.kinds for support in instance.support]),
            power=power,
            weight=np.concatenate([support.weight for support in instance.support]),
            people=np.array([support.people for support in instance.support]),
            mass=np.concatenate([support.mass for support in instance.support]),
            most=float(power.max(initial=1.0)),
        )


class _Growth:
    """Money and how fast it grows, round by round; `doubt` is the error of the latter."""

    def __init__(self, instance: Instance, bought: Run) -> None:
        self.instance, self.entries = instance, _Entries.of(instance)
        self.share = float(bought.purses.first)
        self.money = np.full(len(instance.count), self.share)
        self.rate = np.full(len(instance.count), float(instance.units))
        self.costs = np.array(instance.costs, dtype=float)
        self.worth = np.array(instance.worth, dtype=float)
        self.open = self.entries.people > 0
        self.empty = np.zeros(len(self.money), dtype=bool)
        self.limit, self.doubt, self.fastest, self.slack = math.inf, 0.0, float(instance.units), 0.0

    def round(self, purchase: Purchase) -> None:
        """One purchase: until when its supporters stay poor or rich, and no other comes before it."""
        support = self.instance.support[purchase.project]
        self.slack += 8 * ROUNDING * self.share
        self.open[purchase.project] = False
        price, money, rate = float(purchase.price), self.money[support.kinds], self.rate[support.kinds]
        poor = money < price * support.power
        mass, people = float(support.mass[~poor].sum()), float(support.weight[poor].sum())
        steady = self.empty[support.kinds[poor]].all()
        if not mass:
            self.limit = 0.0
            return
        faster = -float((support.weight * rate)[poor].sum()) / mass
        unsure = people * (self.doubt + len(money) * ROUNDING * self.fastest) / mass + 4 * ROUNDING * abs(faster)
        away = np.abs(price * support.power - money) - self.slack
        nearer = np.where(poor, rate - faster * support.power, faster * support.power - rate)
        self._until(away, nearer + unsure * support.power + self.doubt)
        self._others(purchase, price, faster, unsure, self._never_before(purchase) if steady else None)
        self.money[support.kinds] = np.where(poor, 0.0, money - price * support.power)
        self.rate[support.kinds] = np.where(poor, 0.0, rate - faster * support.power)
        self.empty[support.kinds[poor]] = True
        self.doubt += self.entries.most * unsure + 2 * ROUNDING * self.fastest
        self.fastest = max(self.fastest, float(np.abs(self.rate).max()))

    def end(self) -> None:
        """After the last purchase: until when nobody can pay for anything."""
        there = self.entries
        held = self._sums(there.weight * self.money[there.kind])
        rate = self._sums(there.weight * self.rate[there.kind])
        self._until_paid(held, rate, there.people * self.doubt, self.open)

    def _others(self, purchase: Purchase, price: float, faster: float, unsure: float, but: Flags | None) -> None:
        there = self.entries
        worth = self.worth / self.worth[purchase.project]
        per_power = there.power * worth[there.project]
        money, rate = self.money[there.kind], self.rate[there.kind]
        has_less = money < price * per_power
        paid = self._sums(there.weight * np.where(has_less, money, price * per_power))
        rates = self._sums(there.weight * np.where(has_less, rate, faster * per_power))
        doubt = there.people * (self.doubt + unsure * there.most * worth)
        self._until_paid(paid, rates, doubt, self.open if but is None else self.open & ~but)

    def _sums(self, of_entries: Floats) -> Floats:
        """By project."""
        return np.bincount(self.entries.project, of_entries, len(self.costs)).astype(float)

    def _until_paid(self, paid: Floats, rate: Floats, doubt: Floats, asked: Flags) -> None:
        """Until when what is paid for those asked about stays below their cost."""
        there = self.entries
        gap = self.costs - paid - there.people * self.slack - len(there.kind) * ROUNDING * (paid + self.costs)
        most = rate + doubt + len(there.kind) * ROUNDING * there.people * self.fastest
        self._until(gap[asked], most[asked])

    def _until(self, gap: Floats, rate: Floats) -> None:
        """Until when every gap that shrinks at its rate is open."""
        closing = rate > 0
        if (gap <= 0).any():
            self.limit = 0.0
        elif closing.any():
            self.limit = min(self.limit, float((gap[closing] / rate[closing]).min()))

    def _never_before(self, purchase: Purchase) -> Flags:
        """Projects that can never come before this one, for which nobody pays less than the others but those who have
        nothing: such as would ask for more even if all who have something paid the same, and such as would ask for the
        same then and come later by their id."""
        there, chosen, costs, worth = self.entries, purchase.project, self.instance.costs, self.instance.worth
        mass = [int(one) for one in self._sums(np.where(self.empty[there.kind], 0.0, there.mass)).tolist()]
        never = np.zeros(len(costs), dtype=bool)
        for other in np.flatnonzero(self.open).tolist():
            more = costs[other] * mass[chosen] * worth[chosen] - costs[chosen] * mass[other] * worth[other]
            never[other] = more > 0 or (more == 0 and other > chosen)
        return never
