"""What one coalition costs and whether it may be: the same count for the solver's answer and for a change by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from talka.methods.coalitions.instance import Instance, compile_instance
from talka.methods.coalitions.problem import Problem
from talka.methods.coalitions.rules import all_rules
from talka.methods.contract import Rule
from talka.methods.programme import Floats


@dataclass(frozen=True)
class Priced:
    """A coalition's cost in EUR at its cheapest host, and the terms it consists of: fixed, unit, travel (with fees)."""

    host: str
    cost_eur: float
    fixed_eur: float
    unit_eur: float
    travel_eur: float


class Judge:
    """Answers about single coalitions of one problem, by the codes of their members."""

    def __init__(self, problem: Problem, instance: Instance | None = None) -> None:
        self.problem = problem
        self.instance = compile_instance(problem) if instance is None else instance
        self.place = {code: index for index, code in enumerate(self.instance.codes)}
        self.border: dict[str, set[str]] = {code: set() for code in self.place}
        for pair in problem.pairs:
            if pair.neighbours:
                self.border[pair.a].add(pair.b)
                self.border[pair.b].add(pair.a)

    def at_hosts(self, members: Iterable[str]) -> list[tuple[float, str]]:
        """The cost in EUR at each host that all members can reach, the cheapest first. Raises KeyError for an unknown
        code."""
        return [(priced.cost_eur, priced.host) for priced in self._hosted(members)]

    def priced(self, members: Iterable[str]) -> Priced | None:
        """At the cheapest host, whatever the other rules say; None where no host can be reached by all."""
        return next(iter(self._hosted(members)), None)

    def alone(self, code: str) -> float:
        """What the municipality would pay on its own, in EUR; infinite where it reaches no site."""
        priced = self.priced((code,))
        return np.inf if priced is None else priced.cost_eur

    def cost_of(self, members: Iterable[str]) -> float | None:
        """In EUR at the cheapest host; None for a coalition that breaks a rule or has no host."""
        listed = tuple(sorted(set(members)))
        priced = self.priced(listed)
        return None if priced is None or self.broken(listed) else priced.cost_eur

    def broken(self, members: Iterable[str]) -> tuple[Rule, ...]:
        """The rules that a coalition of these members breaks; max_km, if there is one, wherever no host is left."""
        inside = set(members)
        return tuple(rule for rule in all_rules(self.problem) if not self._keeps(inside, rule))

    def _keeps(self, inside: set[str], rule: Rule) -> bool:
        rules = self.problem.rules
        match rule.code:
            case "members":
                return len(inside) <= (rules.max_members or len(inside))
            case "km":
                return bool(self._hosted(inside))
            case "contiguous":
                return connected(inside, self.border)
            case "required":
                held = inside & set(rules.required[int(rule.path[2])])
                return not held or held == set(rules.required[int(rule.path[2])])
            case _:
                return len(inside & set(rules.forbidden[int(rule.path[2])])) < 2

    def _hosted(self, members: Iterable[str]) -> list[Priced]:
        instance, rules = self.instance, self.problem.rules
        listed = sorted(self.place[code] for code in set(members))
        hosts = listed if instance.inside else range(len(instance.hosts))
        travel: Floats = instance.way[np.ix_(list(hosts), listed)].sum(axis=1)
        grown = rules.unit_eur * float(instance.volume[listed].sum()) ** rules.elasticity
        found = [
            Priced(instance.hosts[host], rules.fixed_eur + grown + way, rules.fixed_eur, grown, way)
            for host, way in zip(hosts, travel.tolist(), strict=True)
            if np.isfinite(way)
        ]
        return sorted(found, key=lambda priced: (priced.cost_eur, priced.host))


def connected(inside: set[str], border: dict[str, set[str]]) -> bool:
    """Whether each can be reached from each through neighbours inside."""
    if not inside:
        return False
    seen = {min(inside)}
    waiting = list(seen)
    while waiting:
        new = (border[waiting.pop()] & inside) - seen
        seen |= new
        waiting += new
    return seen == inside


def cost_of(problem: Problem, members: Iterable[str]) -> float | None:
    """What these members pay together in EUR at their cheapest host; None where rules or ways do not allow it.

    For many coalitions of one problem keep a `Judge`. Raises KeyError for a code that is unknown.
    """
    return Judge(problem).cost_of(members)
