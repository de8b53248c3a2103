"""The question: what a service costs in areas of different size; and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from talka.methods.contract import Fault, InvalidProblem
from talka.methods.values import MOST


@dataclass(frozen=True)
class Account:
    """One area in one year: the whole cost, in any money, and its size, as a rule its people. None: not known.

    group: areas or years that have a level of their own (fixed effects). cluster: rows that are not independent, as the
    years of one area. name: to be recognised by, such as the area.
    """

    cost: float | None
    size: float | None
    group: str = ""
    cluster: str = ""
    name: str = ""

    @property
    def complete(self) -> bool:
        return self.cost is not None and self.size is not None


@dataclass(frozen=True)
class Problem:
    """Accounts of one service. level: of the confidence interval, between 0 and 1."""

    accounts: tuple[Account, ...]
    level: float = 0.95

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        faults = (*_row_faults(self), *_rule_faults(self))
        return faults or tuple(_whole_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def _row_faults(problem: Problem) -> Iterator[Fault]:
    grouped = any(one.group for one in problem.accounts)
    clustered = any(one.cluster for one in problem.accounts)
    for row, one in enumerate(problem.accounts):
        for column, number in (("cost", one.cost), ("size", one.size)):
            if number is not None and not 1 / MOST <= number <= MOST:
                what = f"{number:g} is not above 0, and a logarithm needs that; leave the cell empty if it is not known"
                if math.isnan(number) or abs(number) > MOST:
                    what = f"{number:g} is no number that can be reckoned with"
                yield Fault(("accounts", row, column), "not_above_0", what)
        for column, word, needed in (("group", one.group, grouped), ("cluster", one.cluster, clustered)):
            if needed and not word:
                yield Fault(("accounts", row, column), f"{column}_empty", f"the {column} is empty, and others are not")


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    if not 0 < problem.level < 1:
        what = f"{problem.level:g} is no level; it lies between 0 and 1, such as 0.95"
        yield Fault(("rules", "level"), "level", what)


def _whole_faults(problem: Problem) -> Iterator[Fault]:
    told = [one for one in problem.accounts if one.complete]
    groups: dict[str, set[float | None]] = {}
    for one in told:
        groups.setdefault(one.group, set()).add(one.size)
    if len(told) < len(groups) + 2 or not told:
        needed = max(1, len(groups)) + 2
        what = f"{len(told)} accounts have cost and size; at least {needed} are needed for a line and its error"
        yield Fault(("accounts", "all", "cost"), "too_few", what)
    elif all(len(sizes) == 1 for sizes in groups.values()):
        what = "all are of the same size" + (" within their group" if len(groups) > 1 else "")
        yield Fault(("accounts", "all", "size"), "one_size", what + ", so that nothing can be said of size")
    elif any(one.cluster for one in told) and len({one.cluster for one in told}) < 2:
        what = "all belong to one cluster, so that the error of the line cannot be told"
        yield Fault(("accounts", "all", "cluster"), "one_cluster", what)
