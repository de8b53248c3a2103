"""The geometry of the small pictures drawn in a page: bars, sparklines, the tile map. Plain numbers in and out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

CLASSES = 6


@dataclass(frozen=True)
class Sparkline:
    """A polyline in a box of width × height, and the two points worth a mark."""

    width: int
    height: int
    points: str
    last_x: float
    last_y: float
    low: float
    high: float
    first: float
    last: float


def sparkline(values: Sequence[float | None], width: int = 120, height: int = 32, pad: int = 4) -> Sparkline | None:
    """Values from left to right; None is a gap that is stepped over. Fewer than two values draw nothing."""
    known = [(place, float(value)) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    low, high = min(v for _, v in known), max(v for _, v in known)
    step = (width - 2 * pad) / (len(values) - 1)
    span = high - low

    def at(place: int, value: float) -> tuple[float, float]:
        share = (value - low) / span if span else 0.5
        return round(pad + place * step, 1), round(height - pad - share * (height - 2 * pad), 1)

    spots = [at(place, value) for place, value in known]
    return Sparkline(
        width, height, " ".join(f"{x},{y}" for x, y in spots), *spots[-1], low, high, known[0][1], known[-1][1]
    )


def share_of(value: float, maximum: float) -> float:
    """How much of the full length, in percent from 0 to 100, one digit."""
    return round(min(max(float(value) / float(maximum), 0.0), 1.0) * 100, 1) if maximum else 0.0


@dataclass(frozen=True)
class SmallBar:
    """A row of a small chart. value: None where there is none. trend: by time, None is a gap; trend_words: the same in
    words."""

    label: str
    value: float | None
    text: str
    href: str = ""
    trend: Sequence[float | None] = ()
    trend_words: str = ""


@dataclass(frozen=True)
class DrawnBar:
    """A row ready to draw: where the bar begins and how long it is, in percent of the width."""

    row: SmallBar
    start: float
    length: float
    line: Sparkline | None


def small_bars(rows: Sequence[SmallBar]) -> list[DrawnBar]:
    """Bars from a common zero, which stands within where there are values on both sides of it."""
    known = [row.value for row in rows if row.value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    span = (high - low) or 1.0
    drawn = []
    for row in rows:
        value = row.value or 0.0
        start, end = sorted((100 * (0 - low) / span, 100 * (value - low) / span))
        drawn.append(DrawnBar(row, round(start, 1), round(end - start, 1), sparkline(row.trend, 96, 24)))
    return drawn


@dataclass(frozen=True)
class Dot:
    """One value of a strip. marked: drawn to stand out."""

    value: float
    words: str
    marked: bool = False


@dataclass(frozen=True)
class Strip:
    """Dots along a line of 300 by 24: (x, words, marked), and where their median lies."""

    dots: tuple[tuple[float, str, bool], ...]
    middle: float


def strip(dots: Sequence[Dot], width: int = 300, pad: int = 6) -> Strip | None:
    """From the smallest at the left to the largest at the right; None where there is nothing."""
    if not dots:
        return None
    values = [dot.value for dot in dots]
    low, span = min(values), max(values) - min(values)

    def x(value: float) -> float:
        share = (value - low) / span if span else 0.5
        return round(pad + share * (width - 2 * pad), 1)

    ordered = sorted(dots, key=lambda dot: dot.marked)
    return Strip(tuple((x(dot.value), dot.words, dot.marked) for dot in ordered), x(median(values)))


@dataclass(frozen=True)
class Tile:
    """One tile of the map, ready to draw. x and y are the top left corner."""

    x: int
    y: int
    short: str
    label: str
    value: str
    href: str
    level: str


@dataclass(frozen=True)
class TileMap:
    width: int
    height: int
    side: int
    tiles: tuple[Tile, ...]


def tile_map(tiles: Iterable[Mapping[str, Any] | Any], side: int = 56, gap: int = 4) -> TileMap:
    """Lay tiles out. Each tile has row, column, label and may have short, href, value, level (0…5, or a name)."""

    def of(tile: Any, name: str, default: Any = "") -> Any:
        found = tile.get(name, default) if isinstance(tile, Mapping) else getattr(tile, name, default)
        return default if found is None else found

    given = list(tiles)
    if not given:
        return TileMap(0, 0, side, ())
    top, left = min(int(of(t, "row")) for t in given), min(int(of(t, "column")) for t in given)
    step = side + gap
    laid = tuple(
        Tile(
            x=(int(of(t, "column")) - left) * step,
            y=(int(of(t, "row")) - top) * step,
            short=str(of(t, "short") or str(of(t, "label"))[:3]),
            label=str(of(t, "label")),
            value=str(of(t, "value")),
            href=str(of(t, "href")),
            level=str(of(t, "level", "none")),
        )
        for t in sorted(given, key=lambda t: (int(of(t, "row")), int(of(t, "column"))))
    )
    return TileMap(max(t.x for t in laid) + side, max(t.y for t in laid) + side, side, laid)
