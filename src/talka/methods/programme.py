"""A linear or integer programme as arrays, and what a solver answers; `highs` and `cpsat` solve it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Programme:
    """Minimise price · columns, with row_low <= rows · columns <= row_high and lower <= columns <= upper.

    price, lower, upper [columns]; row_low, row_high [rows]; the matrix as entries (row, column, value). `whole`
    [columns]: which columns HiGHS must make whole, all by default; CP-SAT knows whole numbers only.
    """

    price: Floats
    lower: Floats
    upper: Floats
    row_low: Floats
    row_high: Floats
    row: Ints
    column: Ints
    value: Floats
    whole: Bools | None = None


@dataclass(frozen=True)
class Answer:
    """`columns` is None when nothing was found, `bound` when nothing was proven; `finished` unless a limit cut it.

    `reduced`, of a linear relaxation solved to its end: what each column adds to the bound at least for each unit that
    it is raised above its lower end (or, where negative, lowered below its upper end). `prices` [rows]: by how much the
    bound grows for each unit that a row asks for more.
    """

    columns: Floats | None
    bound: float | None
    infeasible: bool
    finished: bool
    reduced: Floats | None = None
    prices: Floats | None = None
