"""Laying places on tiles: the assignment of least displacement, then neighbours brought together."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from talka.methods.contract import Deadline, Result, relative_gap
from talka.methods.tiles.grid import Grid, Ints, closeness, cost, grid_of
from talka.methods.tiles.problem import Problem

VERSION = "1"
SHIFTS = tuple((x / 4, y / 4) for y in range(4) for x in range(4))
"""Parts of a tile by which the grid's origin is tried out."""
MANY = 1_500
"""Above this many places only one origin is tried."""
STARTS, STEPS_PER_PLACE, MOST_STEPS = 3, 12_000, 1_500_000
"""How often the search begins anew, and how long it takes each time."""
WARM, COLD = 0.6, 0.02
"""First and last temperature of the search, in tiles."""


@dataclass(frozen=True, kw_only=True)
class Tiles(Result):
    """Row and column of each place, both from 1, north and west first.

    `objective` = displacement (sum of distances in tiles) + adjacency (`neighbour_weight` for each pair of neighbours
    torn apart, half of it for one that meets at a corner). `neighbours_kept`: share of pairs side by side;
    `neighbours_met`: of those that touch, at a corner too; None without neighbours.
    """

    tiles: Mapping[str, tuple[int, int]]
    displacement: float
    adjacency: float
    neighbours_kept: float | None
    neighbours_met: float | None
    rows: int
    columns: int


def solve(problem: Problem, *, seed: int = 0, time_limit: float = 30.0, neighbour_weight: float = 1.0) -> Tiles:
    """Give each place its own tile at the least displacement plus cost of neighbours apart.

    Without neighbours the answer is optimal on its grid (an assignment problem); with them it is improved by annealing
    from there, and `bound` is the displacement that no answer can go below. Raises InvalidProblem.
    """
    deadline = Deadline(time_limit)
    problem.require_valid()
    grid, where, least = _least_displacement(problem, deadline)
    if len(grid.pairs) and neighbour_weight > 0:
        found = [_annealed(grid, where, neighbour_weight, f"{seed} {start}", deadline) for start in range(STARTS)]
        where = min((where, *found), key=lambda cells: sum(cost(grid, cells, neighbour_weight)))
    return _result(grid, where, least, neighbour_weight, seed, deadline)


def _least_displacement(problem: Problem, deadline: Deadline) -> tuple[Grid, Ints, float]:
    """The best of the tried origins, its assignment [n] of cells, and the displacement."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]

    best: tuple[Grid, Ints, float] | None = None
    for shift in SHIFTS if len(problem.places) <= MANY else SHIFTS[:1]:
        if best is not None and deadline.spent > 0.3 * deadline.seconds:
            break
        grid = grid_of(problem, shift)
        if not len(grid.ids):
            return grid, np.zeros(0, dtype=np.int64), 0.0
        where = np.asarray(linear_sum_assignment(grid.distance)[1], dtype=np.int64)
        total = cost(grid, where, 0.0)[0]
        if best is None or total < best[2] - 1e-9:
            best = grid, where, total
    assert best is not None
    return best


def _annealed(grid: Grid, start: Ints, weight: float, seed: str, deadline: Deadline) -> Ints:
    """Exchange the contents of a place's cell and a cell nearby, again and again, ever more selectively; the best seen.

    The number of steps depends on the number of places only, so the result does not depend on the clock unless the time
    limit cuts it.
    """
    chance = random.Random(seed)  # noqa: S311  nothing secret
    n = len(grid.ids)
    columns = int(grid.cells[:, 0].max() - grid.cells[:, 0].min()) + 1
    rows = len(grid.cells) // columns
    distance = grid.distance.tolist()
    friends: list[list[int]] = [[] for _ in range(n)]
    for a, b in grid.pairs.tolist():
        friends[a].append(b)
        friends[b].append(a)
    # [row step + rows][column step + columns]: cost of a pair, as plain lists, which are quickest one by one.
    span = np.stack(np.meshgrid(np.arange(-columns, columns + 1), np.arange(-rows, rows + 1)), axis=-1)
    apart = (weight * closeness(span)).tolist()
    at = start.tolist()
    held: list[int] = [-1] * len(grid.cells)
    for place, cell in enumerate(at):
        held[cell] = place

    def paid(place: int, cell: int) -> float:
        row, column = divmod(cell, columns)
        total: float = distance[place][cell]
        for friend in friends[place]:
            other_row, other_column = divmod(at[friend], columns)
            total += apart[row - other_row + rows][column - other_column + columns]
        return total

    value = best_value = sum(cost(grid, start, weight))
    best = list(at)
    steps = min(STEPS_PER_PLACE * n, MOST_STEPS)
    for step in range(steps):
        if step % 512 == 0:
            if deadline.passed:
                break
            heat = WARM * (COLD / WARM) ** (step / steps)
        place = chance.randrange(n)
        row, column = divmod(at[place], columns)
        if chance.random() < 0.5 and friends[place]:
            # Beside a neighbour is where a place would like to be.
            row, column = divmod(at[friends[place][chance.randrange(len(friends[place]))]], columns)
        row += chance.randrange(-1, 2)
        column += chance.randrange(-1, 2)
        if not (0 <= row < rows and 0 <= column < columns):
            continue
        old, new = at[place], row * columns + column
        other = held[new]
        if new == old:
            continue
        before = paid(place, old) + (paid(other, new) if other >= 0 else 0.0)
        at[place], held[new], held[old] = new, place, other
        if other >= 0:
            at[other] = old
        after = paid(place, new) + (paid(other, old) if other >= 0 else 0.0)
        # A pair of neighbours that exchange their cells is counted twice on both sides, which leaves the change right.
        if after <= before or chance.random() < math.exp((before - after) / heat):
            value += after - before
            if value < best_value - 1e-9:
                best, best_value = list(at), value
        else:
            at[place], held[old], held[new] = old, place, other
            if other >= 0:
                at[other] = new
    return np.array(best, dtype=np.int64)


def _result(grid: Grid, where: Ints, least: float, weight: float, seed: int, deadline: Deadline) -> Tiles:
    displacement, adjacency = cost(grid, where, weight)
    objective = displacement + adjacency
    cells = grid.cells[where] if len(where) else grid.cells
    origin = cells.min(axis=0) if len(cells) else np.zeros(2, dtype=np.int64)
    laid = (cells - origin + 1).tolist()
    costs = (
        closeness(grid.cells[where[grid.pairs[:, 0]]] - grid.cells[where[grid.pairs[:, 1]]])
        if len(grid.pairs)
        else None
    )
    return Tiles(
        method="tiles",
        version=VERSION,
        seed=seed,
        seconds=deadline.spent,
        objective=objective,
        bound=least,
        gap=relative_gap(objective, least),
        proven_optimal=objective <= least + 1e-9,
        tiles={place: (row, column) for place, (column, row) in zip(grid.ids, laid, strict=True)},
        displacement=displacement,
        adjacency=adjacency,
        neighbours_kept=None if costs is None else float((costs == 0).mean()),
        neighbours_met=None if costs is None else float((costs < 1).mean()),
        rows=max((row for _, row in laid), default=0),
        columns=max((column for column, _ in laid), default=0),
    )
