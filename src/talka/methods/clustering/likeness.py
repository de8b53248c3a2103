"""How alike cards are: what each is compared by, as vectors of whole numbers, and the likeness of every pair.

Whole numbers, so that sums are exact and no order of adding them matters.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talka.methods.clustering.problem import Problem
from talka.methods.clustering.words import Feature, Reader, Word, totals
from talka.methods.contract import Deadline

Ints = NDArray[np.int64]

UNIT = 1_000_000
"""A likeness of 1 in whole numbers."""
LENGTH = 1_000
"""The length of a card's vector, so that the product of two is a likeness."""
FAINT = 100_000
"""Less likeness than this counts as none."""
BEFORE = 100
"""As many cards are imagined before the first is read, in which words are as usual as expected."""
STRIPE = 512
"""Cards that are compared with all others at a time."""


@dataclass(frozen=True)
class Likeness:
    """Cards that are the same, as one node; and how alike the nodes are.

    `cards[node]` are its rows in the problem; `home[node]` is the number of the fixed cluster it is kept in, -1 where
    it is free; `homes` are the names of those. The order of nodes depends on what the cards say alone. Row `node` of
    the likeness is `columns[starts[node]:starts[node + 1]]` and `values` beside it, without the node itself and without
    likeness under FAINT; symmetric. `vectors[node]`: each feature with its part of the vector.
    """

    cards: tuple[tuple[int, ...], ...]
    words: tuple[tuple[Word, ...], ...]
    home: Ints
    homes: tuple[str, ...]
    weight: Ints
    starts: Ints
    columns: Ints
    values: Ints
    vectors: tuple[dict[Feature, int], ...]

    def row(self, node: int) -> tuple[Ints, Ints]:
        """The nodes that are at all like this one, and how much."""
        part = slice(int(self.starts[node]), int(self.starts[node + 1]))
        return self.columns[part], self.values[part]


def likeness_of(problem: Problem, deadline: Deadline) -> Likeness:
    """Read the cards and compare all with all. Cards not read when the time is over are like no other."""
    homes = tuple(sorted(set(problem.fixed.values())))
    number = {name: index for index, name in enumerate(homes)}
    reader = Reader(problem.language)
    nodes: dict[tuple[object, ...], list[int]] = {}
    read_words: dict[tuple[object, ...], tuple[Word, ...]] = {}
    for row, card in enumerate(problem.cards):
        words = () if deadline.passed else reader.read(card.text, card.language)
        home = number.get(problem.fixed.get(card.id, ""), -1)
        found = tuple(sorted((feature.name, feature.usual, weight) for feature, weight in totals(words).items()))
        # Cards that say nothing are not the same: each is alone. Nor are equal ones that may not be together.
        key = (found, home, "" if found and (problem.open or home >= 0) else card.id)
        nodes.setdefault(key, []).append(row)
        read_words.setdefault(key, words)
    order = sorted(nodes, key=lambda key: (key[0], key[1], key[2]))
    vectors = _vectors([totals(read_words[key]) for key in order])
    starts, columns, values = _pairs(vectors, deadline)
    return Likeness(
        cards=tuple(tuple(sorted(nodes[key], key=lambda row: problem.cards[row].id)) for key in order),
        words=tuple(read_words[key] for key in order),
        home=np.array([key[1] for key in order], dtype=np.int64),
        homes=homes,
        weight=np.array([len(nodes[key]) for key in order], dtype=np.int64),
        starts=starts,
        columns=columns,
        values=values,
        vectors=vectors,
    )


def sparse(values: Ints, columns: Ints, starts: Ints, width: int) -> Any:
    """A sparse array by rows: the values of row r, and their columns, stand at starts[r]:starts[r + 1]."""
    from scipy.sparse import csr_array

    return csr_array((values, columns, starts), shape=(len(starts) - 1, width))  # type: ignore[no-untyped-call]


def _vectors(found: list[dict[Feature, float]]) -> tuple[dict[Feature, int], ...]:
    """Rare is heavy: weight · log((n + BEFORE + 1) / (cards with it + BEFORE · usual + ½)), to length LENGTH.

    A word that no other card has cannot make two alike; it would only make the card less like all others. So words, but
    not subjects, also weigh by cards / (cards + 1).
    """
    count = Counter(feature for features in found for feature in features)
    rarity = {
        feature: max(0.1, math.log((len(found) + BEFORE + 1) / (cards + BEFORE * feature.usual + 0.5)))
        * (1.0 if feature.subject else cards / (cards + 1))
        for feature, cards in count.items()
    }
    vectors = []
    for features in found:
        parts = {feature: weight * rarity[feature] for feature, weight in features.items()}
        length = math.sqrt(math.fsum(part * part for part in parts.values()))
        vectors.append({feature: round(LENGTH * part / length) for feature, part in parts.items()})
    return tuple(vectors)


def _pairs(vectors: tuple[dict[Feature, int], ...], deadline: Deadline) -> tuple[Ints, Ints, Ints]:
    names = sorted(
        {feature for vector in vectors for feature in vector}, key=lambda feature: (feature.name, feature.usual)
    )
    column = {feature: index for index, feature in enumerate(names)}
    ends = np.cumsum([0, *(len(vector) for vector in vectors)], dtype=np.int64)
    places = np.array([column[feature] for vector in vectors for feature in vector], dtype=np.int64)
    parts = np.array([part for vector in vectors for part in vector.values()], dtype=np.int64)
    cards = sparse(parts, places, ends, len(names))
    by_feature = cards.T.tocsr()
    rows, columns, values = [], [], []
    compared = len(vectors)
    # In stripes, so that cards that all share a word need no table of all pairs at once.
    for begin in range(0, len(vectors), STRIPE):
        if deadline.passed:
            compared = begin
            break
        product = (cards[begin : begin + STRIPE] @ by_feature).tocoo()
        row = product.row.astype(np.int64) + begin
        kept = (product.data >= FAINT) & (row != product.col)
        rows.append(row[kept])
        columns.append(product.col[kept].astype(np.int64))
        values.append(np.minimum(product.data[kept], UNIT))
    none = np.zeros(0, dtype=np.int64)
    row, other, value = (np.concatenate([none, *part]) for part in (rows, columns, values))
    row, other, value = (part[other < compared] for part in (row, other, value))
    order = np.lexsort((other, row))
    starts = np.searchsorted(row[order], np.arange(len(vectors) + 1))
    return starts.astype(np.int64), other[order], value[order]
