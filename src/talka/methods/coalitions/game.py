"""The cost game within one coalition: what each part of it that could stand on its own would pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from talka.methods.coalitions.evaluate import Judge
from talka.methods.coalitions.problem import Problem
from talka.methods.programme import Bools, Floats, Ints

MOST_IN_GAME = 16
"""Members of a coalition whose parts (65,535 then) are all reckoned."""


def costs_of_parts(judge: Judge, members: tuple[str, ...]) -> Floats:
    """[2 ** len(members)], in EUR: entry m is the cost of those members i for which bit i of m is set.

    Infinite for parts that break a rule or have no host, and for nobody. ValueError above MOST_IN_GAME members.
    """
    if len(members) > MOST_IN_GAME:
        raise ValueError(f"{len(members)} members have too many parts; at most {MOST_IN_GAME} can be looked through")
    instance, count = judge.instance, len(members)
    place = [judge.place[code] for code in members]
    held = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    hosts = place if instance.inside else list(range(len(instance.hosts)))
    way = instance.way[np.ix_(hosts, place)]
    lost = held @ ~np.isfinite(way.T)
    travel = held @ np.where(np.isfinite(way.T), way.T, 0.0)
    if instance.inside:
        lost += 1 - held
    least = np.where(lost > 0, np.inf, travel).min(axis=1, initial=np.inf)
    volume: Floats = held @ instance.volume[place]
    costs: Floats = instance.base(volume) + least
    costs[~_allowed(judge, members, held)] = np.inf
    return costs


def _allowed(judge: Judge, members: tuple[str, ...], held: Ints) -> Bools:
    rules, count = judge.problem.rules, len(members)
    size: Ints = held.sum(axis=1)
    good: Bools = (size > 0) & (size <= (rules.max_members or count))
    if rules.contiguous:
        good &= _connected(judge, members)
    for lists, most in ((rules.required, 0), (rules.forbidden, 1)):
        for listed in lists:
            inside: Ints = held[:, [code in listed for code in members]].sum(axis=1)
            good &= (inside <= most) | ((inside == len(listed)) & (most == 0))
    return good


def _connected(judge: Judge, members: tuple[str, ...]) -> Bools:
    """Which sets of members hang together through neighbours: what grows from their first member is all of them."""
    count = len(members)
    borders = [sum(1 << i for i, other in enumerate(members) if other in judge.border[code]) for code in members]
    around = np.zeros(1, dtype=np.int64)
    for border in borders:
        around = np.concatenate([around, around | border])
    sets = np.arange(2**count)
    grown = sets & -sets
    for _ in range(count):
        grown = sets & (grown | around[grown])
    return np.asarray(grown == sets)


def game_of(problem: Problem, members: Iterable[str]) -> Mapping[frozenset[str], float]:
    """What each part of the coalition that the rules allow would pay on its own in EUR, the coalition itself included.

    ValueError above MOST_IN_GAME members, KeyError for a code that is unknown.
    """
    listed = tuple(sorted(set(members)))
    costs = costs_of_parts(Judge(problem), listed).tolist()
    return {
        frozenset(code for i, code in enumerate(listed) if part >> i & 1): cost
        for part, cost in enumerate(costs)
        if cost < np.inf
    }
