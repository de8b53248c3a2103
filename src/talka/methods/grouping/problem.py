"""The question as it is given: people with choices and attributes, groups, rules; and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from talka.methods.contract import Fault, InvalidProblem


@dataclass(frozen=True)
class Person:
    """One person: `choices[r - 1]` is the group chosen with rank r, "" where that rank is empty.

    `attributes` maps a column to its value; "" is no value.
    """

    id: str
    choices: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """One group and how many people it takes, both ends included."""

    id: str
    min: int
    max: int


@dataclass(frozen=True)
class Rules:
    """The rules of METHODS; all optional. `earlier` maps a person to their group of a former round.

    Weights are whole numbers, 0 or more: `choices` and `balance` scale their terms, `again` is the cost of each pair
    that meets again. `earlier` may name people and groups of the former round that are not here now. `before` are
    rounds before that one, each like `earlier`: a pair costs once for each round it shared. `back` is the cost of each
    person who comes into the group, by its id, that they were in in a former round; once for each such round.
    """

    balance: tuple[str, ...] = ()
    at_most: Mapping[str, int] = field(default_factory=dict)
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    choices_weight: int = 1
    balance_weight: int = 1
    earlier: Mapping[str, str] = field(default_factory=dict)
    again: int = 1
    before: tuple[Mapping[str, str], ...] = ()
    back: int = 0

    @property
    def rounds(self) -> tuple[Mapping[str, str], ...]:
        """Former rounds that say anything, the latest first."""
        return tuple(each for each in (self.earlier, *self.before) if each)


@dataclass(frozen=True)
class Problem:
    """People to be placed in groups. `ranks` is k, how many choices a person could name (by default the most named)."""

    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    rules: Rules = field(default_factory=Rules)
    ranks: int | None = None
    attributes: tuple[str, ...] | None = None

    @property
    def k(self) -> int:
        """How many choices a person could name."""
        if self.ranks is not None:
            return self.ranks
        return max((len(person.choices) for person in self.people), default=0)

    @property
    def attribute_names(self) -> frozenset[str]:
        """The attributes there are: as declared, else every one that some person has."""
        if self.attributes is not None:
            return frozenset(self.attributes)
        return frozenset(name for person in self.people for name in person.attributes)

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form, in the order of the tables; empty if nothing is."""
        return (*_people_faults(self), *_group_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def rank_of(person: Person, group: str) -> int | None:
    """The rank of `group` among the person's choices; 0 if it is not among them, None if the person has none."""
    if not any(person.choices):
        return None
    return person.choices.index(group) + 1 if group in person.choices else 0


def choice_cost(person: Person, group: str, k: int) -> int:
    """c(p) of METHODS, without weight: (rank - 1)², k² outside the choices, 0 for a person without choices."""
    rank = rank_of(person, group)
    if rank is None:
        return 0
    return (rank - 1) ** 2 if rank else k * k


def balance_range(value_count: int, group_max: int, max_sum: int) -> tuple[int, int]:
    """[floor(s), ceil(s)] with s = value_count · group_max / max_sum, in exact integers."""
    if max_sum == 0:
        return 0, 0
    product = value_count * group_max
    return product // max_sum, -(-product // max_sum)


def _people_faults(problem: Problem) -> Iterator[Fault]:
    groups = {group.id for group in problem.groups}
    first_row: dict[str, int] = {}
    for row, person in enumerate(problem.people):
        if not person.id:
            yield Fault(("people", row, "id"), "id_empty", "the id is empty")
        elif person.id in first_row:
            yield Fault(("people", row, "id"), "id_twice", f'the id "{person.id}" stands twice')
        else:
            first_row[person.id] = row
        seen: dict[str, int] = {}
        for index, choice in enumerate(person.choices):
            if not choice:
                continue
            column = f"choice_{index + 1}"
            if index >= problem.k:
                what = f"there are only {problem.k} ranks of choices"
                yield Fault(("people", row, column), "rank_unknown", what)
            if choice not in groups:
                yield Fault(("people", row, column), "group_unknown", f'there is no group "{choice}"')
            if choice in seen:
                what = f'"{choice}" is chosen twice, also in choice_{seen[choice] + 1}'
                yield Fault(("people", row, column), "choice_twice", what)
            seen.setdefault(choice, index)


def _group_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, group in enumerate(problem.groups):
        if not group.id:
            yield Fault(("groups", row, "id"), "id_empty", "the id is empty")
        elif group.id in seen:
            yield Fault(("groups", row, "id"), "id_twice", f'the id "{group.id}" stands twice')
        seen.add(group.id)
        if group.min < 0:
            yield Fault(("groups", row, "min"), "min_negative", f"{group.min} is less than 0")
        if group.max < 0:
            yield Fault(("groups", row, "max"), "max_negative", f"{group.max} is less than 0")
        elif group.min > group.max:
            what = f"min {group.min} is more than max {group.max}"
            yield Fault(("groups", row, "min"), "min_over_max", what)
    if not problem.groups:
        yield Fault(("groups",), "groups_none", "there is no group")


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    rules = problem.rules
    people = {person.id for person in problem.people}
    groups = {group.id for group in problem.groups}
    attributes = problem.attribute_names
    for index, name in enumerate(rules.balance):
        if name not in attributes:
            what = f'no attribute of people is called "{name}"'
            yield Fault(("rules", "balance", index), "attribute_unknown", what)
        if name in rules.balance[:index]:
            yield Fault(("rules", "balance", index), "attribute_twice", f'"{name}" stands twice')
    for name, limit in rules.at_most.items():
        if name not in attributes:
            what = f'no attribute of people is called "{name}"'
            yield Fault(("rules", "at_most", name), "attribute_unknown", what)
        if limit < 0:
            yield Fault(("rules", "at_most", name), "limit_negative", f"{limit} is less than 0")
    for rule, lists in (("together", rules.together), ("apart", rules.apart)):
        for index, ids in enumerate(lists):
            if len(ids) < 2:
                yield Fault(("rules", rule, index), "list_short", "a list needs two or more ids")
            for position, person in enumerate(ids):
                if person not in people:
                    what = f'there is no person "{person}"'
                    yield Fault(("rules", rule, index, position), "person_unknown", what)
            for person, count in Counter(ids).items():
                if count > 1:
                    position = len(ids) - 1 - ids[::-1].index(person)
                    what = f'"{person}" stands {count} times in one list'
                    yield Fault(("rules", rule, index, position), "person_twice", what)
    for person, group in rules.fixed.items():
        if person not in people:
            yield Fault(("rules", "fixed", person), "person_unknown", f'there is no person "{person}"')
        if group not in groups:
            yield Fault(("rules", "fixed", person), "group_unknown", f'there is no group "{group}"')
    for name, weight in (("choices", rules.choices_weight), ("balance", rules.balance_weight)):
        if weight < 0:
            yield Fault(("rules", "weights", name), "weight_negative", f"{weight} is less than 0")
    for name, weight in (("again", rules.again), ("back", rules.back)):
        if weight < 0:
            yield Fault(("rules", name), "weight_negative", f"{weight} is less than 0")
