"""Figures of the members of a learning network: side by side, and on the way to their targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from talka.indicators.comparing.compared import Compared, Measure
from talka.indicators.models import Indicator
from talka.indicators.queries.comparison import figures_of as compared_figures
from talka.indicators.queries.figures import figures_of
from talka.indicators.way import DOWN, KEEP, TONES, UP, WORDS, Standing, State, Way, standing
from talka.territories.models import Area
from talka.ui.refusals import Words

from ..models import NetworkMember, NetworkTarget


@dataclass(frozen=True)
class Figure:
    """value: in the unit of the indicator."""

    year: int
    value: Decimal


def latest_figure(indicator: Indicator, area: int) -> Figure | None:
    """The newest figure of an area (its row id) that is no forecast. One query."""
    told = figures_of([indicator.pk], [area]).get(indicator.pk, {}).get(area, {})
    if not told:
        return None
    year = max(told)
    return Figure(year, Decimal(str(round(told[year], 4))))


def side_by_side(members: Sequence[NetworkMember], indicators: Sequence[Indicator]) -> Compared:
    """The figures of the members' areas, each of the latest year that most of them have. One query."""
    areas: dict[int, Area] = {member.area.pk: member.area for member in members if member.area is not None}
    return compared_figures(list(areas.values()), [Measure(each) for each in indicators], None)


@dataclass(frozen=True)
class TargetRow:
    """A target and where it stands. entered: the newest figure was written down by the member, not published."""

    target: NetworkTarget
    title: Words
    unit: Words
    digits: int | None
    standing: Standing
    entered: bool
    told: bool
    """Whether it can be said how it goes: a first value is known, or which way is better."""

    @property
    def words(self) -> Words:
        return WORDS[self.standing.state]

    @property
    def tone(self) -> str:
        return TONES.get(self.standing.state, "neutral")

    @property
    def reached(self) -> bool:
        return self.told and self.standing.state == State.REACHED


def rows_of(targets: Sequence[NetworkTarget]) -> list[TargetRow]:
    """In the order given; what was reached comes from the figures of the catalogue where there are any. One query, none
    where no target has an indicator. The targets carry their member and indicator."""
    linked = {one.indicator_id for one in targets if one.indicator_id is not None}
    areas = {one.member.area_id for one in targets if one.member.area_id is not None}
    told = figures_of(linked, areas) if linked and areas else {}
    return [_row(one, told.get(one.indicator_id or 0, {}).get(one.member.area_id or 0, {})) for one in targets]


def _row(target: NetworkTarget, published: dict[int, float]) -> TargetRow:
    figures = dict(published)
    if target.reached_value is not None and target.reached_year is not None:
        figures.setdefault(target.reached_year, float(target.reached_value))
    direction = direction_of(target)
    way = Way(
        direction or UP,
        target.from_year,
        None if target.from_value is None else float(target.from_value),
        target.to_year,
        float(target.to_value),
    )
    found = standing(way, figures)
    indicator = target.indicator
    return TargetRow(
        target,
        str(indicator.title) if indicator is not None else str(target.measured),
        str(indicator.unit) if indicator is not None else "",
        indicator.decimals if indicator is not None else None,
        found,
        found.year is not None and found.year not in published,
        direction is not None or found.state == State.NO_FIGURE,
    )


def direction_of(target: NetworkTarget) -> str | None:
    """Up, down or keep, by the two values; without a first one as the indicator says what is better; else None."""
    if target.from_value is not None:
        if target.to_value == target.from_value:
            return KEEP
        return UP if target.to_value > target.from_value else DOWN
    if target.indicator is not None:
        return {Indicator.Direction.UP: UP, Indicator.Direction.DOWN: DOWN}.get(
            Indicator.Direction(target.indicator.direction)
        )
    return None
