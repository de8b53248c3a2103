"""A still smaller linear programme for very many people or attributes: it keeps how many of each class are in a group,
and forgets which classes meet in one person. Its least cost is a bound for the whole.

    x[type, chosen group]  as in the reduced programme
    z[group]               people in the group without having chosen it
    y[class, group]        those of the class among them; the classes of one kind (one attribute) fit into z together
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from talka.methods.grouping.instance import Instance, Ints
from talka.methods.grouping.reduced import Builder, Reduced, profiles_of, types_of


def marginal_size(instance: Instance, kinds: Ints) -> int:
    """Columns of y for these kinds of classes."""
    return int(np.isin(instance.kind[:-1], kinds).sum()) * instance.group_count


def reduce_to_marginals(instance: Instance, columns: int, *, pieces: int) -> Reduced:
    """The programme with as many kinds of classes as fit into `columns`, those of fewest classes first.

    Lists of apart and the kinds left out cost and forbid nothing here. The result has no y of its own in the sense of
    Reduced: rounding it places those whom x places.
    """
    sizes = np.bincount(instance.kind[:-1][instance.kind[:-1] >= 0]) if instance.class_count else np.zeros(0, dtype=int)
    order = [int(kind) for kind in np.argsort(sizes, kind="stable") if sizes[kind]]
    kinds: list[int] = []
    for kind in order:
        if marginal_size(instance, np.array([*kinds, kind])) <= columns:
            kinds.append(kind)
    count, width = instance.class_count, instance.group_count
    units = np.nonzero(instance.only < 0)[0]
    fixed = instance.only.copy()
    kept = np.isin(instance.kind, kinds)
    part = np.where(kept[instance.part], instance.part, count)
    weight = np.where(kept[instance.part], instance.weight, 0)
    standing = np.where(kept[:, None], instance.counts(fixed), 0)
    seated = instance.sizes(fixed)

    cost, base = instance.cost[units], instance.base[units]
    special = cost < base[:, None]
    first, profile = profiles_of(instance, units, np.full(len(units), -1, dtype=np.int64))
    type_of, representative = types_of(profile, special, cost)
    type_count = np.bincount(type_of, minlength=len(representative))
    x_type, x_group = np.nonzero(special[representative])
    x_unit = units[representative[x_type]]
    classes = np.nonzero(kept[:-1])[0]
    x, z, y = len(x_type), width, len(classes) * width
    number = np.full(count + 1, -1, dtype=np.int64)
    number[classes] = np.arange(len(classes))
    y_class, y_group = np.repeat(np.arange(len(classes)), width), np.tile(np.arange(width), len(classes))
    xs, zs, ys = np.arange(x), x + np.arange(z), x + z + np.arange(y)

    builder = Builder(x + z + y)
    ones = np.ones(x)
    builder.rows(len(representative), x_type, xs, ones, np.full(len(representative), -np.inf), type_count)
    people = int(instance.size[units].sum())
    every = np.zeros(x + z, dtype=np.int64)
    total = np.array([people])
    builder.rows(1, every, np.arange(x + z), np.concatenate([instance.size[x_unit], np.ones(z)]), total, total)
    # Of each class: chosen + poured = all there are.
    x_part, x_weight = part[x_unit], weight[x_unit]
    at, place = np.nonzero(x_weight > 0)
    members = np.zeros(count + 1, dtype=np.int64)
    np.add.at(members, part[units], weight[units])
    builder.rows(
        len(classes),
        np.concatenate([number[x_part[at, place]], y_class]),
        np.concatenate([at, ys]),
        np.concatenate([x_weight[at, place], np.ones(y)]),
        members[classes],
        members[classes],
    )
    builder.rows(
        width,
        np.concatenate([x_group, np.arange(width)]),
        np.concatenate([xs, zs]),
        np.concatenate([instance.size[x_unit], np.ones(z)]),
        instance.size_min - seated,
        instance.size_max - seated,
    )
    # The classes of one kind share nobody, so together they are no more than all who are poured.
    y_kind = np.searchsorted(sorted(kinds), instance.kind[classes])[y_class] if y else y_class
    pairs = len(kinds) * width
    builder.rows(
        pairs,
        np.concatenate([y_kind * width + y_group, np.arange(pairs)]),
        np.concatenate([ys, np.tile(zs, len(kinds))]),
        np.concatenate([np.ones(y), -np.ones(pairs)]),
        np.full(pairs, -np.inf),
        np.zeros(pairs),
    )
    # To the rows of costs every column is a profile of its own kind: a type of people, or one of a class.
    depth = max(1, part.shape[1])
    profiles = np.full((len(first) + len(classes), depth), count, dtype=np.int64)
    amounts = np.zeros(profiles.shape, dtype=np.int64)
    profiles[: len(first), : part.shape[1]] = part[units[first]]
    amounts[: len(first), : part.shape[1]] = weight[units[first]]
    profiles[len(first) :, 0], amounts[len(first) :, 0] = classes, 1
    poured = np.concatenate([profile[representative[x_type]], np.full(z, -1), len(first) + y_class])
    target = np.concatenate([x_group, np.arange(z), y_group])
    held = np.concatenate([np.bincount(profile, minlength=len(first)), np.zeros(len(classes), dtype=np.int64)])
    blank = (
        np.vstack([profiles, np.full((1, depth), count)]),
        np.vstack([amounts, np.zeros((1, depth), dtype=np.int64)]),
    )
    held = np.append(held, 0)
    left_out = np.where(kept, 1, 0)
    constant, _ = builder.classes(
        _only(instance, left_out), np.arange(width), standing, *blank, held, poured, target, pieces
    )
    price = np.concatenate(
        [(cost - base[:, None])[representative[x_type], x_group], np.zeros(z + y), *builder.cost_price]
    )
    upper = np.concatenate([type_count[x_type], np.full(z + y, float(people)), *builder.cost_upper])
    tied = np.nonzero(instance.only >= 0)[0]
    constant += int(base.sum()) + int(instance.cost[tied, instance.only[tied]].sum())
    nothing = np.zeros(0, dtype=np.int64)
    return Reduced(
        units=units,
        groups=np.arange(width),
        type_of=type_of,
        profile_of=profile[representative],
        x_type=x_type,
        x_group=x_group,
        y_profile=nothing,
        y_group=nothing,
        programme=builder.programme(price.astype(np.float64), upper.astype(np.float64)),
        constant=constant,
        exact=False,
    )


def _only(instance: Instance, kept: Ints) -> Instance:
    """The instance in which classes that are not kept cost nothing and forbid nothing."""
    free = len(instance.people)
    return replace(
        instance,
        slope=instance.slope * kept,
        pair=instance.pair * kept,
        cap=np.where(kept > 0, instance.cap, free),
    )
