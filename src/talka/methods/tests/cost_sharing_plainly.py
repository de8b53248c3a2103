"""Sharing as its definitions say it, by trying out everything; for a few partners only."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from scipy.optimize import linprog

from talka.methods.programme import Floats

NEAR = 1e-7


def shapley(values: Floats) -> Floats:
    """The mean over all orders of joining."""
    count = len(values).bit_length() - 1
    shares = np.zeros(count)
    for order in itertools.permutations(range(count)):
        there = 0
        for one in order:
            shares[one] += values[there | 1 << one] - values[there]
            there |= 1 << one
    return shares / math.factorial(count)


def leavers(values: Floats, shares: Floats) -> dict[int, float]:
    """The groups that pay more than on their own, and how much."""
    count = len(shares)
    found = {}
    for mask in range(1, len(values) - 1):
        gain = sum(shares[place] for place in range(count) if mask >> place & 1) - values[mask]
        if gain > 1e-9 * np.abs(values).max():
            found[mask] = gain
    return found


def pair_that_loses(values: Floats) -> bool:
    """Whether two groups without a common partner pay more together than apart."""
    groups = range(1, len(values))
    pairs = ((one, other) for one in groups for other in groups if not one & other)
    near = 1e-9 * np.abs(values).max()
    return any(values[one | other] > values[one] + values[other] + near for one, other in pairs)


def least_core(values: Floats) -> float:
    scale = np.abs(values).max()
    return float(scale * _Programme(values / scale, rational=False).lowest()[1])


def nucleolus(values: Floats) -> Floats:
    """One programme after another with every group in it; settled are those whose payment is the same in every best way
    of sharing, found by asking for each."""
    scale = np.abs(values).max()
    count = len(values).bit_length() - 1
    rational = values[-1] <= sum(values[1 << place] for place in range(count))
    programme = _Programme(values / scale, rational=bool(rational))
    while programme.open:
        shares, excess = programme.lowest()
        before = len(programme.open)
        for mask in sorted(programme.open):
            least, most = programme.range_of(mask, excess)
            if most - least < NEAR:
                programme.settled[mask] = (most + least) / 2
        programme.open -= programme.settled.keys()
        assert len(programme.open) < before
    return scale * shares


class _Programme:
    """Shares of a game; the excess of each open group is bounded by one that is to be made low."""

    def __init__(self, values: Floats, *, rational: bool) -> None:
        self.values, self.count = values, len(values).bit_length() - 1
        self.bounds = [(None, values[1 << place] if rational else None) for place in range(self.count)] + [(None, None)]
        self.open = set(range(1, len(values) - 1))
        self.settled: dict[int, float] = {len(values) - 1: 0.0}

    def lowest(self) -> tuple[Floats, float]:
        found = self._run([0.0] * self.count + [1.0], [(None, None)])
        return found[:-1], float(found[-1])

    def range_of(self, mask: int, excess: float) -> tuple[float, float]:
        """The least and most excess of a group while no open one has more than that."""
        row, fixed = self._row(mask, 0.0), [(None, excess + 1e-10)]
        least, most = self._run(row, fixed), self._run([-one for one in row], fixed)
        return float(row @ least) - self.values[mask], float(row @ most) - self.values[mask]

    def _row(self, mask: int, last: float) -> Floats:
        return np.array([float(mask >> place & 1) for place in range(self.count)] + [last])

    def _run(self, price: Any, last: list[tuple[float | None, float | None]]) -> Floats:
        found = linprog(
            price,
            A_ub=[self._row(mask, -1.0) for mask in self.open] or None,
            b_ub=[self.values[mask] for mask in self.open] or None,
            A_eq=[self._row(mask, 0.0) for mask in self.settled],
            b_eq=[self.values[mask] + excess for mask, excess in self.settled.items()],
            bounds=self.bounds[:-1] + last,
        )
        assert found.status == 0, found.message
        return found.x


def balanced(values: Floats, shares: Floats) -> bool:
    """Kohlberg's criterion: whether the shares are the nucleolus. For every height, the groups whose excess is at
    least that high are balanced, with partners who pay as much as alone to fill up. SIAM Journal on Applied
    Mathematics 20(1), 62-66 (1971)."""
    count = len(shares)
    scale = np.abs(values).max()
    matrix = np.array([[mask >> place & 1 for place in range(count)] for mask in range(len(values))], dtype=float)
    excess = matrix @ shares - values
    filling = [1 << place for place in range(count) if abs(excess[1 << place]) < NEAR * scale]
    groups = sorted(range(1, len(values) - 1), key=lambda mask: -excess[mask])
    place = 0
    while place < len(groups):
        height = excess[groups[place]]
        while place < len(groups) and excess[groups[place]] >= height - NEAR * scale:
            place += 1
        if not _balanced(matrix[groups[:place]], matrix[filling]):
            return False
    return True


def _balanced(groups: Floats, filling: Floats) -> bool:
    """Whether weights, above 0 for each group and 0 or more to fill up, sum to 1 for each partner."""
    columns = len(groups) + len(filling) + 1
    price = np.zeros(columns)
    price[-1] = -1.0
    least = np.zeros((len(groups), columns))
    least[:, : len(groups)] = -np.eye(len(groups))
    least[:, -1] = 1.0
    equal = np.concatenate([groups, filling, np.zeros((1, groups.shape[1]))]).T
    found = linprog(price, A_ub=least, b_ub=np.zeros(len(groups)), A_eq=equal, b_eq=np.ones(len(equal)), bounds=(0, 1))
    return found.status == 0 and -found.fun > 1e-9
