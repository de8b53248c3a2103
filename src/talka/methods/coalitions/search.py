"""The partition itself: whole coalitions out of the linear answer, then made better region by region, then at once.

Under fitting prices no column costs less than its members' prices, and what a partition costs above the bound is what
its columns cost above the prices of their members. So within a region only columns matter that lie less above the
prices than those there now do together: mostly some hundred of millions, and a small integer programme finds the
best of them. The region of all municipalities is the whole question, and its answer a proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.coalitions.linear import FINE, Linear, partition_programme
from talka.methods.coalitions.pool import Pool
from talka.methods.contract import Deadline
from talka.methods.highs import minimise_whole
from talka.methods.programme import Bools, Floats, Ints

REGIONS = ((40, 400), (80, 800), (160, 1600))
"""Municipalities of one region and the most columns among which it is asked, in turn. Few columns, those that lie least
above the prices, find nearly all that many do, a hundred times as fast."""
FAR, THOROUGH = 0.005, (120, 2000)
"""Share of the cost above the bound from which regions are asked among more columns, which takes ten times as long."""
NODES = 200
"""Of branch and bound, for one region."""
WHOLE, WHOLE_FOR_EACH = 200, 16
"""Up to how many municipalities all are asked at once among few columns, and among how many for each: where a fixed
cost decides, groups fit together only over long ways."""
MOST_IN_WHOLE, NODES_OF_WHOLE = 12_000, 50_000
"""Up to how many columns the whole question is put to the solver in one piece, and for how many nodes."""
AT_ONCE = 4_000


def rounded(pool: Pool, answer: Linear) -> Ints | None:
    """A partition (indices of columns): the linear answer's largest shares first, then the best that still fit."""
    free = np.ones(pool.size + 1, dtype=np.bool_)
    taken: list[int] = []
    order = np.argsort(-answer.weights, kind="stable")
    _take(pool, answer.columns[order], free, taken)
    worth = pool.reduced(answer.prices) / pool.length
    some = np.argsort(worth, kind="stable")
    while free[:-1].any():
        some = pool.inside(free[:-1], some)
        if not len(some):
            return None
        _take(pool, some[:AT_ONCE], free, taken)
    return np.array(sorted(taken), dtype=np.int64)


def _take(pool: Pool, columns: Ints, free: Bools, taken: list[int]) -> None:
    """Take each column, in this order, whose members are all still free."""
    for column, members in zip(columns.tolist(), pool.members[:, columns].T.tolist(), strict=True):
        inside = [member for member in members if member < pool.size]
        if all(free[member] for member in inside):
            free[inside] = False
            taken.append(column)


@dataclass
class Search:
    """The best partition so far (indices of columns of `pool`) and what is proven of it.

    `above` [count]: EUR by which a column lies above its members' prices.
    """

    pool: Pool
    prices: Floats
    linked: Bools
    chosen: Ints
    proven: bool = False

    def __post_init__(self) -> None:
        self.above = np.maximum(self.pool.reduced(self.prices), 0.0)
        self.order = np.argsort(self.above, kind="stable")
        self.sorted = self.above[self.order]
        self.fine = FINE * max(1.0, float(self.pool.cost[self.chosen].sum()))

    @property
    def cost(self) -> float:
        return float(self.pool.cost[self.chosen].sum())

    def run(self, deadline: Deadline, *, until: float) -> None:
        """Region by region, then the whole, until nothing gets better or `until` seconds from the start."""
        every = np.ones(self.pool.size, dtype=np.bool_)
        if self.pool.size <= WHOLE and self._within_slack() > MOST_IN_WHOLE:
            seconds = 0.5 * (until - deadline.spent)
            self._better(every, self.chosen, seconds, nodes=NODES, most=WHOLE_FOR_EACH * self.pool.size)
        for size, most in REGIONS:
            if size < self.pool.size:
                self._by_regions(size, most, deadline, until)
            if self._slack() > FAR * self.cost and THOROUGH[0] < self.pool.size:
                self._by_regions(*THOROUGH, deadline, until)
        if self._slack() <= self.fine:
            self.proven = True
        elif self._within_slack() <= MOST_IN_WHOLE and deadline.spent < until:
            seconds = until - deadline.spent
            self.proven = self._better(every, self.chosen, seconds, nodes=NODES_OF_WHOLE, most=MOST_IN_WHOLE)

    def _slack(self) -> float:
        """EUR by which the partition lies above the bound."""
        return float(self.above[self.chosen].sum())

    def _within_slack(self) -> int:
        """How many columns could be part of a better partition."""
        return int(np.searchsorted(self.sorted, self._slack(), side="right"))

    def _by_regions(self, size: int, most: int, deadline: Deadline, until: float) -> None:
        settled: set[int] = set()
        while deadline.spent < until:
            open_ones = [column for column in self.chosen.tolist() if column not in settled]
            if not open_ones:
                return
            seed = max(open_ones, key=lambda column: (self.above[column], -column))
            if self.above[seed] <= self.fine:
                return
            region, inside = self._around(seed, size)
            before = set(inside.tolist())
            self._better(region, inside, until - deadline.spent, nodes=NODES, most=most)
            after = {column for column in self.chosen.tolist() if region[self.pool.members[0, column]]}
            if after == before:
                settled.add(seed)

    def _around(self, seed: int, size: int) -> tuple[Bools, Ints]:
        """Whole coalitions around the seed, the nearest first, of about so many municipalities."""
        pool = self.pool
        holder = np.zeros(pool.size + 1, dtype=np.int64)
        for row in pool.members[:, self.chosen]:
            holder[row] = np.arange(len(self.chosen))
        region = np.zeros(pool.size, dtype=np.bool_)
        ring = np.array([int(np.nonzero(self.chosen == seed)[0][0])])
        inside: list[int] = []
        while len(ring) and region.sum() < size:
            for number in ring.tolist():
                if region.sum() < size or not inside:
                    members = pool.members[:, self.chosen[number]]
                    region[members[members < pool.size]] = True
                    inside.append(number)
            near = np.unique(holder[:-1][self.linked[region].any(axis=0)])
            ring = np.setdiff1d(near, np.array(inside))
            ring = ring[np.argsort(-self.above[self.chosen[ring]], kind="stable")]
        return region, self.chosen[np.array(sorted(inside))]

    def _better(self, region: Bools, inside: Ints, seconds: float, *, nodes: int, most: int) -> bool:
        """Put the best partition of the region in place; whether it is proven that there is no better one."""
        pool, slack = self.pool, float(self.above[inside].sum())
        if slack <= self.fine:
            return True
        some = self.order[: int(np.searchsorted(self.sorted, slack, side="right"))]
        some = pool.inside(region, some)
        cut = len(some) > most
        some = np.union1d(some[:most], inside)
        where = np.nonzero(region)[0]
        unit = max(slack, self.fine) / 100
        programme = partition_programme(pool.members[:, some], self.above[some] / unit, where)
        answer = minimise_whole(programme, seconds=seconds, nodes=nodes)
        if answer.columns is None:
            return False
        found = some[answer.columns > 0.5]
        if self.above[found].sum() < slack - self.fine and self._covers(found, where):
            self.chosen = np.union1d(np.setdiff1d(self.chosen, inside), found)
        return answer.finished and not cut

    def _covers(self, columns: Ints, where: Ints) -> bool:
        members = self.pool.members[:, columns]
        return bool(np.array_equal(np.sort(members[members < self.pool.size]), where))
