"""Games of costs for tests, published ones and made-up ones, as arrays of all groups."""

from __future__ import annotations

import numpy as np

from talka.methods.cost_sharing.groups import sizes, sums
from talka.methods.programme import Floats

TALMUD = {100: (100 / 3, 100 / 3, 100 / 3), 200: (50.0, 75.0, 75.0), 300: (50.0, 100.0, 150.0)}
"""Estates and what the three widows with claims of 100, 200 and 300 get; Kethubot 93a."""


def bankruptcy(estate: float, claims: tuple[float, ...]) -> Floats:
    """A game of gains: a group can be sure of what is left when all others have got their claims (O'Neill 1982)."""
    claimed = sums(np.array(claims, dtype=float))
    found = np.maximum(0.0, estate - (claimed[-1] - claimed))
    found[0] = 0.0
    return found


def airport(needs: tuple[float, ...]) -> Floats:
    """A group pays for the longest runway that one of it needs (Littlechild and Owen 1973)."""
    found = np.zeros(1 << len(needs))
    for place, need in enumerate(needs):
        half = 1 << place
        found[half : 2 * half] = np.maximum(found[:half], need)
    return found


def gloves(left: int, right: int) -> Floats:
    """Each has one glove; a pair is worth 1. A game of gains."""
    ones = np.array([1.0] * left + [0.0] * right)
    return np.minimum(sums(ones), sums(1.0 - ones))


def concave(seed: int, count: int) -> Floats:
    """Cost is a concave function of size, and as in an airport each needs something of its own length."""
    chance = np.random.default_rng(seed)
    sized = 900.0 * sums(chance.lognormal(9, 1, count)) ** chance.uniform(0.6, 1.0)
    return sized + airport(tuple(chance.lognormal(13, 0.5, count)))


def noisy(seed: int, count: int) -> Floats:
    """Savings that grow with the group, and chance: now and then nobody can be kept, or joining does not pay."""
    chance = np.random.default_rng(seed)
    alone = sums(chance.lognormal(13, 0.5, count))
    many = sizes(count)
    by_size = chance.uniform(0.1, 0.6) * (np.maximum(many, 1.0) - 1) / count
    saved = by_size + chance.uniform(0, 0.15, 1 << count)
    return np.where(many > 1, alone * (1 - saved), alone)


def wild(seed: int, count: int) -> Floats:
    """Any costs at all."""
    found = 1e6 * np.random.default_rng(seed).random(1 << count)
    found[0] = 0.0
    return found


def whole(seed: int, count: int) -> Floats:
    """Small whole numbers: many groups are as badly off as others."""
    found = np.random.default_rng(seed).integers(0, 6, 1 << count).astype(float)
    found[0] = 0.0
    return found


KINDS = (concave, noisy, wild, whole)
