"""The page of a table on its way in: what its dimensions and series may be, and what a person's answer says."""

from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field, replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.statistics.table import Dimension, StatisticalTable
from talka.indicators.models import Classification, FigureImport, Indicator
from talka.indicators.outlook import loaded
from talka.indicators.reading.mapping import MOST_SERIES, Mapping, number_of_series, series_of
from talka.territories.matching import Label as AreaLabel
from talka.territories.matching import load_index, match
from talka.territories.queries import areas_by_key

NEW = "+"
LEFT_OUT = "-"
ANSWERS = {
    "figure": _("figures"),
    "not_wanted": _("series that are left out"),
    "no_area": _("rows that are no area: sums and unknown places"),
    "said_twice": _("said twice in the same words"),
    "unknown_area": _("areas that are not known"),
    "ambiguous_area": _("areas that may be several"),
    "no_year": _("no whole year"),
    "negative": _("negative, where that cannot be"),
    "contradiction": _("rows that contradict each other"),
    "unreadable": _("cells that cannot be read"),
}
FOUND = {
    "code": _("areas found by code"),
    "name": _("areas found by name"),
    "parent": _("areas found by name and by what they lie in"),
    "alias": _("areas found by another name"),
    "remembered": _("areas told by hand"),
    "ambiguous": _("areas that may be several"),
    "unknown": _("areas that are not known"),
    "unplaced": _("rows without a place"),
    "foreign": _("areas of another country"),
    "aggregate": _("sums over areas"),
}


@dataclass(frozen=True)
class SeriesRow:
    """chosen: key of an indicator, "" where nothing was said yet."""

    name: str
    chosen: str


@dataclass(frozen=True)
class CategoryRow:
    """chosen: code of a category, "" for the total, `LEFT_OUT`, or `NEW`."""

    label: str
    chosen: str


@dataclass(frozen=True)
class IncomingTable:
    table: StatisticalTable
    mapping: Mapping
    dimensions: list[Dimension]
    examples: dict[str, list[str]]
    series: list[SeriesRow]
    too_many: int
    categories: list[CategoryRow]
    indicators: list[Indicator]
    classifications: list[Classification]
    known_categories: list[tuple[str, str]]
    answers: list[tuple[str, int]]
    all_cells: int
    areas_told: list[tuple[str, int]]


@dataclass(frozen=True)
class Told:
    """mapping: what a person said, categories that the classification lacks marked `NEW`. new: names of series that are
    to become indicators."""

    mapping: Mapping
    new: list[str] = field(default_factory=list)


def incoming_table(row: FigureImport) -> IncomingTable:
    """Three queries and the file."""
    table, mapping = loaded(row), Mapping.from_json(row.mapping)
    number = number_of_series(table, mapping)
    names = series_of(table, mapping) if number <= MOST_SERIES else []
    classifications = list(Classification.objects.prefetch_related("categories"))
    chosen = next((each for each in classifications if each.key == mapping.classification), None)
    breakdown = next((each for each in table.dimensions if each.code == mapping.breakdown), None)
    return IncomingTable(
        table=table,
        mapping=mapping,
        dimensions=list(table.dimensions),
        examples={each.code: [c.label for c in each.categories[:3]] for each in table.dimensions},
        series=[SeriesRow(name, mapping.series.get(name, LEFT_OUT if mapping.series else "")) for name in names],
        too_many=number if number > MOST_SERIES else 0,
        categories=[
            CategoryRow(c.label, mapping.categories.get(c.label, LEFT_OUT if mapping.categories else NEW))
            for c in (breakdown.categories if breakdown else ())
        ],
        indicators=list(Indicator.objects.filter(formula={})),
        classifications=classifications,
        known_categories=[(each.code, str(each.title)) for each in chosen.categories.all()] if chosen else [],
        answers=_answers(row),
        all_cells=row.outlook.get("cells", 0) + row.outlook.get("unreadable", 0),
        areas_told=[(str(FOUND.get(name, name)), n) for name, n in sorted(row.outlook.get("areas", {}).items())],
    )


def _answers(row: FigureImport) -> list[tuple[str, int]]:
    """How many cells get which answer, those that none gets left out; they add up to the table."""
    counts = {**row.outlook.get("counts", {}), "unreadable": row.outlook.get("unreadable", 0)}
    return [(str(ANSWERS[name]), number) for name, number in counts.items() if number]


def mapping_told(row: FigureImport, post: Mapped[str, str]) -> Told:
    """What the form says. Series and categories are only read where the dimensions are those that the form showed."""
    table, before = loaded(row), Mapping.from_json(row.mapping)
    codes = {each.code for each in table.dimensions}
    roles = {role: post.get(role, "") if post.get(role) in codes else "" for role in ("area", "time", "breakdown")}
    if roles["breakdown"] in (roles["area"], roles["time"]):
        roles["breakdown"] = ""
    wanted = post.get("classification", "")
    mapping = Mapping(
        roles["area"],
        roles["time"],
        roles["breakdown"],
        classification="" if wanted == NEW else wanted,
        areas=before.areas,
    )
    same = all(getattr(before, role) == roles[role] for role in roles)
    new: list[str] = []
    if same and number_of_series(table, mapping) <= MOST_SERIES:
        series: dict[str, str] = {}
        for number, name in enumerate(series_of(table, mapping)):
            answer = post.get(f"series-{number}", "")
            if answer == NEW:
                new.append(name)
            elif answer not in ("", LEFT_OUT):
                series[name] = answer
        mapping = replace(mapping, series=series)
    breakdown = next((each for each in table.dimensions if each.code == mapping.breakdown), None)
    if same and breakdown:
        answers = {c.label: post.get(f"category-{n}", NEW) for n, c in enumerate(breakdown.categories)}
        told = {label: answer for label, answer in answers.items() if answer != LEFT_OUT}
        mapping = replace(mapping, categories=told)
    return Told(mapping, new)


def areas_meant(texts: Mapped[str, str]) -> dict[str, str]:
    """Keys of the areas that a person named, by the label they answer; by key or by name, as they stand today."""
    given = {label: text for label, text in texts.items() if text}
    known = areas_by_key(list(given.values()))
    named = [label for label, text in given.items() if text not in known]
    found = match([AreaLabel("", given[label]) for label in named], load_index(), on=timezone.localdate())
    by_name = {label: each.area_key for label, each in zip(named, found, strict=True) if each.area_key}
    return {label: text for label, text in given.items() if text in known} | by_name
