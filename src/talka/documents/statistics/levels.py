"""Names that stand in several columns at the left of a table, or in several rows above it, into dimensions.

An empty cell repeats the name above it (at the left, in a header): that is what merged cells leave when they are saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .labels import all_periods, indented


@dataclass
class Level:
    """labels: each category once, in the order of the file; at: the category of every line."""

    labels: list[str]
    at: list[int]


def levels_of(levels: Sequence[Sequence[str]]) -> list[Level]:
    """Each level with the categories of every line, from the cells as they stand ("" repeats).

    Two equal names are two categories where both stand within one block of the level outside, or under different less
    indented names: rural territories of one name in two municipalities. Periods of one name are one.
    """
    found: list[Level] = []
    new_block = [False] * (len(levels[0]) if levels else 0)
    for at, cells in enumerate(levels):
        level, new_block = _level(cells, new_block, innermost=at == len(levels) - 1)
        found.append(level)
    return found


def _level(cells: Sequence[str], new_block: Sequence[bool], *, innermost: bool) -> tuple[Level, list[bool]]:
    """The level, and for every line whether it begins a block for the level inside."""
    each_counts = innermost or not all(cells)
    periods = all_periods([cell for cell in cells if cell])
    known: dict[tuple[str, str, int], int] = {}
    level = Level([], [])
    changed: list[bool] = []
    times: dict[tuple[str, str], int] = {}
    above: list[tuple[int, str]] = []
    last, current = "", -1
    for cell, new in zip(cells, new_block, strict=True):
        if new:
            times, above, last = {}, [], ""
        if current >= 0 and (not cell or (cell == last and not each_counts)):
            changed.append(new)
        else:
            depth, _name = indented(cell)
            while above and above[-1][0] >= depth:
                above.pop()
            key = (cell, above[-1][1] if above else "")
            above.append((depth, cell))
            times[key] = 0 if periods else times.get(key, -1) + 1
            whole = (*key, times[key])
            if whole not in known:
                known[whole] = len(level.labels)
                level.labels.append(cell)
            current, last = known[whole], cell
            changed.append(True)
        level.at.append(current)
    return level, changed
