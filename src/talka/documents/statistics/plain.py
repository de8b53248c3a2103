"""Plain tables, XLSX or delimited text: one area per row with a column per year, or one figure per row.

Also PxWeb's CSV, which is such a table, its years at times joined with what is counted (“Population 2020”). Roles that
neither a heading nor the periods tell stay `OTHER`: the page that imports asks for them.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from talka.documents.tables import folded

from . import limits, marks
from .building import Cells, Faults, table_of_cells
from .cell_values import CellValues, decimals_in
from .columns import LONGEST_HEADING, VALUE_WORDS, Column, Kind, Plan, code_of
from .grid import Grid, blank, words
from .labels import all_periods, categories_of, is_period, role_of
from .px_notes import Below, read_below
from .table import Category, Dimension, Role, StatisticalTable, Status

JOINED = re.compile(r"(?P<what>\S.*?)[\s,:_]+(?P<period>(?:1[6-9]|20|21)\d\d\S*)", re.DOTALL)
JOINED_BEFORE = re.compile(r"(?P<period>(?:1[6-9]|20|21)\d\d\S*)[\s,:_]+(?P<what>\S.*)", re.DOTALL)


@dataclass
class Names:
    """A dimension at the left as it is gathered: code of each name met, in the order of the file."""

    column: Column
    codes: Column | None
    found: dict[tuple[str, str, int], int]

    def place(self, row: Sequence[Any], text: str, again: int = 0) -> int:
        code = _text(row, self.codes) if self.codes else ""
        return self.found.setdefault((code, "" if code else text, again), len(self.found))


def _text(row: Sequence[Any], column: Column) -> str:
    return words(row[column.at]) if column.at < len(row) else ""


def read_plain(grid: Grid, plan: Plan, name: str) -> StatisticalTable:
    faults = Faults(name)
    below = read_below([" ".join(words(cell) for cell in grid.rows[at][1] if not blank(cell)) for at in plan.below])
    valued = _valued(grid, plan, faults)
    if not valued:
        raise limits.without_figures(name)
    above = _above(valued, plan)
    raws = (row[each.at] for at in plan.body for row in [grid.rows[at][1]] for each in valued if each.at < len(row))
    values = CellValues(below.legend, decimals_in(raws, grid.delimiter), faults)
    left = _left(plan)
    labels: dict[int, dict[int, str]] = {}
    cells = Cells(name)
    told = {column.kind: column for column in plan.columns if column.kind in (Kind.STATUS, Kind.UNIT)}
    units: set[str] = set()
    last: dict[int, str] = {}
    times: dict[tuple[int, ...], int] = {}
    wide = len(valued) > 1
    for at in plan.body:
        number, row = grid.rows[at]
        place = _row_place(left, row, number, last, labels, faults)
        if place is None:
            continue
        if wide and left:
            place = _apart(left, row, place, times, labels, last)
        if Kind.UNIT in told:
            units.add(_text(row, told[Kind.UNIT]).strip())
        flag = _text(row, told[Kind.STATUS]).strip() if Kind.STATUS in told else ""
        for order, each in enumerate(valued):
            raw = row[each.at] if each.at < len(row) else None
            read = _with_flag(values.read(raw, number, each.at + 1), raw, flag, below.legend, values)
            if read is not None:
                cells.add([*place, *(places[order] for _d, places in above)], *read, number, each.at + 1)
    dimensions = [
        *(_dimension(each, labels[order]) for order, each in enumerate(left) if order in labels),
        *(d for d, _p in above),
    ]
    if not dimensions:
        raise limits.without_figures(name)
    facts = {**below.facts}
    if len(units) == 1:
        facts["unit"] = units.pop()
    return table_of_cells(
        name,
        dimensions,
        cells,
        faults=faults,
        title=plan.title,
        notes=[*below.notes, *_of_categories(below), *_of_units(units), *values.notes()],
        **facts,
    )


def _of_categories(below: Below) -> list[str]:
    return [f"{name}, {label}: {note}" for (name, label), note in below.of_category.items()]


def _of_units(units: set[str]) -> list[str]:
    shown = ", ".join(sorted(units)[:20])
    return [_("Units in this file: %(units)s.") % {"units": shown}] if len(units) > 1 else []


def _valued(grid: Grid, plan: Plan, faults: Faults) -> list[Column]:
    """The columns of values that are read. One without a heading, a period said twice, and figures beside a row of
    periods are faults of their heading."""
    number = grid.rows[plan.header[-1]][0]
    found = plan.of(Kind.VALUE)
    periods = any(is_period(each.heading) for each in found)
    kept: list[Column] = []
    seen: set[tuple[str, ...]] = set()
    for each in found:
        if not any(each.path) and len(found) > 1:
            faults.add(number, each.at + 1, _("There is no heading above the values of this column; it is left out."))
        elif each.path in seen:
            what = _("This heading stands there twice; what stands below the second is left out.")
            faults.add(number, each.at + 1, what, each.heading)
        elif periods and len(plan.header) == 1 and not is_period(each.heading) and not _joined(each.heading):
            what = _("This column is neither a name nor a period; it is left out.")
            faults.add(number, each.at + 1, what, each.heading)
        else:
            seen.add(each.path)
            kept.append(each)
    return kept


def _joined(heading: str) -> tuple[str, str] | None:
    """“Population 2020” as what is counted and when."""
    for pattern in (JOINED, JOINED_BEFORE) if len(heading) <= LONGEST_HEADING else ():
        found = pattern.fullmatch(heading)
        if found and is_period(found["period"]):
            return found["what"].strip(" ,:_"), found["period"]
    return None


def _above(valued: Sequence[Column], plan: Plan) -> list[tuple[Dimension, list[int]]]:
    """The dimensions above the values: each with the category of every column of values."""
    paths = [each.path for each in valued]
    if len(valued) == 1 and folded(valued[0].heading) in VALUE_WORDS:
        return []
    if len(plan.header) == 1:
        split = [_joined(path[0]) for path in paths]
        if all(split):
            paths = [pair for pair in split if pair is not None]
    found = []
    for level in range(len(paths[0])):
        texts = [path[level] or next(filter(None, reversed(path)), "") for path in paths]
        labels = list(dict.fromkeys(texts))
        if all_periods(labels):
            code, label, role = "time", _("Time"), Role.TIME
        elif len(labels) == 1 and len(paths[0]) > 1 and len(valued) > 1 and not labels[0]:
            continue
        else:
            across = _by_areas(plan)
            code, label, role = "indicator", _("Indicator"), Role.MEASURE if across else Role.OTHER
            if not across and len(valued) > 1:
                code, label = f"column {level + 1}", _("Column")
        at = {text: place for place, text in enumerate(labels)}
        found.append((Dimension(code, label, role, categories_of(labels)), [at[text] for text in texts]))
    return found


def _by_areas(plan: Plan) -> bool:
    """Whether there are names at the left that are not just periods: then the figures above are indicators."""
    return any(role_of("", each.heading, ()) != Role.TIME for each in plan.of(Kind.NAME))


def _left(plan: Plan) -> list[Names]:
    found = []
    for order, each in enumerate(plan.columns):
        if each.kind == Kind.NAME:
            before = plan.columns[order - 1] if order else None
            found.append(Names(each, before if before and before.kind == Kind.CODE else None, {}))
    return found


def _row_place(
    left: Sequence[Names],
    row: Sequence[Any],
    number: int,
    last: dict[int, str],
    labels: dict[int, dict[int, str]],
    faults: Faults,
) -> list[int] | None:
    """Where the row stands. An empty name repeats the one above, but for the innermost: there it is a fault."""
    place = []
    for order, each in enumerate(left):
        text = _text(row, each.column)
        if blank(text):
            if order not in last or order == len(left) - 1:
                faults.add(
                    number, each.column.at + 1, _("The name at the left of this row is missing; it is left out.")
                )
                return None
            text = last[order]
        last[order] = text
        place.append(each.place(row, text))
        labels.setdefault(order, {}).setdefault(place[-1], text)
    return place


def _apart(
    left: Sequence[Names],
    row: Sequence[Any],
    place: list[int],
    times: dict[tuple[int, ...], int],
    labels: dict[int, dict[int, str]],
    last: Mapping[int, str],
) -> list[int]:
    """Two rows with the same names are two categories with one name, unless they name a period."""
    again = times.get(tuple(place), -1) + 1
    times[tuple(place)] = again
    if not again or is_period(last[len(left) - 1]):
        return place
    inner = len(left) - 1
    at = left[inner].place(row, last[inner], again)
    labels[inner].setdefault(at, last[inner])
    return [*place[:-1], at]


def _with_flag(
    read: tuple[float, str] | None, raw: Any, flag: str, legend: Mapping[str, Status], values: CellValues
) -> tuple[float, str] | None:
    """The value with what the column of statuses says of it; a status beside a blank is a value that is missing."""
    if not flag:
        return read
    status = legend.get(flag) or marks.beside(flag) or marks.alone(flag, {}) or marks.meant_by(flag)
    if status is None:
        values.unknown[flag] = values.unknown.get(flag, 0) + 1
        return read
    if read is None:
        return (math.nan, (Status.MISSING if status == Status.NORMAL else status).value) if blank(raw) else None
    return read[0], (read[1] if status == Status.NORMAL else status.value)


def _dimension(names: Names, labels: Mapping[int, str]) -> Dimension:
    texts = [labels[place] for place in range(len(names.found))]
    codes = [code for code, _text, _again in names.found]
    heading = names.column.heading or _("Column %(number)s") % {"number": names.column.at + 1}
    code = heading
    if names.codes is not None:
        code = code_of(names.codes.heading) or heading
    given = [each or text.strip() for each, text in zip(codes, texts, strict=True)]
    whole = names.codes is not None and len(set(given)) == len(given)
    categories: tuple[Category, ...] = categories_of(texts, given=given if whole else ())
    role = role_of(names.codes.heading if names.codes else code, heading, [each.label for each in categories])
    return Dimension(code, heading, role, categories)
