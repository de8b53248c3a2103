"""The problem as arrays, in one canonical order, with everything a solver asks reduced to units and classes.

A **unit** is one person, or several who must stay together. A **class** is a set of people whose number in each group
is limited or costs something: the people of one value of an attribute (`balance`, `at_most`), those of one group of a
former round (`earlier`), one list of `apart`. Every rule but the sizes is thereby the same thing, a function of how
many of a class stand in a group, and all these functions are convex:

    cost(class, group, n) = slope · (max(0, n - high) + max(0, low - n)) + pair · n (n - 1) / 2,    n <= cap
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talka.methods.grouping.problem import Problem, balance_range

Ints = NDArray[np.int64]


class SelfContradiction(Exception):
    """The rules about single people contradict each other already; `contradiction` says which."""


@dataclass(frozen=True)
class Instance:
    """Shapes: n people, U units, G groups, C classes, D the most classes one unit belongs to.

    people, groups   ids in canonical (sorted) order
    unit_of          [n]     unit of each person
    size, base       [U]     people in the unit; its cost in a group that is none's choice and to which one comes
                             back, the dearest
    only             [U]     the one group it may be in, -1 if any
    cost             [U, G]  weighted cost of choices
    part, weight     [U, D]  classes of the unit and how many of its people are in each; unused places point to class C,
                             a class that costs nothing, with weight 0
    low, high        [C+1, G], slope, pair, cap, members  [C+1]
    kind             [C+1]   classes of one kind share nobody (the values of one attribute, one former round); -1: apart
    size_min/max     [G]
    scale            common divisor of the weights, taken out of all costs
    """

    people: tuple[str, ...]
    groups: tuple[str, ...]
    unit_of: Ints
    size: Ints
    base: Ints
    only: Ints
    cost: Ints
    part: Ints
    weight: Ints
    low: Ints
    high: Ints
    slope: Ints
    pair: Ints
    cap: Ints
    members: Ints
    kind: Ints
    size_min: Ints
    size_max: Ints
    scale: int

    @property
    def unit_count(self) -> int:
        return len(self.size)

    @property
    def group_count(self) -> int:
        return len(self.groups)

    @property
    def class_count(self) -> int:
        return len(self.slope) - 1

    def counts(self, where: Ints) -> Ints:
        """[C+1, G]: how many of each class stand in each group when unit u is in group where[u] (-1: nowhere)."""
        result = np.zeros((self.class_count + 1, self.group_count), dtype=np.int64)
        placed = where >= 0
        groups = np.broadcast_to(where[placed, None], self.part[placed].shape)
        np.add.at(result, (self.part[placed], groups), self.weight[placed])
        return result

    def sizes(self, where: Ints) -> Ints:
        """[G]: people in each group."""
        placed = where >= 0
        return np.bincount(where[placed], weights=self.size[placed], minlength=self.group_count).astype(np.int64)

    def class_cost(self, counts: Ints) -> Ints:
        """[C+1, G]: what the counts cost, without caps."""
        outside = np.maximum(0, counts - self.high) + np.maximum(0, self.low - counts)
        result: Ints = self.slope[:, None] * outside + self.pair[:, None] * (counts * (counts - 1) // 2)
        return result

    def objective(self, where: Ints) -> int:
        """The scaled objective of a full placement."""
        chosen = self.cost[np.arange(self.unit_count), where].sum() if self.unit_count else 0
        return int(chosen + self.class_cost(self.counts(where)).sum())

    def violation(self, where: Ints) -> int:
        """How many people are too many or too few in groups and capped classes, or outside their only group."""
        sizes = self.sizes(where)
        wrong = np.maximum(0, sizes - self.size_max).sum() + np.maximum(0, self.size_min - sizes).sum()
        wrong += np.maximum(0, self.counts(where) - self.cap[:, None]).sum()
        wrong += self.size[(self.only >= 0) & (self.only != where)].sum()
        return int(wrong)

    def assignment(self, where: Ints) -> dict[str, str]:
        """Person to group, by ids."""
        return {person: self.groups[group] for person, group in zip(self.people, where[self.unit_of], strict=True)}

    def places(self, assignment: Mapping[str, str]) -> Ints:
        """[U]: the unit's group by its first person, -1 where the assignment says nothing or names no group of ours."""
        index = {group: position for position, group in enumerate(self.groups)}
        result = np.full(self.unit_count, -1, dtype=np.int64)
        for position in range(len(self.people) - 1, -1, -1):
            group = index.get(assignment.get(self.people[position], ""))
            if group is not None:
                result[self.unit_of[position]] = group
        result[self.only >= 0] = self.only[self.only >= 0]
        return result


def compile_instance(problem: Problem) -> Instance:
    """The arrays of a valid problem. Raises SelfContradiction if one unit is bound to two groups."""
    rules = problem.rules
    people = sorted(problem.people, key=lambda person: person.id)
    groups = sorted(problem.groups, key=lambda group: group.id)
    n, group_count = len(people), len(groups)
    row = {person.id: index for index, person in enumerate(people)}
    column = {group.id: index for index, group in enumerate(groups)}
    unit_of = _units(n, [[row[person] for person in ids] for ids in rules.together])
    unit_count = int(unit_of.max()) + 1 if n else 0
    scale = (
        math.gcd(rules.choices_weight, rules.balance_weight, *((rules.again, rules.back) if rules.rounds else ())) or 1
    )

    cost = np.zeros((unit_count, group_count), dtype=np.int64)
    base = np.zeros(unit_count, dtype=np.int64)
    outside = problem.k**2 * (rules.choices_weight // scale)
    by_rank = [rank * rank * (rules.choices_weight // scale) for rank in range(problem.k)]
    for index, person in enumerate(people):
        if any(person.choices):
            unit = unit_of[index]
            base[unit] += outside
            for rank, choice in enumerate(person.choices):
                if choice:
                    cost[unit, column[choice]] += by_rank[rank] - outside
    for former in rules.rounds:
        for person_id, group_id in former.items():
            if rules.back and person_id in row and group_id in column:
                unit, dearer = unit_of[row[person_id]], rules.back // scale
                base[unit] += dearer
                cost[unit] -= dearer
                cost[unit, column[group_id]] += dearer
    cost += base[:, None]

    only = np.full(unit_count, -1, dtype=np.int64)
    for person_id, group_id in sorted(rules.fixed.items()):
        unit, wanted = unit_of[row[person_id]], column[group_id]
        if only[unit] not in (-1, wanted):
            raise SelfContradiction
        only[unit] = wanted

    maxima = [group.max for group in groups]
    max_sum = sum(maxima)
    classes = _Classes(group_count)
    names = sorted(set(rules.balance) | set(rules.at_most))
    for kind, name in enumerate(names):
        by_value: dict[str, list[int]] = {}
        for index, person in enumerate(people):
            if person.attributes.get(name, ""):
                by_value.setdefault(person.attributes[name], []).append(index)
        balanced = rules.balance_weight // scale if name in rules.balance else 0
        for value in sorted(by_value):
            ranges = [balance_range(len(by_value[value]), most, max_sum) for most in maxima]
            classes.add(by_value[value], kind=kind, slope=balanced, ranges=ranges, cap=rules.at_most.get(name))
    for kind, former in enumerate(rules.rounds, start=len(names)):
        sat: dict[str, list[int]] = {}
        for person_id, group_id in former.items():
            if person_id in row:
                sat.setdefault(group_id, []).append(row[person_id])
        for group_id in sorted(sat):
            classes.add(sorted(sat[group_id]), kind=kind, pair=rules.again // scale)
    for ids in sorted(tuple(sorted(row[person] for person in ids)) for ids in rules.apart):
        classes.add(ids, cap=1)

    part, weight = classes.of_units(unit_of, unit_count)
    return Instance(
        people=tuple(person.id for person in people),
        groups=tuple(group.id for group in groups),
        unit_of=unit_of,
        size=np.bincount(unit_of, minlength=unit_count).astype(np.int64),
        base=base,
        only=only,
        cost=cost,
        part=part,
        weight=weight,
        low=np.array([*classes.low, [0] * group_count], dtype=np.int64).reshape(-1, group_count),
        high=np.array([*classes.high, [n] * group_count], dtype=np.int64).reshape(-1, group_count),
        slope=np.array([*classes.slope, 0], dtype=np.int64),
        pair=np.array([*classes.pair, 0], dtype=np.int64),
        cap=np.array([*classes.cap, n], dtype=np.int64),
        members=np.array([*(len(members) for members in classes.people), 0], dtype=np.int64),
        kind=np.array([*classes.kind, -1], dtype=np.int64),
        size_min=np.array([group.min for group in groups], dtype=np.int64),
        size_max=np.array([min(group.max, n) for group in groups], dtype=np.int64),
        scale=scale,
    )


class _Classes:
    """Collects the classes that can cost or forbid anything at all."""

    def __init__(self, group_count: int) -> None:
        self.group_count = group_count
        self.people: list[tuple[int, ...]] = []
        self.low: list[list[int]] = []
        self.high: list[list[int]] = []
        self.slope: list[int] = []
        self.pair: list[int] = []
        self.cap: list[int] = []
        self.kind: list[int] = []

    def add(
        self,
        people: Iterable[int],
        *,
        kind: int = -1,
        slope: int = 0,
        ranges: list[tuple[int, int]] | None = None,
        pair: int = 0,
        cap: int | None = None,
    ) -> None:
        members = tuple(people)
        count = len(members)
        low = [0] * self.group_count
        high = [count] * self.group_count
        if slope and ranges is not None:
            low, high = [low for low, _ in ranges], [high for _, high in ranges]
        limit = count if cap is None else min(cap, count)
        can_cost = slope and (any(low) or any(most < count for most in high))
        if can_cost or (pair and count > 1) or limit < count:
            self.people.append(members)
            self.low.append(low)
            self.high.append(high)
            self.slope.append(slope if can_cost else 0)
            self.pair.append(pair if count > 1 else 0)
            self.cap.append(limit)
            self.kind.append(kind)

    def of_units(self, unit_of: Ints, unit_count: int) -> tuple[Ints, Ints]:
        """`part` and `weight` of Instance."""
        found: list[dict[int, int]] = [{} for _ in range(unit_count)]
        for index, members in enumerate(self.people):
            for person in members:
                mine = found[unit_of[person]]
                mine[index] = mine.get(index, 0) + 1
        depth = max((len(mine) for mine in found), default=0)
        part = np.full((unit_count, depth), len(self.people), dtype=np.int64)
        weight = np.zeros((unit_count, depth), dtype=np.int64)
        for unit, mine in enumerate(found):
            for place, index in enumerate(sorted(mine)):
                part[unit, place] = index
                weight[unit, place] = mine[index]
        return part, weight


def _units(n: int, lists: list[list[int]]) -> Ints:
    """[n]: the unit of each person, numbered by their first person; lists that share a person are one unit."""
    parent = list(range(n))

    def root(person: int) -> int:
        while parent[person] != person:
            parent[person] = parent[parent[person]]
            person = parent[person]
        return person

    for people in lists:
        for person in people[1:]:
            one, other = sorted((root(people[0]), root(person)))
            parent[other] = one
    roots = np.array([root(person) for person in range(n)], dtype=np.int64)
    return np.unique(roots, return_inverse=True)[1].reshape(-1).astype(np.int64) if n else roots
