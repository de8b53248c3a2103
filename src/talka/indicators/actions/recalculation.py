"""Series of former areas are carried over to those that took their place, where that can be done honestly."""

from collections.abc import Iterable

from django.db.models import F

from talka.indicators.models import Indicator, Observation, Release
from talka.methods.recalculation.problem import Kind, Problem, Successor
from talka.methods.recalculation.solve import Recalculation, solve
from talka.methods.values import Values
from talka.territories.models import Area, Succession

from .figures import Entered, Figure, enter_computed

LEAST_SHARE = 0.06
"""Smaller shares of a territory are noise of boundaries that were drawn in general lines."""
SECONDS = 300.0
Series = tuple[int, int | None]
"""An indicator and a category of it."""


def recalculate() -> Entered:
    """Recalculate every series of former areas. Call it inside a transaction."""
    indicators = {
        row.pk: row for row in Indicator.objects.filter(kind__in=[Indicator.Kind.SUM, Indicator.Kind.MEAN], formula={})
    }
    # An area that took another in and went on under its name keeps what was told of it: its series breaks there.
    came_of_it = Succession.objects.filter(new__valid_from=F("on")).order_by("old__key", "new__key")
    successors = list(came_of_it.values_list("old__key", "new__key", "share"))
    areas = dict(Area.objects.filter(key__in={key for row in successors for key in row[:2]}).values_list("key", "pk"))
    release = Release(origin=Release.Origin.RECALCULATED, title="Recalculated to new boundaries")
    figures: list[Figure] = []
    rows = _rows(indicators, {areas[old] for old, _new, _share in successors})
    if rows:
        found = solve(_problem(indicators, successors, rows), time_limit=SECONDS)
        figures = [*_figures(found, areas, indicators), *_breaks(found, areas)]
    release.save()
    entered = enter_computed(release, figures, of=indicators)
    if not entered.new and not entered.revised:
        release.delete()
    return entered


def _rows(indicators: Iterable[int], old: set[int]) -> list[tuple[str, str, int, float | None]]:
    """What holds of the former areas: area's key, name of the series, year, value."""
    told = Observation.objects.filter(indicator__in=indicators, area__in=old, current=True).exclude(status="B")
    return [
        (area, _name((indicator, category)), year, value)
        for area, indicator, category, year, value in told.values_list(
            "area__key", "indicator_id", "category_id", "year", "value"
        )
    ]


def _problem(
    indicators: dict[int, Indicator],
    successors: list[tuple[str, str, float]],
    rows: list[tuple[str, str, int, float | None]],
) -> Problem:
    """Successors only of areas that have a figure: where none has, nothing is missing."""
    told = {area for area, _series, _year, _value in rows}
    wanted = {new for old, new, _share in successors if old in told}
    kinds = {}
    for name in {series for _area, series, _year, _value in rows}:
        indicator = indicators[_series(name)[0]]
        if indicator.kind == Indicator.Kind.SUM:
            kinds[name] = Kind("sum")
        elif indicator.weight_id:
            kinds[name] = Kind("mean", weight=_name((indicator.weight_id, None)))
    return Problem(
        values=Values.of(rows),
        successors=tuple(Successor(*row) for row in successors if row[1] in wanted),
        indicators=kinds,
        least_share=LEAST_SHARE,
    )


def _figures(found: Recalculation, areas: dict[str, int], indicators: dict[int, Indicator]) -> Iterable[Figure]:
    for (area, name, year, value), method, approximate in zip(
        found.values.rows(), found.method_of, found.approximate, strict=True
    ):
        indicator, category = _series(name)
        exact = method == "whole" or (method == "sum" and not approximate)
        note = "approximate" if approximate else "recalculated"
        if method == "whole":
            note = "renamed"
        yield Figure(indicator, category, areas[area], year or 0, value, "A" if exact else "E", note)


def _breaks(found: Recalculation, areas: dict[str, int]) -> Iterable[Figure]:
    for each in found.breaks:
        if each.area in areas and each.year is not None:
            indicator, category = _series(each.indicator)
            yield Figure(indicator, category, areas[each.area], each.year, None, Observation.Status.BREAK, each.reason)


def _name(series: Series) -> str:
    return f"{series[0]}|{series[1] or ''}"


def _series(name: str) -> Series:
    indicator, _sign, category = name.partition("|")
    return int(indicator), int(category) if category else None
