"""What entering a table would do: every cell answered for, faults by row, areas that were not found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.documents.statistics.table import StatisticalTable
from talka.territories.matching import AreaIndex, Match, Verdict, load_index, match, memory_key, of_another_country
from talka.territories.matching import Label as AreaLabel
from talka.territories.models import Area
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from .actions.figures import Figure
from .models import Category, FigureImport, Indicator
from .reading import kept_tables
from .reading.cells import FAULTS, NONE, Answer, Cells, Meaning, told_apart
from .reading.mapping import Mapping, year_of

MOST_FAULTS = 300
"""As many faults are kept with their row and words; the others are counted."""


@dataclass(frozen=True)
class Checked:
    """outlook: plain data for the page. figures: what entering would enter. indicators: those it speaks of."""

    outlook: dict[str, Any]
    figures: list[Figure]
    indicators: tuple[Indicator, ...]


def loaded(row: FigureImport) -> StatisticalTable:
    """The table that was read. Raises Refusal where its file is gone."""
    try:
        with row.file.open("rb") as file:
            return kept_tables.unpacked(file.read())
    except (ValueError, FileNotFoundError):
        raise Refusal(
            _("What was read of this table is not kept any more."), advice=_("Send the file again."), status=410
        ) from None


def checked(table: StatisticalTable, mapping: Mapping, *, illustrative: bool) -> Checked:
    """Every cell answered for. Six queries, whatever the size; linear in the cells."""
    index = load_index(illustrative=illustrative)
    matches = _matches(table, mapping, index)
    keys = {key for key in mapping.series.values() if key}
    indicators = {row.key: row for row in Indicator.objects.filter(key__in=keys)}
    categories = dict(
        Category.objects.filter(classification__key=mapping.classification).values_list("code", "pk")
        if mapping.classification
        else ()
    )
    cells = told_apart(
        table,
        mapping,
        areas=[each.area_id if each.verdict == Verdict.MATCHED and each.area_id else NONE for each in matches],
        verdicts=[_answer(each) for each in matches],
        meanings={
            key: Meaning(row.pk, row.kind == Indicator.Kind.SUM, row.can_be_negative) for key, row in indicators.items()
        },
        categories=categories,
    )
    faulty = int(np.isin(cells.answer, FAULTS).sum())
    outlook = {
        "cells": len(table.values),
        "unreadable": len(table.faults),
        "counts": cells.counts(),
        "faulty": faulty + len(table.faults),
        "faults": _faults(table, cells, matches, mapping),
        "areas": _areas_told(matches),
        "unplaced": [[each.label.name, each.why] for each in matches if _answer(each) == Answer.NO_AREA][:MOST_FAULTS],
        "foreign": of_another_country(matches, index),
        "open": _open(matches),
        "units": _units(table, indicators.values()),
    }
    return Checked(outlook, _figures(cells), tuple(indicators.values()))


def _matches(table: StatisticalTable, mapping: Mapping, index: AreaIndex) -> list[Match]:
    """As the register finds them, those first that a person told by hand, or whose code is our own key of an area.

    Where a name means one area before a reform and another after it and the labels together do not tell which, the
    latest year of the table does, unless the reform fell into that very year.
    """
    place = {each.code: each for each in table.dimensions}
    asked = [AreaLabel(c.code, c.label, c.depth, c.under, c.note) for c in place[mapping.area].categories]
    own = set(Area.objects.filter(key__in=[label.code for label in asked if label.code]).values_list("key", flat=True))
    told = {memory_key(label): label.code for label in asked if label.code in own}
    told |= {memory_key(label): mapping.areas[label.name] for label in asked if label.name in mapping.areas}
    found = match(asked, index, remembered=told)
    years = [year for c in place[mapping.time].categories if (year := year_of(c.label) or year_of(c.code))]
    if not years or all(each.verdict != Verdict.AMBIGUOUS for each in found):
        return found
    latest = max(years)
    by_day = match(asked, index, on=date(latest, 12, 31), remembered=told)
    return [
        later if first.verdict == Verdict.AMBIGUOUS and not _changed_in(latest, first) else first
        for first, later in zip(found, by_day, strict=True)
    ]


def _changed_in(year: int, found: Match) -> bool:
    days = [day for each in found.candidates for day in (each.valid_from, each.valid_to)]
    return any(day is not None and day.year == year for day in days)


def _answer(found: Match) -> Answer:
    if found.verdict == Verdict.MATCHED:
        return Answer.FIGURE
    if found.verdict in (Verdict.UNPLACED, Verdict.AGGREGATE):
        return Answer.NO_AREA
    return Answer.AMBIGUOUS_AREA if found.verdict == Verdict.AMBIGUOUS else Answer.UNKNOWN_AREA


def _figures(cells: Cells) -> list[Figure]:
    at = np.flatnonzero(cells.answer == Answer.FIGURE)
    return [
        Figure(
            indicator, None if category == NONE else category, area, year, None if np.isnan(value) else value, status
        )
        for indicator, category, area, year, value, status in zip(
            cells.indicator[at].tolist(),
            cells.category[at].tolist(),
            cells.area[at].tolist(),
            cells.year[at].tolist(),
            cells.value[at].tolist(),
            cells.status[at].tolist(),
            strict=True,
        )
    ]


def _faults(
    table: StatisticalTable, cells: Cells, matches: Sequence[Match], mapping: Mapping
) -> list[tuple[int, int, str, str]]:
    """(row, column, what, what stood there), in the order of the file; not more than `MOST_FAULTS`.

    An area that is not known is said once and not for each of its cells.
    """
    place = {each.code: number for number, each in enumerate(table.dimensions)}
    area_at = table.places[:, place[mapping.area]]
    times = table.dimensions[place[mapping.time]].categories
    told: list[tuple[int, int, str, str]] = [(f.row, f.column, f.what, f.shown) for f in table.faults]
    seen: set[int] = set()
    for at in np.flatnonzero(np.isin(cells.answer, FAULTS)).tolist():
        answer, area = Answer(int(cells.answer[at])), int(area_at[at])
        shown = matches[area].label.name
        if answer in (Answer.UNKNOWN_AREA, Answer.AMBIGUOUS_AREA):
            if area in seen:
                continue
            seen.add(area)
            what = matches[area].why or _("No area of this name or code is known.")
        elif answer == Answer.NO_YEAR:
            shown = times[int(table.places[at, place[mapping.time]])].label
            what = _("This is no whole year. Yearly figures can be entered.")
        elif answer == Answer.NEGATIVE:
            shown = f"{shown}: {cells.value[at]:g}"
            what = _("This indicator cannot be negative.")
        else:
            shown = f"{shown}: {cells.value[at]:g}"
            what = _("Two rows say different things of the same area and year.")
        told.append((int(table.rows[at]), int(table.columns[at]), what, shown))
        if len(told) >= MOST_FAULTS:
            break
    return sorted(told)[:MOST_FAULTS]


def _areas_told(matches: Sequence[Match]) -> dict[str, int]:
    """How many labels were found in which way, and how many were not."""
    told: dict[str, int] = {}
    for each in matches:
        name = str(each.how) if each.verdict == Verdict.MATCHED else str(each.verdict)
        told[name] = told.get(name, 0) + 1
    return told


def _open(matches: Sequence[Match]) -> list[dict[str, Any]]:
    """Labels of which a person may say what area they mean, with those that may be meant."""
    asked = [each for each in matches if _answer(each) in (Answer.UNKNOWN_AREA, Answer.AMBIGUOUS_AREA)]
    return [
        {
            "label": each.label.name,
            "why": each.why,
            "candidates": [
                [c.area_key, c.name, *(str(day) if day else "" for day in (c.valid_from, c.valid_to))]
                for c in each.candidates
            ],
        }
        for each in asked[:MOST_FAULTS]
    ]


def _units(table: StatisticalTable, indicators: Iterable[Indicator]) -> list[tuple[str, str, str]]:
    """(indicator, its unit, the table's unit) where the table names another unit than the catalogue."""
    if not table.unit:
        return []
    told = fold(table.unit)
    return [
        (str(row), str(row.unit), table.unit)
        for row in indicators
        if row.unit and told not in {fold(str(word)) for word in _every_language(row.unit)}
    ]


def _every_language(words: LazyI18nString) -> list[str]:
    return list(words.data.values()) if isinstance(words.data, dict) else [str(words.data)]
