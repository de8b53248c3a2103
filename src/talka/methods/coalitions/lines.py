"""Straight lines below the cost of a volume, under which the best set at a host is found by sorting.

The cost of a set depends on its volume by one concave or convex function. Under a line, the best set of at most k
members at a host is simply those that lower it most; over all lines these sets are a bound on every set at that host,
and mostly the best one is among them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.coalitions.instance import Indices, Instance
from talka.methods.programme import Floats, Ints

MOST_LINES, FEWEST_LINES, AT_ONCE = 64, 6, 8_000_000
"""As many as keep one look at all hosts below so many numbers."""


@dataclass(frozen=True)
class Lines:
    """For each host whom it can be reached by: member [hosts, width], filled up with n; the way in EUR, and volume.

    A member that hosts stands first in its own row. `height` in EUR at no volume, `slope` in EUR per volume. Where the
    cost is concave they are chords of a grid of volumes: the cost of a volume lies above one of them. Where it is
    convex they are tangents, and it lies above each.
    """

    instance: Instance
    member: Ints
    way: Floats
    volume: Floats
    height: Floats
    slope: Floats

    @property
    def concave(self) -> bool:
        return self.instance.rules.elasticity <= 1

    def worth(self, prices: Floats) -> Floats:
        """[hosts, width]: the way less the price [n] of each who can reach a host; infinite where nobody is."""
        worth: Floats = self.way - np.append(prices, 0.0)[self.member]
        return worth

    def least(self, prices: Floats) -> tuple[Floats, Ints]:
        """For each member that hosts, what any set costs at least above its members' prices, and by which line."""
        worth, most = self.worth(prices), self.instance.most - 1
        least = np.full(len(worth), np.inf if self.concave else -np.inf)
        which = np.zeros(len(worth), dtype=np.int64)
        for number in range(len(self.slope)):
            each = worth + self.slope[number] * self.volume
            rest = np.minimum(each[:, 1:], 0.0)
            if most < rest.shape[1]:
                rest = np.partition(rest, most, axis=1)[:, :most]
            value = self.height[number] + each[:, 0] + rest.sum(axis=1)
            better = value < least if self.concave else value > least
            least[better], which[better] = value[better], number
        return least, which

    def least_for_each(self, prices: Floats) -> Floats:
        """For each host, what any set at it costs at least above its members' prices, by member of the set."""
        sizes = np.arange(1, min(self.instance.most, self.member.shape[1]) + 1)
        worth = self.worth(prices)
        least = np.full(len(worth), np.inf if self.concave else -np.inf)
        for height, slope in zip(self.height, self.slope, strict=True):
            each = np.sort(worth + slope * self.volume, axis=1)[:, : len(sizes)]
            value = ((np.cumsum(each, axis=1) + height) / sizes).min(axis=1)
            least = np.minimum(least, value) if self.concave else np.maximum(least, value)
        return least

    def sets(self, prices: Floats) -> Indices:
        """[members, sets]: the best set at each host under each line, each once. Only where members host, or where
        nobody must: the host stands first."""
        worth = self.worth(prices)
        deep = min(self.instance.most, worth.shape[1])
        found = []
        for slope in self.slope:
            each = worth + slope * self.volume
            lowers = each < 0
            if self.instance.inside:
                each[:, 0], lowers[:, 0] = -np.inf, True
            else:
                lowers[np.arange(len(each)), each.argmin(axis=1)] = True
            best = np.argsort(each, axis=1, kind="stable")[:, :deep]
            taken = np.take_along_axis(lowers, best, axis=1)
            found.append(np.where(taken, np.take_along_axis(self.member, best, axis=1), self.instance.size))
        return np.unique(np.concatenate(found), axis=0).T.astype(np.int32)


def make_lines(instance: Instance) -> Lines:
    """The lines of an instance that has municipalities."""
    finite = np.isfinite(instance.way[:-1, :-1])
    width = int(finite.sum(axis=1).max())
    # Those that reach come first, the host itself before all.
    rank = np.where(finite, 1, 2)
    if instance.inside:
        np.fill_diagonal(rank, 0)
    order = np.argsort(rank, axis=1, kind="stable")[:, :width]
    member = np.where(np.take_along_axis(finite, order, axis=1), order, instance.size)
    way = np.take_along_axis(instance.way[:-1], member, axis=1)
    way[member == instance.size] = np.inf
    count = min(MOST_LINES, max(FEWEST_LINES, AT_ONCE // max(1, member.size)))
    height, slope = _under(instance, count)
    return Lines(instance, member, way, instance.volume[member], height, slope)


def _under(instance: Instance, count: int) -> tuple[Floats, Floats]:
    volume, rules = instance.volume[:-1], instance.rules
    some = volume[volume > 0]
    if not len(some):
        return instance.base(np.zeros(1)), np.zeros(1)
    # A hair more than all, so that rounding of the grid's end leaves no volume beyond it.
    most = float(np.sort(volume)[::-1][: instance.most].sum()) * (1 + 1e-9)
    grid = np.unique(np.concatenate([[0.0], np.geomspace(some.min(), most, count)]))
    low, high = grid[:-1], grid[1:]
    if rules.elasticity <= 1:
        slope = (instance.base(high) - instance.base(low)) / (high - low)
        return instance.base(low) - slope * low, slope
    middle = (low + high) / 2
    slope = rules.unit_eur * rules.elasticity * middle ** (rules.elasticity - 1)
    return instance.base(middle) - slope * middle, slope


def hanging_together(instance: Instance, sets: Indices) -> Indices:
    """Of each set [members, sets] the part connected with its first member; only sets of which no two are forbidden."""
    held = sets < instance.size
    safe = np.where(held, sets, 0)
    reached = np.zeros(sets.shape, dtype=np.bool_)
    reached[0] = held[0]
    good = np.ones(sets.shape[1], dtype=np.bool_)
    for _ in range(len(sets)):
        for one in range(len(sets)):
            for other in range(one + 1, len(sets)):
                near = instance.linked[safe[one], safe[other]] & held[one] & held[other]
                both = near & (reached[one] | reached[other])
                reached[one] |= both
                reached[other] |= both
    for one in range(len(sets)):
        for other in range(one + 1, len(sets)):
            good &= instance.friends[safe[one], safe[other]] | ~reached[one] | ~reached[other]
    return np.sort(np.where(reached, sets, instance.size)[:, good], axis=0)
