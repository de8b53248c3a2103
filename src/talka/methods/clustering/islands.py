"""Islands: nodes that are alike enough to others of the same island only can be sorted for themselves.

Joining clusters between which no pair is alike enough only adds disagreement, so an optimum never spans two islands.
The small ones are solved by trying out everything; for the large ones a bound is packed from triples that cannot agree.
"""

from __future__ import annotations

import functools
import math

import numpy as np

from talka.methods.clustering.likeness import Ints, sparse
from talka.methods.clustering.partition import Instance
from talka.methods.contract import Deadline

SMALL = 8
"""Units (free nodes, or all nodes fixed in one cluster) of an island, up to which everything is tried out."""
MOST_STEPS = 300_000
"""Triples looked at for the bound; more make it a little higher, and take longer."""


def islands(instance: Instance) -> list[list[int]]:
    """The nodes of each island in ascending order; cards fixed in one cluster are on one."""
    from scipy.sparse.csgraph import connected_components

    alike = instance.shared > instance.alike * instance.weight[instance.columns]
    one = np.concatenate([instance.rows[alike], np.arange(instance.count)])
    two = np.concatenate([instance.columns[alike], instance.start()])
    order = np.argsort(one, kind="stable")
    starts = np.searchsorted(one[order], np.arange(instance.count + 1))
    bridges = sparse(np.ones(len(one), dtype=np.int64), two[order], starts, instance.count)
    count, number = connected_components(bridges, directed=False)
    found: list[list[int]] = [[] for _ in range(count)]
    for node, island in enumerate(number.tolist()):
        found[island].append(node)
    return found


def solved(instance: Instance, cluster: Ints, deadline: Deadline) -> tuple[Ints, int]:
    """The partition with each small island at its best, and a lower bound on the disagreement of any partition."""
    if not instance.count:
        return cluster, 0
    cluster = cluster.copy()
    start = instance.start().tolist()
    bound = 0
    large: list[int] = []
    for island in islands(instance):
        units: dict[int, list[int]] = {}
        for node in island:
            units.setdefault(start[node], []).append(node)
        if len(units) > SMALL or deadline.passed:
            large += island
            continue
        now = _disagreement(instance, island, cluster)
        if len(units) > 2:
            tried = cluster.copy()
            for block in _best(instance, list(units.values())):
                tried[block] = block[0]
            best = _disagreement(instance, island, tried)
            if best < now:
                cluster, now = tried, best
        bound += now
    return cluster, bound + _packed(instance, sorted(large), deadline)


def _disagreement(instance: Instance, island: list[int], cluster: Ints) -> int:
    """The disagreement on one island, counted pair by pair over those that are at all alike."""
    names = dict(zip(island, cluster[island].tolist(), strict=True))
    twice, sizes, squares = 0, dict.fromkeys(names.values(), 0), 0
    for node in island:
        weight = int(instance.weight[node])
        sizes[names[node]] += weight
        squares += weight * weight
        for other, shared in instance.near(node):
            if other in names:
                twice += weight * max(0, shared - instance.alike * int(instance.weight[other]))
                twice -= weight * shared if names[other] == names[node] else 0
    return (twice + instance.alike * (sum(size * size for size in sizes.values()) - squares)) // 2


def _best(instance: Instance, units: list[list[int]]) -> list[list[int]]:
    """The best partition of some units into lists of nodes, by trying out all."""
    # Fixed clusters first: where only they may be joined, the rest looks for its place among them.
    units = sorted(units, key=lambda unit: bool(instance.home[unit[0]] < 0))
    homes = [int(instance.home[unit[0]]) for unit in units]
    unit_of = {node: index for index, unit in enumerate(units) for node in unit}
    sizes = [int(instance.weight[unit].sum()) for unit in units]
    gains = [[-instance.alike * one * two for two in sizes] for one in sizes]
    for node, index in unit_of.items():
        for other, shared in instance.near(node):
            if other in unit_of:
                gains[index][unit_of[other]] += int(instance.weight[node]) * shared
    count = len(units)
    hopes = [sum(max(0, gains[b][a]) for b in range(at, count) for a in range(b)) for at in range(count + 1)]
    best: tuple[int, list[list[int]]] = (-1, [])
    blocks: list[list[int]] = []

    def place(at: int, gain: int) -> None:
        nonlocal best
        if at == count:
            if gain > best[0]:
                best = gain, [list(block) for block in blocks]
            return
        if gain + hopes[at] <= best[0]:
            return
        for block in blocks:
            if instance.may_join(max(homes[unit] for unit in block), homes[at]):
                block.append(at)
                place(at + 1, gain + sum(gains[at][other] for other in block[:-1]))
                block.pop()
        blocks.append([at])
        place(at + 1, gain)
        blocks.pop()

    place(0, 0)
    return [sorted(node for unit in block for node in units[unit]) for block in best[1]]


def _packed(instance: Instance, nodes: list[int], deadline: Deadline) -> int:
    """A lower bound on what some nodes cost: what is certain, and triples that cannot agree, none counted twice.

    Of three nodes of which two pairs are alike enough and the third is not, one pair must disagree.
    """
    weight, home = instance.weight.tolist(), instance.home.tolist()
    level = [instance.alike * other for other in weight]

    @functools.cache
    def shared(node: int) -> dict[int, int]:
        return dict(instance.near(node))

    total = _certain(instance, np.array(nodes, dtype=np.int64))
    spent: dict[tuple[int, int], int] = {}
    steps = 0
    for middle in nodes:
        left = {
            other: weight[middle] * (value - level[other]) - spent.get((min(middle, other), max(middle, other)), 0)
            for other, value in shared(middle).items()
            if value > level[other] and (home[middle] < 0 or home[other] < 0)
        }
        ends = sorted(left)
        for at, one in enumerate(ends):
            for two in ends[at + 1 :]:
                if not left[one]:
                    break
                steps += 1
                if not left[two]:
                    continue
                unlike = weight[one] * (level[two] - shared(one).get(two, 0)) - spent.get((one, two), 0)
                room: float = max(0, unlike)
                if home[one] >= 0 and home[two] >= 0:
                    room = 0 if home[one] == home[two] else math.inf
                taken = int(min(left[one], left[two], room))
                if taken:
                    total += taken
                    left[one] -= taken
                    left[two] -= taken
                    for pair in (
                        (one, two),
                        (min(one, middle), max(one, middle)),
                        (min(two, middle), max(two, middle)),
                    ):
                        spent[pair] = spent.get(pair, 0) + taken
        if steps > MOST_STEPS or deadline.passed:
            break
    return total


def _certain(instance: Instance, nodes: Ints) -> int:
    """What pairs of fixed cards among some nodes cost whatever is decided."""
    chosen = np.zeros(instance.count, dtype=bool)
    chosen[nodes] = True
    chosen &= instance.home >= 0
    pairs = chosen[instance.rows] & chosen[instance.columns]
    one, two = instance.rows[pairs], instance.columns[pairs]
    level = instance.alike * instance.weight[two]
    same = instance.home[one] == instance.home[two]
    costs = np.where(same, -np.minimum(instance.shared[pairs], level), np.maximum(0, instance.shared[pairs] - level))
    twice = int((instance.weight[one] * costs).sum())
    fixed = instance.weight[chosen]
    sizes = np.bincount(instance.home[chosen], weights=fixed, minlength=1).astype(np.int64)
    return (twice + instance.alike * (int((sizes * sizes).sum()) - int((fixed * fixed).sum()))) // 2
