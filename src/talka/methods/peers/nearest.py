"""The nearest neighbours of points, exactly, with ties in order of the points; where coordinates are missing, over
those that both have.

Source of the tree: Bentley, "Multidimensional binary search trees used for associative searching", Communications of
the ACM 18(9), 1975, as in SciPy.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.spatial import KDTree

from talka.methods.contract import Deadline, OutOfTime
from talka.methods.values import Floats, Whole

FEW = 1_500
"""Up to so many points all distances are computed; beyond, a tree is quicker where nothing is missing."""
MARGIN = 3
"""Neighbours asked of the tree beyond those wanted, so that ties at the end are seen."""
ALIKE = 1e-9
"""Distances this near to one another, relatively, are ties."""
CELLS_AT_ONCE = 4_000_000
ROWS_AT_ONCE = 5_000


def nearest(points: Floats, wanted: int, *, least_shared: float, weights: Floats, deadline: Deadline) -> Whole:
    """[points, wanted]: the nearest other points of each, nearest first, ties by index; -1 where there are none.

    points [points, dimensions]: NaN where missing; a pair is compared where the weights of the dimensions both have
    make up `least_shared` of all. Raises OutOfTime.
    """
    count = len(points)
    found = np.full((count, wanted), -1)
    if count < 2:
        return found
    open_rows = np.arange(count)
    if count > FEW and not np.isnan(points).any():
        done, told = _by_tree(points * np.sqrt(weights), min(wanted, count - 1), deadline)
        found[done, : told.shape[1]] = told
        open_rows = np.setdiff1d(open_rows, done, assume_unique=True)
    for rows in _blocks(open_rows, count):
        if deadline.passed:
            raise OutOfTime
        apart = squared(points, rows, weights, least_shared)
        found[rows] = _first(apart, wanted)
    return found


def squared(points: Floats, rows: Whole, weights: Floats, least_shared: float) -> Floats:
    """[rows, points]: squared distances over the shared dimensions, scaled to all of the weight; infinite to oneself
    and where too little is shared."""
    there = ~np.isnan(points)
    filled = np.where(there, points, 0.0)
    apart = np.zeros((len(rows), len(points)))
    for place, weight in enumerate(weights):
        step = filled[rows, place][:, None] - filled[:, place]
        step *= step
        step *= weight
        if not there[:, place].all():
            step *= there[rows, place][:, None] & there[:, place]
        apart += step
    if not there.all():
        shared = (there[rows] * weights) @ there.T / weights.sum()
        enough = (shared > 0) & (shared >= least_shared - 1e-12)
        apart = np.where(enough, apart / np.where(enough, shared, 1.0), np.inf)
    apart[np.arange(len(rows)), rows] = np.inf
    return apart


def _by_tree(points: Floats, wanted: int, deadline: Deadline) -> tuple[Whole, Whole]:
    """The points whose neighbours are clear, and these; the others have more ties than the margin shows."""
    count = len(points)
    asked = min(count, wanted + 1 + MARGIN)
    tree = KDTree(points)  # type: ignore[no-untyped-call]
    far, near = np.empty((count, asked)), np.empty((count, asked), np.int64)
    for start in range(0, count, ROWS_AT_ONCE):
        if deadline.passed:
            raise OutOfTime
        rows = slice(start, start + ROWS_AT_ONCE)
        far[rows], near[rows] = tree.query(points[rows], k=asked, workers=-1)  # type: ignore[no-untyped-call]
    # Oneself is among the nearest, though with equal points not always the first.
    own = near == np.arange(count)[:, None]
    far = np.where(own, np.inf, far)
    ordered = np.sort(far, axis=1)[:, :-1]
    last, next_ = ordered[:, wanted - 1], ordered[:, -1]
    clear = own.any(axis=1) & ((next_ > last * (1 + ALIKE) + 1e-300) | (asked == count))
    rounded = _rounded(far)
    order = np.lexsort((near, rounded), axis=1)[:, :wanted]
    return np.flatnonzero(clear), np.take_along_axis(near, order, axis=1)[clear]


def _first(apart: Floats, wanted: int) -> Whole:
    """[rows, wanted]: columns of the least squared distances, ties by column; -1 where the distance is infinite."""
    found = np.full((len(apart), wanted), -1)
    last = min(wanted, apart.shape[1]) - 1
    limits = np.partition(apart, last, axis=1)[:, last] * (1 + 4 * ALIKE)
    for row, limit in enumerate(limits):
        columns = np.flatnonzero((apart[row] <= limit) & np.isfinite(apart[row]))
        far = _rounded(np.sqrt(apart[row, columns]))
        columns = columns[np.argsort(far, kind="stable")][:wanted]
        found[row, : len(columns)] = columns
    return found


def _rounded(far: Floats) -> Floats:
    """Distances to ten digits: what differs by rounding only is a tie."""
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = np.where((far > 0) & np.isfinite(far), 10.0 ** (9 - np.floor(np.log10(far))), 1.0)
    return np.where(np.isfinite(far), np.rint(far * digits) / digits, far)


def _blocks(rows: Whole, count: int) -> Iterator[Whole]:
    at_once = max(1, CELLS_AT_ONCE // count)
    for start in range(0, len(rows), at_once):
        yield rows[start : start + at_once]
