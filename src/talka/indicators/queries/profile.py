"""What the profile of an area shows: its figures, their place among all and among peers, and what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Q

from talka.indicators.models import Indicator, Observation, Theme
from talka.territories.models import Area

from .peer_set import PeerSet, peer_set

LEAST_PERCENT = 0.5
"""A smaller change is not worth a sentence."""


@dataclass(frozen=True)
class Point:
    """One year of a series. note: a code that says why there is no figure, or how it came to be."""

    year: int
    value: float | None
    status: str
    note: str
    source: str


@dataclass(frozen=True)
class Place:
    """Where an area stands among those that have a figure: 1 is the best where better is known, else the largest."""

    rank: int
    of: int


@dataclass(frozen=True)
class Line:
    """One indicator of a profile.

    latest: the last year with a figure. before: the year with a figure before it. place and place_before: among all of
    its kind in these years, None where fewer than three have a figure. peers: median of its peers in that year.
    low, middle, high: among all in that year.
    """

    indicator: Indicator
    points: tuple[Point, ...]
    latest: Point | None
    before: Point | None
    place: Place | None = None
    place_before: Place | None = None
    peers: float | None = None
    low: float | None = None
    middle: float | None = None
    high: float | None = None

    @property
    def change(self) -> float | None:
        """From the year before to the latest, in the unit of the indicator."""
        if self.latest is None or self.before is None:
            return None
        return _known(self.latest) - _known(self.before)

    @property
    def change_percent(self) -> float | None:
        """The same in percent, where that means something: of sums and means above zero, not of shares."""
        if self.change is None or self.before is None or _known(self.before) <= 0 or "%" in str(self.indicator.unit):
            return None
        return 100 * self.change / _known(self.before)

    @property
    def telling(self) -> bool:
        """Whether the change is worth a sentence: a place moved, or half a percent of what is told each year."""
        if not self.change or self.indicator.periodicity == Indicator.Periodicity.ONCE:
            return False
        return bool(_moved(self)) or abs(self.change_percent or 0) >= LEAST_PERCENT

    @property
    def good(self) -> bool | None:
        """Whether it changed for the better; None where neither is better or nothing changed."""
        if not self.change or self.indicator.direction == Indicator.Direction.NONE:
            return None
        return (self.change > 0) == (self.indicator.direction == Indicator.Direction.UP)

    @property
    def trend(self) -> list[float | None]:
        return [point.value for point in self.points]

    @property
    def silent(self) -> Point | None:
        """A later year of which is said that there is no figure, and why."""
        last = self.points[-1] if self.points else None
        if last is None or last.value is not None or (self.latest and self.latest.year > last.year):
            return None
        return last

    @property
    def drawn(self) -> bool:
        """Whether there are years enough for a line to tell more than the change."""
        return sum(point.value is not None for point in self.points) > 2

    @property
    def share(self) -> float | None:
        """Where the value lies between the lowest and the highest of all, 0 to 100."""
        return None if self.latest is None else self._along(_known(self.latest))

    @property
    def middle_share(self) -> float | None:
        """Where the median of all lies between them."""
        return None if self.middle is None else self._along(self.middle)

    def _along(self, value: float) -> float | None:
        if self.low is None or self.high is None or self.high == self.low:
            return None
        return round(100 * (value - self.low) / (self.high - self.low), 1)


@dataclass(frozen=True)
class Section:
    theme: Theme
    lines: list[Line]


@dataclass(frozen=True)
class Profile:
    area: Area
    among: PeerSet
    sections: list[Section]

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.indicator.key == key), None)

    @property
    def changes(self) -> list[Line]:
        """What changed most, measured by places gained or lost and then by percent; the telling ones first."""
        told = [line for line in self.lines if line.telling]
        return sorted(told, key=lambda line: (-abs(_moved(line)), -abs(line.change_percent or 0)))[:5]

    @property
    def strengths(self) -> list[Line]:
        """Where it is in the first quarter of all, of indicators of which more or less is better."""
        return [line for line in self._judged() if 4 * line.place.rank <= line.place.of]  # type: ignore[union-attr]

    @property
    def weaknesses(self) -> list[Line]:
        """Where it is in the last quarter."""
        return [line for line in self._judged() if 4 * line.place.rank > 3 * line.place.of]  # type: ignore[union-attr]

    def _judged(self) -> list[Line]:
        return [x for x in self.lines if x.place and x.indicator.direction != Indicator.Direction.NONE]


def profile(area: Area, today: date) -> Profile:
    """The whole profile in five queries, whatever is known of the area."""
    among = peer_set(area, today)
    series = _series(area)
    indicators = Indicator.objects.filter(pk__in=series, in_profile=True).select_related("weight")
    known = {row.pk: row for row in indicators}
    lines = {pk: _line(known[pk], points) for pk, points in series.items() if pk in known}
    others = values_of(among, lines.values())
    placed = [_placed(area, line, among, others) for line in lines.values()]
    order = list(Theme.values)
    placed.sort(key=lambda line: (order.index(line.indicator.theme), line.indicator.order, line.indicator.key))
    sections = [Section(theme, [x for x in placed if x.indicator.theme == theme]) for theme in Theme]
    return Profile(area, among, [section for section in sections if section.lines])


def _series(area: Area) -> dict[int, tuple[Point, ...]]:
    """The points of every indicator of which something is said of the area, by the indicator's id."""
    rows = (
        Observation.objects.filter(area=area, current=True, category=None)
        .order_by("indicator_id", "year")
        .values_list("indicator_id", "year", "value", "status", "note", "release__source")
    )
    series: dict[int, list[Point]] = {}
    for pk, year, value, status, note, source in rows:
        series.setdefault(pk, []).append(Point(year, value, status, note, source))
    return {pk: tuple(points) for pk, points in series.items()}


def _line(indicator: Indicator, points: tuple[Point, ...]) -> Line:
    told = comparable(points)
    if indicator.periodicity == Indicator.Periodicity.ONCE:
        told = told[-1:]
    return Line(indicator, points, latest=told[-1] if told else None, before=told[-2] if len(told) > 1 else None)


def comparable(points: Sequence[Point]) -> list[Point]:
    """The years with a figure since the series last broke."""
    told = points_told(points)
    after_break = next((n for n in range(len(told) - 1, 0, -1) if told[n].status == Observation.Status.BREAK), 0)
    return told[after_break:]


Values = Mapping[tuple[int, int], Mapping[int, float]]


def values_of(among: PeerSet, lines: Iterable[Line]) -> Values:
    """(indicator, year) → area → value, for the years that the lines compare. One query."""
    wanted = Q(pk__in=())
    for line in lines:
        years = {point.year for point in (line.latest, line.before) if point}
        if years:
            wanted |= Q(indicator=line.indicator, year__in=years)
    rows = Observation.objects.filter(wanted, area__in=among.all, current=True, category=None, value__isnull=False)
    found: dict[tuple[int, int], dict[int, float]] = {}
    for indicator, year, area, value in rows.values_list("indicator_id", "year", "area_id", "value"):
        if value is not None:
            found.setdefault((indicator, year), {})[area] = value
    return found


def _placed(area: Area, line: Line, among: PeerSet, values: Values) -> Line:
    if line.latest is None:
        return line
    now = values.get((line.indicator.pk, line.latest.year), {})
    before = values.get((line.indicator.pk, line.before.year), {}) if line.before else {}
    of_peers = [now[pk] for pk in among.peer_ids if pk in now]
    return Line(
        line.indicator,
        line.points,
        line.latest,
        line.before,
        place=place_of(area.pk, now, line.indicator),
        place_before=place_of(area.pk, before, line.indicator),
        peers=median(of_peers) if of_peers else None,
        low=min(now.values(), default=None),
        middle=median(now.values()) if now else None,
        high=max(now.values(), default=None),
    )


def place_of(area: int, values: Mapping[int, float], indicator: Indicator) -> Place | None:
    """The area's place among all values; equal ones share the better place. None among fewer than three."""
    if area not in values or len(values) < 3:
        return None
    down = indicator.direction == Indicator.Direction.DOWN
    ahead = sum(v < values[area] if down else v > values[area] for v in values.values())
    return Place(ahead + 1, len(values))


def _moved(line: Line) -> int:
    """Places gained (above zero) or lost since the year before."""
    if line.place is None or line.place_before is None:
        return 0
    return line.place_before.rank - line.place.rank


def _known(point: Point) -> float:
    assert point.value is not None
    return point.value


def points_told(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.value is not None]
