"""Contradictions that counting finds at once, each with an irreducible set of rules.

A solver can take forever over some of them (21 people who must all be apart in 20 groups), and most that people make by
mistake are among them.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

from talka.methods.contract import Infeasible, Rule
from talka.methods.grouping.problem import Problem
from talka.methods.grouping.rules import all_rules, at_most_rule, fixed_rule, list_rule, max_rule, min_rule

MOST_STARTS = 50
"""From how many people a crowd that must all be apart is looked for."""


def check_plainly(problem: Problem) -> None:
    """Raise Infeasible for the first contradiction that counting finds."""
    for find in (_sizes, _at_most, _fixed, _apart, _together):
        # Of several contradictions the one of fewest rules: no part of it can be another one.
        rules = min(find(problem), key=lambda rules: len({rule.path for rule in rules}), default=None)
        if rules is not None:
            # In the order in which the rules were given, each once.
            order = {rule.path: place for place, rule in enumerate(all_rules(problem))}
            once = {rule.path: rule for rule in rules}
            raise Infeasible(tuple(sorted(once.values(), key=lambda rule: order.get(rule.path, -1))))


def _sizes(problem: Problem) -> Iterator[list[Rule]]:
    """The groups hold too few, or ask for too many.

    Without one max that group is open to everyone left over; the mins are taken from the greatest down only until they
    are too many.
    """
    count = len(problem.people)
    rows = list(enumerate(problem.groups))
    if sum(group.max for _, group in rows) < count:
        yield [max_rule(row, group) for row, group in rows]
    if sum(group.min for _, group in rows) > count:
        needed, chosen = 0, []
        for row, group in sorted(rows, key=lambda item: (-item[1].min, item[1].id)):
            chosen.append((row, group))
            needed += group.min
            if needed > count:
                break
        yield [min_rule(row, group) for row, group in sorted(chosen, key=lambda item: item[0])]


def _at_most(problem: Problem) -> Iterator[list[Rule]]:
    """More people of one value than all groups together may hold."""
    for name, limit in sorted(problem.rules.at_most.items()):
        counts = Counter(person.attributes.get(name, "") for person in problem.people)
        counts.pop("", None)
        if any(count > limit * len(problem.groups) for count in counts.values()):
            yield [at_most_rule(name, limit)]


def _fixed(problem: Problem) -> Iterator[list[Rule]]:
    """More people fixed in a group than it takes, or than it may hold of one value."""
    here: dict[str, list[str]] = {}
    for person, group_id in sorted(problem.rules.fixed.items()):
        here.setdefault(group_id, []).append(person)
    for row, group in enumerate(problem.groups):
        fixed = here.get(group.id, [])
        if len(fixed) > group.max:
            yield [max_rule(row, group), *(fixed_rule(person, group.id) for person in fixed[: group.max + 1])]
    attributes = {person.id: person.attributes for person in problem.people}
    for name, limit in sorted(problem.rules.at_most.items()):
        for group_id, fixed in here.items():
            by_value: dict[str, list[str]] = {}
            for person in fixed:
                by_value.setdefault(attributes[person].get(name, ""), []).append(person)
            for value, alike in by_value.items():
                if value and len(alike) > limit:
                    fixing = [fixed_rule(person, group_id) for person in alike[: limit + 1]]
                    yield [at_most_rule(name, limit), *fixing]


class _Bonds:
    """Who is bound to whom by lists of `together`, and by which lists."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.lists: dict[str, list[tuple[str, ...]]] = {}
        for ids in problem.rules.together:
            for person in ids:
                self.lists.setdefault(person, []).append(ids)

    def reached(self, start: str) -> dict[str, list[Rule]]:
        """Everyone bound to `start`, with the fewest lists that bind them."""
        found: dict[str, list[Rule]] = {start: []}
        waiting = deque([start])
        while waiting:
            person = waiting.popleft()
            for ids in self.lists.get(person, ()):
                for other in ids:
                    if other not in found:
                        found[other] = [*found[person], list_rule(self.problem, "together", ids)]
                        waiting.append(other)
        return found


def _together(problem: Problem) -> Iterator[list[Rule]]:
    """People bound together who must be apart, are fixed in different groups, or too many of one value."""
    rules, bonds = problem.rules, _Bonds(problem)
    for ids in rules.apart:
        for place, one in enumerate(ids):
            reached = bonds.reached(one)
            for other in ids[place + 1 :]:
                if other in reached:
                    yield [*reached[other], list_rule(problem, "apart", ids)]
    for one, wanted in sorted(rules.fixed.items()):
        if one in bonds.lists:
            for other, chain in sorted(bonds.reached(one).items()):
                if rules.fixed.get(other, wanted) != wanted:
                    yield [*chain, fixed_rule(one, wanted), fixed_rule(other, rules.fixed[other])]
    home: dict[str, tuple[str, list[Rule]]] = {}
    for one, group in sorted(rules.fixed.items()):
        for other, chain in bonds.reached(one).items():
            if other not in home or len(chain) < len(home[other][1]):
                home[other] = group, [*chain, fixed_rule(one, group)]
    for ids in rules.apart:
        first: dict[str, str] = {}
        for person in ids:
            if person in home:
                group, why = home[person]
                if group in first:
                    yield [*home[first[group]][1], *why, list_rule(problem, "apart", ids)]
                first.setdefault(group, person)


def _apart(problem: Problem) -> Iterator[list[Rule]]:
    """More people who must all be apart from each other than there are groups, by one list or by many."""
    width = len(problem.groups)
    for ids in problem.rules.apart:
        if len(ids) > width:
            yield [list_rule(problem, "apart", ids)]
    foes: dict[str, set[str]] = {}
    for ids in problem.rules.apart:
        for person in ids:
            foes.setdefault(person, set()).update(other for other in ids if other != person)
    crowded = {person for person, others in foes.items() if len(others) >= width}
    for start in sorted(crowded)[:MOST_STARTS]:
        clique, candidates = [start], foes[start] & crowded
        while candidates:
            following = max(sorted(candidates), key=lambda person: len(foes[person] & candidates))
            clique.append(following)
            candidates = candidates & foes[following]
        if len(clique) > width:
            members = set(clique[: width + 1])
            needed = [ids for ids in problem.rules.apart if len(members & set(ids)) > 1]
            for ids in list(needed):
                fewer = [other for other in needed if other is not ids]
                if _pairs(fewer, members) == len(members) * (len(members) - 1) // 2:
                    needed = fewer
            yield [list_rule(problem, "apart", ids) for ids in needed]


def _pairs(lists: list[tuple[str, ...]], members: set[str]) -> int:
    """How many pairs of members the lists keep apart."""
    kept: set[tuple[str, str]] = set()
    for ids in lists:
        inside = sorted(members & set(ids))
        kept.update((one, other) for place, one in enumerate(inside) for other in inside[place + 1 :])
    return len(kept)
