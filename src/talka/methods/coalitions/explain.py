"""Why each municipality is where it is, what the next best would have been, and what a change by hand costs.

Everything is a Reason: a code with parameters, for pages in any language, and its English sentence. No search is done
here: a change is counted as it is asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from talka.methods import reasons
from talka.methods.coalitions.core import HALF_A_CENT, least_core
from talka.methods.coalitions.evaluate import Judge
from talka.methods.coalitions.game import MOST_IN_GAME, costs_of_parts
from talka.methods.coalitions.problem import Problem
from talka.methods.coalitions.rules import euros
from talka.methods.contract import Deadline, Rule

SECONDS = 10.0
Members = tuple[str, ...]

ENGLISH: dict[str, str] = {
    # the whole
    "whole": "Municipalities: {municipalities}, groups: {coalitions}, of them of two or more: {together}. They pay "
    "{cost}; each on its own {alone}.",
    "saved": "Together they save {saving} ({share}).",
    "nothing_saved": "No group that the rules allow would save anything: all stay alone.",
    "dearer": "The rules make it {more} dearer than if each stayed alone.",
    "broken": "A rule is broken: {rule}.",
    "no_host": "{members} have no host that all of them can reach.",
    # one coalition
    "together": "{members} with {host} as host pay {cost}; each on its own {alone}: {saving} are saved.",
    "together_dearer": "{members} with {host} as host pay {cost}, {more} more than each on its own.",
    "host_only": "No other host can be reached by all of them.",
    "host_next": "With {other} as host they would pay {more} more.",
    "host_tie": "With {other} as host they would pay just as much.",
    "stable": "The cost can be shared so that nobody would be better off outside.",
    "unstable": "However it is shared, some of them would pay {more} less on their own.",
    # one municipality
    "alone": "{name} stays alone and pays {cost}.",
    "island": "{name} borders no other municipality, and the rules ask for neighbours.",
    "unreached": "No other municipality can be reached from {name} as the rules ask.",
    "no_company": "No group could take {name} in without breaking a rule.",
    "next_join": "Next best for {name}: to join {members}; all together would then pay {more} more.",
    "next_alone": "Next best for {name}: to stay alone; all together would then pay {more} more.",
    "tie_join": "{name} could as well join {members}: all together would pay just as much.",
    "tie_alone": "{name} could as well stay alone: all together would pay just as much.",
    "better_join": "{name} had better join {members}: all together would then pay {saving} less.",
    "better_alone": "{name} had better stay alone: all together would then pay {saving} less.",
    "needed": "{name} cannot leave alone: the others would have no host or no connection without it.",
    "required": "A rule keeps {name} with {members}.",
    "no_volume": "{name} needs nothing of the service, so it adds no cost of service or travel to a group.",
    # a change by hand
    "change_costs": "All together would pay {more} more.",
    "change_saves": "All together would pay {saving} less.",
    "change_free": "All together would pay just as much.",
    "change_breaks": "This would break a rule: {rule}.",
}


def percent(share: float) -> str:
    """A share as people read it: 30 %, 99.9 %."""
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


class Reason(reasons.Reason):
    """Parameters in EUR and as shares of 1; names of municipalities as texts, several joined."""

    english = ENGLISH
    formats: ClassVar[Mapping[str, Callable[[Any], str]]] = {
        **dict.fromkeys(("cost", "alone", "saving", "more"), euros),
        "share": percent,
    }


@dataclass(frozen=True)
class Change:
    """A change by hand: `delta_eur` to what all pay (None where a group has no host), rules newly broken."""

    partition: tuple[Members, ...]
    delta_eur: float | None
    breaks: tuple[Rule, ...]
    reasons: tuple[Reason, ...]

    @property
    def possible(self) -> bool:
        return self.delta_eur is not None and not self.breaks


class Explanation:
    """A partition with what it costs, so that many questions about it are answered from one count."""

    def __init__(self, problem: Problem, partition: Sequence[Iterable[str]], judge: Judge | None = None) -> None:
        self.problem = problem
        self.judge = Judge(problem) if judge is None else judge
        self.partition: tuple[Members, ...] = tuple(sorted(tuple(sorted(members)) for members in partition))
        self.home = {code: index for index, members in enumerate(self.partition) for code in members}
        self.names = {given.code: given.name or given.code for given in problem.municipalities}
        self._costs: dict[Members, float] = {}

    def overview(self) -> tuple[Reason, ...]:
        """What all pay and save, then what is broken."""
        cost = math.fsum(self._cost(members) for members in self.partition)
        alone = math.fsum(self.judge.alone(code) for code in self.home)
        together = sum(len(members) > 1 for members in self.partition)
        about: dict[str, str | int | float] = {"municipalities": len(self.home), "coalitions": len(self.partition)}
        about |= {"together": together, "cost": cost, "alone": alone}
        told = [Reason("whole", about)] if math.isfinite(cost) else []
        if alone - cost > HALF_A_CENT:
            told.append(Reason("saved", {"saving": alone - cost, "share": (alone - cost) / alone}))
        elif math.isfinite(cost) and cost - alone > HALF_A_CENT:
            told.append(Reason("dearer", {"more": cost - alone}))
        elif self.home and not together:
            told.append(Reason("nothing_saved", {}))
        for members in self.partition:
            told += [Reason("broken", {"rule": rule.words}, rule) for rule in self.judge.broken(members)]
            if not math.isfinite(self._cost(members)):
                told.append(Reason("no_host", {"members": self._named(members)}))
        return tuple(told)

    def of_coalition(self, index: int) -> tuple[Reason, ...]:
        """Why this host, what is saved, and whether anyone would be better off outside; by number in `partition`."""
        members = self.partition[index]
        hosts = self.judge.at_hosts(members)
        if not hosts:
            return (Reason("no_host", {"members": self._named(members)}),)
        if len(members) == 1:
            return self.of_municipality(members[0])
        cost, host = hosts[0]
        alone = math.fsum(self.judge.alone(code) for code in members)
        about: dict[str, str | int | float] = {"members": self._named(members), "host": self._name(host)}
        about |= {"cost": cost, "alone": alone}
        told = [Reason("together", {**about, "saving": alone - cost})]
        if cost - alone > HALF_A_CENT:
            told = [Reason("together_dearer", {**about, "more": cost - alone})]
        if len(hosts) == 1:
            told.append(Reason("host_only", {}))
        else:
            more, other = hosts[1][0] - cost, self._name(hosts[1][1])
            told.append(Reason("host_next" if more > HALF_A_CENT else "host_tie", {"other": other, "more": more}))
        if len(members) <= MOST_IN_GAME and not self.judge.broken(members):
            epsilon = least_core(costs_of_parts(self.judge, members), Deadline(SECONDS))
            if epsilon is not None:
                told.append(Reason("stable" if epsilon <= HALF_A_CENT else "unstable", {"more": epsilon}))
        return tuple(told)

    def of_municipality(self, code: str) -> tuple[Reason, ...]:
        """Why it is where it is, and the next best for it. Raises KeyError for a code that is unknown."""
        members = self.partition[self.home[code]]
        about: dict[str, str | int | float] = {"name": self.names[code]}
        told = []
        if len(members) == 1:
            told.append(Reason("alone", {**about, "cost": self.judge.alone(code)}))
        if not self.judge.instance.volume[self.judge.place[code]]:
            told.append(Reason("no_volume", about))
        bound = self._required(code)
        if bound:
            return (*told, Reason("required", {**about, "members": self._named(bound)}))
        return (*told, *self._next_best(code, members))

    def _next_best(self, code: str, members: Members) -> Iterator[Reason]:
        about: dict[str, str | int | float] = {"name": self.names[code]}
        if len(members) == 1 and not self._reachable(code).any():
            lonely = self.problem.rules.contiguous and not self.judge.border[code]
            yield Reason("island" if lonely else "unreached", about)
            return
        moves = [(change.delta_eur, to) for to, change in self.moves(code) if change.delta_eur is not None]
        if not moves:
            yield Reason("no_company" if len(members) == 1 else "needed", about)
            return
        delta, to = min(moves, key=lambda move: (move[0], move[1] or ""))
        goal = "alone" if to is None else "join"
        if to is not None:
            about["members"] = self._named(self.partition[self.home[to]])
        if delta > HALF_A_CENT:
            yield Reason(f"next_{goal}", {**about, "more": delta})
        elif delta < -HALF_A_CENT:
            # Only of a partition changed by hand or not proven.
            yield Reason(f"better_{goal}", {**about, "saving": -delta})
        else:
            yield Reason(f"tie_{goal}", about)

    def moves(self, code: str) -> Iterator[tuple[str | None, Change]]:
        """Every move of one municipality that is possible: to whose coalition (its first member's), None: alone."""
        here = self.home[code]
        near = self._reachable(code)
        goals: list[str | None] = [None] if len(self.partition[here]) > 1 else []
        places = {self.home[self.judge.instance.codes[other]] for other in np.nonzero(near)[0].tolist()} - {here}
        goals += [self.partition[index][0] for index in sorted(places)]
        for to in goals:
            change = self.move(code, to)
            if change.possible:
                yield to, change

    def move(self, code: str, to: str | None) -> Change:
        """The municipality in the coalition of another (`to`), or alone. Raises KeyError for a code that is unknown."""
        here, there = self.home[code], None if to is None else self.home[to]
        after = [
            tuple(other for other in members if other != code) + ((code,) if index == there else ())
            for index, members in enumerate(self.partition)
            if index != here or there == here
        ]
        if there == here:
            return self.change(self.partition)
        after.append(tuple(other for other in self.partition[here] if other != code))
        if there is None:
            after.append((code,))
        return self.change([members for members in after if members])

    def change(self, partition: Sequence[Iterable[str]]) -> Change:
        """Another partition instead of this one."""
        after = tuple(sorted(tuple(sorted(members)) for members in partition))
        gone, come = set(self.partition) - set(after), set(after) - set(self.partition)
        before = {rule.path for members in gone for rule in self.judge.broken(members)}
        broken = {rule.path: rule for members in sorted(come) for rule in self.judge.broken(members)}
        breaks = tuple(rule for path, rule in broken.items() if path not in before)
        delta = math.fsum([*map(self._cost, sorted(come)), *(-self._cost(members) for members in sorted(gone))])
        told = [Reason("change_breaks", {"rule": rule.words}, rule) for rule in breaks]
        told += [
            Reason("no_host", {"members": self._named(members)})
            for members in sorted(come)
            if not math.isfinite(self._cost(members))
        ]
        if not math.isfinite(delta):
            return Change(after, None, breaks, tuple(told))
        code = "change_costs" if delta > HALF_A_CENT else "change_saves" if delta < -HALF_A_CENT else "change_free"
        return Change(after, delta, breaks, (Reason(code, {"more": delta, "saving": -delta}), *told))

    def _cost(self, members: Members) -> float:
        """In EUR, infinite where there is no host."""
        if members not in self._costs:
            priced = self.judge.priced(members)
            self._costs[members] = math.inf if priced is None else priced.cost_eur
        return self._costs[members]

    def _reachable(self, code: str) -> Any:
        """[n]: which others it could be joined to at all."""
        return self.judge.instance.linked[self.judge.place[code]]

    def _required(self, code: str) -> Members:
        return tuple(
            sorted({other for listed in self.problem.rules.required if code in listed for other in listed} - {code})
        )

    def _named(self, members: Iterable[str]) -> str:
        return ", ".join(self.names[code] for code in members)

    def _name(self, host: str) -> str:
        return self.names.get(host, host) if self.judge.instance.inside else host
