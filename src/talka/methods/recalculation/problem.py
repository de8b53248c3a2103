"""The question: values of areas as they were, what became of each area, and how each indicator adds up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from talka.methods.contract import Fault, InvalidProblem
from talka.methods.values import Values

KINDS = ("sum", "mean")
SPLITS = ("share", "largest", "break")


@dataclass(frozen=True)
class Successor:
    """`share` of the old area, above 0 up to 1, went to the new one."""

    old: str
    new: str
    share: float = 1.0


@dataclass(frozen=True)
class Kind:
    """How an indicator adds up: a "sum" (people, euros, hectares) is added; a "mean" (age, wage, a rate per head) is
    the mean of the parts weighted by the indicator `weight` (employees for wages, population for mean age)."""

    kind: str
    weight: str | None = None


@dataclass(frozen=True)
class Problem:
    """Values of old areas, and of new ones for the years in which those were published already.

    indicators: by name; one not named there can only be carried over where a new area is a whole old one.
    split: what to do with an old area that went to several new ones. "share": a sum is divided by the shares, a mean
    holds for each part; "largest": all goes where most of it went; "break": nothing is said of the new areas.
    least_share: smaller shares are noise of drawn boundaries; they are dropped and the others scaled to the sum 1.
    tolerance: how far the shares of an old area may be from the sum 1 before that is a mistake; within it they are
    scaled. until: the last year of the old areas; needed only where an old and a new area have the same name.
    """

    values: Values
    successors: tuple[Successor, ...]
    indicators: Mapping[str, Kind] = field(default_factory=dict)
    split: str = "share"
    least_share: float = 0.0
    tolerance: float = 0.1
    until: int | None = None

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        return (*self.values.check(), *_weight_faults(self), *_successor_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def _weight_faults(problem: Problem) -> Iterator[Fault]:
    weights = {kind.weight for kind in problem.indicators.values() if kind.weight}
    for row in np.flatnonzero(problem.values.grid.given < 0):
        if problem.values.indicator[row] in weights:
            what = f'"{problem.values.indicator[row]}" is a weight and cannot be below 0'
            yield Fault(("values", int(row), "value"), "weight_negative", what)


def _successor_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    shares: dict[str, list[float]] = {}
    first: dict[str, int] = {}
    for row, one in enumerate(problem.successors):
        for column, name in (("old", one.old), ("new", one.new)):
            if not name:
                yield Fault(("successors", row, column), "name_empty", f"the {column} area is empty")
        if one.old and one.new and (one.old, one.new) in seen:
            what = f'"{one.new}" as successor of "{one.old}" stands twice'
            yield Fault(("successors", row, "new"), "successor_twice", what)
        seen.add((one.old, one.new))
        if math.isfinite(one.share) and 0 < one.share <= 1:
            shares.setdefault(one.old, []).append(one.share)
            first.setdefault(one.old, row)
        else:
            what = f"{one.share:g} is no share; it is above 0 and at most 1"
            yield Fault(("successors", row, "share"), "share", what)
            first[one.old] = -1
    for old, row in first.items():
        total = math.fsum(shares.get(old, ()))
        if row < 0 or not old:
            continue
        if abs(total - 1) > problem.tolerance + 1e-9:
            what = f'the shares of "{old}" add up to {total:g}, 1 is expected; a successor is missing or counted twice'
            yield Fault(("successors", row, "share"), "shares_sum", what)
        elif max(shares[old]) < problem.least_share:
            what = f'no part of "{old}" is as large as least_share, {problem.least_share:g}'
            yield Fault(("successors", row, "share"), "all_too_small", what)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    for name, one in problem.indicators.items():
        way = ("rules", "indicators", name)
        if one.kind not in KINDS:
            yield Fault((*way, "kind"), "kind", f'"{one.kind}" is no kind; there are: ' + ", ".join(KINDS))
        elif one.kind == "mean" and not one.weight:
            yield Fault((*way, "weight"), "weight_none", "a mean needs the indicator by which it is weighted")
        elif one.kind == "sum" and one.weight:
            yield Fault((*way, "weight"), "weight_of_sum", "a sum has no weight")
        elif one.weight and problem.indicators.get(one.weight, Kind("sum")).kind == "mean":
            yield Fault((*way, "weight"), "weight_no_sum", f'"{one.weight}" is no sum and cannot be a weight')
    if problem.split not in SPLITS:
        yield Fault(("rules", "split"), "split", f'"{problem.split}" is not one of ' + ", ".join(SPLITS))
    for rule, share in (("least_share", problem.least_share), ("tolerance", problem.tolerance)):
        if not 0 <= share < 1:
            yield Fault(("rules", rule), rule, f"{share:g} is not from 0 to below 1")
