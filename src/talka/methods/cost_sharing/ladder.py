"""First the group that is worst off is made as well off as can be, then the next, and so on: one step for each.

Every step is a linear programme with a row for each of up to a million groups, of which few matter. So all steps are
gone for some groups; then all groups are gone through with the shares that come out, which lie in the middle of what is
possible and therefore offend few; those that are worse off than their step allows are added, and the steps from there
on are gone again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talka.methods.contract import Deadline, OutOfTime
from talka.methods.cost_sharing.groups import TINY, member_matrix
from talka.methods.cost_sharing.savings import Savings, worst_of
from talka.methods.cost_sharing.span import Span
from talka.methods.highs import vertex
from talka.methods.programme import Floats, Ints, Programme

PRESSING = 1e-6
"""A price of a row (they sum to 1) above that is not rounding."""


@dataclass(frozen=True)
class Step:
    """One answer. pressed: groups that are as badly off as `excess` under every best way of sharing, not only under the
    one found; alone: places of partners who pay their own cost under every one. before: groups settled by earlier
    steps.
    """

    before: Span
    excess: float
    pressed: Ints
    alone: Ints

    def after(self) -> Span:
        return self.before.with_groups([*self.pressed.tolist(), *(1 << int(place) for place in self.alone)])


class Ladder:
    """`rational`: nobody may pay more than alone. The first `proven` steps are right for all groups: their excess
    cannot be less with the known groups alone, and some shares were seen that keep it for all."""

    def __init__(self, savings: Savings, *, rational: bool) -> None:
        self.savings, self.rational = savings, rational
        self.known = savings.first_groups()
        self.steps: list[Step] = []
        self.proven = 0

    def climb(self, deadline: Deadline, *, until: int) -> Floats:
        """Shares (as in `Savings`) of which the first `until` steps are right for all groups; OutOfTime."""
        while True:
            shares = self._to_the_top(deadline)
            kept, worse = self._worse_than_allowed(shares)
            self.proven = max(self.proven, kept)
            if kept == len(self.steps) or self.proven >= until:
                return shares
            self.known = np.union1d(self.known, worse)
            del self.steps[self.proven :]

    def _to_the_top(self, deadline: Deadline) -> Floats:
        count = self.savings.count
        span = self.steps[-1].after() if self.steps else Span(count).with_groups([len(self.savings.costs) - 1])
        while span.rank < count:
            step = self._step(span, deadline)
            self.steps.append(step)
            before, span = span, step.after()
            if span.rank == before.rank:
                raise ArithmeticError("a linear programme of a cost game settled no group")
        return self._shares()

    def _step(self, span: Span, deadline: Deadline) -> Step:
        """The least excess that the worst-off of the known groups that are still open can have."""
        savings = self.savings
        known = self.known[~span.holds(self.known)]
        groups, count = len(known), savings.count
        matrix = np.zeros((groups + span.rank, count + 1))
        matrix[:groups, :-1] = member_matrix(known, count)
        matrix[:groups, -1] = -1.0
        matrix[groups:, :-1] = span.rows
        row, column = np.nonzero(matrix)
        free = np.full(count + 1, np.inf)
        sides = span.rows @ self._shares()
        answer = vertex(
            Programme(
                price=np.eye(1, count + 1, count)[0],
                lower=-free,
                upper=np.concatenate([np.zeros(count), [np.inf]]) if self.rational else free,
                row_low=np.concatenate([np.full(groups, -np.inf), sides]),
                row_high=np.concatenate([savings.costs[known], sides]),
                row=row,
                column=column,
                value=matrix[row, column],
            ),
            seconds=deadline.left,
        )
        if answer.columns is None or answer.reduced is None or answer.prices is None:
            if deadline.passed or not answer.finished:
                raise OutOfTime
            raise ArithmeticError("a linear programme of a cost game was not solved")
        # What holds a minimum up has a price of 0 or less.
        pressed = known[-answer.prices[:groups] > PRESSING]
        return Step(span, float(answer.columns[-1]), pressed, np.flatnonzero(-answer.reduced[:-1] > PRESSING))

    def _shares(self) -> Floats:
        """Shares that keep what all steps say, as one system of equations with the excess of each step as an unknown:
        so rounding does not grow from step to step. What a span holds is the same in all solutions."""
        savings = self.savings
        count, steps = savings.count, len(self.steps)
        parts, sides = [np.concatenate([np.ones(count), np.zeros(steps)])[None]], [np.array([savings.whole])]
        for place, step in enumerate(self.steps):
            pressed = np.zeros((len(step.pressed), count + steps))
            pressed[:, :count] = member_matrix(step.pressed, count)
            pressed[:, count + place] = -1.0
            parts += [pressed, np.eye(count + steps)[step.alone]]
            sides += [savings.costs[step.pressed], np.zeros(len(step.alone))]
        solution: Floats = np.linalg.lstsq(np.concatenate(parts), np.concatenate(sides), rcond=None)[0]
        return solution[:count]

    def _worse_than_allowed(self, shares: Floats) -> tuple[int, Ints]:
        """Go through all groups: how many steps no group contradicts, and some groups that contradict others: worse
        off than their excess, and not settled before."""
        excess = self.savings.excesses(shares)
        kept, found = len(self.steps), []
        for place, step in enumerate(self.steps):
            excess[step.before.inside(self.savings.scratch)] = -np.inf
            worse = worst_of(excess, step.excess + TINY)
            if len(worse):
                kept = min(kept, place)
                found.append(worse)
        return kept, np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
