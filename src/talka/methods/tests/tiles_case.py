"""Tiles, as the battery sees them."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import numpy as np

from talka.methods.tests.registered import Method
from talka.methods.tiles.grid import cost, grid_of
from talka.methods.tiles.problem import Place, Problem
from talka.methods.tiles.solve import SHIFTS, Tiles, solve


def made_up(seed: int, count: int = 30, *, pairs: bool = True) -> Problem:
    chance = random.Random(seed)
    places = tuple(Place(f"t{number:03}", chance.uniform(21, 28), chance.uniform(55.7, 58)) for number in range(count))
    near = sorted(
        ((one.lon - two.lon) ** 2 / 4 + (one.lat - two.lat) ** 2, one.id, two.id)
        for one, two in itertools.combinations(places, 2)
    )
    return Problem(places, tuple((one, two) for _, one, two in near[: 2 * count]) if pairs else ())


def reordered(problem: Problem, seed: int) -> Problem:
    chance = random.Random(seed)
    places, pairs = list(problem.places), [pair[::-1] for pair in problem.neighbours]
    chance.shuffle(places)
    chance.shuffle(pairs)
    return replace(problem, places=tuple(places), neighbours=tuple(pairs))


def wrong(problem: Problem, result: Tiles) -> str:
    if sorted(result.tiles) != sorted(place.id for place in problem.places):
        return "not every place has a tile"
    if len(set(result.tiles.values())) < len(result.tiles):
        return "two places share a tile"
    if any(row < 1 or column < 1 for row, column in result.tiles.values()):
        return "rows and columns begin at 1"
    if problem.neighbours:
        beside = [
            np.abs(np.subtract(result.tiles[one], result.tiles[two])).sum() == 1 for one, two in problem.neighbours
        ]
        if abs(float(np.mean(beside)) - (result.neighbours_kept or 0)) > 1e-9:
            return "the share of neighbours kept is not what the tiles show"
    return "" if result.bound <= result.objective + 1e-9 else "the bound is above the objective"


def baseline(problem: Problem) -> float | None:
    """Each place in turn into the nearest free cell."""
    grid = grid_of(problem)
    free = np.ones(len(grid.cells), dtype=bool)
    where = []
    for row in grid.distance:
        where.append(int(np.argmin(np.where(free, row, np.inf))))
        free[where[-1]] = False
    return sum(cost(grid, np.array(where, dtype=np.int64), 1.0))


def exact(problem: Problem) -> float | None:
    """The least objective on the grid of least displacement, over all ways to lay a few places."""
    best = None
    for shift in SHIFTS:
        grid = grid_of(problem, shift)
        ways = [np.array(way) for way in itertools.permutations(range(len(grid.cells)), len(grid.ids))]
        moved = min(cost(grid, way, 0.0)[0] for way in ways)
        if best is None or moved < best[0] - 1e-9:
            best = moved, min(sum(cost(grid, way, 1.0)) for way in ways)
    return None if best is None else best[1]


METHOD = Method(
    name="tiles",
    solve=solve,
    result=Tiles,
    ordinary=lambda seed: made_up(seed, 8),
    tiny=lambda seed: made_up(seed, 1 + seed % 2, pairs=seed % 2 == 0),
    huge=lambda: made_up(1, 800),
    reordered=reordered,
    wrong=wrong,
    baseline=baseline,
    exact=exact,
    contradictions={},
    keeps=lambda problem, rules: True,
    invalid=(
        (
            Problem(
                (Place("a", 24.0, 57.0), Place("a", 200.0, 57.0), Place("", 24.0, float("nan"))),
                (("a", "b"), ("a", "a")),
            ),
            [
                ("places", 1, "id"),
                ("places", 1, "lon"),
                ("places", 2, "id"),
                ("places", 2, "lat"),
                ("neighbours", 0, "b"),
                ("neighbours", 1, "b"),
            ],
        ),
    ),
)
