"""Questions about one problem, asked of a solver, every answer counted again in exact numbers before it is believed.

CP-SAT answers small ones, in whole numbers and hundredths of a second; HiGHS the others, and those that CP-SAT leaves.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np

from talka.methods.contract import Deadline, OutOfTime
from talka.methods.followup.evaluate import Evaluation, Judge
from talka.methods.followup.instance import Instance, compile_instance
from talka.methods.followup.model import Model, Row, model_of, with_rows
from talka.methods.followup.problem import Problem
from talka.methods.programme import Answer, Floats, Programme

MOST_REFUSED = 20
"""How many answers that keep the rules only within a solver's tolerance are refused before the search gives up."""
SMALL, EFFORT = 500, 0.5
"""Columns up to which CP-SAT is asked first, and the deterministic seconds it may take."""
DATING = 1.0
"""Seconds that dates of given options may take when the time is over, so that what was found is not lost."""
FINE = 10**6
"""Weights in units up to which a bound is rounded inward to a whole unit."""


@dataclass(frozen=True)
class Standing:
    """A plan that keeps all rules, and what it is worth."""

    plan: dict[str, str]
    worth: Evaluation


@dataclass(frozen=True)
class Found:
    """`standing` None when nothing was found; `bound`: the solver's, of its price; `finished`: nothing better is."""

    standing: Standing | None
    bound: float | None
    infeasible: bool
    finished: bool


class Search:
    """One problem, compiled, and the questions asked about it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.instance: Instance = compile_instance(problem)
        self.model: Model = model_of(problem, self.instance)
        self.judge = Judge(problem)
        self.number = {option: index for index, option in enumerate(self.instance.options)}
        self.programme = self._useful()

    def _useful(self) -> Programme:
        """Without options that answer nothing: chosen, they would cost a day at least."""
        upper = self.model.base.upper.copy()
        must = set(self.problem.rules.must)
        for index, option in enumerate(self.instance.options):
            if not self.instance.effect[index] and option not in must:
                upper[index] = 0
        return replace(self.model.base, upper=upper)

    def chosen(self, standing: Standing) -> set[int]:
        return {self.number[option] for option in standing.plan}

    def value(self, standing: Standing) -> int:
        """Covered weight in units."""
        sums = [0] * len(self.instance.needs)
        for option in self.chosen(standing):
            for need, amount in self.instance.effect[option].items():
                sums[need] += amount
        return sum(min(weight, total) for weight, total in zip(self.instance.weight, sums, strict=True))

    def spent(self, standing: Standing) -> int:
        """Cost in units."""
        return sum(self.instance.cost[option] for option in self.chosen(standing))

    def most_covered(self, seconds: float) -> tuple[Found, int]:
        """The plan that covers the most, and a bound on it in units."""
        fine = max(self.instance.weight, default=0) <= FINE
        found = self.ask(self.model.covering(), (), seconds, gap=0.9 if fine else 0.0)
        limit = self.instance.everything()
        if found.bound is not None:
            limit = min(limit, math.floor(-found.bound + 1e-6 + 1e-9 * abs(found.bound)))
        if found.finished and found.standing is not None and not fine:
            # The solver reckons in doubles, in which such numbers are equal.
            limit = self.value(found.standing)
        return found, limit

    def ask(self, price: Floats, rows: Iterable[Row], seconds: float, *, gap: float = 0.0) -> Found:
        """The plan of least price that keeps all rules and these rows. An answer that fails the exact count is refused,
        and the search goes on without that choice of options."""
        deadline = Deadline(max(seconds, 1e-3))
        programme = replace(with_rows(self.programme, rows), price=price)
        for _ in range(MOST_REFUSED):
            answer = _least(programme, deadline.left, gap)
            if answer.columns is None:
                return Found(None, answer.bound, answer.infeasible, answer.finished)
            chosen = set(np.nonzero(answer.columns[: self.model.first_slot] > 0.5)[0].tolist())
            try:
                standing = self.dated(chosen, max(deadline.left, DATING))
            except OutOfTime:
                break
            if standing is not None:
                return Found(standing, answer.bound, False, answer.finished)
            programme = with_rows(programme, [self.model.other_than(chosen)])
        return Found(None, None, infeasible=False, finished=False)

    def dated(self, chosen: Collection[int], seconds: float) -> Standing | None:
        """These options on dates of the least sum; None where they cannot be held, or break another rule. Raises
        OutOfTime."""
        model, base = self.model, self.model.base
        lower, upper = base.lower.copy(), base.upper.copy()
        lower[: model.first_slot] = upper[: model.first_slot] = [
            float(option in chosen) for option in range(model.first_slot)
        ]
        price = np.zeros(model.columns)
        for column, days in model.days():
            price[column] = days
        whole = np.zeros(model.columns, dtype=np.bool_)
        whole[model.first_slot : model.first_need] = True
        fixed = replace(base, lower=lower, upper=upper, price=price, whole=whole)
        answer = _least(fixed, seconds)
        if not answer.finished and answer.columns is None:
            raise OutOfTime
        if answer.columns is None:
            return None
        plan = {}
        for index, (option, place) in enumerate(model.slots):
            if answer.columns[model.first_slot + index] > 0.5:
                plan[self.instance.options[option]] = self.instance.slots[option][place][0]
        return self.stand(plan)

    def stand(self, plan: dict[str, str]) -> Standing | None:
        """The plan as a standing, if it keeps every rule."""
        judged = self.judge.judge(plan)
        return Standing(dict(sorted(plan.items())), judged) if judged.feasible else None


def _least(programme: Programme, seconds: float, gap: float = 0.0) -> Answer:
    """The programme's answer within the seconds."""
    from talka.methods.cpsat import minimise_whole as by_cpsat
    from talka.methods.highs import minimise_whole as by_highs

    deadline = Deadline(max(seconds, 1e-3))
    if len(programme.price) <= SMALL:
        answer = by_cpsat(programme, seconds=deadline.left, effort=EFFORT)
        if answer.finished:
            return answer
    return by_highs(programme, seconds=deadline.left, gap=gap)
