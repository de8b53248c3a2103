"""Where each person stands: the plane in which opinions differ most, as Small et al. (2021) describe it.

Votes not given count as the mean of the statement, so that they pull nobody anywhere; whoever gave few votes then
stands near the middle for that reason alone, which is set right by the square root of statements over votes given.
Where few votes say little, that spreads those who gave them at random; so places are told with and without it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from talka.methods.opinion.table import UNSEEN, Floats, Votes

DIMENSIONS = 2
NOTHING = 1e-9
"""Variance below this part of the whole is rounding."""


@dataclass(frozen=True)
class Places:
    """[persons, 2]: principal components of the votes; `scaled`: as far from the middle as with all votes given."""

    plain: Floats
    scaled: Floats

    def of(self, *, scaled: bool) -> Floats:
        return self.scaled if scaled else self.plain


def places_of(votes: Votes) -> Places:
    """Where each person stands; zeros where nobody differs."""
    seen = votes != UNSEEN
    known = np.where(seen, votes, 0).astype(np.float64)
    mean = known.sum(axis=0) / np.maximum(1, seen.sum(axis=0))
    centred = np.where(seen, known - mean, 0.0)
    found = np.zeros((len(votes), DIMENSIONS))
    axes = _axes(centred)
    found[:, : axes.shape[1]] = centred @ axes
    given = np.maximum(1, seen.sum(axis=1))
    return Places(found, found * np.sqrt(votes.shape[1] / given)[:, None])


def _axes(centred: Floats) -> Floats:
    """[statements, up to 2]: the directions of the greatest variance, each pointing where its greatest part is."""
    count, width = centred.shape
    wide = width > count
    square = centred @ centred.T if wide else centred.T @ centred
    last = len(square) - 1
    values, vectors = linalg.eigh(square, subset_by_index=(max(0, last - DIMENSIONS + 1), last))
    values, vectors = values[::-1], vectors[:, ::-1]
    kept = values > NOTHING * max(np.trace(square), NOTHING)
    axes = centred.T @ vectors[:, kept] / np.sqrt(values[kept]) if wide else vectors[:, kept]
    greatest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    pointed: Floats = axes * np.where(greatest < 0, -1.0, 1.0)
    return pointed
