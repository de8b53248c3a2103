"""An indicator as a statistical table: what goes out as CSV, XLSX and JSON-stat, and comes in again as it went."""

import numpy as np
from django.utils.translation import get_language

from talka.documents.statistics.table import Category as Label
from talka.documents.statistics.table import Dimension, Role, StatisticalTable
from talka.indicators.models import Category, Indicator, Observation
from talka.territories.models import Area
from talka.territories.queries import HEAVY, name_of
from talka.territories.sources import source_in_words

AREA, YEAR, MEASURE = "area", "year", "indicator"
TOTAL = "_T"
"""SDMX's code of a total among the categories of a breakdown."""


def indicator_table(indicator: Indicator) -> StatisticalTable:
    """Everything that holds of an indicator, in four queries. Made-up areas are in nobody's statistics.

    Dimensions: area by key, the breakdown by code if there is one, year, and the indicator itself, whose key the table
    bears as its code, so that it is known again.
    """
    told = Observation.objects.filter(indicator=indicator, current=True, area__illustrative=False)
    rows = list(
        told.order_by("area_id", "category_id", "year").values_list("area_id", "category_id", "year", "value", "status")
    )
    areas = _areas({row[0] for row in rows})
    years = sorted({row[2] for row in rows})
    categories = list(Category.objects.filter(classification=indicator.classification_id or 0))
    at_area = {pk: place for place, pk in enumerate(areas)}
    at_category: dict[int | None, int] = {None: 0, **{row.pk: place for place, row in enumerate(categories, start=1)}}
    at_year = {year: place for place, year in enumerate(years)}
    places = [[at_area[area], at_category[category], at_year[year], 0] for area, category, year, _value, _s in rows]
    dimensions = [
        Dimension(AREA, "area", Role.AREA, tuple(Label(row.key, name_of(row)) for row in areas.values())),
        _breakdown(indicator, categories),
        Dimension(YEAR, "year", Role.TIME, tuple(Label(str(year), str(year)) for year in years)),
        Dimension(MEASURE, "indicator", Role.MEASURE, (Label(indicator.key, str(indicator.title)),)),
    ]
    placed = np.asarray(places, dtype=np.int32).reshape(len(rows), 4)
    if not categories:
        del dimensions[1]
        placed = np.delete(placed, 1, axis=1)
    sources = told.order_by().values_list("release__source", flat=True).distinct()
    return StatisticalTable(
        title=str(indicator.title),
        code=indicator.key,
        unit=str(indicator.unit or ""),
        source="; ".join(sorted(source_in_words(source) for source in sources if source)) or str(indicator.source),
        licence=indicator.licence,
        language=str(get_language() or ""),
        notes=(str(indicator.method),) if indicator.method else (),
        dimensions=tuple(dimensions),
        places=placed,
        values=np.asarray([np.nan if row[3] is None else row[3] for row in rows], dtype=np.float64),
        statuses=np.asarray([row[4] for row in rows], dtype="U1"),
        rows=np.zeros(len(rows), dtype=np.int32),
        columns=np.zeros(len(rows), dtype=np.int32),
    )


def _areas(wanted: set[int]) -> dict[int, Area]:
    rows = Area.objects.filter(pk__in=wanted).defer(*HEAVY).order_by("sort_key", "key")
    return {row.pk: row for row in rows}


def _breakdown(indicator: Indicator, categories: list[Category]) -> Dimension:
    label = str(indicator.classification.title) if indicator.classification else ""
    key = indicator.classification.key if indicator.classification else ""
    labels = (Label(TOTAL, "Σ"), *(Label(row.code, str(row.title)) for row in categories))
    return Dimension(key, label, Role.OTHER, labels)
