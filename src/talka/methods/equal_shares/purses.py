"""The voters' money while projects are bought: in doubles for a quick look, and exactly where that could decide.

A voter who paid in full for everything bought so far has the share less the prices; a voter who could not has nothing.
So what a group of voters has is known exactly from how many of them paid for what. Prices are whole numbers over one
common denominator (`parts`), which grows with every purchase.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from talka.methods.equal_shares.instance import Flags, Floats, Instance
from talka.methods.equal_shares.votes import Whole

ROUNDING = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Offer:
    """A project at its price: `short / (parts * mass)` for each power, exactly, with the parts of this round.

    `poor` are those of its supporters who have less than that and pay all they have, `emptied` those who have nothing
    left afterwards: the poor and who has just enough.
    """

    project: int
    short: int
    mass: int
    poor: Flags
    emptied: Flags


class Purses:
    """Everybody's money, from a share of `share / voters` units for each."""

    def __init__(self, instance: Instance, share: int) -> None:
        self.instance, self.share = instance, share
        self.parts = max(1, instance.voters)
        self.first = Fraction(share, self.parts)
        self.prices: list[int] = []
        """Of each purchase for each power, over `parts`."""
        self.whole = share / self.parts
        self.money = np.full(len(instance.count), self.whole)
        self.empty = np.zeros(len(instance.count), dtype=bool)
        self.bought = np.full(len(instance.ids), -1, dtype=np.int64)
        """Of each project: the number of its purchase, from 0."""

    @property
    def slack(self) -> float:
        """By how much the double of one purse may differ from what it truly holds."""
        return 4 * ROUNDING * (len(self.prices) + 1) * self.whole

    def least_price(self, project: int, price: float) -> float | None:
        """A price for each power that the true one does not fall below, close to it; None if its supporters cannot
        pay for the project. `price`: such a price that is known already, to start from.

        Whoever is counted as poor, cost less the money of the poor over the mass of the others is never above the
        true price; the search only looks for those with whom it is highest.
        """
        support, cost = self.instance.support[project], self.instance.costs[project]
        money = self.money[support.kinds]
        held = support.weight * money
        total = float(held.sum())
        error = support.people * self.slack + (len(held) + 8) * ROUNDING * (cost + total)
        if total < cost - error or (total <= cost + error and self._held(support.kinds) < cost * self.parts):
            return None
        while True:
            poor = money < price * support.power
            mass = float(support.mass[~poor].sum())
            if not mass:
                return price
            higher = (cost - float(held[poor].sum()) - error) / mass * (1 - 4 * ROUNDING)
            if higher <= price:
                return price
            price = higher

    def offer(self, project: int, price: float) -> Offer:
        """The project, whose supporters can pay for it, at its exact price; `price` is near it."""
        support, cost = self.instance.support[project], self.instance.costs[project] * self.parts
        money = self.money[support.kinds]
        poor = money < price * support.power
        while True:
            mass = int(support.mass[~poor].sum())
            if not mass:
                poor = np.zeros(len(poor), dtype=bool)
                continue
            short = cost - self._held(support.kinds[poor])
            now, just = self._who_has_less(support.kinds, support.power, short, mass)
            if (now == poor).all():
                return Offer(project, short, mass, poor, poor | just)
            poor = now

    def buy(self, offer: Offer) -> None:
        """Take the money for a project from its supporters."""
        common = math.gcd(offer.short, offer.mass)
        finer = offer.mass // common
        self.prices = [price * finer for price in self.prices]
        self.share *= finer
        self.parts *= finer
        self.bought[offer.project] = len(self.prices)
        self.prices.append(offer.short // common)
        support = self.instance.support[offer.project]
        price = self.prices[-1] / self.parts
        left = np.maximum(0.0, self.money[support.kinds] - price * support.power)
        self.money[support.kinds] = np.where(offer.emptied, 0.0, left)
        self.empty[support.kinds[offer.emptied]] = True

    def held(self, kinds: Whole) -> Fraction:
        """What all voters of these kinds have together, in units."""
        return Fraction(self._held(kinds), self.parts)

    def _held(self, kinds: Whole) -> int:
        """What all voters of these kinds have together, over parts."""
        kinds = kinds[~self.empty[kinds]]
        if not len(kinds):
            return 0
        count = self.instance.count[kinds]
        held = self.share * int(count.sum())
        if not self.prices:
            return held
        starts, sizes = self.instance.starts[kinds], self.instance.starts[kinds + 1] - self.instance.starts[kinds]
        begins = np.cumsum(sizes) - sizes
        entries = np.repeat(starts - begins, sizes) + np.arange(int(sizes.sum()))
        rounds = self.bought[self.instance.named[entries]]
        paid = self.instance.powers[entries] * np.repeat(count, sizes)
        sums = np.bincount(rounds + 1, weights=paid, minlength=len(self.prices) + 1)[1:]
        return held - sum(price * int(mass) for price, mass in zip(self.prices, sums.tolist(), strict=True))

    def _who_has_less(self, kinds: Whole, power: Floats, short: int, mass: int) -> tuple[Flags, Flags]:
        """Who has less than the price short / (parts * mass) for each power, and who has just so much."""
        money, price = self.money[kinds], short / (self.parts * mass)
        wanted = price * power
        less, just = money < wanted, np.zeros(len(kinds), dtype=bool)
        near = np.flatnonzero(np.abs(money - wanted) <= self.slack + 8 * ROUNDING * wanted)
        known: dict[tuple[object, ...], int] = {}
        for place in near.tolist():
            one = int(kinds[place])
            key = (bool(self.empty[one]), int(power[place]), *self._paid_by(one))
            if key not in known:
                held, due = self._held_by(one) * mass, short * int(power[place])
                known[key] = (held > due) - (held < due)
            less[place], just[place] = known[key] < 0, known[key] == 0
        return less, just

    def _paid_by(self, kind: int) -> tuple[tuple[int, int], ...]:
        """For which purchases a voter of this kind paid, with the power."""
        entries = slice(int(self.instance.starts[kind]), int(self.instance.starts[kind + 1]))
        rounds = self.bought[self.instance.named[entries]].tolist()
        powers = self.instance.powers[entries].tolist()
        return tuple((number, int(power)) for number, power in zip(rounds, powers, strict=True) if number >= 0)

    def _held_by(self, kind: int) -> int:
        """What one voter of this kind has, over parts."""
        if self.empty[kind]:
            return 0
        return self.share - sum(self.prices[number] * power for number, power in self._paid_by(kind))
