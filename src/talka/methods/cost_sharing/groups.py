"""Costs of all groups as one array, and what holds for every group at once.

Of n partners there are 2^n groups, the empty one with them. `values[mask]` is the cost of the group whose members are
the bits of `mask`: bit i is the i-th partner. `values[0]`, of nobody, is 0.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from talka.methods.programme import Floats, Ints

Number = TypeVar("Number", np.float64, np.int64, np.uint64)
MOST_PARTNERS = 20
"""Above that an array of all groups is too large to fill in, let alone to read."""
TINY = 1e-9
"""Part of the largest cost that is taken for nothing: what sums of numbers in double precision may be off."""


def partners_in(values: Floats) -> int:
    """How many partners the array is of. ValueError if it is no array of all groups: the length no power of two from 2
    up to 2^20, a cost that is no number, a cost of nobody."""
    count = len(values).bit_length() - 1
    if values.ndim != 1 or len(values) != 1 << count or not 1 <= count <= MOST_PARTNERS:
        raise ValueError(f"{values.shape} is not the shape of costs of all groups of 1 to {MOST_PARTNERS} partners")
    if values[0] != 0:
        raise ValueError("the cost of nobody, values[0], is 0")
    if not np.isfinite(values).all():
        raise ValueError("every cost is a finite number")
    return count


def sums(weights: NDArray[Number], into: NDArray[Number] | None = None) -> NDArray[Number]:
    """[2^n]: for each group the sum of the weights [n] of its members."""
    found = np.empty(1 << len(weights), dtype=weights.dtype) if into is None else into
    found[0] = 0
    for place, weight in enumerate(weights):
        half = 1 << place
        np.add(found[:half], weight, out=found[half : 2 * half])
    return found


def sizes(count: int) -> NDArray[np.uint8]:
    """[2^n]: how many members each group has."""
    return np.bitwise_count(np.arange(1 << count, dtype=np.uint32))


def members(mask: int) -> tuple[int, ...]:
    """The places of the members of a group."""
    return tuple(place for place in range(mask.bit_length()) if mask >> place & 1)


def member_matrix(masks: Ints, count: int) -> Floats:
    """[groups, partners]: 1 where the partner is a member."""
    return (masks[:, None] >> np.arange(count) & 1).astype(np.float64)


def singles(count: int) -> Ints:
    """The masks of the groups of one."""
    return np.left_shift(1, np.arange(count, dtype=np.int64))


def tolerance(values: Floats) -> float:
    """By how much, in the unit of the costs, two sums of them may differ and still be called equal."""
    return TINY * float(np.abs(values).max(initial=0.0))
