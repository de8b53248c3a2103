"""Putting nodes together: first the pairs of clusters most alike, then single nodes where they fit better.

What is minimised is the disagreement: for every pair of cards kept together that is less alike than `alike`, how much
less; for every pair kept apart that is more alike, how much more. It falls with every step, so the steps end.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from talka.methods.clustering.likeness import Ints, Likeness, sparse
from talka.methods.contract import Deadline


@dataclass(frozen=True)
class Instance:
    """The likeness of nodes as it is added up: sparse, in whole numbers, each value times the weight of the other.

    `rows`, `columns`, `shared` [pairs, both ways]: node, other node, likeness · weight of the other. `starts` [n + 1]:
    where each row begins; `table` is the same as a sparse array. `weight`, `home` [n] as in Likeness. `open`: whether
    free nodes may form new clusters. `total`: the disagreement when every node is alone.
    """

    starts: Ints
    rows: Ints
    columns: Ints
    shared: Ints
    weight: Ints
    home: Ints
    alike: int
    open: bool
    total: int
    table: Any

    @classmethod
    def of(cls, likeness: Likeness, alike: int, *, may_found: bool) -> Instance:
        weight = likeness.weight
        rows = np.repeat(np.arange(len(weight)), np.diff(likeness.starts))
        more = np.maximum(likeness.values - alike, 0) * weight[rows] * weight[likeness.columns]
        shared = likeness.values * weight[likeness.columns]
        return cls(
            starts=likeness.starts,
            rows=rows,
            columns=likeness.columns,
            shared=shared,
            weight=weight,
            home=likeness.home,
            alike=alike,
            open=may_found,
            total=int(more.sum()) // 2,
            table=sparse(shared, likeness.columns, likeness.starts, len(weight)),
        )

    @property
    def count(self) -> int:
        return len(self.weight)

    def near(self, node: int) -> list[tuple[int, int]]:
        """(other, likeness · weight of the other) of all that are at all like a node."""
        part = slice(int(self.starts[node]), int(self.starts[node + 1]))
        return list(zip(self.columns[part].tolist(), self.shared[part].tolist(), strict=True))

    def start(self) -> Ints:
        """[n] Each free node alone, what is fixed in one cluster together; a cluster is named by its first node."""
        cluster = np.arange(self.count)
        for home in np.unique(self.home[self.home >= 0]):
            fixed = np.flatnonzero(self.home == home)
            cluster[fixed] = fixed[0]
        return cluster

    def may_join(self, one: int, two: int) -> bool:
        """Whether clusters with these homes (-1: none) may become one."""
        return not (one >= 0 and two >= 0) and (self.open or one >= 0 or two >= 0)

    def disagreement(self, cluster: Ints) -> int:
        """The disagreement of a partition [n], in millionths of likeness."""
        inside = cluster[self.rows] == cluster[self.columns]
        together = int((self.weight[self.rows[inside]] * self.shared[inside]).sum()) // 2
        sizes = np.bincount(cluster, weights=self.weight, minlength=1).astype(np.int64)
        pairs = (int((sizes * sizes).sum()) - int((self.weight * self.weight).sum())) // 2
        return self.total - together + self.alike * pairs

    def sums(self, cluster: Ints) -> Any:
        """What each node shares with each cluster, [n, n] sparse by rows, in no order; with its own: with the rest."""
        return self.table @ self._members(cluster)

    def sums_between(self, cluster: Ints) -> Any:
        """What each cluster shares with each, [n, n] sparse by rows, in no order."""
        table = self._members(cluster).T.tocsr() @ (self._weights() @ self.sums(cluster))
        return table.tocsr()

    def _members(self, cluster: Ints) -> Any:
        ones, starts = np.ones(self.count, dtype=np.int64), np.arange(self.count + 1)
        return sparse(ones, cluster, starts, self.count)

    def _weights(self) -> Any:
        places, starts = np.arange(self.count), np.arange(self.count + 1)
        return sparse(self.weight, places, starts, self.count)

    def homes(self, cluster: Ints) -> Ints:
        """[n] The fixed cluster that each cluster is, -1 where it is none; by the number of the cluster."""
        homes = np.full(self.count, -1)
        np.maximum.at(homes, cluster, self.home)
        return homes


class _Merging:
    """Clusters on their way to becoming larger: what each shares with each other, and on a heap the best pair of each.

    Joined clusters are never more alike to a third than the more alike of them was, so a best pair once noted only has
    to be looked for again when its other side is gone.
    """

    def __init__(self, instance: Instance, cluster: Ints) -> None:
        self.instance = instance
        table = instance.sums_between(cluster)
        sizes = np.bincount(cluster, weights=instance.weight, minlength=instance.count).astype(np.int64)
        self.size: list[int] = sizes.tolist()
        self.home: list[int] = instance.homes(cluster).tolist()
        self.between: dict[int, dict[int, int]] = {}
        self.heap: list[tuple[float, int, int, int]] = []
        for name in np.unique(cluster).tolist():
            part = slice(int(table.indptr[name]), int(table.indptr[name + 1]))
            row = dict(zip(table.indices[part].tolist(), table.data[part].tolist(), strict=True))
            row.pop(name, None)
            self.between[name] = row
            self.note(name)

    def note(self, one: int) -> None:
        """Put the most alike other that a cluster may be joined with on the heap, if any is alike enough."""
        size, sizes, alike = self.size[one], self.size, self.instance.alike
        best, mean = -1, 0.0
        for two, together in self.between[one].items():
            room = size * sizes[two]
            if together > alike * room:
                here = together / room
                better = here > mean or (here == mean and two < best)
                if better and self.instance.may_join(self.home[one], self.home[two]):
                    best, mean = two, here
        if best >= 0:
            heapq.heappush(self.heap, (-mean, min(one, best), max(one, best), one))

    def stands(self, one: int, two: int, mean: float) -> bool:
        """Whether two clusters are still there, may be joined, and are still as alike as noted."""
        if one not in self.between or two not in self.between[one]:
            return False
        if not self.instance.may_join(self.home[one], self.home[two]):
            return False
        return self.between[one][two] / (self.size[one] * self.size[two]) == mean

    def join(self, one: int, two: int) -> None:
        """Make `two` part of `one`."""
        gone, mine = self.between.pop(two), self.between[one]
        del mine[two], gone[one]
        for other, together in gone.items():
            theirs = self.between[other]
            del theirs[two]
            theirs[one] = mine[other] = mine.get(other, 0) + together
        self.size[one] += self.size[two]
        self.home[one] = max(self.home[one], self.home[two])


def agglomerated(instance: Instance, cluster: Ints, deadline: Deadline) -> Ints:
    """Clusters joined as long as two are alike enough on average, the most alike pair first (average linkage)."""
    if not instance.count:
        return cluster
    merging = _Merging(instance, cluster)
    into = np.arange(instance.count)
    while merging.heap and not deadline.passed:
        mean, one, two, noted_for = heapq.heappop(merging.heap)
        if merging.stands(one, two, -mean):
            # The shorter row is written into the longer one.
            if len(merging.between[one]) < len(merging.between[two]):
                one, two = two, one
            merging.join(one, two)
            into[two] = one
            merging.note(one)
        elif noted_for in merging.between:
            merging.note(noted_for)
    while (into[into] != into).any():
        into = into[into]
    return into[cluster]


def moved(instance: Instance, cluster: Ints, deadline: Deadline) -> Ints:
    """Each free node put where it agrees most, alone if nowhere, again and again until none is better off elsewhere."""
    while not deadline.passed:
        unhappy = _unhappy(instance, cluster)
        changed = _moved_once(instance, cluster, unhappy) if len(unhappy) else cluster
        if changed is cluster:
            break
        cluster = changed
    return cluster


def _unhappy(instance: Instance, cluster: Ints) -> Sequence[int]:
    """The free nodes that would agree more with another cluster, or alone."""
    table = instance.sums(cluster)
    rows = np.repeat(np.arange(instance.count), np.diff(table.indptr))
    sizes = np.bincount(cluster, weights=instance.weight, minlength=instance.count).astype(np.int64)
    own = table.indices == cluster[rows]
    gains = table.data - instance.alike * sizes[table.indices]
    here = -instance.alike * (sizes[cluster] - instance.weight)
    here[rows[own]] += table.data[own]
    if not instance.open:
        gains[instance.homes(cluster)[table.indices] < 0] = 0
    best = np.zeros(instance.count, dtype=np.int64)
    np.maximum.at(best, rows[~own], gains[~own])
    unhappy: list[int] = np.flatnonzero((best > here) & (instance.home < 0)).tolist()
    return unhappy


def _moved_once(instance: Instance, cluster: Ints, unhappy: Sequence[int]) -> Ints:
    """Each of some nodes in turn to where it agrees most; the same array if none moves."""
    names: list[int] = cluster.tolist()
    size: list[int] = np.bincount(cluster, weights=instance.weight, minlength=instance.count).astype(int).tolist()
    home: list[int] = instance.homes(cluster).tolist()
    empty = sorted(set(range(instance.count)) - set(names), reverse=True)
    for node in unhappy:
        weight, here = int(instance.weight[node]), names[node]
        together: dict[int, int] = {here: 0}
        for other, shared in instance.near(node):
            together[names[other]] = together.get(names[other], 0) + shared
        size[here] -= weight
        best, most = here, together[here] - instance.alike * size[here]
        for name in sorted(together):
            gain = together[name] - instance.alike * size[name]
            if gain > most and (instance.open or home[name] >= 0):
                best, most = name, gain
        if most < 0:
            best = empty.pop()
        if not size[here] and best != here:
            empty.append(here)
        size[best] += weight
        names[node] = best
    changed = np.array(names, dtype=np.int64)
    return cluster if (changed == cluster).all() else changed


def improved(instance: Instance, cluster: Ints, deadline: Deadline) -> Ints:
    """Moves and joins in turn until neither helps."""
    value = instance.disagreement(cluster)
    while not deadline.passed:
        tried = agglomerated(instance, moved(instance, cluster, deadline), deadline)
        reached = instance.disagreement(tried)
        if reached >= value:
            break
        cluster, value = tried, reached
    return cluster
