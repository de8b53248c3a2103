"""Peers, as the battery sees them."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from talka.methods.peers.problem import Likeness, Problem
from talka.methods.peers.solve import Peers, solve
from talka.methods.tests.registered import Method
from talka.methods.values import Values


def made_up(seed: int, areas: int = 30, indicators: int = 4, *, gaps: bool = True, ties: bool = True) -> Problem:
    """Areas in two groups; with `gaps` some values are missing, with `ties` values are whole numbers and few."""
    chance = random.Random(seed)
    rows = [
        (f"a{area:05}", f"i{indicator}", float(chance.randint(1, 4)) if ties else chance.gauss(50, 20))
        for area in range(areas)
        for indicator in range(indicators)
        if not gaps or chance.random() < 0.9 or indicator == 0
    ]
    area, indicator, value = tuple(zip(*rows, strict=True))
    group = tuple("even" if int(one[1:]) % 2 == 0 else "odd" for one in area)
    there = sorted(set(indicator))
    likeness = {name: Likeness(round(chance.uniform(0.5, 2), 2), ties and chance.random() < 0.3) for name in there}
    return Problem(
        Values(area, indicator, value, group=group),
        likeness if seed % 3 else {},
        peers=1 + seed % 5,
        among="group" if seed % 2 else "all",
        least_shared=0.6,
    )


def reordered(problem: Problem, seed: int) -> Problem:
    values, order = problem.values, list(range(len(problem.values)))
    random.Random(seed).shuffle(order)
    columns = (values.area, values.indicator, values.value)
    shuffled = Values(
        *(tuple(column[row] for row in order) for column in columns), group=tuple(values.group[row] for row in order)
    )
    return replace(problem, values=shuffled, indicators=dict(reversed(problem.indicators.items())))


def distances(problem: Problem) -> dict[str, dict[str, float]]:
    """By the formula, pair by pair."""
    cells: dict[str, dict[str, float]] = {}
    group = dict(zip(problem.values.area, problem.values.group, strict=True))
    by = problem.indicators or {name: Likeness() for name in problem.values.indicator}
    for area, name, _year, value in problem.values.rows():
        if name in by:
            cells.setdefault(name, {})[area] = math.log(value) if by[name].log else value
    z: dict[str, dict[str, float]] = {area: {} for area in group}
    for name, column in cells.items():
        mean = math.fsum(column.values()) / len(column)
        spread = math.sqrt(math.fsum((x - mean) ** 2 for x in column.values()) / len(column))
        for area, x in column.items():
            z[area][name] = 0.0 if spread < 1e-9 else (x - mean) / spread
    total = sum(one.weight for one in by.values())
    found: dict[str, dict[str, float]] = {area: {} for area in group}
    for area in group:
        for other in group:
            if area == other or (problem.among == "group" and group[area] != group[other]):
                continue
            shared = [name for name in z[area] if name in z[other]]
            weight = sum(by[name].weight for name in shared)
            if weight > 0 and weight / total >= problem.least_shared - 1e-12:
                squares = math.fsum(by[name].weight * (z[area][name] - z[other][name]) ** 2 for name in shared)
                found[area][other] = math.sqrt(squares * total / weight)
    return found


def plainly(problem: Problem) -> dict[str, float]:
    """Distances of the nearest, and which they are, as far as ties leave that open to nothing but the name."""
    found = {}
    for area, others in distances(problem).items():
        order = sorted(others.items(), key=lambda one: (round(one[1], 8), one[0]))[: problem.peers]
        found |= {f"{area} {rank} {other}": far for rank, (other, far) in enumerate(order, start=1)}
    return found


def told(result: Peers) -> dict[str, float]:
    return {f"{one.area} {one.rank} {one.peer}": one.distance for one in result.peers}


def wrong(problem: Problem, result: Peers) -> str:
    if len(set(problem.values.area)) > 200:
        return wrong_in_some(result)
    plain, found = plainly(problem), told(result)
    if set(plain) != set(found):
        return f"others are nearer: {sorted(set(plain) ^ set(found))[:3]}"
    if any(not math.isclose(plain[key], found[key], abs_tol=1e-7) for key in plain):
        return "a distance is not what the formula says"
    if set(result.without) | {one.area for one in result.peers} != set(problem.values.area):
        return "not every area is told of"
    return wrong_in_some(result)


def wrong_in_some(result: Peers) -> str:
    last: dict[str, float] = {}
    for one in result.peers:
        if one.distance < last.get(one.area, 0.0) - 1e-9:
            return "a farther peer stands before a nearer one"
        last[one.area] = one.distance
        if set(one.alike) & set(one.differ) or one.area == one.peer:
            return "two are alike and differ in the same, or one is its own peer"
    return ""


METHOD = Method(
    name="peers",
    solve=solve,
    result=Peers,
    ordinary=made_up,
    tiny=lambda seed: made_up(seed, 1 + seed % 7, 1 + seed % 3, gaps=seed % 2 == 0, ties=seed % 5 > 0),
    huge=lambda: made_up(1, 8_000, 5, gaps=False, ties=False),
    reordered=reordered,
    wrong=wrong,
    baseline=lambda problem: None,
    exact=plainly,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            Problem(
                Values(("a", "", "a"), ("x", "x", "x"), (0.0, math.inf, 2.0), (2000, 2000, 2000)),
                {"x": Likeness(0.0, log=True), "y": Likeness(math.nan)},
                peers=0,
                among="group",
                least_shared=0.0,
                year=1999,
            ),
            [
                ("values", 1, "area"),
                ("values", 1, "value"),
                ("values", 2, "area"),
                ("values", 0, "value"),
                ("rules", "indicators", "x", "weight"),
                ("rules", "indicators", "y", "weight"),
                ("rules", "indicators", "y"),
                ("rules", "peers"),
                ("rules", "among"),
                ("rules", "least_shared"),
                ("rules", "year"),
            ],
        ),
        (Problem(Values(("a",), ("x",), (1.0,)), among="kin"), [("rules", "among")]),
    ),
    outcome=told,
)
