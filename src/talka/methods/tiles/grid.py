"""The grid that places are laid on: how wide a tile is, where the grid begins, and what each placement costs.

Coordinates are in tiles: x to the east, y to the south, so that row and column read as on a page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talka.methods.tiles.problem import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """Shapes: n places in canonical order (by id), m cells.

    position [n, 2]   x and y of each place, in tiles
    cells    [m, 2]   column and row of each cell that may be used; its centre has the same x and y
    distance [n, m]   from each place to each cell, in tiles
    pairs    [e, 2]   neighbours, as numbers of places
    """

    ids: tuple[str, ...]
    position: Floats
    cells: Ints
    distance: Floats
    pairs: Ints


def projected(problem: Problem) -> Floats:
    """[n, 2]: places by id on a plane, x and y in degrees of latitude (longitude shortened at the middle latitude)."""
    places = sorted(problem.places, key=lambda place: place.id)
    if not places:
        return np.zeros((0, 2))
    plane = np.array([(place.lon, place.lat) for place in places], dtype=np.float64)
    middle = (plane[:, 1].min() + plane[:, 1].max()) / 2
    plane[:, 0] *= math.cos(math.radians(middle))
    plane[:, 1] *= -1
    return plane


def tile_width(plane: Floats) -> float:
    """Width s at which n tiles cover what the places cover: the hull of their centres, widened by half a tile.

    area + perimeter · s/2 + π s²/4 = n s²
    """
    area, perimeter = _hull(plane)
    a, b = len(plane) - math.pi / 4, perimeter / 2
    return (b + math.sqrt(b * b + 4 * a * area)) / (2 * a) or 1.0


def grid_of(problem: Problem, shift: tuple[float, float] = (0.0, 0.0)) -> Grid:
    """The grid for a problem, its origin shifted by a part of a tile."""
    ids = tuple(sorted(place.id for place in problem.places))
    number = {place: index for index, place in enumerate(ids)}
    plane = projected(problem)
    position = np.zeros((0, 2))
    cells = np.zeros((0, 2), dtype=np.int64)
    if len(plane):
        position = (plane - plane.min(axis=0)) / tile_width(plane) + np.array(shift)
        # One ring of cells around the places, more where places are so crowded that they need it.
        width, height = (math.ceil(size) for size in position.max(axis=0))
        ring = 1
        while (width + 1 + 2 * ring) * (height + 1 + 2 * ring) < 1.5 * len(ids):
            ring += 1
        cells = np.array([(x, y) for y in range(-ring, height + ring + 1) for x in range(-ring, width + ring + 1)])
    distance = np.sqrt(((position[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2))
    pairs = sorted(tuple(sorted((number[a], number[b]))) for a, b in problem.neighbours)
    return Grid(ids, position, cells, distance, np.array(pairs, dtype=np.int64).reshape(-1, 2))


def closeness(step: Ints) -> Floats:
    """What neighbours cost by the step between their cells [..., 2]: 0 side by side, ½ at a corner, else 1."""
    across = np.abs(step).sum(axis=-1)
    diagonal = np.abs(step).max(axis=-1) == 1
    return np.where(across == 1, 0.0, np.where(diagonal, 0.5, 1.0))


def cost(grid: Grid, where: Ints, weight: float) -> tuple[float, float]:
    """Total displacement in tiles, and weight times the cost of pairs, of places in cells `where` [n]."""
    moved = float(grid.distance[np.arange(len(where)), where].sum()) if len(where) else 0.0
    steps = grid.cells[where[grid.pairs[:, 0]]] - grid.cells[where[grid.pairs[:, 1]]] if len(grid.pairs) else None
    return moved, 0.0 if steps is None else weight * float(closeness(steps).sum())


def _hull(plane: Floats) -> tuple[float, float]:
    """Area and perimeter of the convex hull (Andrew's monotone chain)."""
    points = sorted(set(map(tuple, plane.tolist())))
    if len(points) < 2:
        return 0.0, 0.0
    corners: list[tuple[float, float]] = []
    for ordered in (points, points[::-1]):
        chain: list[tuple[float, float]] = []
        for point in ordered:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        corners += chain[:-1]
    following = corners[1:] + corners[:1]
    area = sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(corners, following, strict=True)) / 2
    return abs(area), sum(math.dist(a, b) for a, b in zip(corners, following, strict=True))


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
