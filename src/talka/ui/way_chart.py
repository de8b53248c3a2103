"""The geometry of the way of a figure: the line from a baseline to a target, where it is, and how others went.

Plain numbers in and out; `<c-way-chart>` draws what comes out, and beside it the same as a table.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 216
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 14, 30
"""Room around the plot: for the figures at the left, half a year at the right, the years below."""
MOST_YEARS = 5
"""Names of years that have room side by side."""
Point = tuple[int, float]


@dataclass(frozen=True)
class Others:
    """How others stood in a year: the middle, and between low and high half of them."""

    year: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Course:
    """What is to be drawn. own: figures by year, oldest first; line: baseline and target, or nothing; target: where
    there is no line, the figure to be reached and its year."""

    own: tuple[Point, ...] = ()
    line: tuple[Point, ...] = ()
    target: Point | None = None
    others: tuple[Others, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A name beside the plot: a figure at the left, a year below."""

    at: float
    value: float


@dataclass(frozen=True)
class WayChart:
    """Ready for SVG: points as text, x and y of single marks. `level`: the height of a target without a line."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    own: str
    dots: tuple[tuple[float, float], ...]
    line: str
    target: tuple[float, float] | None
    level: float | None
    band: str
    middle: str
    figures: tuple[Mark, ...]
    years: tuple[Mark, ...]


def way_chart(course: Course | None) -> WayChart | None:
    """Lay a course out; None where there are fewer than two years or figures to be shown at all."""
    if course is None:
        return None
    points = [*course.own, *course.line, *([course.target] if course.target else [])]
    years = sorted({year for year, _value in points} | {one.year for one in course.others})
    values = [value for _year, value in points] + [v for one in course.others for v in (one.low, one.high)]
    if len(years) < 2 or not points:
        return None
    first, last = years[0], years[-1]
    marks = figures_beside(min(values), max(values))
    low, high = min(marks[0], *values), max(marks[-1], *values)

    def x(year: int) -> float:
        return round(LEFT + (year - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - BOTTOM - TOP), 1)

    def path(spots: Iterable[Point]) -> str:
        return " ".join(f"{x(year)},{y(value)}" for year, value in spots)

    aim = course.line[-1] if course.line else course.target
    return WayChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
        own=path(course.own) if len(course.own) > 1 else "",
        dots=tuple((x(year), y(value)) for year, value in course.own),
        line=path(course.line),
        target=(x(aim[0]), y(aim[1])) if aim else None,
        level=y(aim[1]) if aim and not course.line else None,
        band=path([(o.year, o.high) for o in course.others] + [(o.year, o.low) for o in reversed(course.others)])
        if len(course.others) > 1
        else "",
        middle=path((o.year, o.middle) for o in course.others) if len(course.others) > 1 else "",
        figures=tuple(Mark(y(value), value) for value in marks),
        years=tuple(Mark(x(year), year) for year in years_below(first, last)),
    )


def figures_beside(low: float, high: float, steps: int = 4) -> Sequence[float]:
    """Round figures from below `low` to above `high`, at most `steps` + 2 of them: 1, 2, 2.5 or 5 apart, times ten."""
    if high == low:
        low, high = (low - abs(low) / 10, high + abs(high) / 10) if low else (-1.0, 1.0)
    rough = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999_999)
    begin, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(begin, end + 1)]


def years_below(first: int, last: int) -> Sequence[int]:
    """The years that are named, evenly apart and the last always."""
    apart = max(1, math.ceil((last - first) / (MOST_YEARS - 1)))
    return sorted(year for year in range(last, first - 1, -apart))
