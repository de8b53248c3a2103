"""Who pays how much for what: a result followed from purchase to purchase."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from talka.methods.equal_shares.instance import Floats, Instance, instance_of
from talka.methods.equal_shares.problem import Problem
from talka.methods.equal_shares.solve import EqualShares, Funded

NOTHING = 1e-9
"""Of the share: what is less comes from rounding doubles, and is nothing."""


class Ledger:
    """Money is in the currency of the problem, by kinds of ballots as the instance counts them.

    `before[n]` is what each voter has before purchase n (from 0), the last of them what is left at the end; `paid[n]`
    what each pays for `bought[n]`.
    """

    def __init__(self, problem: Problem, result: EqualShares) -> None:
        self.problem, self.result = problem, result
        self.instance: Instance = instance_of(problem)
        self.number = {name: place for place, name in enumerate(self.instance.ids)}
        self.bought: tuple[Funded, ...] = tuple(one for one in result.funded if one.price is not None)
        money = np.full(len(self.instance.count), result.share)
        self.before, self.paid = [money], []
        for one in self.bought:
            support = self.instance.support[self.number[one.project]]
            due = np.zeros(len(money))
            due[support.kinds] = (one.price or 0.0) * support.power / self.instance.parts_of_point
            paid = np.minimum(money, due)
            money = money - paid
            money[money < NOTHING * result.share] = 0.0
            self.paid.append(paid)
            self.before.append(money)

    @property
    def left(self) -> Floats:
        return self.before[-1]

    def payments(self) -> Iterator[tuple[str, str, float]]:
        """Voter, project and amount, by voter as the ballots were given, then in the order of purchases."""
        of_kind: list[list[tuple[str, float]]] = [[] for _kind in self.instance.count]
        for one, paid in zip(self.bought, self.paid, strict=True):
            for kind in np.flatnonzero(paid > 0).tolist():
                of_kind[kind].append((one.project, float(paid[kind])))
        for ballot, kind in zip(self.problem.ballots, self.instance.kind.tolist(), strict=True):
            for project, amount in of_kind[kind]:
                yield ballot.voter, project, amount

    def content(self) -> int:
        """How many voters named at least one project that is funded."""
        funded = np.zeros(len(self.instance.ids), dtype=bool)
        funded[[self.number[one.project] for one in self.result.funded]] = True
        row = np.repeat(np.arange(len(self.instance.count)), np.diff(self.instance.starts))
        reached = np.bincount(row[funded[self.instance.named]], minlength=len(self.instance.count)) > 0
        return int(self.instance.count[reached].sum())

    def went_to(self, project: str) -> list[tuple[str, float]]:
        """For what else those who named a project paid, and how much together; the most first."""
        support = self.instance.support[self.number[project]]
        sums = [
            (one.project, float((support.weight * paid[support.kinds]).sum()))
            for one, paid in zip(self.bought, self.paid, strict=True)
            if one.project != project
        ]
        return sorted(((name, sum_) for name, sum_ in sums if sum_ > 0), key=lambda item: (-item[1], item[0]))
