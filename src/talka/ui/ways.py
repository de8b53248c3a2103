"""A way: rows of things from where they come from to what came of them, and the lines between; and what of it is drawn.

Of a row no more is drawn than fits: first what hangs together with what is drawn already, beginning where the way is
told from. See `way_drawing` for the boxes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

Line = tuple[str, str]


@dataclass(frozen=True)
class Stop:
    """One thing on the way. key: its name in the lines. here: the way is told from it."""

    key: str
    title: str
    href: str = ""
    here: bool = False


@dataclass(frozen=True)
class Row:
    """Things of one kind. rest: keys of those that are not drawn for lack of room; anchor: where all of them stand."""

    label: str
    stops: tuple[Stop, ...]
    rest: frozenset[str] = frozenset()
    anchor: str = ""

    @property
    def count(self) -> int:
        """How many boxes it takes."""
        return len(self.stops) + bool(self.rest)


@dataclass(frozen=True)
class Way:
    """rows: from the top; one of them holds the stop that is `here`. lines: pairs of keys, the upper one first."""

    rows: tuple[Row, ...]
    lines: tuple[Line, ...]


def shortened(way: Way, most: int) -> Way:
    """The same way with at most so many boxes in a row, each row in the order of what it hangs on above it."""
    beside = _beside(way.lines)
    return Way(tuple(_in_order(_kept(way.rows, beside, most), beside)), way.lines)


def _beside(lines: Collection[Line]) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in lines:
        found[a].add(b)
        found[b].add(a)
    return found


def _kept(rows: Sequence[Row], beside: Mapping[str, set[str]], most: int) -> list[Row]:
    """Away from where the way is told from, row by row: what hangs on what is drawn, and of it what leads furthest."""
    start = next(n for n, row in enumerate(rows) if any(stop.here for stop in row.stops))
    kept = list(rows)
    drawn = {stop.key for stop in rows[start].stops}
    for side in (range(start + 1, len(rows)), range(start - 1, -1, -1)):
        reach = _reach([rows[n] for n in side], beside)
        for n in side:
            row = rows[n]
            if row.count > most:
                chosen = _chosen(
                    row, most - 1, {stop.key: beside.get(stop.key, set()) & drawn for stop in row.stops}, reach
                )
                kept[n] = replace(
                    row,
                    stops=tuple(stop for stop in row.stops if stop.key in chosen),
                    rest=row.rest | {stop.key for stop in row.stops if stop.key not in chosen},
                )
            drawn |= {stop.key for stop in kept[n].stops}
    return kept


def _chosen(row: Row, most: int, hangs_on: Mapping[str, set[str]], reach: Mapping[str, int]) -> set[str]:
    """So many keys of a row, spread over what they hang on, so that no group speaks for all; of each first what leads
    furthest."""
    spoken: Counter[str] = Counter()
    left = [stop.key for stop in row.stops]
    chosen: set[str] = set()

    def place(key: str) -> tuple[bool, int, int]:
        return not hangs_on[key], min((spoken[on] for on in hangs_on[key]), default=0), -reach[key]

    while left and len(chosen) < most:
        key = min(left, key=place)
        left.remove(key)
        chosen.add(key)
        spoken.update(hangs_on[key])
    return chosen


def _reach(rows: Sequence[Row], beside: Mapping[str, set[str]]) -> Mapping[str, int]:
    """How many rows further each thing leads, away from the start; the rows stand in that direction."""
    found: dict[str, int] = {}
    for row in reversed(rows):
        here = {*(stop.key for stop in row.stops), *row.rest}
        found |= {
            key: max((found[other] + 1 for other in beside.get(key, ()) if other in found), default=0) for key in here
        }
    return found


def _in_order(rows: Sequence[Row], beside: Mapping[str, set[str]]) -> list[Row]:
    """So that few lines cross: each thing stands under the middle of what it hangs on in the rows above."""
    at: dict[str, float] = {}
    ordered = []
    for row in rows:
        means = {}
        for stop in row.stops:
            above = [at[key] for key in beside.get(stop.key, ()) if key in at]
            means[stop.key] = sum(above) / len(above) if above else 0.5
        stops = tuple(sorted(row.stops, key=lambda stop: means[stop.key]))
        at |= {stop.key: (n + 0.5) / row.count for n, stop in enumerate(stops)}
        at |= dict.fromkeys(row.rest, (row.count - 0.5) / row.count)
        ordered.append(replace(row, stops=stops))
    return ordered
