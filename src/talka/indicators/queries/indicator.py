"""One indicator over all areas of a kind and one year: the map, the table, and the history of each figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count

from talka.indicators.models import Category, Indicator, Observation
from talka.territories.models import Area
from talka.territories.queries import HEAVY, MUNICIPAL, Tile, standing, tile_map
from talka.ui.numbers import number

LEVELS = 5


@dataclass(frozen=True)
class AreaFigure:
    area: Area
    value: float | None
    status: str
    note: str
    rank: int | None


@dataclass(frozen=True)
class IndicatorPage:
    """rows: by name, or by value where `ranked`. legend: (level, from, to) of the map's classes, equal in number."""

    indicator: Indicator
    years: list[int]
    year: int | None
    category: Category | None
    categories: list[Category]
    rows: list[AreaFigure]
    tiles: list[Tile]
    legend: list[tuple[int, float, float]]
    sources: list[str]

    @property
    def legend_words(self) -> list[tuple[int, str]]:
        """Each class of the map from its smallest to its largest value."""
        digits = self.indicator.decimals
        return [
            (level, number(low, digits) if low == high else f"{number(low, digits)} … {number(high, digits)}")
            for level, low, high in self.legend
        ]


def indicator_page(
    indicator: Indicator, today: date, *, year: int | None = None, category: str = "", ranked: bool = False
) -> IndicatorPage:
    """Seven queries. The areas are the municipalities that stand today, else those of the kind that has figures."""
    categories = list(indicator.classification.categories.all()) if indicator.classification else []
    chosen = next((each for each in categories if each.code == category), None)
    if chosen is None and categories and not _has_total(indicator):
        chosen = categories[0]
    kinds = _kinds(indicator)
    years = years_of(indicator, chosen, kinds)
    shown = year if year in years else (years[0] if years else None)
    areas = list(Area.objects.filter(standing(today), kind__in=kinds, illustrative=False).defer(*HEAVY))
    told = Observation.objects.filter(
        indicator=indicator, category=chosen, year=shown or 0, current=True, area__in=areas
    ).select_related("release")
    found = {row.area_id: row for row in told}
    values = sorted(row.value for row in told if row.value is not None)
    bounds, legend = classes_of(values)
    down = indicator.direction == Indicator.Direction.DOWN
    rows = [_figure(area, found.get(area.pk), values, down) for area in areas]
    if ranked:
        rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.area.sort_key))
    drawn = {
        row.area.pk: (number(row.value, indicator.decimals), 1 + int(np.searchsorted(bounds, row.value)))
        for row in rows
        if row.value is not None
    }
    return IndicatorPage(
        indicator,
        years,
        shown,
        chosen,
        categories,
        rows,
        tile_map(today, drawn) if set(kinds) == set(MUNICIPAL) and drawn else [],
        legend,
        sorted({row.release.source for row in told if row.release.source}),
    )


def _figure(area: Area, row: Observation | None, values: Sequence[float], down: bool) -> AreaFigure:
    if row is None or row.value is None:
        return AreaFigure(area, None, row.status if row else "M", row.note if row else "", None)
    ahead = sum(value < row.value if down else value > row.value for value in values)
    return AreaFigure(area, row.value, row.status, row.note, ahead + 1)


def _has_total(indicator: Indicator) -> bool:
    return Observation.objects.filter(indicator=indicator, category=None, current=True).exists()


def _kinds(indicator: Indicator) -> tuple[str, ...]:
    """Municipalities where any has a figure; else the kind of which most have one."""
    rows = Observation.objects.filter(indicator=indicator, current=True, value__isnull=False, area__valid_to=None)
    kinds = rows.order_by().values_list("area__kind").annotate(n=Count("pk")).order_by("-n")
    found = [kind for kind, _n in kinds]
    return MUNICIPAL if not found or set(found) & set(MUNICIPAL) else (found[0],)


def years_of(indicator: Indicator, category: Category | None, kinds: Sequence[str]) -> list[int]:
    """The years in which some area of these kinds has a figure, newest first."""
    rows = Observation.objects.filter(
        indicator=indicator, category=category, current=True, value__isnull=False, area__kind__in=kinds
    )
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def classes_of(values: Sequence[float]) -> tuple[list[float], list[tuple[int, float, float]]]:
    """Bounds of at most five classes with about as many areas each, and (level, from, to) of those that hold any."""
    if not values:
        return [], []
    bounds = np.unique(np.quantile(np.asarray(values), np.linspace(0, 1, LEVELS + 1)[1:-1])).tolist()
    level = np.searchsorted(bounds, values, side="left") + 1
    told = []
    for of_level in sorted(set(level.tolist())):
        of_it = [value for value, at in zip(values, level, strict=True) if at == of_level]
        told.append((int(of_level), min(of_it), max(of_it)))
    return bounds, told
