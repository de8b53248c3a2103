"""The problem in whole numbers, sorted, so that neither the order of the input nor doubles decide anything."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from talka.methods.followup.evaluate import exact, first_day
from talka.methods.followup.problem import Problem

MOST = 10**9
"""How large a whole number may grow: beyond it a solver that reckons in doubles no longer tells neighbours apart."""


@dataclass(frozen=True)
class Instance:
    """Options and needs by id; weight in units of `unit`, cost in units of `cent`, days counted from the first one.

    `weight` [needs]; `effect[option]` maps a need to its weight times effect; `cost` [options]; `slots[option]`: (date,
    day number), the earliest first. `rounded`: numbers finer than the units were rounded, effects down and costs up, so
    that a plan keeps its rules; what is proven is proven of these numbers.
    """

    options: tuple[str, ...]
    needs: tuple[str, ...]
    unit: Fraction
    cent: Fraction
    weight: tuple[int, ...]
    effect: tuple[dict[int, int], ...]
    cost: tuple[int, ...]
    slots: tuple[tuple[tuple[str, int], ...], ...]
    expert: tuple[str, ...]
    rounded: bool

    def money(self, amount: float | Fraction) -> int:
        """A limit on cost in units of cost, rounded down."""
        return math.floor((amount if isinstance(amount, Fraction) else exact(amount)) / self.cent)

    def everything(self) -> int:
        """The weight that all options with a date would cover together."""
        sums = [0] * len(self.needs)
        for option, effects in enumerate(self.effect):
            if self.slots[option]:
                for need, amount in effects.items():
                    sums[need] += amount
        return sum(min(weight, total) for weight, total in zip(self.weight, sums, strict=True))


def compile_instance(problem: Problem) -> Instance:
    """The instance of a valid problem."""
    needs = sorted(problem.needs, key=lambda need: need.id)
    options = sorted(problem.options, key=lambda option: option.id)
    number = {need.id: index for index, need in enumerate(needs)}
    place = {option.id: index for index, option in enumerate(options)}
    weight = [exact(need.weight) for need in needs]
    products = [
        (place[cover.option], number[cover.need], weight[number[cover.need]] * exact(cover.effect))
        for cover in problem.covers
        if cover.effect > 0
    ]
    unit, rounded = _unit([*weight, *(product for _, _, product in products)], sum(weight))
    costs = [exact(option.cost_eur) for option in options]
    cent, cost_rounded = _unit(costs, sum(costs))
    effect: list[dict[int, int]] = [{} for _ in options]
    for option, need, product in sorted(products):
        if math.floor(product / unit):
            effect[option][need] = math.floor(product / unit)
    before = first_day(problem)
    return Instance(
        options=tuple(option.id for option in options),
        needs=tuple(need.id for need in needs),
        unit=unit,
        cent=cent,
        weight=tuple(math.floor(each / unit) for each in weight),
        effect=tuple(effect),
        cost=tuple(math.ceil(each / cent) for each in costs),
        slots=tuple(
            tuple((day, date.fromisoformat(day).toordinal() - before) for day in sorted(option.dates))
            for option in options
        ),
        expert=tuple(option.expert for option in options),
        rounded=rounded or cost_rounded,
    )


def _unit(amounts: Iterable[Fraction], total: Fraction | int) -> tuple[Fraction, bool]:
    """The largest unit of which all amounts are whole multiples; where it is too fine, one that keeps the total below
    MOST, and True."""
    above, below = 0, 1
    for amount in amounts:
        if amount:
            below, above = math.lcm(below, amount.denominator), above * math.lcm(below, amount.denominator) // below
            above = math.gcd(above, amount.numerator * (below // amount.denominator))
    unit = Fraction(above or 1, below)
    if total / unit <= MOST:
        return unit, False
    return Fraction(10) ** math.ceil(math.log10(float(total) / MOST)), True
