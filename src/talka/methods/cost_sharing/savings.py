"""A game of costs as the linear programmes of `ladder` see it: less what each pays alone, in a unit of its own."""

from __future__ import annotations

import numpy as np

from talka.methods.cost_sharing.groups import partners_in, singles, sums, tolerance
from talka.methods.programme import Floats, Ints

AT_ONCE = 40
"""Groups found worse off than thought in one going through all; more are found in the next."""
SLICES = 1024
"""Groups are cut into so many slices of neighbours, of each of which at most one is found, so that they are unlike each
other."""


class Savings:
    """Costs less what each member costs alone, divided by `scale`: so answers are as exact as the savings are, however
    large the costs. Groups of nobody and of all are `closed` to every question of who is worst off."""

    def __init__(self, values: Floats) -> None:
        self.count = partners_in(values)
        self.alone = values[singles(self.count)]
        costs = values - sums(self.alone)
        most = float(np.abs(costs).max())
        if most <= tolerance(values):
            costs, most = np.zeros_like(costs), 1.0
        self.scale = most
        self.costs = costs / most
        self._excess = np.zeros_like(costs)
        self.scratch = np.zeros(len(costs), dtype=np.uint64)

    @property
    def whole(self) -> float:
        return float(self.costs[-1])

    def first_groups(self) -> Ints:
        """Each partner alone, and all but one: with them no programme is without bound."""
        ones = singles(self.count)
        return np.unique(np.concatenate([ones, len(self.costs) - 1 - ones]))

    def excesses(self, shares: Floats) -> Floats:
        """[2^n]: by how much each group pays more than on its own; no number for nobody and for all. The array is used
        again by the next call."""
        found = np.subtract(sums(shares, self._excess), self.costs, out=self._excess)
        found[[0, -1]] = -np.inf
        return found

    def in_money(self, shares: Floats) -> Floats:
        """Shares in the unit of the costs given."""
        return self.alone + self.scale * shares


def worst_of(excess: Floats, above: float) -> Ints:
    """Some of the groups whose excess is above that, the worst off first: of each slice at most one."""
    slices = excess.reshape(min(SLICES, len(excess)), -1)
    places = slices.argmax(axis=1)
    worst = np.take_along_axis(slices, places[:, None], axis=1)[:, 0]
    masks = np.arange(len(slices)) * slices.shape[1] + places
    order = np.argsort(-worst, kind="stable")[:AT_ONCE]
    found: Ints = masks[order[worst[order] > above]].astype(np.int64)
    return found
