"""Indicators that are computed of others: ratios and growth, by the formula in the catalogue."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite

from talka.indicators.models import Indicator, Observation, Release

from .figures import Entered, Figure, enter_computed

Told = Mapping[int, Mapping[int, tuple[float, str]]]
"""By area and year the value and its status."""


def compute_formulas() -> Entered:
    """Compute every indicator that has a formula. Call it inside a transaction."""
    rows = list(Indicator.objects.exclude(formula={}))
    keys = {key for row in rows for key in (row.formula.get("of"), row.formula.get("per")) if key}
    told = {key: _told(key) for key in keys}
    release = Release.objects.create(origin=Release.Origin.COMPUTED, title="Computed of other figures")
    figures = [figure for row in rows for figure in _figures(row, told)]
    entered = enter_computed(release, figures, of=[row.pk for row in rows])
    if not entered.new and not entered.revised:
        release.delete()
    return entered


def _told(key: str) -> Told:
    rows = Observation.objects.filter(indicator__key=key, category=None, current=True, value__isnull=False)
    told: dict[int, dict[int, tuple[float, str]]] = {}
    for area, year, value, status in rows.values_list("area_id", "year", "value", "status"):
        if value is not None:
            told.setdefault(area, {})[year] = (value, status)
    return told


def _figures(row: Indicator, told: Mapping[str, Told]) -> Iterator[Figure]:
    formula = row.formula
    of = told[formula["of"]]
    if formula["kind"] == "growth":
        computed = _growth(of)
    else:
        computed = _ratio(of, told[formula["per"]], float(formula.get("times", 1)))
    for area, year, value, status in computed:
        if isfinite(value):  # figures of very different size may give what is no number
            yield Figure(row.pk, None, area, year, value, status, "computed")


def _growth(of: Told) -> Iterator[tuple[int, int, float, str]]:
    """Percent against the year before, where both years have a figure above zero and the series does not break."""
    for area, years in of.items():
        for year, (value, status) in years.items():
            before = years.get(year - 1)
            if before and before[0] > 0 and status != Observation.Status.BREAK:
                yield area, year, 100 * (value / before[0] - 1), _weaker(status, before[1])


def _ratio(of: Told, per: Told, times: float) -> Iterator[tuple[int, int, float, str]]:
    """of / per · times, in the years of `of`; where `per` has no figure of that year, of the nearest year."""
    for area, years in of.items():
        known = per.get(area)
        if not known:
            continue
        order = sorted(known)
        for year, (value, status) in years.items():
            divisor, of_divisor = known[_nearest(order, year)]
            if divisor > 0:
                yield area, year, value / divisor * times, _weaker(status, of_divisor)


def _nearest(years: list[int], year: int) -> int:
    """The nearest of the sorted years; of two as near the earlier."""
    at = bisect_left(years, year)
    around: Iterable[int] = years[max(at - 1, 0) : at + 1]
    return min(around, key=lambda each: (abs(each - year), each))


def _weaker(*statuses: str) -> str:
    """What is said of a figure computed of figures: what is said of the weakest of them."""
    order = "AIFPEUB"
    return max(statuses, key=lambda status: order.index(status) if status in order else len(order)).replace("B", "E")
