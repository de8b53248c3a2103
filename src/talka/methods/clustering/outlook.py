"""What is worth knowing of a partition: how close its clusters are, what nearly was, what lacks little."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from talka.methods.clustering.likeness import UNIT, Ints, Likeness
from talka.methods.clustering.partition import Instance
from talka.methods.clustering.problem import Problem

CLOSE = 0.05
"""Clusters that lack this little likeness to be joined are told,"""
CHEAP = 0.2
"""and cards of which a move would add no more than this to the disagreement."""
MOST_TOLD = 50


@dataclass(frozen=True)
class Cluster:
    """One cluster, or one card that is alone.

    `cluster` is the name of the fixed cluster, else the least id of its cards. `label` is a working name from people's
    words. `central` is the card most like the others. `alike`: the mean likeness of its pairs; None for one card.
    """

    cluster: str
    label: str
    size: int
    central: str
    alike: float | None


@dataclass(frozen=True)
class CloseCall:
    """A card that could nearly as well be in `other`: `cost` is what moving it would add to the disagreement.

    `here`, `there`: its mean likeness to the other cards of its cluster (None if it is alone) and to those of `other`.
    """

    card: str
    cluster: str
    other: str
    cost: float
    here: float | None
    there: float


@dataclass(frozen=True)
class Joinable:
    """Two clusters that lack little to be one: the mean likeness between their cards."""

    one: str
    two: str
    alike: float


class Outlook:
    """A partition (the cluster of each node) with what each node shares with each cluster."""

    def __init__(
        self, problem: Problem, likeness: Likeness, instance: Instance, cluster: Ints, called: Mapping[int, str]
    ) -> None:
        self.problem, self.likeness, self.instance = problem, likeness, instance
        self.of_node: list[int] = cluster.tolist()
        self.called = called
        self.weight: list[int] = instance.weight.tolist()
        self.homes: list[int] = instance.homes(cluster).tolist() if instance.count else []
        self.members: dict[int, list[int]] = {}
        for node, name in enumerate(self.of_node):
            self.members.setdefault(name, []).append(node)
        self.size = {name: sum(self.weight[node] for node in nodes) for name, nodes in self.members.items()}
        self.near = self._nearness(cluster)

    def cluster(self, name: int, label: str) -> Cluster:
        """One cluster as it is told."""
        nodes, size = self.members[name], self.size[name]
        inside = sum(self.weight[node] * self.near[node].get(name, 0) for node in nodes)

        alike = inside / (size * (size - 1) * UNIT) if size > 1 else None
        return Cluster(self.called[name], label, size, self._card(self.central(name)[0]), alike)

    def close_calls(self) -> list[CloseCall]:
        """Free cards that are nearly as much at home in another cluster, the closest first."""
        found = []
        for node, name in enumerate(self.of_node):
            if self.instance.home[node] >= 0 or self.weight[node] > 1:
                continue
            rest = self.size[name] - 1
            stays = self.near[node].get(name, 0) - self.instance.alike * rest
            most, other = 0, -1
            for cluster, shared in self.near[node].items():
                gain = shared - self.instance.alike * self.size[cluster]
                better = other < 0 or gain > most or (gain == most and self.called[cluster] < self.called[other])
                if cluster != name and better and self._may_be_joined(cluster):
                    most, other = gain, cluster
            if other >= 0 and stays - most <= CHEAP * UNIT:
                here = self.near[node].get(name, 0) / rest / UNIT if rest else None
                there = self.near[node][other] / self.size[other] / UNIT
                names = self._card(node), self.called[name], self.called[other]
                found.append(CloseCall(*names, (stays - most) / UNIT, here, there))
        return sorted(found, key=lambda call: (call.cost, call.card))

    def central(self, name: int) -> list[int]:
        """The nodes of a cluster, those most like the others first."""
        nodes = self.members[name]
        return sorted(nodes, key=lambda node: (-self.near[node].get(name, 0), len(self._text(node)), self._card(node)))

    def joinable(self) -> list[Joinable]:
        """Pairs of clusters with several cards each that lack little to be one, the closest first."""
        found = []
        for name, nodes in self.members.items():
            if self.size[name] < 2:
                continue
            shared: dict[int, int] = {}
            for node in nodes:
                for other, likeness in self.near[node].items():
                    shared[other] = shared.get(other, 0) + self.weight[node] * likeness
            for other, likeness in shared.items():
                mean = likeness / (self.size[name] * self.size[other])
                close = mean >= self.instance.alike - CLOSE * UNIT
                if close and self.called[name] < self.called[other] and self.size[other] > 1:
                    found.append(Joinable(self.called[name], self.called[other], mean / UNIT))
        return sorted(found, key=lambda pair: (-pair.alike, pair.one, pair.two))

    def _nearness(self, cluster: Ints) -> list[dict[int, int]]:
        """For each node: the likeness of a card of it with each cluster in all, itself left out, in whole numbers."""
        if not self.instance.count:
            return []
        table = self.instance.sums(cluster)
        ends, names, values = table.indptr.tolist(), table.indices.tolist(), table.data.tolist()
        near = [dict(zip(names[begin:end], values[begin:end], strict=True)) for begin, end in itertools.pairwise(ends)]
        for node, name in enumerate(self.of_node):
            if self.weight[node] > 1:
                near[node][name] = near[node].get(name, 0) + (self.weight[node] - 1) * UNIT
        return near

    def _may_be_joined(self, name: int) -> bool:
        return self.instance.open or self.homes[name] >= 0

    def _card(self, node: int) -> str:
        return self.problem.cards[self.likeness.cards[node][0]].id

    def _text(self, node: int) -> str:
        return self.problem.cards[self.likeness.cards[node][0]].text
