"""An index of several indicators: what would go in, and what came out of one that was computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from talka.decisions.models import DecisionRun
from talka.indicators.comparing.choice import Choice
from talka.indicators.comparing.index_question import (
    OF_REGIONS,
    OWN,
    PEOPLE,
    IndexQuestion,
    catalogue_key,
    index_question,
    known_spec,
    own_weights,
    spec_titles,
)
from talka.methods.composite_index.ranks import RankInterval, rank_intervals
from talka.methods.composite_index.solve import CompositeIndex, Standing
from talka.people.models import Person
from talka.territories.models import Area
from talka.territories.queries import Tile, areas_by_key, municipalities, regions, tile_map
from talka.ui.numbers import number

from .comparison import figures_of, measures_of
from .indicator import classes_of

METHOD, SUBJECT = "composite-index", "index"
DIGITS = 3


def question_of(choice: Choice, today: date) -> IndexQuestion:
    """What an index of the choice is made of, over all municipalities of today, or all regions. Four queries."""
    ready = known_spec(choice.spec)
    if ready is not None:
        weights = {catalogue_key(key): weight for key, weight in ready.indicators.items()}
        areas = list(regions(today) if ready.name in OF_REGIONS else municipalities(today))
        found = figures_of(areas, measures_of([*weights, PEOPLE]), None)
        return index_question(ready.name, spec_titles().get(ready.name, ready.title), weights, found)
    found = figures_of(list(municipalities(today)), measures_of(choice.measures), None)
    return index_question(OWN, "", own_weights(found.columns, choice.weights), found)


@dataclass(frozen=True)
class Placed:
    """One area of an index. contributions: by the indicators, what each adds to the level."""

    area: Area
    standing: Standing
    interval: RankInterval | None
    contributions: Sequence[float | None]


@dataclass(frozen=True)
class IndexGroup:
    """Areas that are compared among themselves; kind: of area, empty where all are."""

    kind: str
    rows: list[Placed]


@dataclass(frozen=True)
class IndexPage:
    """year: None where each indicator was of its own latest year. lacking: areas without an index, as a figure is not
    known. change: whether the year before is known."""

    run: DecisionRun
    year: int | None
    indicators: list[tuple[str, str, float, int]]
    groups: list[IndexGroup]
    lacking: list[Area]
    tiles: list[Tile]
    legend: list[tuple[int, str]]
    change: bool
    population_weighted: bool

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def index_page(run: DecisionRun, today: date) -> IndexPage:
    """Four queries. The places of the run are computed again with their intervals, by the same seed always the same."""
    result = CompositeIndex.from_json(run.result or {})
    year = max((one.year for one in result.standings if one.year is not None), default=None)
    now = [one for one in result.standings if one.year == year]
    areas = areas_by_key([one.area for one in now])
    groups = [
        IndexGroup(group, _placed(result, now, areas, year, group)) for group in sorted({one.group for one in now})
    ]
    levels = {areas[one.area].pk: one.level for one in now if one.level is not None and one.area in areas}
    bounds, legend = classes_of(sorted(levels.values()))
    drawn = {pk: (number(level, DIGITS), 1 + sum(level > bound for bound in bounds)) for pk, level in levels.items()}
    titles = {each.key: each.title for each in measures_of(result.indicators)}
    return IndexPage(
        run=run,
        year=year,
        indicators=[
            (key, titles.get(key, key), weight, sign)
            for key, weight, sign in zip(result.indicators, result.weights, result.signs, strict=True)
        ],
        groups=[group for group in groups if group.rows],
        lacking=[areas[one.area] for one in now if one.level is None and one.area in areas],
        tiles=tile_map(today, drawn) if drawn else [],
        legend=[(level, f"{number(low, DIGITS)} … {number(high, DIGITS)}") for level, low, high in legend],
        change=any(one.change is not None for one in now),
        population_weighted=result.population_weighted,
    )


def _placed(
    result: CompositeIndex, now: Sequence[Standing], areas: Mapping[str, Area], year: int | None, group: str
) -> list[Placed]:
    intervals = {each.area: each for each in rank_intervals(result, year=year, group=group)}
    rows = [
        Placed(areas[one.area], one, intervals.get(one.area), one.contributions)
        for one in now
        if one.group == group and one.level is not None and one.area in areas
    ]
    return sorted(rows, key=lambda row: (row.standing.rank or 0, row.area.sort_key))


def runs_of(person: Person | None, *, all_of_them: bool) -> list[tuple[DecisionRun, str]]:
    """Indices that were computed, newest first: one's own and those that were accepted; all for who enters figures."""
    rows = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT).defer("input", "result")
    if not all_of_them:
        own: Any = Q(created_by=person) if person else Q(pk=None)
        rows = rows.filter(own | Q(state=DecisionRun.State.ACCEPTED))
    return [(row, title_of(row)) for row in rows[:20]]


def title_of(run: DecisionRun) -> str:
    """In the reader's language: of a ready set its name."""
    return spec_titles().get(run.subject_id) or run.parameters.get("title") or _("An index of chosen indicators")
