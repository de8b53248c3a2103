"""Groups whose payment follows from that of others: by whole numbers and fractions, so without rounding."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from talka.methods.cost_sharing.groups import sums
from talka.methods.programme import Bools, Floats, Ints

Row = tuple[Fraction, ...]
WORD = 1 << 64


class Span:
    """The groups, taken as rows of 0 and 1, that are sums of multiples of some; reduced echelon form, by pivot."""

    def __init__(self, count: int, rows: dict[int, Row] | None = None) -> None:
        self.count = count
        self._rows = rows or {}
        self._inside: Ints | None = None

    @property
    def rank(self) -> int:
        return len(self._rows)

    @cached_property
    def rows(self) -> Floats:
        """[rank, partners]: rows of which every group inside is a sum of multiples."""
        return np.array([self._rows[pivot] for pivot in sorted(self._rows)], dtype=np.float64)

    def with_groups(self, masks: Iterable[int]) -> Span:
        """The span of these groups too."""
        rows = dict(self._rows)
        for mask in masks:
            _add(rows, mask, self.count)
        return Span(self.count, rows)

    def holds(self, masks: Ints) -> Bools:
        """Which of the groups are inside."""
        bits = (masks[:, None] >> np.arange(self.count) & 1).astype(np.uint64)
        return np.asarray(bits @ self._across == 0)

    def inside(self, scratch: NDArray[np.uint64]) -> Ints:
        """The masks of all groups inside. scratch: [2^n] to work in, as new memory for each span would take longest."""
        if self._inside is None:
            self._inside = np.flatnonzero(sums(self._across, scratch) == 0)
        return self._inside

    @cached_property
    def _across(self) -> NDArray[np.uint64]:
        """[partners]: numbers that sum to 0 over a group if and only if it is inside.

        Inside is what is at right angles to everything that is at right angles to the rows: here to a basis of that, in
        whole numbers, each direction times a number drawn once, all of it modulo 2^64. A group that is not inside sums
        to 0 once in more than 10^12 groups.
        """
        free = [place for place in range(self.count) if place not in self._rows]
        mixed = [0] * self.count
        drawn = np.random.default_rng(1953).integers(1 << 63, size=len(free), dtype=np.uint64)
        for place, number in zip(free, drawn.tolist(), strict=True):
            whole = math.lcm(*(row[place].denominator for row in self._rows.values()))
            odd = 2 * number + 1
            mixed[place] += odd * whole
            for pivot, row in self._rows.items():
                mixed[pivot] -= odd * int(row[place] * whole)
        return np.array([number % WORD for number in mixed], dtype=np.uint64)


def _add(rows: dict[int, Row], mask: int, count: int) -> None:
    row = tuple(Fraction(mask >> place & 1) for place in range(count))
    for pivot, other in rows.items():
        if row[pivot]:
            row = _less(row, row[pivot], other)
    pivot = next((place for place, number in enumerate(row) if number), -1)
    if pivot < 0:
        return
    row = tuple(number / row[pivot] for number in row)
    for other_pivot, other in rows.items():
        if other[pivot]:
            rows[other_pivot] = _less(other, other[pivot], row)
    rows[pivot] = row


def _less(row: Row, times: Fraction, other: Row) -> Row:
    return tuple(number - times * taken if taken else number for number, taken in zip(row, other, strict=True))
