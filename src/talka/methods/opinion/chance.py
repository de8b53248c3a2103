"""Whether groups stand apart by more than chance: the same search on votes that have been dealt out anew.

The votes on each statement are dealt out at random among those who voted on it. Every statement keeps its agreement and
every person the statements seen, only what connects one statement with another is gone. K-means splits that as well,
and the more groups, the better its silhouette; so a number of groups is judged by how far its silhouette is above that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from talka.methods.contract import Deadline
from talka.methods.opinion.parts import Base, Split, base_of, splits
from talka.methods.opinion.problem import FEWEST
from talka.methods.opinion.space import Places, places_of
from talka.methods.opinion.table import UNSEEN, Floats, Ints, Votes

DRAWS = 39
"""So often votes are dealt out: with none as good as ours the chance is 1 in 40."""
LEAST_DRAWS = 19
"""From fewer, nothing can be less likely than 1 in 20."""
LEVEL = 0.05
LEAST_DEVIATION = 0.005
"""Of a silhouette; in very large crowds it hardly varies by chance, and then what matters is how much it is above."""
PEOPLE_DRAWN = 1_000
"""Of more people that many, drawn once, have their votes dealt out."""


@dataclass(frozen=True)
class Tried:
    """A number of groups, with or without scaling for few votes: the silhouette of its best split; mean and standard
    deviation of what it is where votes are dealt out at random, None where no draw was made."""

    groups: int
    scaled: bool
    silhouette: float
    by_chance: float | None
    deviation: float | None

    @property
    def above(self) -> float:
        """How far the silhouette is above the mean by chance; the silhouette, if that is not known."""
        return self.silhouette - (self.by_chance or 0.0)


@dataclass(frozen=True)
class Choice:
    """`group` [persons]: the group of each, all 0 where one group is the answer; `where` [persons, 2]: their places.

    `chance`: the share of draws that separate as well, ours counted as one of them; None where fewer than 19 draws
    could be made in time, or there was nothing to try.
    """

    where: Floats
    group: Ints
    groups: int
    scaled: bool
    tried: tuple[Tried, ...]
    chance: float | None
    draws: int


def choose(votes: Votes, most: int, seed: int, deadline: Deadline) -> Choice:
    """The number of groups whose silhouette is furthest above chance; one group where chance brings as much more often
    than 1 in 20 times."""
    places = places_of(votes)
    found = _found(places, most, (seed, 0))
    ways = sorted(found, key=lambda way: (way[0], not way[1]))
    alone = np.zeros(len(votes), dtype=np.int64)
    if not ways:
        return Choice(places.scaled, alone, 1, True, (), None, 0)
    drawn = list(_by_chance(votes, most, seed, deadline))
    worth = np.array([[one.get(way, np.nan) for way in ways] for one in drawn]).reshape(-1, len(ways))
    usual, deviation = _usual(worth)
    known = zip(usual.tolist(), deviation.tolist(), strict=True) if drawn else [(None, None)] * len(ways)
    tried = tuple(Tried(*way, found[way][1].silhouette, *by_chance) for way, by_chance in zip(ways, known, strict=True))
    best = max(tried, key=lambda one: (round(one.above, 9), -one.groups, one.scaled))
    enough = len(drawn) >= LEAST_DRAWS
    lucky = np.nan_to_num((worth - usual) / deviation, nan=-np.inf).max(axis=1)
    # In deviations, so that numbers of groups whose silhouette varies much do not hide those where it does not.
    ours = max(one.above / (one.deviation or 1.0) for one in tried)
    chance = float(1 + (lucky >= ours).sum()) / (1 + len(drawn)) if enough else None
    where = places.of(scaled=best.scaled)
    if chance is not None and chance > LEVEL:
        return Choice(where, alone, 1, best.scaled, tried, chance, len(drawn))
    base, split = found[best.groups, best.scaled]
    return Choice(where, split.group[base.of], best.groups, best.scaled, tried, chance, len(drawn))


def _found(places: Places, most: int, seed: tuple[int, ...]) -> dict[tuple[int, bool], tuple[Base, Split]]:
    """The best split for each number of groups, with and without scaling for few votes."""
    found: dict[tuple[int, bool], tuple[Base, Split]] = {}
    for scaled in (True, False):
        chance = np.random.default_rng([*seed, int(scaled)])
        base = base_of(places.of(scaled=scaled), chance)
        found |= {(groups, scaled): (base, split) for groups, split in splits(base, most, FEWEST, chance).items()}
    return found


def _usual(worth: Floats) -> tuple[Floats, Floats]:
    """[ways] each: mean and standard deviation over draws [draws, ways]; for a way that fewer than two draws could go,
    the highest of the others. A deviation is at least LEAST_DEVIATION."""
    there = ~np.isnan(worth)
    counts = there.sum(axis=0)
    means = np.where(there, worth, 0.0).sum(axis=0) / np.maximum(1, counts)
    means = np.where(counts > 1, means, means.max())
    squares = np.where(there, worth - means, 0.0) ** 2
    deviations = np.sqrt(squares.sum(axis=0) / np.maximum(1, counts - 1))
    deviations = np.where(counts > 1, deviations, deviations.max())
    return means, np.maximum(deviations, LEAST_DEVIATION)


def _by_chance(votes: Votes, most: int, seed: int, deadline: Deadline) -> Iterator[dict[tuple[int, bool], float]]:
    """Silhouettes of all ways, draw after draw, until there are enough or the time is nearly over."""
    deal = np.random.default_rng([seed, 1])
    if len(votes) > PEOPLE_DRAWN:
        votes = votes[np.sort(deal.choice(len(votes), PEOPLE_DRAWN, replace=False))]
    longest = 0.0
    for draw in range(DRAWS):
        begun = deadline.spent
        if deadline.left < 1.5 * longest or deadline.passed:
            return
        found = _found(places_of(dealt_anew(votes, deal)), most, (seed, 2, draw))
        yield {way: split.silhouette for way, (_base, split) in found.items()}
        longest = max(longest, deadline.spent - begun)


def dealt_anew(votes: Votes, deal: np.random.Generator) -> Votes:
    """The votes on each statement, dealt out among those who voted on it."""
    dealt = votes.copy()
    for column in range(votes.shape[1]):
        seen = votes[:, column] != UNSEEN
        dealt[seen, column] = deal.permutation(votes[seen, column])
    return dealt
