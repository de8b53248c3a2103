"""The indicators of documents with their way, where they stand, and how the peers went."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from talka.indicators.queries.figures import figures_of
from talka.indicators.way import TONES, WORDS, Standing, State, Way, standing
from talka.territories.models import Area
from talka.ui.refusals import Words
from talka.ui.way_chart import Course, Others

from ..models import PlanIndicator, PlanValue
from .peers import FEWEST, Peers, PeerYear, peers_of, rebased, way_of_peers


@dataclass(frozen=True)
class YearRow:
    """One line of the table beside the picture. asked: what the line asks for."""

    year: int
    asked: float | None
    value: float | None
    note: str
    peers: PeerYear | None


@dataclass(frozen=True)
class WayRow:
    """peers_rebased: the peers are shown as if they had begun where the area did."""

    indicator: PlanIndicator
    way: Way
    standing: Standing
    course: Course
    years: Sequence[YearRow]
    values: Sequence[PlanValue]
    peers: Peers
    peers_rebased: bool
    peers_short: bool

    @property
    def state(self) -> str:
        return self.standing.state.value

    @property
    def words(self) -> Words:
        return WORDS[self.standing.state]

    @property
    def tone(self) -> str:
        return TONES.get(self.standing.state, "neutral")

    @property
    def digits(self) -> int:
        """With how many decimals its figures are written."""
        linked = self.indicator.indicator
        if linked is not None:
            return linked.decimals
        told = [self.indicator.baseline, self.indicator.target, *(row.value for row in self.values)]
        return max((decimals_of(one) for one in told if one is not None), default=0)


def decimals_of(value: object) -> int:
    """How many decimals a figure has that are not nought."""
    _whole, _point, rest = f"{value:f}".partition(".")
    return len(rest.rstrip("0"))


def ways_of(indicators: Sequence[PlanIndicator], area: Area) -> list[WayRow]:
    """Each indicator's way, in the order given. A fixed number of queries, for indicators of any number of documents
    of one area: own figures, the peers, figures of the catalogue."""
    own: dict[int, list[PlanValue]] = {}
    for row in PlanValue.objects.filter(indicator__in=indicators, withdrawn_at=None).order_by("year"):
        own.setdefault(row.indicator_id, []).append(row)
    linked = {one.indicator_id for one in indicators if one.indicator_id}
    peers = peers_of(area) if linked else Peers()
    told = figures_of([pk for pk in linked if pk], [area.pk, *peers.areas])
    return [_row(one, area, own.get(one.pk, []), told.get(one.indicator_id or 0, {}), peers) for one in indicators]


def _row(
    indicator: PlanIndicator,
    area: Area,
    values: Sequence[PlanValue],
    told: dict[int, dict[int, float]],
    peers: Peers,
) -> WayRow:
    linked = indicator.indicator
    figures = told.get(area.pk, {}) if linked else {row.year: float(row.value) for row in values}
    way = way_of(indicator, figures)
    begins = way.baseline_year if way.baseline_year is not None else min(figures, default=None)
    shown = {year: value for year, value in figures.items() if begins is None or year >= begins}
    ends = max([*shown, way.target_year or 0], default=0)
    others: tuple[PeerYear, ...] = ()
    by_start = bool(linked and rebased(linked) and way.baseline is not None)
    if linked and begins is not None and ends:
        start = way.baseline if by_start else None
        others = way_of_peers(told, peers.areas, first=begins, last=ends, start=start)
    line: tuple[tuple[int, float], ...] = ()
    aim = None
    if way.has_line and way.baseline_year is not None and way.target_year is not None:
        line = tuple((year, at) for year in (way.baseline_year, way.target_year) if (at := way.at(year)) is not None)
    elif way.goal is not None and way.target_year is not None:
        aim = (way.target_year, way.goal)
    drawn = dict(shown)
    if way.baseline_year is not None and way.baseline is not None:
        drawn.setdefault(way.baseline_year, way.baseline)
    course = Course(
        own=tuple(sorted(drawn.items())),
        line=line,
        target=aim,
        others=tuple(Others(one.year, one.low, one.middle, one.high) for one in others),
    )
    return WayRow(
        indicator=indicator,
        way=way,
        standing=standing(way, figures),
        course=course,
        years=_years(way, shown, values if not linked else (), others),
        values=values if not linked else (),
        peers=peers if linked else Peers(),
        peers_rebased=by_start,
        peers_short=bool(linked and not others and len(peers.areas) < FEWEST),
    )


def way_of(indicator: PlanIndicator, figures: dict[int, float]) -> Way:
    """What the document promises. A baseline that names only its year is the figure of that year."""
    baseline = float(indicator.baseline) if indicator.baseline is not None else None
    if baseline is None and indicator.baseline_year is not None:
        baseline = figures.get(indicator.baseline_year)
    return Way(
        direction=indicator.direction,
        baseline_year=indicator.baseline_year,
        baseline=baseline,
        target_year=indicator.target_year,
        target=float(indicator.target) if indicator.target is not None else None,
    )


def _years(
    way: Way, figures: dict[int, float], values: Sequence[PlanValue], others: Sequence[PeerYear]
) -> list[YearRow]:
    peers = {one.year: one for one in others}
    notes = {row.year: "; ".join(part for part in (row.source, row.note) if part) for row in values}
    ends = [year for year in (way.baseline_year, way.target_year) if year is not None]
    return [
        YearRow(year, way.at(year), figures.get(year), notes.get(year, ""), peers.get(year))
        for year in sorted({*figures, *peers, *ends})
    ]


def tally_of(ways: Sequence[WayRow]) -> list[tuple[str, str, int]]:
    """(code, words, how many), in the order of `way.State`; only what there is."""
    counts = Counter(way.standing.state for way in ways)
    return [(state.value, str(WORDS[state]), counts[state]) for state in State if counts[state]]
