"""Groups of municipalities as plain data: prices of single groups, and what a change by hand costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talka.methods.coalitions.evaluate import Judge
from talka.methods.coalitions.problem import Municipality, Pair, Problem, Rules
from talka.methods.contract import Rule


def problem_from(data: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Problem:
    """The problem of what a computation was asked; names: what municipalities are called."""
    rules = dict(data["rules"])
    called = names or {}
    return Problem(
        municipalities=tuple(Municipality(key, called.get(key, key), volume) for key, volume in data["municipalities"]),
        pairs=tuple(Pair(a, b, km, bool(borders)) for a, b, km, borders in data["pairs"]),
        rules=Rules(**rules),
    )


@dataclass(frozen=True)
class Moved:
    """A change by hand: the groups after it, what it costs more in EUR a year (below 0: less), rules it newly breaks.

    cost_eur is None where the new group has no host that all can reach."""

    groups: tuple[tuple[str, ...], ...]
    cost_eur: float | None
    breaks: tuple[Rule, ...]

    @property
    def less_eur(self) -> float | None:
        return None if self.cost_eur is None else -self.cost_eur


class Groups:
    """Answers about single groups of one computation."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.judge = Judge(problem_from(data))

    def priced(self, members: Sequence[str]) -> tuple[float | None, str]:
        """EUR a year at the cheapest host, and the host; None where no host can be reached by all."""
        found = self.judge.priced(members)
        return (None, "") if found is None else (found.cost_eur, found.host)

    def moved(self, groups: Sequence[Sequence[str]], code: str, to: str) -> Moved:
        """`code` leaves its group and joins that of `to`; to "": it stays alone. Raises KeyError for who is in no
        group."""
        held = [tuple(one) for one in groups]
        source = next((one for one in held if code in one), None)
        target = next((one for one in held if to in one), None) if to else ()
        if source is None or target is None:
            raise KeyError(code if source is None else to)
        if target == source:
            return Moved(tuple(held), 0.0, ())
        left = tuple(one for one in source if one != code)
        joined = tuple(sorted((*target, code)))
        after = [one for one in held if one not in (source, target)]
        after += [one for one in (left, joined) if one]
        before = [self.priced(one)[0] for one in (source, target) if one]
        now = [self.priced(one)[0] for one in (left, joined) if one]
        known = all(price is not None for price in (*before, *now))
        cost = sum(price or 0.0 for price in now) - sum(price or 0.0 for price in before) if known else None
        was = {rule.path for one in (source, target) if one for rule in self.judge.broken(one)}
        newly = {rule.path: rule for one in (left, joined) if one for rule in self.judge.broken(one)}
        breaks = tuple(rule for path, rule in newly.items() if path not in was)
        return Moved(tuple(sorted(after)), cost, breaks)
