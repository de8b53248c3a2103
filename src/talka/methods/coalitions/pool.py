"""Possible coalitions as columns of arrays, so that all of them are priced at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from talka.methods.coalitions.instance import Indices, Instance
from talka.methods.programme import Bools, Floats, Ints

FOR_EACH = 100
"""Columns for each municipality among which the best for each are looked for."""


@dataclass(frozen=True)
class Pool:
    """Columns [members, count]: indices of members, filled up with n; `cost` [count] in EUR, `length` [count].

    `looked`: how many that the rules allow were looked at; `complete`: these were all. Those that save nothing are not
    kept.
    """

    size: int
    members: Indices
    cost: Floats
    length: Floats
    looked: int
    complete: bool = False

    @property
    def count(self) -> int:
        return len(self.cost)

    def reduced(self, prices: Floats) -> Floats:
        """Cost less the prices [n] of the members."""
        left, padded = self.cost.copy(), np.append(prices, 0.0)
        for row in self.members:
            left -= padded.take(row)
        return left

    def share(self, reduced: Floats) -> Floats:
        """[n]: the least of reduced cost per member over the columns that hold a municipality.

        Prices raised by it are such that no column's members are priced above its cost; their sum is a bound on what
        any partition costs (each column takes from its members no more than it lacks).
        """
        each = reduced / self.length
        least = np.full(self.size + 1, np.inf)
        for row in self.members:
            np.minimum.at(least, row, each)
        return least[:-1]

    def best_for_each(self, worth: Floats, some: Ints, count: int) -> Ints:
        """The `count` columns of least worth for each municipality, among `some` of them (indices of columns), of which
        only the FOR_EACH times n best are looked at."""
        most = FOR_EACH * self.size
        if len(some) > most:
            some = np.sort(some[np.argpartition(worth[some], most)[:most]])
        some = some[np.argsort(worth[some], kind="stable")]
        entries = self.members[:, some].T
        holder, column = entries.ravel(), np.repeat(np.arange(len(some)), entries.shape[1])
        order = np.argsort(holder, kind="stable")
        holder, column = holder[order], column[order]
        starts = np.searchsorted(holder, np.arange(self.size))
        rank = np.arange(len(holder)) - np.append(starts, len(holder)).take(holder)
        return np.unique(some[column[(rank < count) & (holder < self.size)]])

    def inside(self, region: Bools, some: Ints) -> Ints:
        """Those of `some` columns all whose members lie in the region [n]."""
        padded = np.append(region, True)
        for row in self.members:
            some = some[padded.take(row.take(some))]
        return some

    def joined(self, other: Pool) -> Pool:
        """The pool with the columns of another."""
        rows = max(self.members.shape[0], other.members.shape[0])
        both = np.concatenate([_deep(self.members, rows, self.size), _deep(other.members, rows, self.size)], axis=1)
        cost, length = np.concatenate([self.cost, other.cost]), np.concatenate([self.length, other.length])
        return Pool(self.size, both, cost, length, self.looked + other.looked, self.complete)

    def find(self, sets: Sequence[tuple[int, ...]]) -> Ints | None:
        """The columns of these sets of municipalities; None if one is not here."""
        single = np.full(self.size, -1, dtype=np.int64)
        alone = np.nonzero(self.length == 1)[0]
        single[self.members[0, alone]] = alone
        found = [int(single[members[0]]) if len(members) == 1 else self._find(members) for members in sets]
        return None if min(found, default=0) < 0 else np.array(sorted(found), dtype=np.int64)

    def _find(self, members: tuple[int, ...]) -> int:
        if len(members) > self.members.shape[0]:
            return -1
        alike = np.nonzero((self.length == len(members)) & (self.members[0] == min(members)))[0]
        sorted_ones = np.sort(self.members[: len(members), alike], axis=0)
        same = (sorted_ones == np.sort(members)[:, None]).all(axis=0)
        return int(alike[same][0]) if same.any() else -1

    def only(self, some: Ints | Bools) -> Pool:
        return replace(self, members=self.members[:, some], cost=self.cost[some], length=self.length[some])


def priced(instance: Instance, members: Indices) -> Pool:
    """The columns, of connected sets, that have a host, keep required sets together, and save anything.

    What costs as much as its members alone can be left out, as they can stay alone; unless a list requires them.
    """
    cost, _ = instance.price(members)
    good = np.isfinite(cost)
    alone, required = np.zeros(len(cost)), np.zeros(len(cost), dtype=np.bool_)
    single, listed = np.append(instance.alone, 0.0), np.append(instance.group >= 0, False)
    for row in members:
        alone += single.take(row)
        required |= listed.take(row)
    length = (members < instance.size).sum(axis=0)
    if instance.groups:
        good &= instance.whole(members)
    looked = int(good.sum())
    good &= (cost < alone) | required | (length == 1)
    return Pool(instance.size, members[:, good], cost[good], length[good].astype(np.float64), looked)


def _deep(members: Indices, rows: int, nobody: int) -> Indices:
    """The columns filled up with nobody to so many rows."""
    if members.shape[0] == rows:
        return members
    fill = np.full((rows - members.shape[0], members.shape[1]), nobody, dtype=members.dtype)
    return np.concatenate([members, fill])
