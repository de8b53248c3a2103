"""Shares and how sure they are: intervals, exact tests for small numbers, a correction for asking many questions."""

from __future__ import annotations

import numpy as np
from scipy import special
from scipy.stats import hypergeom  # type: ignore[attr-defined]

from talka.methods.opinion.table import Floats, Ints

Z = 1.959963984540054
"""Of 95 %."""


def smoothed(part: Ints, whole: Ints) -> Floats:
    """(part + 1) / (whole + 2): a share that a few votes cannot drive to nothing or to all."""
    share: Floats = (part + 1) / (whole + 2)
    return share


def intervals(part: Ints | Floats, whole: Ints) -> tuple[Floats, Floats]:
    """Ends of Wilson's 95 % interval (1927) of part / whole; 0 and 1 where whole is 0."""
    n = np.maximum(whole, 1)
    share = part / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    # At its ends the interval reaches them exactly; rounding must not say otherwise.
    low = np.where(part <= 0, 0.0, middle - half)
    return low, np.where(part >= whole, 1.0, middle + half)


def interval_of(part: float, whole: int) -> tuple[float, float]:
    """The same of one share."""
    low, high = intervals(np.array([part]), np.array([whole]))
    return float(low[0]), float(high[0])


def more_than_half(part: Ints, whole: Ints) -> Floats:
    """The chance of so many or more, if each of the whole were as likely in the part as not (exact binomial test)."""
    none = part <= 0
    # P(X >= part) for X binomial(whole, 1/2), as an incomplete beta function; scipy's sf takes 30 times as long.
    tail = special.betainc(np.where(none, 1, part), np.maximum(whole - part, 0) + 1, 0.5)
    chance: Floats = np.where(none, 1.0, tail)
    return chance


def more_than_others(part: Ints, whole: Ints, other_part: Ints, other_whole: Ints) -> Floats:
    """The chance of so many or more here, if the part were dealt out over both at random (Fisher's exact test)."""
    chance: Floats = hypergeom.sf(part - 1, whole + other_whole, part + other_part, whole)
    return np.minimum(1.0, np.nan_to_num(chance, nan=1.0))


def corrected(chances: Floats) -> Floats:
    """Chances as they stand when so many questions are asked at once (Benjamini and Hochberg 1995), in their shape."""
    flat = chances.ravel()
    order = np.argsort(flat, kind="stable")
    raised = flat[order] * len(flat) / np.arange(1, len(flat) + 1)
    lowered = np.minimum(1.0, np.minimum.accumulate(raised[::-1])[::-1])
    found = np.empty_like(flat)
    found[order] = lowered
    return found.reshape(chances.shape)
