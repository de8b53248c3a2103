"""The question as it is given: needs, measures that could answer them, rules; and what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from talka.methods.contract import Fault, InvalidProblem

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Need:
    """One need. `weight`, 0 or more; `attributes` maps a column (region, …) to its value, "" is no value."""

    id: str
    weight: float
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One measure: cost in EUR, ISO dates on any one of which it can be, who holds it ("" where nobody is named)."""

    id: str
    cost_eur: float
    dates: tuple[str, ...] = ()
    expert: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Cover:
    """The share of a need, 0 to 1, that an option answers."""

    option: str
    need: str
    effect: float


@dataclass(frozen=True)
class Rules:
    """The rules of METHODS; all optional. `min_coverage` maps a column of needs to a share, 0 to 1."""

    budget_eur: float | None = None
    blocked_dates: tuple[str, ...] = ()
    max_per_month: int | None = None
    min_coverage: Mapping[str, float] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    not_both: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Problem:
    """Needs, options and what each option does for each need. `attributes`: the columns of needs, as declared."""

    needs: tuple[Need, ...]
    options: tuple[Option, ...]
    covers: tuple[Cover, ...]
    rules: Rules = field(default_factory=Rules)
    attributes: tuple[str, ...] | None = None

    @property
    def attribute_names(self) -> frozenset[str]:
        """The attributes there are: as declared, else every one that some need has."""
        if self.attributes is not None:
            return frozenset(self.attributes)
        return frozenset(name for need in self.needs for name in need.attributes)

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form, in the order of the tables; empty if nothing is."""
        return (*_need_faults(self), *_option_faults(self), *_cover_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar as YYYY-MM-DD."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return bool(_DATE.fullmatch(text))


def _id_faults(table: str, ids: list[str]) -> Iterator[tuple[int, Fault]]:
    seen: set[str] = set()
    for row, name in enumerate(ids):
        if not name:
            yield row, Fault((table, row, "id"), "id_empty", "the id is empty")
        elif name in seen:
            yield row, Fault((table, row, "id"), "id_twice", f'the id "{name}" stands twice')
        seen.add(name)


def _amount_fault(path: tuple[str | int, ...], amount: float) -> Iterator[Fault]:
    if not math.isfinite(amount):
        yield Fault(path, "not_finite", f"{amount} is no amount")
    elif amount < 0:
        yield Fault(path, "negative", f"{amount:g} is less than 0")


def _share_fault(path: tuple[str | int, ...], share: float) -> Iterator[Fault]:
    if not (math.isfinite(share) and 0 <= share <= 1):
        yield Fault(path, "no_share", f"{share:g} is not between 0 and 1")


def _date_faults(path: tuple[str | int, ...], dates: tuple[str, ...], *, each: bool) -> Iterator[Fault]:
    """Of a list of dates; `each` has a place of its own in rules, in a table they share a cell."""
    for index, day in enumerate(dates):
        here = (*path, index) if each else path
        if not is_date(day):
            yield Fault(here, "date", f'"{day}" is no date; a day is written as 2027-03-31')
        elif day in dates[:index]:
            yield Fault(here, "date_twice", f"{day} stands twice")


def _need_faults(problem: Problem) -> Iterator[Fault]:
    of_ids = dict(_id_faults("needs", [need.id for need in problem.needs]))
    for row, need in enumerate(problem.needs):
        if row in of_ids:
            yield of_ids[row]
        yield from _amount_fault(("needs", row, "weight"), need.weight)


def _option_faults(problem: Problem) -> Iterator[Fault]:
    of_ids = dict(_id_faults("options", [option.id for option in problem.options]))
    for row, option in enumerate(problem.options):
        if row in of_ids:
            yield of_ids[row]
        yield from _amount_fault(("options", row, "cost_eur"), option.cost_eur)
        yield from _date_faults(("options", row, "dates"), option.dates, each=False)


def _cover_faults(problem: Problem) -> Iterator[Fault]:
    options = {option.id for option in problem.options}
    needs = {need.id for need in problem.needs}
    seen: set[tuple[str, str]] = set()
    for row, cover in enumerate(problem.covers):
        if cover.option not in options:
            yield Fault(("covers", row, "option"), "option_unknown", f'there is no option "{cover.option}"')
        if cover.need not in needs:
            yield Fault(("covers", row, "need"), "need_unknown", f'there is no need "{cover.need}"')
        if (cover.option, cover.need) in seen:
            what = f'the effect of "{cover.option}" on "{cover.need}" stands twice'
            yield Fault(("covers", row, "need"), "pair_twice", what)
        seen.add((cover.option, cover.need))
        yield from _share_fault(("covers", row, "effect"), cover.effect)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    rules = problem.rules
    if rules.budget_eur is not None:
        yield from _amount_fault(("rules", "budget_eur"), rules.budget_eur)
    yield from _date_faults(("rules", "blocked_dates"), rules.blocked_dates, each=True)
    if rules.max_per_month is not None and rules.max_per_month < 0:
        yield Fault(("rules", "max_per_month"), "negative", f"{rules.max_per_month} is less than 0")
    for name, share in rules.min_coverage.items():
        if name not in problem.attribute_names:
            what = f'no column of needs is called "{name}"'
            yield Fault(("rules", "min_coverage", name), "attribute_unknown", what)
        yield from _share_fault(("rules", "min_coverage", name), share)
    dates = {option.id: option.dates for option in problem.options}
    for index, name in enumerate(rules.must):
        path = ("rules", "must", index)
        if name not in dates:
            yield Fault(path, "option_unknown", f'there is no option "{name}"')
        elif not dates[name]:
            yield Fault(path, "must_undated", f'"{name}" has no date, so it cannot be chosen')
        if name in rules.must[:index]:
            yield Fault(path, "must_twice", f'"{name}" stands twice')
    for index, pair in enumerate(rules.not_both):
        if len(pair) != 2:
            yield Fault(("rules", "not_both", index), "pair", f"a pair has two ids, not {len(pair)}")
        for position, name in enumerate(pair):
            if name not in dates:
                what = f'there is no option "{name}"'
                yield Fault(("rules", "not_both", index, position), "option_unknown", what)
            if name in pair[:position]:
                yield Fault(
                    ("rules", "not_both", index, position), "option_twice", f'"{name}" stands twice in one pair'
                )
