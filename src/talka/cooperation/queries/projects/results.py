"""The results of joint projects with the way from baseline to target."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from talka.indicators.queries.figures import figures_of
from talka.indicators.way import TONES, WORDS, Standing, Way, standing
from talka.ui.refusals import Words
from talka.ui.way_chart import Course

from ...models import ProjectResult, ProjectResultValue


@dataclass(frozen=True)
class ResultRow:
    """One result: where it stands, its picture, its figures by year; values: those entered here."""

    result: ProjectResult
    way: Way
    standing: Standing
    course: Course
    years: Sequence[tuple[int, float, str]]
    values: Sequence[ProjectResultValue]

    @property
    def words(self) -> Words:
        return WORDS[self.standing.state]

    @property
    def tone(self) -> str:
        return TONES.get(self.standing.state, "neutral")

    @property
    def digits(self) -> int:
        """With how many decimals its figures are written."""
        if self.result.indicator is not None:
            return self.result.indicator.decimals
        told = [self.result.baseline, self.result.target, *(row.value for row in self.values)]
        return max((_decimals(one) for one in told if one is not None), default=0)


def results_of(project: int) -> list[ResultRow]:
    """Three queries."""
    rows = list(
        ProjectResult.objects.filter(project=project, retired_at=None)
        .select_related("indicator", "area")
        .defer("area__boundary", "area__outline")
    )
    entered: dict[int, list[ProjectResultValue]] = {}
    for value in ProjectResultValue.objects.filter(result__in=rows, withdrawn_at=None).order_by("year"):
        entered.setdefault(value.result_id, []).append(value)
    indicators = {row.indicator_id for row in rows if row.indicator_id}
    told = figures_of([pk for pk in indicators if pk], {row.area_id for row in rows if row.area_id})
    return [_row(row, entered.get(row.pk, []), told) for row in rows]


def _row(
    row: ProjectResult,
    values: Sequence[ProjectResultValue],
    told: dict[int, dict[int, dict[int, float]]],
) -> ResultRow:
    linked = row.indicator is not None
    figures = (
        told.get(row.indicator_id or 0, {}).get(row.area_id or 0, {})
        if linked
        else {one.year: float(one.value) for one in values}
    )
    baseline = float(row.baseline) if row.baseline is not None else None
    if baseline is None and row.baseline_year is not None:
        baseline = figures.get(row.baseline_year)
    target = float(row.target) if row.target is not None else None
    way = Way(row.direction, row.baseline_year, baseline, row.target_year, target)
    begins = way.baseline_year if way.baseline_year is not None else min(figures, default=0)
    shown = {year: value for year, value in figures.items() if year >= begins}
    drawn = dict(shown)
    if way.baseline_year is not None and way.baseline is not None:
        drawn.setdefault(way.baseline_year, way.baseline)
    line: tuple[tuple[int, float], ...] = ()
    aim = None
    if way.has_line and way.baseline_year is not None and way.target_year is not None:
        line = tuple((year, at) for year in (way.baseline_year, way.target_year) if (at := way.at(year)) is not None)
    elif way.goal is not None and way.target_year is not None:
        aim = (way.target_year, way.goal)
    sources = {one.year: one.source for one in values}
    return ResultRow(
        result=row,
        way=way,
        standing=standing(way, figures),
        course=Course(own=tuple(sorted(drawn.items())), line=line, target=aim),
        years=[(year, value, sources.get(year, "")) for year, value in sorted(shown.items())],
        values=values if not linked else (),
    )


def _decimals(value: Decimal) -> int:
    _whole, _point, rest = f"{value:f}".partition(".")
    return len(rest.rstrip("0"))
