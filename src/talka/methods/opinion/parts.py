"""Splitting points into groups: k-means from several starts over base points, and how well a split separates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talka.methods.opinion.table import Floats, Ints

BASE = 200
"""Points that groups are made of; where people stand at more places, those near each other are taken together."""
STARTS = 30
ROUNDS, BASE_ROUNDS = 60, 12


@dataclass(frozen=True)
class Base:
    """`points` [base, 2] with how many people each stands for, `of` [persons]: the base point of each person."""

    points: Floats
    people: Floats
    of: Ints


@dataclass(frozen=True)
class Split:
    """`group` [base]: the group of each base point; `silhouette`: its mean over people, from -1 to 1."""

    group: Ints
    groups: int
    silhouette: float


def base_of(where: Floats, chance: np.random.Generator) -> Base:
    """Everybody's place, or some hundred centres of k-means where there are more places than that."""
    _, first, same, counts = np.unique(
        np.round(where, 9), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    # In the order in which people stand, which does not depend on how the axes point.
    order = np.argsort(first)
    points, weight = np.round(where, 9)[first[order]], counts[order].astype(np.float64)
    of = np.argsort(order)[same.reshape(-1)]
    if len(points) <= BASE:
        return Base(points, weight, of)
    centres = _spread(points, weight, BASE, 1, chance)
    group = np.unique(_settle(points, weight, centres, BASE_ROUNDS)[0], return_inverse=True)[1]
    people: Floats = np.bincount(group, weight).astype(np.float64)
    middle = np.stack([np.bincount(group, weight * axis) / people for axis in points.T], axis=1)
    return Base(middle, people, group[of])


def splits(base: Base, most: int, fewest: int, chance: np.random.Generator) -> dict[int, Split]:
    """For each number of groups from 2 the best split by silhouette, of those that k-means comes to and in which no
    group has fewer than `fewest` people. A number is missing where there is none."""
    away = np.sqrt(_squares(base.points, base.points))
    best: dict[int, Split] = {}
    for groups in range(2, most + 1):
        if len(base.points) < groups or base.people.sum() < groups * fewest:
            break
        centres = _spread(base.points, base.people, groups, STARTS, chance)
        group = np.unique(_settle(base.points, base.people, centres, ROUNDS), axis=0)
        member = group[:, :, None] == np.arange(groups)
        large = (base.people @ member).min(axis=1) >= fewest
        if large.any():
            worth = silhouettes(away, base.people, member[large])
            first = int((worth >= worth.max() - 1e-12).argmax())
            best[groups] = Split(group[large][first], groups, float(worth[first]))
    return best


def silhouettes(away: Floats, people: Floats, member: NDArray[np.bool_]) -> Floats:
    """[splits]: Rousseeuw's silhouette (1987) of each split as a mean over people: (b - a) / max(a, b), a the mean
    distance to the own group, b to the nearest other one. People at one base point are no distance apart.

    away [base, base], people [base], member [splits, base, groups]; no group is empty.
    """
    size = people @ member
    sums = away @ (member * people[:, None])
    own = (sums * member).sum(axis=2) / np.maximum(1, (size[:, None, :] * member).sum(axis=2) - 1)
    other = np.where(member, np.inf, sums / size[:, None, :]).min(axis=2)
    greater = np.maximum(own, other)
    each = np.where(greater > 0, (other - own) / np.where(greater > 0, greater, 1), 0.0)
    found: Floats = each @ people / people.sum()
    return found


def _squares(one: Floats, other: Floats) -> Floats:
    """[..., one, other]: squared distances."""
    difference = one[..., :, None, :] - other[..., None, :, :]
    squares: Floats = (difference**2).sum(axis=-1)
    return squares


def _spread(points: Floats, weight: Floats, count: int, starts: int, chance: np.random.Generator) -> Floats:
    """[starts, count, 2]: centres drawn by weight and squared distance: k-means++ (Arthur and Vassilvitskii 2007)."""
    chosen = np.zeros((starts, count), dtype=np.int64)
    odds = np.cumsum(weight)
    chosen[:, 0] = np.searchsorted(odds, chance.random(starts) * odds[-1], side="right")
    near = _squares(points[chosen[:, 0]], points)
    for number in range(1, count):
        heap = np.cumsum(near * weight, axis=1)
        drawn = chance.random((starts, 1)) * heap[:, -1:]
        chosen[:, number] = np.minimum((heap <= drawn).sum(axis=1), len(points) - 1)
        near = np.minimum(near, _squares(points[chosen[:, number]], points))
    return points[chosen]


def _settle(points: Floats, weight: Floats, centres: Floats, rounds: int) -> Ints:
    """[starts, points]: the nearest centre of each point, after moving centres to the middle of theirs (Lloyd 1982)."""
    moments = np.column_stack([weight, weight[:, None] * points])
    number = np.arange(centres.shape[1])[:, None]
    group: Ints | None = None
    for _round in range(rounds):
        # Squared distance without the part that is the same for all centres.
        near = (centres**2).sum(axis=2)[:, :, None] - 2 * (centres @ points.T)
        now = near.argmin(axis=1)
        if group is not None and (now == group).all():
            break
        group = now
        sums = (group[:, None, :] == number).astype(np.float64) @ moments
        held = sums[:, :, :1] > 0
        centres = np.where(held, sums[:, :, 1:] / np.where(held, sums[:, :, :1], 1), centres)
    assert group is not None
    return group
