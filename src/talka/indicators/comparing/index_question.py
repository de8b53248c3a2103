"""What is asked of the method `composite_index`: a ready set of indicators, or one's own with weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from talka.indicators.models import Indicator
from talka.methods.composite_index.problem import Population, Problem, Weight
from talka.methods.composite_index.specs import NAMES, Spec, spec
from talka.methods.values import Values
from talka.territories.models import Area

from .compared import Column, Compared

OWN = "own"
OF_REGIONS = {"lv_regions_2014"}
PEOPLE = "population-registered"
ENOUGH = 0.5
"""A year counts where at least half of the areas that have a figure at all have one of it."""


def spec_titles() -> dict[str, str]:
    """The ready sets in the reader's language."""
    return {
        "lv_municipalities_2014": _("Territory development index, municipalities and state cities"),
        "lv_regions_2014": _("Territory development index, planning regions"),
    }


def known_spec(name: str) -> Spec | None:
    return spec(name) if name in NAMES else None


def catalogue_key(name: str) -> str:
    """The catalogue's key of an indicator of a ready set."""
    return name.replace("_", "-")


def own_weights(columns: Sequence[Column], given: Mapping[str, float]) -> dict[str, Weight]:
    """Weights as somebody gave them, brought to a sum of 1; where none is given, all count alike.

    Which way an indicator counts is what the catalogue says of it, more where it says neither; a weight below 0 turns
    it round, and 0 leaves it out.
    """
    weights = {column.measure.key: given.get(column.measure.key, 1.0) for column in columns}
    total = sum(map(abs, weights.values()))
    found = {}
    for column in columns:
        weight = weights[column.measure.key]
        way = -1 if column.indicator.direction == Indicator.Direction.DOWN else 1
        if weight and total:
            found[column.measure.key] = Weight(round(abs(weight) / total, 6), way if weight > 0 else -way)
    return found


@dataclass(frozen=True)
class Part:
    """One indicator of an index. title: of the ready set where the catalogue has no such indicator. known: how many of
    the areas have a figure of the year taken."""

    key: str
    title: str
    weight: Weight
    column: Column | None
    known: int


@dataclass(frozen=True)
class IndexQuestion:
    """problem: None where an indicator that weighs has no figure at all, or no indicator weighs. years: of the figures
    taken, empty where each indicator is of its own latest year, so that there is no change."""

    name: str
    title: str
    parts: list[Part]
    areas: Sequence[Area]
    years: list[int]
    problem: Problem | None
    spec: Spec | None

    @property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if part.weight.weight > 0 and not part.known]


def index_question(name: str, title: str, weights: Mapping[str, Weight], found: Compared) -> IndexQuestion:
    """name: of a ready set, or "own". found: the figures of the indicators and of the people, over all areas."""
    ready = known_spec(name)
    columns = {column.measure.key: column for column in found.columns}
    weighing = [columns[key] for key, one in weights.items() if one.weight > 0 and key in columns]
    years = _years(weighing)
    parts = []
    for key, one in weights.items():
        column = columns.get(key)
        known = len(_of(column, years[-1] if years else column.year)) if column else 0
        label = ready.labels.get(key.replace("-", "_"), key) if ready else key
        parts.append(Part(key, column.measure.title if column else label, one, column, known))
    asked = IndexQuestion(name, title, parts, found.areas, years, None, ready)
    if asked.missing or not weighing:
        return asked
    return IndexQuestion(name, title, parts, found.areas, years, _problem(asked, columns.get(PEOPLE)), ready)


def _years(columns: Sequence[Column]) -> list[int]:
    """The last year of which all indicators have figures of enough areas, and the year before where they have too."""
    common: set[int] | None = None
    for column in columns:
        counts = {year: len(_of(column, year)) for year in column.years}
        most = max(counts.values(), default=0)
        enough = {year for year, count in counts.items() if count >= ENOUGH * most}
        common = enough if common is None else common & enough
    if not common:
        return []
    last = max(common)
    return [year for year in (last - 1, last) if year in common]


def _of(column: Column | None, year: int | None) -> dict[int, float]:
    """By area."""
    if column is None or year is None:
        return {}
    values = {pk: series[year].value for pk, series in column.series.items() if year in series}
    return {pk: value for pk, value in values.items() if value is not None}


def _problem(asked: IndexQuestion, people: Column | None) -> Problem | None:
    weighted = asked.spec.population_weighted if asked.spec else False
    heads = _people(people) if weighted else {}
    grouped = asked.name == "lv_municipalities_2014"
    rows = [
        (area.key, part.key, value, year or 0, area.kind)
        for part in asked.parts
        if part.column and part.weight.weight > 0
        for year in (asked.years or [None])
        for told in [_of(part.column, year or part.column.year)]
        for area in asked.areas
        if (value := told.get(area.pk)) is not None and (not weighted or area.pk in heads)
    ]
    if not rows:
        return None
    areas, keys, values, years, kinds = zip(*rows, strict=True)
    return Problem(
        values=Values(
            areas,
            keys,
            values,
            tuple(map(int, years)) if asked.years else (),
            tuple(map(str, kinds)) if grouped else (),
        ),
        indicators={part.key: part.weight for part in asked.parts if part.weight.weight > 0},
        population=tuple(Population(area.key, heads[area.pk]) for area in asked.areas if area.pk in heads),
        population_weighted=weighted,
    )


def _people(column: Column | None) -> dict[int, float]:
    """The latest number of people of each area."""
    found = {}
    for pk, series in column.series.items() if column else ():
        told = [cell.value for _year, cell in sorted(series.items()) if cell.value is not None]
        if told:
            found[pk] = told[-1]
    return found
