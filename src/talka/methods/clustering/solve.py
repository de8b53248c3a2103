"""Putting cards together that say the same thing: a suggestion that a facilitator changes as they like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talka.methods.clustering.islands import solved
from talka.methods.clustering.labels import named
from talka.methods.clustering.likeness import UNIT, Ints, Likeness, likeness_of
from talka.methods.clustering.outlook import MOST_TOLD, CloseCall, Cluster, Joinable, Outlook
from talka.methods.clustering.partition import Instance, agglomerated, improved
from talka.methods.clustering.problem import Problem
from talka.methods.contract import Deadline, Result, relative_gap

VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class Clustering(Result):
    """The cluster of each card, and the clusters, largest first.

    `objective`: the disagreement, in units of likeness: for each pair together that is less alike than `alike`, how
    much less; for each pair apart that is more alike, how much more. `bound`: no partition has less. `alone`: cards in
    no cluster with others; `largest_share`: share of all cards in the largest cluster. Close calls and joinable
    clusters: the closest ones, and how many there are in all.
    """

    clusters: Mapping[str, str]
    topics: tuple[Cluster, ...]
    alike: float
    cards: int
    together: int
    alone: int
    largest_share: float
    close_calls: tuple[CloseCall, ...]
    close_calls_in_all: int
    joinable: tuple[Joinable, ...]
    joinable_in_all: int


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0) -> Clustering:
    """Cluster cards by what they say. Nothing is left to chance: `seed` is only reported. Raises InvalidProblem.

    The order and the ids of cards do not matter. What is fixed stays. When the time runs out, cards not yet looked at
    stay alone.
    """
    deadline = Deadline(time_limit)
    problem.require_valid()
    likeness = likeness_of(problem, deadline)
    instance = Instance.of(likeness, round(problem.alike * UNIT), may_found=problem.open)
    cluster = improved(instance, agglomerated(instance, instance.start(), deadline), deadline)
    cluster, bound = solved(instance, cluster, deadline)
    return _result(problem, likeness, instance, cluster, bound, seed, deadline)


def _result(
    problem: Problem,
    likeness: Likeness,
    instance: Instance,
    cluster: Ints,
    bound: int,
    seed: int,
    deadline: Deadline,
) -> Clustering:
    objective = instance.disagreement(cluster)
    nodes: dict[int, list[int]] = {}
    for node, name in enumerate(cluster.tolist()):
        nodes.setdefault(name, []).append(node)
    ids = {
        name: sorted(problem.cards[row].id for node in members for row in likeness.cards[node])
        for name, members in nodes.items()
    }
    called = _called(likeness, nodes, ids)
    order = sorted(nodes, key=lambda name: (-len(ids[name]), called[name]))
    size = {name: len(members) for name, members in ids.items()}
    outlook = Outlook(problem, likeness, instance, cluster, called)
    labels = named(problem, likeness, [outlook.central(name) for name in order])
    calls, joinable = outlook.close_calls(), outlook.joinable()
    return Clustering(
        method="clustering",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        objective=objective / UNIT,
        bound=bound / UNIT,
        gap=relative_gap(objective / UNIT, bound / UNIT),
        proven_optimal=objective <= bound,
        clusters={card: called[name] for card, name in sorted((card, name) for name in ids for card in ids[name])},
        topics=tuple(outlook.cluster(name, label) for name, label in zip(order, labels, strict=True)),
        alike=problem.alike,
        cards=len(problem.cards),
        together=sum(1 for name in nodes if size[name] > 1),
        alone=sum(1 for name in nodes if size[name] == 1),
        largest_share=max(size.values(), default=0) / max(1, len(problem.cards)),
        close_calls=tuple(calls[:MOST_TOLD]),
        close_calls_in_all=len(calls),
        joinable=tuple(joinable[:MOST_TOLD]),
        joinable_in_all=len(joinable),
    )


def _called(likeness: Likeness, nodes: Mapping[int, list[int]], ids: Mapping[int, list[str]]) -> dict[int, str]:
    """What clusters are called: as they are fixed, else by their least id, which stays when later cards come."""
    called = {}
    for name, members in nodes.items():
        home = max(int(likeness.home[node]) for node in members)
        called[name] = likeness.homes[home] if home >= 0 else ids[name][0]
        while home < 0 and called[name] in likeness.homes:
            called[name] += "'"
    return called
