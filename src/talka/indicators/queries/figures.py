"""Figures of the catalogue as they hold now, for rooms above that hang something on them."""

from collections.abc import Collection

from django.utils import timezone

from ..models import Observation


def figures_of(indicators: Collection[int], areas: Collection[int]) -> dict[int, dict[int, dict[int, float]]]:
    """What holds now, by indicator, area and year: totals only, no forecasts and no years to come. One query."""
    found: dict[int, dict[int, dict[int, float]]] = {}
    if not indicators:
        return found
    rows = Observation.objects.filter(
        current=True,
        category=None,
        value__isnull=False,
        indicator__in=indicators,
        area__in=areas,
        year__lte=timezone.localdate().year,
    ).exclude(status=Observation.Status.FORECAST)
    for indicator, area, year, value in rows.order_by().values_list("indicator_id", "area_id", "year", "value"):
        if value is not None:
            found.setdefault(indicator, {}).setdefault(area, {})[year] = value
    return found
