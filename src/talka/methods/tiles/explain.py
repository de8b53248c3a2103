"""What the grid map keeps and what it bends: pairs torn apart, places moved far, and the map itself as text."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from talka.methods import reasons
from talka.methods.tiles.problem import Problem

ENGLISH: dict[str, str] = {
    "kept": "{kept} of {pairs} pairs of neighbours lie side by side, {met} touch at least at a corner.",
    "no_neighbours": "No neighbours were given; the tiles are as near to the places as can be.",
    "apart": "{a} and {b} are neighbours, but their tiles do not touch.",
    "turned": "{a} lies {truly} of {b}, but its tile does not.",
}


class Reason(reasons.Reason):
    english = ENGLISH


def explain(problem: Problem, tiles: Mapping[str, tuple[int, int]]) -> tuple[Reason, ...]:
    """How true the map is: the share of neighbours kept, each pair torn apart, each neighbour on the wrong side."""
    if not problem.neighbours:
        return (Reason("no_neighbours", {}),)
    where = {place.id: place for place in problem.places}
    steps = {pair: np.subtract(tiles[pair[0]], tiles[pair[1]]) for pair in problem.neighbours}
    kept = sum(1 for step in steps.values() if np.abs(step).sum() == 1)
    met = sum(1 for step in steps.values() if np.abs(step).max() == 1)
    reasons = [Reason("kept", {"kept": kept, "met": met, "pairs": len(steps)})]
    for (a, b), step in sorted(steps.items()):
        if np.abs(step).max() > 1:
            reasons.append(Reason("apart", {"a": a, "b": b}))
        north, east = where[a].lat - where[b].lat, where[a].lon - where[b].lon
        if abs(north) > abs(east):
            truly, wrong = ("north" if north > 0 else "south"), step[0] * north > 0
        else:
            truly, wrong = ("east" if east > 0 else "west"), step[1] * east < 0
        if wrong:
            reasons.append(Reason("turned", {"a": a, "b": b, "truly": truly}))
    return tuple(reasons)


def drawn(tiles: Mapping[str, tuple[int, int]], width: int = 4) -> list[str]:
    """The map as lines of text, each tile the first letters of its id."""
    by_tile = {tile: place for place, tile in tiles.items()}
    rows = max((row for row, _ in by_tile), default=0)
    columns = max((column for _, column in by_tile), default=0)
    return [
        " ".join(by_tile.get((row, column), "·")[:width].ljust(width) for column in range(1, columns + 1)).rstrip()
        for row in range(1, rows + 1)
    ]
