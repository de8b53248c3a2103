"""What a given assignment is worth, which rules it breaks, what moving one person would change. Plain counting.

Nothing here knows a solver: it is what the solver's answers are checked against, and what a page asks after every
change by hand, so it must be exact and answer in well under a millisecond per question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from talka.methods.contract import Rule
from talka.methods.grouping.problem import Problem, balance_range, choice_cost, rank_of
from talka.methods.grouping.rules import at_most_rule, fixed_rule, list_rule, max_rule, min_rule


@dataclass(frozen=True)
class Terms:
    """The objective's parts, each already multiplied by its weight; `objective` is their sum.

    again: pairs that meet again, and people who come back to a group.
    """

    choices: int = 0
    balance: int = 0
    again: int = 0

    @property
    def objective(self) -> int:
        return self.choices + self.balance + self.again

    def __add__(self, other: Terms) -> Terms:
        return Terms(self.choices + other.choices, self.balance + other.balance, self.again + other.again)

    def __sub__(self, other: Terms) -> Terms:
        return Terms(self.choices - other.choices, self.balance - other.balance, self.again - other.again)

    def to_json(self) -> dict[str, int]:
        return {"choices": self.choices, "balance": self.balance, "again": self.again}


@dataclass(frozen=True)
class Evaluation:
    """Terms of an assignment, the rules it breaks, and how many got which rank.

    `rank_counts` has every rank "1" … "k", "0" (in a group not among their choices) and "" (had no choices).
    `worst_rank` is 0 if anyone stands outside their choices, else the highest rank; None if nobody had choices.
    """

    terms: Terms
    broken: tuple[Rule, ...]
    ranks: Mapping[str, int | None]
    rank_counts: Mapping[str, int]
    worst_rank: int | None
    missing: tuple[str, ...]

    @property
    def feasible(self) -> bool:
        return not self.broken and not self.missing


@dataclass(frozen=True)
class Change:
    """What a change by hand would do: `delta` to the terms, and the rules it would newly break (or mend)."""

    delta: Terms
    breaks: tuple[Rule, ...] = ()
    mends: tuple[Rule, ...] = ()


class Standing:
    """An assignment with its counts, so that each question about a change costs only what the change touches.

    The assignment may be partial (people who are not placed count nowhere) and may break rules. It is not changed by
    questions; `move` changes it.
    """

    def __init__(self, problem: Problem, assignment: Mapping[str, str]) -> None:
        rules = problem.rules
        self.problem = problem
        self.people = {person.id: person for person in problem.people}
        self.groups = {group.id: (row, group) for row, group in enumerate(problem.groups)}
        self.assignment = {
            person: group for person, group in assignment.items() if person in self.people and group in self.groups
        }
        self.sizes: Counter[str] = Counter()
        self.values: Counter[tuple[str, str, str]] = Counter()
        self.former: Counter[tuple[int, str, str]] = Counter()
        self.returns = 0
        self._names = sorted(set(rules.balance) | set(rules.at_most))
        self._lists: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for kind, lists in (("together", rules.together), ("apart", rules.apart)):
            for ids in lists:
                for person in ids:
                    self._lists.setdefault(person, []).append((kind, ids))
        totals: Counter[tuple[str, str]] = Counter()
        for each in problem.people:
            totals.update((name, each.attributes[name]) for name in self._names if each.attributes.get(name))
        max_sum = sum(group.max for group in problem.groups)
        self.ranges = {
            (name, value, group.id): balance_range(total, group.max, max_sum)
            for (name, value), total in sorted(totals.items())
            if name in rules.balance
            for group in self.problem.groups
        }
        for person_id, group_id in self.assignment.items():
            self._count(person_id, group_id, 1)

    def _count(self, person_id: str, group_id: str, step: int) -> None:
        person = self.people[person_id]
        self.sizes[group_id] += step
        for name in self._names:
            if person.attributes.get(name):
                self.values[name, person.attributes[name], group_id] += step
        for number, former in enumerate(self.problem.rules.rounds):
            if person_id in former:
                self.former[number, former[person_id], group_id] += step
                self.returns += step * (former[person_id] == group_id)

    def move(self, person_id: str, group_id: str | None) -> None:
        """Put the person into the group (None: out of all groups)."""
        old = self.assignment.pop(person_id, None)
        if old is not None:
            self._count(person_id, old, -1)
        if group_id is not None:
            self.assignment[person_id] = group_id
            self._count(person_id, group_id, 1)

    def terms(self) -> Terms:
        """The terms of everyone who is placed."""
        rules = self.problem.rules
        chosen = sum(choice_cost(self.people[p], g, self.problem.k) for p, g in self.assignment.items())
        outside = sum(_outside(self.values[key], *limits) for key, limits in self.ranges.items())
        again = rules.again * self.pairs_again + rules.back * self.returns
        return Terms(rules.choices_weight * chosen, rules.balance_weight * outside, again)

    @property
    def pairs_again(self) -> int:
        """Pairs that shared a group in a former round and share one now, once for each such round."""
        return sum(count * (count - 1) // 2 for count in self.former.values())

    def cost_of_move(self, person_id: str, group_id: str) -> Change:
        """What moving one person into another group would change."""
        return self._change({person_id: group_id})

    def cost_of_swap(self, one: str, other: str) -> Change:
        """What exchanging two people's groups would change."""
        return self._change({one: self.assignment[other], other: self.assignment[one]})

    def _change(self, moves: Mapping[str, str]) -> Change:
        old = {person: self.assignment.get(person) for person in moves}
        if all(old[person] == group for person, group in moves.items()):
            return Change(Terms())
        touched = sorted({group for group in (*old.values(), *moves.values()) if group is not None})
        before, broken_before = self._terms_near(moves, touched), dict(self._broken_near(moves, touched))
        for person, group in moves.items():
            self.move(person, group)
        after, broken_after = self._terms_near(moves, touched), dict(self._broken_near(moves, touched))
        for person in moves:
            self.move(person, old[person])
        return Change(
            after - before,
            tuple(rule for path, rule in broken_after.items() if path not in broken_before),
            tuple(rule for path, rule in broken_before.items() if path not in broken_after),
        )

    def _terms_near(self, people: Mapping[str, str], groups: list[str]) -> Terms:
        """The part of the terms that moving these people between these groups can change."""
        rules = self.problem.rules
        chosen = outside = pairs = 0
        values: set[tuple[str, str]] = set()
        former: set[tuple[int, str]] = set()
        returns = 0
        for person_id in people:
            person = self.people[person_id]
            if person_id in self.assignment:
                chosen += choice_cost(person, self.assignment[person_id], self.problem.k)
            values.update((name, person.attributes[name]) for name in rules.balance if person.attributes.get(name))
            for number, sat in enumerate(rules.rounds):
                if person_id in sat:
                    former.add((number, sat[person_id]))
                    returns += sat[person_id] == self.assignment.get(person_id)
        for group in groups:
            for name, value in values:
                outside += _outside(self.values[name, value, group], *self.ranges[name, value, group])
            for number, earlier in former:
                count = self.former[number, earlier, group]
                pairs += count * (count - 1) // 2
        again = rules.again * pairs + rules.back * returns
        return Terms(rules.choices_weight * chosen, rules.balance_weight * outside, again)

    def _broken_near(
        self, people: Mapping[str, str], groups: list[str]
    ) -> Iterator[tuple[tuple[str | int, ...], Rule]]:
        """The broken rules about these people and groups."""
        rules = self.problem.rules
        for group in groups:
            for rule in self._broken_sizes(group):
                yield rule.path, rule
        for person_id in people:
            person = self.people[person_id]
            for name, limit in rules.at_most.items():
                value = person.attributes.get(name, "")
                for group in groups:
                    if value and self.values[name, value, group] > limit:
                        rule = at_most_rule(name, limit, value=value, group=group)
                        yield (*rule.path, value, group), rule
            for kind, ids in self._lists.get(person_id, ()):
                if self._list_broken(kind, ids):
                    rule = list_rule(self.problem, kind, ids)
                    yield rule.path, rule
            wanted = rules.fixed.get(person_id)
            if wanted is not None and self.assignment.get(person_id, wanted) != wanted:
                rule = fixed_rule(person_id, wanted)
                yield rule.path, rule

    def _broken_sizes(self, group_id: str) -> Iterator[Rule]:
        row, group = self.groups[group_id]
        if self.sizes[group_id] > group.max:
            yield max_rule(row, group)
        if self.sizes[group_id] < group.min:
            yield min_rule(row, group)

    def _list_broken(self, kind: str, ids: tuple[str, ...]) -> bool:
        where = [self.assignment[person] for person in ids if person in self.assignment]
        if kind == "together":
            return len(set(where)) > 1
        return len(set(where)) < len(where)

    def broken(self) -> tuple[Rule, ...]:
        """Every hard rule the assignment breaks."""
        everyone = dict.fromkeys(self.people, "")
        return tuple(dict(self._broken_near(everyone, [group.id for group in self.problem.groups])).values())


def evaluate(problem: Problem, assignment: Mapping[str, str]) -> Evaluation:
    """Terms, broken rules and ranks of an assignment (person id to group id) of a valid problem."""
    standing = Standing(problem, assignment)
    ranks = {
        person.id: rank_of(person, standing.assignment[person.id])
        for person in problem.people
        if person.id in standing.assignment
    }
    rank_counts = {**{str(rank): 0 for rank in range(1, problem.k + 1)}, "0": 0, "": 0}
    rank_counts.update(Counter("" if rank is None else str(rank) for rank in ranks.values()))
    known = [rank for rank in ranks.values() if rank is not None]
    return Evaluation(
        terms=standing.terms(),
        broken=standing.broken(),
        ranks=ranks,
        rank_counts=rank_counts,
        worst_rank=None if not known else 0 if 0 in known else max(known),
        missing=tuple(person.id for person in problem.people if person.id not in standing.assignment),
    )


def cost_of_move(problem: Problem, assignment: Mapping[str, str], person: str, group: str) -> Change:
    """What moving one person would change. For many questions about one assignment keep a Standing instead."""
    return Standing(problem, assignment).cost_of_move(person, group)


def _outside(count: int, low: int, high: int) -> int:
    return max(0, count - high) + max(0, low - count)
