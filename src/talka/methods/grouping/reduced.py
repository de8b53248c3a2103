"""An exact smaller integer programme, solved by the HiGHS inside SciPy.

In a group that none of its people chose a unit costs the same everywhere, so there it only matters which classes it
brings along. Units alike in classes and size (one *profile*) are therefore poured into one pool per profile, and only
the pool's number in each group is a variable; units alike also in their choices (one *type*) share variables, too:

    x[type, chosen group]   how many units of the type get this choice
    y[profile, group]       how many units of the profile are in the group without having chosen it, whoever they are
    over, under, pieces     the convex costs of classes, piece by piece

A pool may pour a unit into a group it chose; that is priced too high, never too low, so the optimum
is exact. For 10,000 people, 200 groups, 3 choices and 40 profiles that is 40,000 variables in place of 2,000,000.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from talka.methods import cpsat, highs
from talka.methods.grouping.instance import Instance, Ints
from talka.methods.programme import Answer, Floats, Programme

TOLERANCE = 1e-3
"""How far below an integer a bound may lie and still be rounded to it: HiGHS keeps rows to 1e-7, over many rows."""


TINY, EFFORT = 500, 0.3
"""Columns up to which CP-SAT tries first, and for how many of its deterministic seconds."""

NEAR, SHAKE = 0.01, 0.001
"""For `run_near`: how much a column may add to the bound, and by how much prices are shaken."""


@dataclass(frozen=True)
class Reduced:
    """The programme for some units and groups, everyone else standing still. m units, s groups, t types, p profiles.

    units [m], groups [s] are indices of the instance; type_of [m], profile_of [t]; x_type, x_group [X];
    y_profile, y_group [Y] (groups counted within `groups`). Columns are x, y, then the costs of classes.
    """

    units: Ints
    groups: Ints
    type_of: Ints
    profile_of: Ints
    x_type: Ints
    x_group: Ints
    y_profile: Ints
    y_group: Ints
    programme: Programme
    constant: int
    exact: bool


def reduced_size(instance: Instance) -> int:
    """Number of x and y columns of the whole programme, without building it."""
    profiles = profiles_of(instance, np.arange(instance.unit_count), instance.only)[1]
    chosen = int((instance.cost < instance.base[:, None]).sum())
    return chosen + (int(profiles.max()) + 1 if len(profiles) else 0) * instance.group_count


def reduce_instance(
    instance: Instance,
    units: Ints | None = None,
    groups: Ints | None = None,
    where: Ints | None = None,
    *,
    pieces: int = 6,
) -> Reduced:
    """The programme that places `units` into `groups` anew while all others stay where `where` has them.

    Without `units` and `groups`: the whole problem. `pieces`: how many steps of the cost of pairs are modelled before
    it goes on in a straight line, which is then a lower bound only (`exact` is false).
    """
    units = np.arange(instance.unit_count) if units is None else units
    groups = np.arange(instance.group_count) if groups is None else groups
    local = np.full(instance.group_count, -1, dtype=np.int64)
    local[groups] = np.arange(len(groups))
    others = np.full(instance.unit_count, -1, dtype=np.int64) if where is None else where.copy()
    others[units] = -1
    standing, seated = instance.counts(others)[:, groups], instance.sizes(others)[groups]

    bound_to = np.where(instance.only[units] >= 0, local[instance.only[units]], -1)
    cost = instance.cost[np.ix_(units, groups)]
    special = (cost < instance.base[units, None]) & (bound_to < 0)[:, None]
    constant = int(instance.base[units][bound_to < 0].sum())
    constant += int(cost[np.nonzero(bound_to >= 0)[0], bound_to[bound_to >= 0]].sum())

    first, profile = profiles_of(instance, units, bound_to)
    type_of, representative = types_of(profile, special, cost)
    type_count = np.bincount(type_of, minlength=len(representative))
    profile_of = profile[representative]
    x_type, x_group = np.nonzero(special[representative])
    x_price = (cost - instance.base[units, None])[representative[x_type], x_group]
    profile_count = np.bincount(profile, minlength=len(first))
    free = np.ones((len(first), len(groups)), dtype=bool)
    tied = bound_to[first]
    free[tied >= 0] = False
    free[np.nonzero(tied >= 0)[0], tied[tied >= 0]] = True
    y_profile, y_group = np.nonzero(free)

    poured = np.concatenate([profile_of[x_type], y_profile])
    target = np.concatenate([x_group, y_group])
    plain = np.arange(len(poured))
    builder = Builder(len(plain))
    several = np.nonzero(np.bincount(x_type, minlength=len(representative)) > 1)[0]
    builder.rows(
        len(several),
        np.searchsorted(several, x_type)[np.isin(x_type, several)],
        np.nonzero(np.isin(x_type, several))[0],
        np.ones(int(np.isin(x_type, several).sum())),
        np.full(len(several), -np.inf),
        type_count[several],
    )
    builder.rows(len(first), poured, plain, np.ones(len(plain)), profile_count, profile_count)
    size = instance.size[units][first]
    builder.rows(
        len(groups), target, plain, size[poured], instance.size_min[groups] - seated, instance.size_max[groups] - seated
    )
    part, weight = instance.part[units][first], instance.weight[units][first]
    class_constant, exact = builder.classes(
        instance, groups, standing, part, weight, profile_count, poured, target, pieces
    )
    price = np.concatenate([x_price, np.zeros(len(y_profile)), *builder.cost_price]).astype(np.float64)
    upper = np.concatenate([type_count[x_type], profile_count[y_profile], *builder.cost_upper]).astype(np.float64)
    return Reduced(
        units=units,
        groups=groups,
        type_of=type_of,
        profile_of=profile_of,
        x_type=x_type,
        x_group=x_group,
        y_profile=y_profile,
        y_group=y_group,
        programme=builder.programme(price, upper),
        constant=constant + class_constant,
        exact=exact,
    )


def run(model: Reduced, *, seconds: float, nodes: int | None = None) -> tuple[Answer, int | None]:
    """Solve the programme: the solver's answer, and the bound on the (scaled) objective as an integer, None if nothing
    was proven. `nodes` limits branch and bound."""
    if len(model.programme.price) <= TINY:
        answer = cpsat.minimise_whole(model.programme, seconds=seconds, effort=EFFORT)
        if answer.finished:
            return answer, _bound(model, answer)
    answer = highs.minimise_whole(model.programme, seconds=seconds, nodes=nodes)
    return answer, _bound(model, answer)


def run_relaxed(model: Reduced, *, seconds: float) -> tuple[Answer, int | None]:
    """The same for the linear relaxation, in which people may be split between groups."""
    answer = highs.relax(model.programme, seconds=seconds)
    return answer, _bound(model, answer)


def within(model: Reduced, reduced: Floats, room: float) -> Reduced:
    """The programme without every column value that alone would lift the relaxation's bound by more than `room`.

    Nothing is lost as long as only answers within `room` of that bound are asked for.
    """
    programme = model.programme
    upper = np.where(reduced > room + TOLERANCE, programme.lower, programme.upper)
    lower = np.where(reduced < -room - TOLERANCE, programme.upper, programme.lower)
    return replace(model, programme=replace(programme, lower=lower, upper=upper))


def run_near(model: Reduced, reduced: Floats, rng: np.random.Generator, *, seconds: float, nodes: int) -> Floats | None:
    """A good answer, nothing proven: only columns that cost nothing over the relaxation, prices shaken a little.

    Where very many answers are equally good the simplex method inside branch and bound hardly moves; shaken prices make
    one of them the best.
    """
    near = within(model, reduced, NEAR)
    shaken = near.programme.price.copy()
    placing = len(model.x_type) + len(model.y_profile)
    shaken[:placing] += SHAKE * rng.random(placing)
    programme = replace(near.programme, price=shaken)
    return highs.minimise_whole(programme, seconds=seconds, nodes=nodes, gap=0.5).columns


def _bound(model: Reduced, answer: Answer) -> int | None:
    return None if answer.bound is None else math.ceil(answer.bound + model.constant - TOLERANCE)


def placed(model: Reduced, columns: Floats, *, partly: bool = False) -> Ints:
    """[m]: the group of each of the model's units; with `partly` the columns are rounded down, and -1 is open."""
    amounts = np.floor(columns + 1e-6).astype(np.int64) if partly else np.rint(columns).astype(np.int64)
    x_count, y_count = len(model.x_type), len(model.y_profile)
    result = np.full(len(model.units), -1, dtype=np.int64)
    waiting: list[list[int]] = [[] for _ in range(len(model.profile_of))]
    for unit in range(len(model.units) - 1, -1, -1):
        waiting[model.type_of[unit]].append(unit)
    for kind, group, amount in zip(model.x_type, model.x_group, amounts[:x_count], strict=True):
        for _ in range(amount):
            if waiting[kind]:
                result[waiting[kind].pop()] = model.groups[group]
    pool: list[list[int]] = [[] for _ in range(int(model.profile_of.max(initial=-1)) + 1)]
    for kind in range(len(waiting) - 1, -1, -1):
        pool[model.profile_of[kind]].extend(waiting[kind])
    for profile, group, amount in zip(
        model.y_profile, model.y_group, amounts[x_count : x_count + y_count], strict=True
    ):
        for _ in range(amount):
            if pool[profile]:
                result[pool[profile].pop()] = model.groups[group]
    return result


class Builder:
    """Collects the rows of the programme and the columns that carry the costs of classes."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.height = 0
        self.at: list[tuple[Ints, Ints, NDArray[np.float64] | Ints]] = []
        self.low: list[Ints | Floats] = []
        self.high: list[Ints | Floats] = []
        self.cost_price: list[Ints | Floats] = []
        self.cost_upper: list[Ints | Floats] = []

    def rows(
        self, count: int, row: Ints, column: Ints, value: Ints | Floats, low: Ints | Floats, high: Ints | Floats
    ) -> None:
        self.at.append((row + self.height, column, value))
        self.low.append(low)
        self.high.append(high)
        self.height += count

    def cost(self, row: Ints, value: float, price: Ints | Floats, upper: Ints | Floats) -> None:
        """One more column for each of these (already numbered) rows."""
        self.at.append((row, self.columns + np.arange(len(row)), np.full(len(row), value)))
        self.cost_price.append(price)
        self.cost_upper.append(upper)
        self.columns += len(row)

    def programme(self, price: Floats, upper: Floats) -> Programme:
        row, column, value = (np.concatenate(entries) for entries in zip(*self.at, strict=True))
        low, high = np.concatenate(self.low), np.concatenate(self.high)
        return Programme(
            price=price,
            lower=np.zeros(len(price)),
            upper=upper,
            row_low=low.astype(np.float64),
            row_high=high.astype(np.float64),
            row=row,
            column=column,
            value=value.astype(np.float64),
        )

    def classes(
        self,
        instance: Instance,
        groups: Ints,
        standing: Ints,
        part: Ints,
        weight: Ints,
        profile_count: Ints,
        poured: Ints,
        target: Ints,
        pieces: int,
    ) -> tuple[int, bool]:
        """Rows and columns of all classes; returns their constant cost and whether the model is exact."""
        moving = np.zeros(instance.class_count + 1, dtype=np.int64)
        np.add.at(moving, part, weight * profile_count[:, None])
        low, high = instance.low[:, groups] - standing, instance.high[:, groups] - standing
        cap = instance.cap[:, None] - standing
        slope, pair = instance.slope[:, None], instance.pair[:, None]
        most = moving[:, None]
        active = np.broadcast_to(most > 0, standing.shape)
        outside = np.maximum(0, -high) + np.maximum(0, low)
        constant = int((slope * outside + pair * (standing * (standing - 1) // 2))[~active].sum())

        # Below a cap that lies under `low` the cost of missing people is a straight line: shift it to the cap.
        shift = np.where((slope > 0) & (cap < low), low - cap, 0)
        low = low - shift
        balanced = active & (slope > 0) & ((low > 0) | (high < most))
        constant += int((slope * shift)[active].sum())
        paired = active & (pair > 0)
        constant += int((pair * (standing * (standing - 1) // 2))[paired].sum())
        capped = active & (cap < most)
        # One row per (class, group) that matters; classes of pairs never have a cap or a balance.
        wanted = balanced | capped | (paired & (most + standing > 1))
        number = np.full(wanted.shape, -1, dtype=np.int64)
        number[wanted] = np.arange(int(wanted.sum()))
        start = self.height

        entries = number[part[poured], target[:, None]] if part.shape[1] else np.zeros((len(poured), 0), dtype=np.int64)
        column, place = np.nonzero((entries >= 0) & (weight[poured] > 0)) if part.shape[1] else (target[:0], target[:0])
        row_low = np.where(balanced, low, -np.inf)
        row_high = np.where(balanced, np.minimum(high, cap), np.where(capped, cap, np.inf))
        row_low, row_high = np.where(paired, 0, row_low), np.where(paired, 0, row_high)
        self.rows(
            int(wanted.sum()),
            entries[column, place],
            column,
            weight[poured[column], place] if part.shape[1] else target[:0],
            row_low[wanted],
            row_high[wanted],
        )
        spread = np.broadcast_to(slope, wanted.shape)
        over = balanced & (high < np.minimum(most, cap))
        self.cost(start + number[over], -1.0, spread[over], (np.minimum(cap, most) - high)[over])
        under = balanced & (low > 0)
        self.cost(start + number[under], 1.0, spread[under], low[under])
        exact = True
        meets = np.broadcast_to(pair, wanted.shape)
        steps = int(min(pieces, moving[:-1][instance.pair[:-1] > 0].max(initial=0)))
        for step in range(steps + 1):
            here = paired & (number >= 0) & (most > step)
            last = step == steps
            exact = exact and not (last and bool((here & (most > step + 1)).any()))
            self.cost(
                start + number[here],
                -1.0,
                (meets * (standing + step))[here],
                np.full(int(here.sum()), np.inf if last else 1),
            )
        return constant, exact


def profiles_of(instance: Instance, units: Ints, bound_to: Ints) -> tuple[Ints, Ints]:
    """A unit of each profile, and the profile of each unit."""
    keys = np.column_stack([instance.size[units], bound_to, instance.part[units], instance.weight[units]])
    if not len(units):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first, inverse.reshape(-1)


def types_of(profile: Ints, special: NDArray[np.bool_], cost: Ints) -> tuple[Ints, Ints]:
    """The type of each unit, and a unit of each type: same profile, same chosen groups at the same costs."""
    row, column = np.nonzero(special)
    ends = np.searchsorted(row, np.arange(len(profile) + 1))
    prices = cost[row, column]
    known: dict[tuple[int, bytes, bytes], int] = {}
    type_of = np.zeros(len(profile), dtype=np.int64)
    representative: list[int] = []
    for unit in range(len(profile)):
        span = slice(ends[unit], ends[unit + 1])
        key = (int(profile[unit]), column[span].tobytes(), prices[span].tobytes())
        if key not in known:
            known[key] = len(representative)
            representative.append(unit)
        type_of[unit] = known[key]
    return type_of, np.array(representative, dtype=np.int64)
