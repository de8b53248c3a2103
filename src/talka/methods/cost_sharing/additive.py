"""Whether two groups without a common partner ever pay more together than each on its own."""

from __future__ import annotations

import numpy as np

from talka.methods.contract import Deadline, OutOfTime
from talka.methods.cost_sharing.groups import partners_in, singles, sums, tolerance
from talka.methods.programme import Floats, Ints

AT_ONCE = 1 << 14
"""Pairs looked at in one step."""


def first_breach(values: Floats, deadline: Deadline) -> tuple[int, int] | None:
    """Masks of two groups without a common partner that pay more together than apart; None if there are none, and then
    working together never costs more (costs are subadditive, savings superadditive).

    First one partner joining a group is tried (of the smallest group that it makes dearer, the dearest), then all
    pairs. There are 3^n pairs, but where partners add less to larger groups nearly all are ruled out by many at once.
    ValueError as `groups.partners_in`; OutOfTime.
    """
    count, near = partners_in(values), tolerance(values)
    joining = _one_joins(values, count, near)
    if joining is not None:
        return joining
    # Small partners go last, as they make the least difference to those that have been decided.
    order = np.argsort(values[singles(count)], kind="stable")
    back = sums(singles(count)[order])
    pair = _Pairs(values[back], count).first(near, deadline)
    return None if pair is None else (int(back[pair[0]]), int(back[pair[1]]))


def _one_joins(values: Floats, count: int, near: float) -> tuple[int, int] | None:
    found: list[tuple[int, float, int, int]] = []
    masks = np.arange(len(values))
    many = np.bitwise_count(masks)
    for place in range(count):
        without = masks.reshape(-1, 2, 1 << place)[:, 0].ravel()[1:]
        loss = values[without | 1 << place] - values[without] - values[1 << place]
        broken = np.flatnonzero(loss > near)
        if len(broken):
            first = broken[np.lexsort((without[broken], -loss[broken], many[without[broken]]))[0]]
            found.append((int(many[without[first]]), -float(loss[first]), 1 << place, int(without[first])))
    return min(found)[2:] if found else None


class _Pairs:
    """All pairs of groups, decided partner by partner from the last: in the one, in the other, or in neither.

    While the first k partners are undecided a group is known by the bits of the others [2^(n-k)]. least[k] and most[k]
    [2^(n-k), k]: what each undecided partner adds to it, whichever other undecided ones are in it already. low[k] and
    high[k] [2^(n-k)]: its cost, whichever undecided ones are in it (but somebody), less for each member what that adds
    on average.
    """

    def __init__(self, values: Floats, count: int) -> None:
        self.values, self.count = values, count
        self.least, self.most = [np.zeros((len(values), 0))], [np.zeros((len(values), 0))]
        average = np.zeros(count)
        for place in range(count):
            halves = values.reshape(-1, 2, 1 << place)
            added = halves[:, 1] - halves[:, 0]
            average[place] = added.mean()
            before = self.least[-1].reshape(len(added), 2, place), self.most[-1].reshape(len(added), 2, place)
            self.least.append(np.column_stack([before[0].min(axis=1), added.min(axis=1)]))
            self.most.append(np.column_stack([before[1].max(axis=1), added.max(axis=1)]))
        self.low, self.high = [values - sums(average)], [values - sums(average)]
        self.low[0][0] = np.inf
        for _ in range(count):
            self.low.append(self.low[-1].reshape(-1, 2).min(axis=1))
            self.high.append(self.high[-1].reshape(-1, 2).max(axis=1))

    def first(self, near: float, deadline: Deadline) -> tuple[int, int] | None:
        """The masks of a pair that pays more together than apart."""
        none = np.zeros(1, dtype=np.int64)
        # The one group holds the last of all partners in either, so that no pair is met twice.
        stack = [(place, none + 1, none) for place in range(self.count)]
        while stack:
            if deadline.passed:
                raise OutOfTime
            free, one, other = stack.pop()
            if len(one) > AT_ONCE:
                half = len(one) // 2
                stack += [(free, one[half:], other[half:]), (free, one[:half], other[:half])]
                continue
            open_pairs = np.flatnonzero(self._saved(free, one, other) < -near)
            one, other = one[open_pairs], other[open_pairs]
            if not len(one):
                continue
            if not free:
                return int(one[0]), int(other[0])
            one, other = one << 1, other << 1
            stack.append((free - 1, np.concatenate([one, one + 1, one]), np.concatenate([other, other, other + 1])))
        return None

    def _saved(self, free: int, one: Ints, other: Ints) -> Floats:
        """What each pair saves by joining at the least, however the `free` partners are divided;
        exact if there are none. Two bounds, of which the first is good where partners add less to larger groups and the
        second where costs are much scattered."""
        both = one | other
        whole = self.values[:: 1 << free]
        gains = np.minimum(self.least[free][one], self.least[free][other]) - self.most[free][both]
        by_adding = whole[one] + whole[other] - whole[both] + np.minimum(gains, 0.0).sum(axis=1)
        by_range = self.low[free][one] + self.low[free][other] - self.high[free][both]
        saved: Floats = np.maximum(by_adding, by_range)
        return saved
