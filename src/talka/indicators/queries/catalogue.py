"""The catalogue: which indicators there are, for which years and how many areas."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from talka.indicators.models import Indicator, Observation, Release, Theme


@dataclass(frozen=True)
class Row:
    """figures: how many hold; first, last: years, None where there is no figure yet."""

    indicator: Indicator
    figures: int
    areas: int
    first: int | None
    last: int | None


@dataclass(frozen=True)
class ThemeRows:
    theme: Theme
    rows: list[Row]


def catalogue() -> list[ThemeRows]:
    """Two queries."""
    told = {
        pk: (figures, areas, first, last)
        for pk, figures, areas, first, last in Observation.objects.filter(current=True, value__isnull=False)
        .order_by()
        .values("indicator")
        .annotate(n=Count("pk"), areas=Count("area", distinct=True), first=Min("year"), last=Max("year"))
        .values_list("indicator", "n", "areas", "first", "last")
    }
    rows = [
        Row(each, *told.get(each.pk, (0, 0, None, None))) for each in Indicator.objects.select_related("classification")
    ]
    groups = [ThemeRows(theme, [row for row in rows if row.indicator.theme == theme]) for theme in Theme]
    return [group for group in groups if group.rows]


def published() -> list[tuple[Indicator, int, int, datetime]]:
    """Indicators that have figures of true areas: first and last year, when the newest of them came. Two queries."""
    told = {
        pk: (first, last, newest)
        for pk, first, last, newest in Observation.objects.filter(
            current=True, value__isnull=False, area__illustrative=False
        )
        .order_by()
        .values("indicator")
        .annotate(first=Min("year"), last=Max("year"), newest=Max("release__at"))
        .values_list("indicator", "first", "last", "newest")
    }
    return [(row, *told[row.pk]) for row in Indicator.objects.all() if row.pk in told]


def releases(limit: int = 200) -> list[Release]:
    """The tables that were entered, newest first."""
    rows = Release.objects.filter(origin=Release.Origin.TABLE).select_related("by", "undone_by")
    return list(rows.annotate(held=Count("observations", filter=Q(observations__current=True)))[:limit])
