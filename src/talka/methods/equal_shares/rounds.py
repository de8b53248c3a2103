"""Projects bought one after the other, each time the one that asks the least of its supporters for what it is worth."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from fractions import Fraction

from talka.methods.contract import Deadline, OutOfTime
from talka.methods.equal_shares.instance import Instance
from talka.methods.equal_shares.purses import ROUNDING, Offer, Purses

SURE = 1 + 8 * ROUNDING
Waiting = tuple[float, int, float]
"""What the price of a project for its worth does not fall below, the project, and the same for its price."""


@dataclass(frozen=True)
class Purchase:
    """A project bought: `price` for each unit of power, in units of money; `full` voters paid it, `rest` paid all they
    still had. `tied` would have been as good, and come later by their id."""

    project: int
    price: Fraction
    full: int
    rest: int
    tied: tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """Everything bought with one share, and what is left in the purses."""

    purchases: tuple[Purchase, ...]
    purses: Purses

    @property
    def projects(self) -> tuple[int, ...]:
        return tuple(one.project for one in self.purchases)


def run(instance: Instance, share: int, deadline: Deadline) -> Run:
    """Equal shares with `share / voters` units for each voter. Raises OutOfTime."""
    purses = Purses(instance, share)
    waiting = [
        (_per_worth(instance, project, least), project, least)
        for project, least in enumerate(_at_least(instance))
        if least is not None
    ]
    heapq.heapify(waiting)
    purchases = []
    while chosen := _next(instance, purses, waiting):
        if deadline.passed:
            raise OutOfTime
        offer, tied = chosen
        purses.buy(offer)
        support = instance.support[offer.project]
        rest = int(support.weight[offer.poor].sum())
        price = Fraction(purses.prices[-1], purses.parts)
        purchases.append(Purchase(offer.project, price, int(support.people) - rest, rest, tied))
    return Run(tuple(purchases), purses)


def _at_least(instance: Instance) -> list[float | None]:
    """The price of each project if all its supporters could pay the same; None without supporters."""
    return [
        cost / support.total / SURE if support.people else None
        for cost, support in zip(instance.costs, instance.support, strict=True)
    ]


def _per_worth(instance: Instance, project: int, price: float) -> float:
    return price / instance.worth[project] / SURE


def _next(instance: Instance, purses: Purses, waiting: list[Waiting]) -> tuple[Offer, tuple[int, ...]] | None:
    """The project with the least price for its worth, and those whose price is the same; None if none can be bought.

    `waiting` holds for each project what its price for its worth does not fall below; prices only rise while money is
    spent, so it stays true, and only the cheapest few are looked at again. The exact price is found for those alone
    that could be the least.
    """
    looked: set[int] = set()
    best: list[tuple[Offer, Waiting]] = []
    aside: list[Waiting] = []
    most = math.inf
    while waiting and waiting[0][0] <= most:
        entry = heapq.heappop(waiting)
        _, project, price = entry
        if project not in looked:
            looked.add(project)
            least = purses.least_price(project, price)
            if least is not None:
                heapq.heappush(waiting, (_per_worth(instance, project, least), project, least))
            continue
        offer = purses.offer(project, price)
        order = _compare(instance, offer, best[0][0]) if best else -1
        if order < 0:
            aside += [other for _, other in best]
            best = []
            most = offer.short / (purses.parts * offer.mass * instance.worth[project]) * SURE
        if order <= 0:
            best.append((offer, entry))
        else:
            aside.append(entry)
    best.sort(key=lambda one: one[0].project)
    for entry in (*aside, *(other for _, other in best[1:])):
        heapq.heappush(waiting, entry)
    return (best[0][0], tuple(offer.project for offer, _ in best[1:])) if best else None


def _compare(instance: Instance, one: Offer, other: Offer) -> int:
    """Below 0 where `one` asks less for its worth than `other`, 0 where it asks the same; exact."""
    left = one.short * other.mass * instance.worth[other.project]
    right = other.short * one.mass * instance.worth[one.project]
    return (left > right) - (left < right)
