"""The cards that clustering is measured on, and plain ways to cluster them, which are given every advantage."""

import csv
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talka.methods.clustering.problem import Card
from talka.methods.clustering.subjects import subjects

FOLDER = Path(__file__).parent / "cards"
FOLDED = str.maketrans("āčēģīķļņšūž", "acegiklnsuz")
JOINED_AT = (0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
"""Likeness down to which a plain way joins clusters; the one that suits the labels best is taken."""


def written(name: str) -> tuple[tuple[Card, ...], list[str]]:
    """The cards of a file, and the need of each; a card of no need is one of its own."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Card(row["id"], row["text"]) for row in rows), [row["need"] or f"alone {row['id']}" for row in rows]


def retold(count: int) -> tuple[tuple[Card, ...], list[str]]:
    """Labelled cards as many people would have written them: a word left out, two exchanged, diacritics left out."""
    cards, needs = written("labelled.csv")
    chance = random.Random(count)
    order = [number % len(cards) for number in range(count)] if count > len(cards) else range(len(cards))
    told, needed = [], []
    for number, which in enumerate(chance.sample(list(order), count)):
        words = cards[which].text.split()
        if count > len(cards) and len(words) > 2:
            words.pop(chance.randrange(len(words)))
            at = chance.randrange(len(words))
            words.insert(chance.randrange(len(words)), words.pop(at))
        text = " ".join(words)
        told.append(Card(f"c{number:05}", text.translate(FOLDED) if chance.random() < 0.2 else text))
        needed.append(needs[which])
    return tuple(told), needed


def rand_index(one: Sequence[str], two: Sequence[str]) -> float:
    """The adjusted Rand index (Hubert and Arabie, 1985) of two partitions given as names by card."""

    def pairs(counts: Iterable[int]) -> float:
        return sum(count * (count - 1) / 2 for count in counts)

    both = pairs(Counter(zip(one, two, strict=True)).values())
    first, second = pairs(Counter(one).values()), pairs(Counter(two).values())
    expected = first * second / pairs([len(one)])
    return (both - expected) / ((first + second) / 2 - expected)


class FieldWords:
    """The words of the field without some of their subjects, to see what the rest is worth; None hides them all."""

    def __init__(self, hidden: frozenset[str] | None) -> None:
        self.hidden = hidden

    def __call__(self, language: str) -> "FieldWords | None":
        self.known = subjects(language)
        return None if self.hidden is None or self.known is None else self

    def of(self, spoken: Sequence[str]) -> list[frozenset[str]]:
        assert self.known is not None and self.hidden is not None
        return [about - self.hidden for about in self.known.of(spoken)]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def letters(text: str) -> list[str]:
    """Parts of words, of three to five letters: what makes forms of a word alike without knowing any grammar."""
    return [
        f" {word} "[at : at + size] for word in words(text) for size in (3, 4, 5) for at in range(len(word) + 3 - size)
    ]


def plain(cards: Sequence[Card], needs: Sequence[str], terms: object) -> float:
    """The best adjusted Rand index of TF-IDF, cosine and average linkage, over all of JOINED_AT."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.sparse import csr_array

    assert callable(terms)
    counts = [Counter(terms(card.text)) for card in cards]
    frequency = Counter(term for count in counts for term in count)
    column = {term: index for index, term in enumerate(sorted(frequency))}
    values = [n * (math.log((len(cards) + 1) / (frequency[t] + 1)) + 1) for count in counts for t, n in count.items()]
    starts = np.cumsum([0, *(len(count) for count in counts)])
    table = csr_array((values, [column[t] for count in counts for t in count], starts), shape=(len(cards), len(column)))
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    alike = (table @ table.T).toarray() / np.maximum(np.outer(lengths, lengths), 1e-12)
    apart: NDArray[np.float64] = np.clip(1 - alike[np.triu_indices(len(cards), 1)], 0, None)
    del alike
    tree = linkage(apart, "average")
    return max(rand_index(fcluster(tree, 1 - at, "distance").tolist(), needs) for at in JOINED_AT)
