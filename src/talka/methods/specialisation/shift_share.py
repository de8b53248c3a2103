"""Shift-share: how much of a change came with the reference, with the mix of industries, and from the area itself.

Source: Dunn, "A statistical and analytical technique for regional analysis", Papers of the Regional Science Association
6, 1960; the sum of yearly steps: Barff and Knight, "Dynamic shift-share analysis", Growth and Change 19(2), 1988.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.specialisation.arrays import Floats, WithArrays


@dataclass(frozen=True, eq=False)
class ShiftShare(WithArrays):
    """(A, I) each, in the unit of the values: national + mix + regional = total, the change from the first to the last
    year. NaN where a value that is needed is missing."""

    first: int
    last: int
    national: Floats
    mix: Floats
    regional: Floats
    total: Floats


def shift_share(
    before: Floats,
    after: Floats,
    reference_before: Floats,
    reference_after: Floats,
    years: tuple[int, int],
    totals: tuple[float, float] | None = None,
) -> ShiftShare:
    """The classic form. before, after: (A, I); reference: (I,) at both ends, totals: of the reference where it is known
    apart from its industries, else the sums over industries known at both ends.

    An industry that neither area nor reference had is all the area's own; one that the area had but the reference had
    not has no growth to compare with, so mix and regional are NaN.
    """
    known = ~(np.isnan(reference_before) | np.isnan(reference_after))
    start, end = totals or (float(reference_before[known].sum()), float(reference_after[known].sum()))
    overall = end / start - 1.0 if start > 0 else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.where(reference_before > 0, reference_after / reference_before - 1.0, np.nan)
    total = after - before
    national = before * overall if start > 0 else np.where(before == 0, 0.0, np.nan)
    mix = before * (growth - overall)
    fresh = np.flatnonzero(reference_before == 0)
    mix[:, fresh] = np.where(before[:, fresh] == 0, 0.0, np.nan)
    # Taken as what is left of the total, so that the terms add up whatever rounding does.
    regional = total - national - mix
    for term in (national, mix):
        term[np.isnan(total)] = np.nan
    return ShiftShare(years[0], years[1], national, mix, regional, total)


def dynamic_shift_share(
    values: Floats, reference: Floats, years: tuple[int, ...], totals: Floats | None = None
) -> ShiftShare:
    """The terms of each step from a year to the next, added up. values: (T, A, I), reference: (T, I), totals: (T,).

    T is 2 or more. The total is that of the classic form. A year that is missing on the way leaves the sum missing.
    """
    shape = values.shape[1:]
    national, mix, regional, total = (np.zeros(shape) for _ in range(4))
    for step in range(len(years) - 1):
        ends = None if totals is None else (float(totals[step]), float(totals[step + 1]))
        now = shift_share(
            values[step], values[step + 1], reference[step], reference[step + 1], (years[step], years[step + 1]), ends
        )
        national += now.national
        mix += now.mix
        regional += now.regional
        total += now.total
    return ShiftShare(years[0], years[-1], national, mix, regional, total)
