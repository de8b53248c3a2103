"""Figures of a comparison as they stood when somebody kept them, as plain data, and what has changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from talka.territories.models import Area

from .compared import Cell, Column, Compared, Series

Told = dict[str, dict[int, Series]]
Sources = dict[str, dict[int, list[str]]]


def as_kept(shown: Compared) -> dict[str, Any]:
    """figures: measure → area → year → value, status, note. sources: measure → year → sources. Plain data."""
    keys = {area.pk: area.key for area in shown.areas}
    return {
        "figures": {
            column.measure.key: {
                keys[pk]: {str(year): list(cell) for year, cell in series.items()}
                for pk, series in column.series.items()
                if series
            }
            for column in shown.columns
        },
        "sources": {
            column.measure.key: {str(year): list(said) for year, said in column.sources_of.items()}
            for column in shown.columns
        },
    }


def told_of(kept: Mapping[str, Any], areas: list[Area]) -> tuple[Told, Sources]:
    """The same as `compared` takes it; areas that are not there any more are passed over."""
    pks = {area.key: area.pk for area in areas}
    figures: Mapping[str, Mapping[str, Mapping[str, list[Any]]]] = kept.get("figures", {})
    sources: Mapping[str, Mapping[str, list[str]]] = kept.get("sources", {})
    told: Told = {
        measure: {
            pks[area]: {int(year): Cell(*cell) for year, cell in sorted(years.items())}
            for area, years in of_areas.items()
            if area in pks
        }
        for measure, of_areas in figures.items()
    }
    return told, {name: {int(year): said for year, said in years.items()} for name, years in sources.items()}


@dataclass(frozen=True)
class Since:
    """One figure that is not as it was. before: None where there was none; now: None where there is none any more."""

    area: Area
    column: Column
    year: int
    before: Cell | None
    now: Cell | None


def changed_since(before: Compared, now: Compared) -> list[Since]:
    """Every figure that was revised, is new or has gone, in the order of measures, areas and years."""
    return list(_changed(before, now))


def _changed(before: Compared, now: Compared) -> Iterator[Since]:
    for column in now.columns:
        then = before.column(column.measure.key)
        for area in now.areas:
            old = then.series.get(area.pk, {}) if then else {}
            new = column.series.get(area.pk, {})
            for year in sorted({*old, *new}):
                was, is_ = old.get(year), new.get(year)
                if (was and was[:2]) != (is_ and is_[:2]):
                    yield Since(area, column, year, was, is_)
