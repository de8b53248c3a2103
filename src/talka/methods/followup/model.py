"""The problem as an integer programme: which options, on which dates, and what they cover.

Columns are options, then their slots (option and date), then needs (covered weight). Only options must be whole: with
them given, dates are a flow from options through an expert's days into months, which has whole answers by itself, and
covered weight follows. A search that branches on options alone is tens of times quicker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from talka.methods.contract import Rule
from talka.methods.followup.evaluate import exact
from talka.methods.followup.instance import Instance
from talka.methods.followup.problem import Problem
from talka.methods.followup.rules import all_rules
from talka.methods.programme import Floats, Programme

Entries = list[tuple[int, int]]
Row = tuple[Entries, float, float]
INFINITE = float("inf")


@dataclass(frozen=True)
class Model:
    """A problem's columns and rows. `slots`: the (option, place in its dates) of each column of a date."""

    instance: Instance
    slots: tuple[tuple[int, int], ...]
    rows: tuple[Row, ...]
    open_slots: tuple[bool, ...]

    @property
    def first_slot(self) -> int:
        return len(self.instance.options)

    @property
    def first_need(self) -> int:
        return self.first_slot + len(self.slots)

    @property
    def columns(self) -> int:
        return self.first_need + len(self.instance.needs)

    @cached_property
    def base(self) -> Programme:
        """The programme without a price."""
        count, instance = self.columns, self.instance
        upper = np.ones(count)
        upper[self.first_slot : self.first_need] = self.open_slots
        upper[self.first_need :] = instance.weight
        whole = np.zeros(count, dtype=np.bool_)
        whole[: self.first_slot] = True
        empty = np.zeros(0)
        numbers = empty.astype(np.int64)
        bare = Programme(np.zeros(count), np.zeros(count), upper, empty, empty, numbers, numbers, empty, whole)
        return with_rows(bare, self.rows)

    def covering(self) -> Floats:
        """The price by which the most is covered."""
        price = np.zeros(self.columns)
        price[self.first_need :] = -1
        return price

    def covers_at_least(self, least: int) -> Row:
        return [(self.first_need + need, 1) for need in range(len(self.instance.needs))], least, INFINITE

    def costs_at_most(self, most: int) -> Row:
        return [(option, cost) for option, cost in enumerate(self.instance.cost) if cost], -INFINITE, most

    def days(self) -> Entries:
        """What each slot adds to the sum of days."""
        slots = enumerate(self.slots)
        return [(self.first_slot + i, self.instance.slots[option][place][1]) for i, (option, place) in slots]

    def other_than(self, chosen: Collection[int]) -> Row:
        """At least one option differs from the chosen ones."""
        signs = [(option, -1 if option in chosen else 1) for option in range(self.first_slot)]
        return signs, 1 - len(chosen), INFINITE


def with_rows(programme: Programme, rows: Iterable[Row]) -> Programme:
    """The programme with more rows."""
    row, column, value = [], [], []
    low: list[float] = []
    high: list[float] = []
    for entries, least, most in rows:
        number = len(programme.row_low) + len(low)
        low.append(least)
        high.append(most)
        for where, amount in entries:
            row.append(number)
            column.append(where)
            value.append(amount)
    return replace(
        programme,
        row_low=np.concatenate([programme.row_low, np.array(low, dtype=np.float64)]),
        row_high=np.concatenate([programme.row_high, np.array(high, dtype=np.float64)]),
        row=np.concatenate([programme.row, np.array(row, dtype=np.int64)]),
        column=np.concatenate([programme.column, np.array(column, dtype=np.int64)]),
        value=np.concatenate([programme.value, np.array(value, dtype=np.float64)]),
    )


def model_of(problem: Problem, instance: Instance, rules: Collection[Rule] | None = None) -> Model:
    """The model that keeps these rules (all of the problem's by default)."""
    kept = tuple(all_rules(problem)) if rules is None else tuple(rules)
    blocked = {str(rule.parameters["date"]) for rule in kept if rule.code == "blocked"}
    slots = tuple((o, place) for o, dates in enumerate(instance.slots) for place in range(len(dates)))
    dates = [instance.slots[option][place][0] for option, place in slots]
    model = Model(instance, slots, (), tuple(day not in blocked for day in dates))
    rows = [*_dates_of_options(model), *_coverage(model)]
    for rule in kept:
        rows += _rule_rows(problem, model, rule, dates)
    return replace(model, rows=tuple(rows))


def _dates_of_options(model: Model) -> list[Row]:
    mine: list[Entries] = [[(option, -1)] for option in range(model.first_slot)]
    for index, (option, _) in enumerate(model.slots):
        mine[option].append((model.first_slot + index, 1))
    return [(entries, 0, 0) for entries in mine]


def _coverage(model: Model) -> list[Row]:
    gained: list[Entries] = [[(model.first_need + need, 1)] for need in range(len(model.instance.needs))]
    for option, effects in enumerate(model.instance.effect):
        for need, amount in effects.items():
            gained[need].append((option, -amount))
    return [(entries, -INFINITE, 0) for entries in gained]


def _rule_rows(problem: Problem, model: Model, rule: Rule, dates: list[str]) -> list[Row]:
    instance, given = model.instance, rule.parameters
    place = {option: index for index, option in enumerate(instance.options)}
    match rule.code:
        case "budget":
            return [model.costs_at_most(instance.money(problem.rules.budget_eur or 0))]
        case "month":
            months: dict[str, Entries] = {}
            for index, day in enumerate(dates):
                months.setdefault(day[:7], []).append((model.first_slot + index, 1))
            limit = int(given["limit"])
            return [(entries, -INFINITE, limit) for entries in months.values() if len(entries) > limit]
        case "share":
            return [_share_row(problem, model, str(given["attribute"]), str(given["value"]))]
        case "must":
            return [([(place[str(given["option"])], 1)], 1, INFINITE)]
        case "not_both":
            return [([(place[str(given["option"])], 1), (place[str(given["other"])], 1)], -INFINITE, 1)]
        case "expert":
            held: dict[str, Entries] = {}
            for index, (option, _) in enumerate(model.slots):
                if instance.expert[option] == given["expert"]:
                    held.setdefault(dates[index], []).append((model.first_slot + index, 1))
            return [(entries, -INFINITE, 1) for entries in held.values() if len(entries) > 1]
    return []


def _share_row(problem: Problem, model: Model, name: str, value: str) -> Row:
    number = {need: index for index, need in enumerate(model.instance.needs)}
    alike = [need for need in problem.needs if need.attributes.get(name) == value]
    least = exact(problem.rules.min_coverage[name]) * sum(exact(need.weight) for need in alike) / model.instance.unit
    # Where numbers were rounded, all of it is what the rounded weights come to.
    most = sum(model.instance.weight[number[need.id]] for need in alike)
    return [(model.first_need + number[need.id], 1) for need in alike], min(-(-least // 1), most), INFINITE
