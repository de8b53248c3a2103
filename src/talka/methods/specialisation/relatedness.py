"""Which industries go together, and how much of what is related to an industry an area has already.

Source: Hidalgo, Klinger, Barabási, Hausmann, "The product space conditions the development of nations", Science 317,
2007. Where values are missing, two industries are compared over the areas in which both are known.
"""

from __future__ import annotations

import numpy as np

from talka.methods.specialisation.arrays import Floats, blocks

PRESENT = 1.0 - 1e-9
"""From this location quotient on an industry counts as present; just below 1, so that rounding decides nothing."""


def proximities(quotients: Floats) -> Floats:
    """(I, I): the lesser of the two conditional probabilities that an area with one industry has the other, 1 on the
    diagonal; NaN where an industry is present nowhere. quotients: (A, I)."""
    size = quotients.shape[1]
    # [i, j]: areas with both; areas with j among those in which i is known
    both, counted = np.zeros((size, size)), np.zeros((size, size))
    for part in blocks(quotients):
        present = (quotients[part] >= PRESENT).astype(np.float64)
        missing = np.isnan(quotients[part])
        both += present.T @ present
        counted += (~missing).T.astype(np.float64) @ present if missing.any() else present.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        given_second = both / np.where(counted > 0, counted, np.nan)
    return np.minimum(given_second, given_second.T)


def densities(quotients: Floats, proximity: Floats) -> Floats:
    """(A, I): of all that is related to an industry, by proximity, the share that is present in the area.

    quotients: (A, I), any areas; proximity: (I, I). NaN where nothing is related, or nothing known in the area.
    """
    weights = np.nan_to_num(proximity, nan=0.0)
    found = np.empty(quotients.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for part in blocks(quotients):
            missing = np.isnan(quotients[part])
            np.matmul((quotients[part] >= PRESENT).astype(np.float64), weights, out=found[part])
            found[part] /= (~missing).astype(np.float64) @ weights if missing.any() else weights.sum(axis=0)
    return found
