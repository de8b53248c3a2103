"""Dataclasses that hold arrays: compared by what is in them, and to JSON and back."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]
CELLS_AT_ONCE = 2_000_000
"""Cells of a matrix that are worked on together: what is needed on the way only takes no more than some such blocks."""


class WithArrays:
    """Equal if all fields are equal, missing (NaN) beside missing. Lists, as JSON gives them back, become arrays."""

    def __post_init__(self) -> None:
        for each in dataclasses.fields(self):  # type: ignore[arg-type]
            if isinstance(getattr(self, each.name), list):
                object.__setattr__(self, each.name, np.array(getattr(self, each.name), dtype=np.float64))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        fields = dataclasses.fields(self)  # type: ignore[arg-type]
        return all(_same(getattr(self, each.name), getattr(other, each.name)) for each in fields)

    __hash__ = None  # type: ignore[assignment]


def listed(value: Any) -> Any:
    """The value with every array in it as lists, missing as None; what is no array stays as it is."""
    if isinstance(value, np.ndarray):
        filled = value.astype(object)
        filled[np.isnan(value)] = None
        return filled.tolist()
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    return value


def blocks(matrix: NDArray[Any]) -> list[slice]:
    """Slices of the rows of a matrix, each of at most CELLS_AT_ONCE cells and at least one row."""
    height = max(1, CELLS_AT_ONCE // max(1, matrix.shape[1]))
    return [slice(start, start + height) for start in range(0, matrix.shape[0], height)]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f" and other.dtype.kind == "f")
    return type(one) is type(other) and bool(one == other)
