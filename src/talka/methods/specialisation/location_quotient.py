"""Location quotients: how many times an industry's share in an area is its share in the reference.

Source: Haig, "Major Economic Factors in Metropolitan Growth and Arrangement" (1928); as revealed comparative advantage:
Balassa, "Trade Liberalisation and 'Revealed' Comparative Advantage", The Manchester School 33(2), 1965.
"""

from __future__ import annotations

import numpy as np

from talka.methods.specialisation.arrays import Floats, blocks

LEAST_KNOWN = 0.5
"""The share of the reference that the industries known of an area must make up; with less known nothing is compared."""


def known_shares(values: Floats, reference: Floats) -> Floats:
    """(A,): the share of the reference in industries that are known of the area. values: (A, I), reference: (I,)."""
    amounts = np.nan_to_num(reference, nan=0.0)
    whole = float(amounts.sum())
    if whole <= 0:
        return np.zeros(len(values))
    found = np.empty(len(values))
    for part in blocks(values):
        missing = np.isnan(values[part])
        found[part] = 1.0 if not missing.any() else (~missing @ amounts) / whole
    return found


def location_quotients(
    values: Floats,
    reference: Floats,
    totals: Floats | None = None,
    reference_total: float | None = None,
    *,
    out: Floats | None = None,
) -> Floats:
    """(A, I): (x_ai / x_a) / (r_i / r) for values (A, I) and reference (I,) of one year and one unit.

    Without totals x_a and r are sums over the industries known of both, so a missing one is zero on neither side.
    NaN where a value is missing, where the reference has nothing of the industry, where the area has nothing at all,
    and where the industries known of an area make up less than LEAST_KNOWN of the reference. out: where to write them.
    """
    quotients = np.empty_like(values) if out is None else out
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 1.0 / np.where(reference > 0, reference, np.nan)
        for part in blocks(values):
            own, compared = denominators(values[part], reference, totals if totals is None else totals[part])
            if reference_total is not None:
                compared = np.full(len(own), reference_total)
            factor = compared / np.where(own > 0, own, np.nan)
            np.multiply(values[part], share, out=quotients[part])
            quotients[part] *= factor[:, None]
    return quotients


def denominators(values: Floats, reference: Floats, totals: Floats | None = None) -> tuple[Floats, Floats]:
    """(A,) twice: what the industries known of both area and reference add up to in the area (or its total where
    that is given) and in the reference. NaN where too little is known."""
    lacking = np.isnan(reference)
    if not lacking.any():
        own = values.sum(axis=1)
        if not np.isnan(own).any():
            return (own if totals is None else totals), np.full(len(values), reference.sum())
    known = ~np.isnan(values) & ~lacking
    amounts = np.nan_to_num(reference, nan=0.0)
    compared = known @ amounts
    own = np.where(known, values, 0.0).sum(axis=1) if totals is None else totals
    if totals is None:
        own = np.where(compared >= LEAST_KNOWN * amounts.sum(), own, np.nan)
    return own, compared
