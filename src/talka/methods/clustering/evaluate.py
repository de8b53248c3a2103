"""Judging any partition, also one changed by hand: what it costs, and what moving a card or joining clusters would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from talka.methods.clustering.likeness import UNIT, likeness_of
from talka.methods.clustering.problem import Problem
from talka.methods.clustering.words import Feature, surfaces
from talka.methods.contract import Deadline


@dataclass(frozen=True)
class Shared:
    """What a card has in common with a cluster: its own words, the words of the others, and how many others say so."""

    own: tuple[str, ...]
    others: tuple[str, ...]
    count: int


class Standing:
    """A partition of the cards (card → cluster, every card) as it stands; questions about it are answered at once.

    Building it reads all cards, a second for some thousands. Raises InvalidProblem, and KeyError for a card without
    cluster.
    """

    def __init__(self, problem: Problem, clusters: Mapping[str, str]) -> None:
        problem.require_valid()
        self.problem = problem
        self.clusters = {card.id: clusters[card.id] for card in problem.cards}
        self.likeness = likeness_of(problem, Deadline(3600))
        self.node = {problem.cards[row].id: node for node, rows in enumerate(self.likeness.cards) for row in rows}
        self.members: dict[str, list[str]] = {}
        for card in sorted(self.clusters):
            self.members.setdefault(self.clusters[card], []).append(card)
        self.cards_of_node: dict[int, Counter[str]] = {}
        for card, node in self.node.items():
            self.cards_of_node.setdefault(node, Counter())[self.clusters[card]] += 1

    @property
    def disagreement(self) -> float:
        """As `objective` of a result."""
        alike = self._alike
        twice = 0
        for card, node in self.node.items():
            columns, values = self.likeness.row(node)
            more = [value - alike for value in values.tolist()]
            twice += sum(
                max(0, here) * int(self.likeness.weight[other])
                for other, here in zip(columns.tolist(), more, strict=True)
            )
            twice += (int(self.likeness.weight[node]) - 1) * (UNIT - alike)
            cluster = self.clusters[card]
            twice -= self._shared(card, cluster) - alike * (len(self.members[cluster]) - 1)
        return twice / 2 / UNIT

    def alike(self, card: str, cluster: str) -> float | None:
        """The mean likeness of a card to the (other) cards of a cluster; None where there are none."""
        others = len(self.members.get(cluster, ())) - (self.clusters[card] == cluster)
        return self._shared(card, cluster) / others / UNIT if others else None

    def nearest(self, card: str) -> list[tuple[str, float]]:
        """The other clusters that a card is at all like, with the mean likeness, the most alike first."""
        found = []
        for cluster in self._touched(card) - {self.clusters[card]}:
            found.append((cluster, self._shared(card, cluster) / len(self.members[cluster]) / UNIT))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def cost_of_move(self, card: str, cluster: str) -> float:
        """By how much the disagreement rises when a card goes to a cluster, a new one if there is none so named."""
        here = self.clusters[card]
        if cluster == here:
            return 0.0
        leaving = self._shared(card, here) - self._alike * (len(self.members[here]) - 1)
        coming = self._shared(card, cluster) - self._alike * len(self.members.get(cluster, ()))
        return (leaving - coming) / UNIT

    def cost_of_join(self, one: str, two: str) -> float:
        """By how much the disagreement rises when two clusters become one."""
        shared = sum(self._shared(card, two) for card in self.members[one])
        return (self._alike * len(self.members[one]) * len(self.members[two]) - shared) / UNIT

    def shared(self, card: str, cluster: str, most: int = 3) -> Shared:
        """The words by which a card is like the other cards of a cluster, the weightiest first."""
        node = self.node[card]
        others = [self.node[other] for other in self.members.get(cluster, ()) if other != card]
        weight: Counter[Feature] = Counter()
        for other in others:
            for feature in self.likeness.vectors[other].keys() & self.likeness.vectors[node].keys():
                weight[feature] += self.likeness.vectors[node][feature] * self.likeness.vectors[other][feature]
        top = {f for f, _ in sorted(weight.items(), key=lambda pair: (-pair[1], pair[0].name))[:most]}
        said = Counter(word for other in others for word in _lower(surfaces(self.likeness.words[other], top)))
        return Shared(
            own=tuple(dict.fromkeys(surfaces(self.likeness.words[node], top))),
            others=tuple(sorted(said, key=lambda word: (-said[word], word))[:most]),
            count=sum(1 for other in others if top & self.likeness.vectors[other].keys()),
        )

    @property
    def _alike(self) -> int:
        return round(self.problem.alike * UNIT)

    def _touched(self, card: str) -> set[str]:
        node = self.node[card]
        return {cluster for near in (node, *self._near(node)) for cluster in self.cards_of_node[near]}

    def _near(self, node: int) -> Iterator[int]:
        yield from self.likeness.row(node)[0].tolist()

    def _shared(self, card: str, cluster: str) -> int:
        """The likeness of a card with the other cards of a cluster in all, in whole numbers."""
        node = self.node[card]
        columns, values = self.likeness.row(node)
        near = zip(columns.tolist(), values.tolist(), strict=True)
        same = self.cards_of_node[node][cluster] - (self.clusters[card] == cluster)
        total: int = same * UNIT + sum(value * self.cards_of_node[other][cluster] for other, value in near)
        return total


def _lower(words: Iterator[str]) -> set[str]:
    return {word.lower() for word in words}
