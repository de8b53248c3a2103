"""Improving a placement: single moves, exchanges of two, and exact re-solving of a few groups at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from talka.methods.contract import Deadline
from talka.methods.grouping.instance import Instance, Ints
from talka.methods.grouping.reduced import Reduced, placed, profiles_of, reduce_instance, run, run_near, run_relaxed
from talka.methods.programme import Floats

ABREAST = 2
"""Programmes solved side by side; a fixed number, so that a machine with more cores gives the same answer."""
PART_COLUMNS, SMALLEST_PART, PATIENCE = 11_000, 100.0, 6
"""How large a part is at first, in columns of its programme; how few people it has at least; rounds without gain before
it is made smaller."""
EXACT_PART = 1_500
"""Columns up to which a part is solved exactly."""
MANY_CELLS = 200_000
"""Above this many pairs of class and group the tables behind exchanges are too slow to keep."""


class Search:
    """A placement with its counts. Broken sizes and caps have a price above any cost, so they are mended first."""

    def __init__(self, instance: Instance, where: Ints) -> None:
        self.instance = instance
        self.where = where.copy()
        self.counts = instance.counts(where)
        self.sizes = instance.sizes(where)
        steepest = int(instance.slope.max(initial=0)) + int(instance.pair.max(initial=0)) * len(instance.people)
        heaviest = int(instance.weight.sum(axis=1).max(initial=0))
        self.price = 1 + 4 * (int(instance.cost.max(initial=0)) + steepest * max(1, heaviest))

    def _class_cost(self, parts: Ints, counts: Ints, groups: Ints | slice) -> Ints:
        """Cost and price of the classes `parts` [D] at these counts [D, …] in these groups."""
        instance = self.instance
        outside = np.maximum(0, counts - instance.high[parts][:, groups])
        outside += np.maximum(0, instance.low[parts][:, groups] - counts)
        result: Ints = instance.slope[parts, None] * outside
        result += instance.pair[parts, None] * (counts * (counts - 1) // 2)
        result += self.price * np.maximum(0, counts - instance.cap[parts, None])
        return result

    def _size_price(self, sizes: Ints) -> Ints:
        over = np.maximum(0, sizes - self.instance.size_max) + np.maximum(0, self.instance.size_min - sizes)
        result: Ints = self.price * over
        return result

    def move_costs(self, unit: int) -> Ints:
        """[G]: what placing the unit in each group would change, prices of broken rules included."""
        instance, here = self.instance, int(self.where[unit])
        used = instance.weight[unit] > 0
        parts, weight = instance.part[unit][used], instance.weight[unit][used][:, None]
        size = int(instance.size[unit])
        counts, sizes = self.counts[parts], self.sizes
        if here >= 0:
            counts, sizes = counts.copy(), sizes.copy()
            counts[:, here] -= weight[:, 0]
            sizes[here] -= size
        every = slice(None)
        added: Ints = self._class_cost(parts, counts + weight, every) - self._class_cost(parts, counts, every)
        total: Ints = instance.cost[unit] + added.sum(axis=0)
        total += self._size_price(sizes + size) - self._size_price(sizes)
        if instance.only[unit] >= 0:
            total += self.price * size * (np.arange(len(total)) != instance.only[unit])
        if here >= 0:
            total -= total[here]
        return total

    def move(self, unit: int, group: int) -> None:
        instance, here = self.instance, int(self.where[unit])
        parts, weight = instance.part[unit], instance.weight[unit]
        if here >= 0:
            self.counts[parts, here] -= weight
            self.sizes[here] -= instance.size[unit]
        self.counts[parts, group] += weight
        self.sizes[group] += instance.size[unit]
        self.where[unit] = group

    def insert(self, order: Ints) -> None:
        """Place every unit that has no group where it costs least now; the price draws them where people lack."""
        for unit in order:
            if self.where[unit] < 0:
                self.move(int(unit), int(np.argmin(self.move_costs(int(unit)))))

    def sweep_moves(self, order: Ints, deadline: Deadline) -> bool:
        """Move each unit to its best group if that helps; whether anything did."""
        helped = False
        for unit in order:
            if deadline.passed:
                break
            costs = self.move_costs(int(unit))
            best = int(np.argmin(costs))
            if costs[best] < 0:
                self.move(int(unit), best)
                helped = True
        return helped

    def sweep_swaps(self, order: Ints, deadline: Deadline) -> bool:
        """Exchange single people with the best partner where that helps; whether anything did.

        Only those who would rather be elsewhere, were there room, look for a partner.
        """
        instance = self.instance
        alone = (instance.size == 1) & (instance.only < 0) & (instance.weight.max(axis=1, initial=0) <= 1)
        singles = np.nonzero(alone)[0]
        part = instance.part[singles]
        add, drop = self._steps()
        helped = False
        for unit in order[alone[order]]:
            if deadline.passed:
                break
            here = int(self.where[unit])
            mine = instance.part[unit]
            to = instance.cost[unit] - instance.cost[unit, here]
            to = to + add[mine].sum(axis=0) + drop[mine, here].sum()
            to[here] = 0
            if to.min() >= 0:
                continue
            there = self.where[singles]
            back = instance.cost[singles, here] - instance.cost[singles, there]
            back = back + add[part, here].sum(axis=1) + drop[part, there[:, None]].sum(axis=1)
            total = to[there] + back
            for own in mine[instance.weight[unit] > 0]:
                shared = (part == own).any(axis=1)
                both = there[shared]
                total[shared] -= add[own, both] + drop[own, here] + add[own, here] + drop[own, both]
            total[there == here] = 0
            best = int(np.argmin(total))
            if total[best] < 0:
                other = int(singles[best])
                group = int(self.where[other])
                self.move(other, here)
                self.move(int(unit), group)
                add, drop = self._steps()
                helped = True
        return helped

    def _steps(self) -> tuple[Ints, Ints]:
        """[C+1, G] each: what one more and one less of a class would change in each group."""
        every, now = np.arange(self.instance.class_count + 1), slice(None)
        here = self._class_cost(every, self.counts, now)
        more, less = self._class_cost(every, self.counts + 1, now), self._class_cost(every, self.counts - 1, now)
        steps = (more - here, less - here)
        for step in steps:
            step[-1] = 0
        return steps


def polish(
    instance: Instance,
    where: Ints,
    rng: np.random.Generator,
    deadline: Deadline,
    *,
    rounds: int = 3,
    swaps: bool = True,
) -> Ints:
    """Insert who has no place, then move (and swap, which is slower) until nothing helps or the rounds are over."""
    search = Search(instance, where)
    heavy_first = np.argsort(-instance.size, kind="stable")
    search.insert(heavy_first)
    units = np.arange(instance.unit_count)
    swaps = swaps and (instance.class_count + 1) * instance.group_count <= MANY_CELLS
    for _ in range(rounds):
        order = rng.permutation(units)
        helped = search.sweep_moves(order, deadline)
        if swaps:
            helped = search.sweep_swaps(order, deadline) or helped
        if not helped or deadline.passed:
            break
    return search.where


def resolve_parts(
    instance: Instance,
    where: Ints,
    rng: np.random.Generator,
    deadline: Deadline,
    *,
    bound: int,
    abreast: int = ABREAST,
    until: Callable[[], bool] = lambda: False,
) -> Ints:
    """Choose some groups, place their people anew by the exact programme, keep what is no worse; again and again.

    Costs of different groups do not touch each other, so two choices without a common group are solved side by side.
    Ends when the objective meets `bound`, when `until` says so, or when time is over. The placement must be feasible.
    """
    best, value = where.copy(), instance.objective(where)
    first = _first_part(instance)
    people, idle = first, 0
    with ThreadPoolExecutor(abreast) as threads:
        while not deadline.passed and value > bound and not until():
            parts = _parts(instance, best, rng, int(people), abreast)
            models = [reduce_instance(instance, units, groups, best) for units, groups in parts]
            shakers = rng.spawn(len(models))
            before = value
            for model, columns in zip(
                models, threads.map(partial(_part, deadline=deadline), models, shakers), strict=True
            ):
                if columns is not None:
                    trial = best.copy()
                    trial[model.units] = placed(model, columns)
                    if (trial >= 0).all() and instance.violation(trial) == 0 and instance.objective(trial) <= value:
                        best, value = trial, instance.objective(trial)
            # Smaller, and so nearer to exact, when nothing more is found; then from the beginning.
            idle = 0 if value < before else idle + 1
            if idle > PATIENCE:
                people, idle = 0.6 * people, 0
                if people < SMALLEST_PART:
                    people = first
    return best


def _first_part(instance: Instance) -> float:
    """How many people to place anew at first: as many as a programme of PART_COLUMNS holds."""
    profiles = int(profiles_of(instance, np.arange(instance.unit_count), instance.only)[1].max(initial=0)) + 1
    chosen = float((instance.cost < instance.base[:, None]).sum()) / max(1, instance.unit_count)
    people = 0.4 * instance.unit_count
    while people > SMALLEST_PART:
        groups = people * instance.group_count / instance.unit_count
        if chosen * people + min(profiles, people) * groups <= PART_COLUMNS:
            break
        people *= 0.9
    return max(people, SMALLEST_PART)


def _part(model: Reduced, shaker: np.random.Generator, *, deadline: Deadline) -> Floats | None:
    """An answer for one part: exact where it is small, near its relaxation where it is large."""
    if len(model.programme.price) <= EXACT_PART:
        return run(model, seconds=deadline.left, nodes=20)[0].columns
    relaxed, _ = run_relaxed(model, seconds=deadline.left)
    if relaxed.reduced is None:
        return None
    return run_near(model, relaxed.reduced, shaker, seconds=deadline.left, nodes=3)


def _parts(
    instance: Instance, where: Ints, rng: np.random.Generator, people: int, abreast: int
) -> list[tuple[Ints, Ints]]:
    """Units and groups to be solved anew: up to `abreast` choices that share no group."""
    parts: list[tuple[Ints, Ints]] = []
    open_groups = np.ones(instance.group_count, dtype=bool)
    for _ in range(abreast):
        if parts and open_groups.sum() < 2:
            break
        groups = _neighbourhood(instance, where, rng, people, open_groups)
        units = np.nonzero(np.isin(where, groups))[0]
        limit = min(people, len(units) * 2 // 3) if len(groups) == instance.group_count else 2 * people
        if len(units) > limit:
            units = np.sort(rng.choice(units, max(1, limit), replace=False))
        if len(units):
            parts.append((units, groups))
        open_groups[groups] = False
    return parts


def _neighbourhood(
    instance: Instance, where: Ints, rng: np.random.Generator, people: int, open_groups: NDArray[np.bool_]
) -> Ints:
    """Groups worth solving together: one that costs much, those its people would rather be in, and some by chance."""
    excess = instance.cost[np.arange(len(where)), where] - instance.cost.min(axis=1)
    weight = 1.0 + np.bincount(where, weights=excess, minlength=instance.group_count)
    weight += instance.class_cost(instance.counts(where)).sum(axis=0)
    weight = np.where(open_groups, weight, 0)
    first = int(rng.choice(instance.group_count, p=weight / weight.sum()))
    members = np.nonzero(where == first)[0]
    wish = (instance.base[members, None] - instance.cost[members]).sum(axis=0) + weight / weight.sum()
    wish = wish + rng.random(instance.group_count) * (wish.mean() + 1)
    wish[first] = np.inf
    sizes = np.bincount(where, minlength=instance.group_count)
    chosen: list[int] = []
    for group in np.argsort(-wish, kind="stable"):
        if open_groups[group]:
            chosen.append(int(group))
            if sizes[chosen].sum() >= people and len(chosen) >= 2:
                break
    return np.array(sorted(chosen), dtype=np.int64)
