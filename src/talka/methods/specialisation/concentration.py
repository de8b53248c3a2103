"""How concentrated an area is in few industries, and how different from the reference.

Sources: Herfindahl, "Concentration in the steel industry" (1950); Krugman, "Geography and Trade" (1991), p. 75-76;
Hoover, "The measurement of industrial localization", Review of Economics and Statistics 18(4), 1936: the curve of
cumulated shares, of which Gini is twice the area and Hoover the greatest distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.specialisation.arrays import Floats, WithArrays, blocks
from talka.methods.specialisation.location_quotient import denominators

MEASURES = ("Herfindahl", "Krugman", "Gini", "Hoover")


@dataclass(frozen=True, eq=False)
class Concentration(WithArrays):
    """(T, A) each. herfindahl: from 1/I (all industries alike) to 1 (one only). Against the reference, 0 where the
    shares are the same: krugman to 2, gini and hoover to 1. NaN where too little is known, or the area has nothing."""

    herfindahl: Floats
    krugman: Floats
    gini: Floats
    hoover: Floats


def concentrations(values: Floats, reference: Floats) -> Concentration:
    """values: (T, A, I); reference: (T, I). Shares are of the industries known of both."""
    found = np.full((4, *values.shape[:2]), np.nan)
    for year in range(len(values)):
        for part in blocks(values[year]):
            found[:, year, part] = _of_block(values[year, part], reference[year])
    return Concentration(*found)


def _of_block(values: Floats, reference: Floats) -> Floats:
    own, compared = denominators(values, reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = values / np.where(own > 0, own, np.nan)[:, None]
        others = reference / np.where(compared > 0, compared, np.nan)[:, None]
        lacking = np.isnan(values) | np.isnan(reference)
        if lacking.any():
            shares[lacking & (own > 0)[:, None]] = 0.0
            others[lacking] = 0.0
        herfindahl = np.einsum("ai,ai->a", shares, shares)
        krugman = np.abs(shares - others).sum(axis=1)
        order = np.argsort(np.where(others > 0, shares / others, np.inf), axis=1)
    shares, others = np.take_along_axis(shares, order, axis=1), np.take_along_axis(others, order, axis=1)
    cumulated = np.cumsum(shares, axis=1)
    gini = 1.0 - np.einsum("ai,ai->a", others, 2.0 * cumulated - shares)
    return np.stack((herfindahl, krugman, np.clip(gini, 0.0, 1.0), krugman / 2.0))
