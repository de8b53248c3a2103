"""Small multiples: one small chart for each indicator, all drawn alike. Few areas get a bar and a line over the years;
of many the chart is a strip with a dot for each, as their bars would be a page of their own for every indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from talka.territories.queries import name_of
from talka.ui.charts import Dot, SmallBar
from talka.ui.numbers import number

from .compared import Column, Compared
from .table import area_head

MOST_BARS, MOST_AREAS_OF_BARS = 72, 16


@dataclass(frozen=True)
class Multiple:
    """One chart: bars with trends, or else dots along an axis from low to high. words: what the dots say."""

    column: Column
    bars: Sequence[SmallBar] = ()
    dots: Sequence[Dot] = ()
    words: str = ""
    low: str = ""
    high: str = ""


def multiples(compared: Compared) -> list[Multiple]:
    """Of the indicators that have a figure."""
    few = compared.size <= MOST_BARS and len(compared.areas) <= MOST_AREAS_OF_BARS
    return [_bars(compared, column) if few else _dots(compared, column) for column in compared.columns if column.values]


def _bars(compared: Compared, column: Column) -> Multiple:
    years, decimals = column.years, column.indicator.decimals
    rows = []
    for area, cell in zip(compared.areas, column.cells, strict=True):
        series = column.series[area.pk]
        told = [(year, series[year].value) for year in years if year in series and series[year].value is not None]
        rows.append(
            SmallBar(
                label=name_of(area),
                href=area_head(area).href,
                value=cell.value,
                text="–" if cell.value is None else number(cell.value, decimals),
                trend=[series[year].value if year in series else None for year in years],
                trend_words=_trend_words(told, decimals),
            )
        )
    return Multiple(column, bars=rows)


def _trend_words(told: Sequence[tuple[int, float | None]], decimals: int) -> str:
    if len(told) < 2 or told[0][1] is None or told[-1][1] is None:
        return ""
    return _("%(first)s in %(from)s, %(last)s in %(to)s") % {
        "from": told[0][0],
        "first": number(told[0][1], decimals),
        "to": told[-1][0],
        "last": number(told[-1][1], decimals),
    }


def _dots(compared: Compared, column: Column) -> Multiple:
    decimals = column.indicator.decimals
    told = sorted(
        (cell.value, name_of(area))
        for area, cell in zip(compared.areas, column.cells, strict=True)
        if cell.value is not None
    )
    (low, least), (high, most) = told[0], told[-1]
    words = _("From %(low)s (%(least)s) to %(high)s (%(most)s), %(number)s areas.") % {
        "low": number(low, decimals),
        "least": least,
        "high": number(high, decimals),
        "most": most,
        "number": len(told),
    }
    return Multiple(
        column,
        dots=[Dot(value, f"{name}: {number(value, decimals)}") for value, name in told],
        words=words,
        low=number(low, decimals),
        high=number(high, decimals),
    )
