"""What each column of a plain table holds, told by its heading and by what stands below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any

from talka.documents.tables import folded

from . import marks
from .grid import SEARCH, Grid, blank, words
from .labels import AREA_WORDS, MEASURE_WORDS, TIME_WORDS, heading_of, is_period
from .numbers import parse_number, parted

VALUE_WORDS = frozenset(
    map(folded, ("value", "values", "vērtība", "vērtības", "obs_value", "data", "dati", "obsvalue"))
)
STATUS_WORDS = frozenset(map(folded, ("status", "statuss", "obs_status", "obs_flag", "flag", "flags", "karodziņš")))
UNIT_WORDS = frozenset(map(folded, ("unit", "units", "unit_measure", "unit of measure", "mērvienība", "mērv.")))
CODE_WORDS = frozenset(map(folded, ("code", "kods", "codes", "kodi", "atvk", "nuts", "id", "nr", "lau", "lau code")))
LONGEST_HEADING = 200
CODE_SUFFIX = re.compile(r"(.*\S)\s*[\s_(\[-]\s*(?:code|codes|kods|kodi|id)\s*[)\]]?", re.IGNORECASE | re.DOTALL)
NAMED = frozenset(map(folded, AREA_WORDS | TIME_WORDS | MEASURE_WORDS))
SAMPLE = 2_000
CODE_LIKE = re.compile(r"\S{1,30}")


class Kind(Enum):
    NAME = "name"
    CODE = "code"
    VALUE = "value"
    STATUS = "status"
    UNIT = "unit"


@dataclass
class Column:
    """at: its place in the rows; heading: of the lowest header row that has one; path: of every header row."""

    at: int
    kind: Kind
    heading: str
    path: tuple[str, ...] = ()


@dataclass
class Plan:
    """header: places of the header rows in the grid; body: of the rows with values; below: of what follows."""

    title: str
    header: list[int]
    body: list[int]
    below: list[int]
    columns: list[Column] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Column]:
        return [column for column in self.columns if column.kind == kind]


def plan_of(grid: Grid) -> Plan | None:
    """None where no row of headings with rows of figures below it is found."""
    rows = [row for _number, row in grid.rows]
    counted = [sum(not blank(cell) for cell in row) for row in rows]
    first = next((at for at, count in enumerate(counted[: SEARCH + 1]) if count > 1), None)
    if first is None:
        return None
    end = first + 1
    while end < min(len(rows), first + 6) and counted[end] > 1 and blank(rows[end][0]) and not blank(rows[first][0]):
        end += 1
    if end < len(rows) and _values_in(rows[end - 1]) and end - 1 > first:
        end = first + 1
    header = list(range(first, end))
    width = max(map(len, rows[first:]))
    columns = [_column(rows, header, at, range(end, len(rows))) for at in range(width)]
    title = " ".join(words(cell) for row in rows[:first] for cell in row if not blank(cell))
    plan = Plan(title, header, [], [], [each for each in columns if each is not None])
    _chosen_value(plan)
    _paired(plan, rows, range(end, len(rows)))
    valued = [each.at for each in (*plan.of(Kind.VALUE), *plan.of(Kind.STATUS))]
    body = [r for r in range(end, len(rows)) if any(at < len(rows[r]) and not blank(rows[r][at]) for at in valued)]
    if not plan.of(Kind.VALUE) or not body:
        return None
    plan.body, plan.below = body, list(range(body[-1] + 1, len(rows)))
    _paths(plan, rows)
    return plan


def _values_in(row: Sequence[Any]) -> bool:
    """A row whose cells are figures and not years: it cannot be a second row of headings."""
    filled = [cell for cell in row if not blank(cell)]
    return sum(_figure(cell) and not is_period(words(cell)) for cell in filled) * 2 > len(filled)


def _figure(cell: Any) -> bool:
    """Whether a cell could stand in a column of values, be it a faulty one."""
    if isinstance(cell, str):
        text = cell.strip()
        if marks.alone(text, {}) is not None or parse_number(text) is not None or parse_number(text, ",") is not None:
            return True
        pair = parted(text)
        return pair is not None and (parse_number(pair[0]) is not None or parse_number(pair[0], ",") is not None)
    return True


def _column(rows: Sequence[Sequence[Any]], header: Sequence[int], at: int, below: Sequence[int]) -> Column | None:
    headings = [heading_of(words(rows[r][at])) for r in header if at < len(rows[r]) and not blank(rows[r][at])]
    heading = headings[-1] if headings else ""
    cells = [rows[r][at] for r in below[:SAMPLE] if at < len(rows[r]) and not blank(rows[r][at])]
    if not cells and not heading:
        return None
    plain = folded(heading)
    if plain in VALUE_WORDS:
        kind = Kind.VALUE
    elif plain in STATUS_WORDS:
        kind = Kind.STATUS
    elif plain in UNIT_WORDS:
        kind = Kind.UNIT
    elif plain in CODE_WORDS or code_of(heading):
        kind = Kind.CODE
    elif plain in NAMED:
        kind = Kind.NAME
    elif is_period(heading):
        kind = Kind.VALUE
    else:
        figures = sum(map(_figure, cells))
        kind = Kind.VALUE if cells and figures * 2 > len(cells) else Kind.NAME
    return Column(at, kind, heading)


def _chosen_value(plan: Plan) -> None:
    """Where one column is called “value”, figures in the others are names: ages, classes of size."""
    called = [each for each in plan.of(Kind.VALUE) if folded(each.heading) in VALUE_WORDS]
    if len(called) == 1:
        for each in plan.of(Kind.VALUE):
            if each is not called[0]:
                each.kind = Kind.NAME


def _paired(plan: Plan, rows: Sequence[Sequence[Any]], below: range) -> None:
    """Each column of codes comes to stand before the names that it belongs to; one without such is names itself.

    A column without “code” in its heading holds codes where it tells the rows apart as the names after it do, there are
    three or more, and each holds a digit and no blank.
    """
    taken: set[int] = set()
    for code in plan.of(Kind.CODE):
        at = plan.columns.index(code)
        before = plan.columns[at - 1] if at else None
        after = plan.columns[at + 1] if at + 1 < len(plan.columns) else None
        choices = [each for each in (after, before) if each is not None and each.kind == Kind.NAME]
        if before in choices and _stem(code) == folded(before.heading if before else ""):
            choices.reverse()
        fit = next((each for each in choices if each.at not in taken and _same(each, code, rows, below)), None)
        if fit is None:
            code.kind = Kind.NAME
            continue
        taken |= {fit.at, code.at}
        if fit is before:
            plan.columns[at - 1 : at + 1] = [code, fit]
    for code, names in pairwise(list(plan.columns)):
        alone = code.kind == names.kind == Kind.NAME and not {code.at, names.at} & taken
        if alone and _coded(code, rows, below) and _same(names, code, rows, below):
            code.kind = Kind.CODE
            taken |= {code.at, names.at}


def _stem(column: Column) -> str:
    """“Region code” is the code of “Region”."""
    return folded(code_of(column.heading))


def code_of(heading: str) -> str:
    """Whose code a column is by its heading: “Region” of “Region (code)”; "" where it does not say."""
    found = CODE_SUFFIX.fullmatch(heading) if len(heading) <= LONGEST_HEADING else None
    return found[1] if found else ""


def _text(row: Sequence[Any], at: int) -> str:
    return words(row[at]).strip() if at < len(row) else ""


def _same(names: Column, codes: Column, rows: Sequence[Sequence[Any]], below: range) -> bool:
    """Each code has one name; two codes may have the same one."""
    named: dict[str, str] = {}
    for at in below:
        code, name = _text(rows[at], codes.at), _text(rows[at], names.at)
        if code and named.setdefault(code, name) != name:
            return False
    return bool(named)


def _coded(column: Column, rows: Sequence[Sequence[Any]], below: range) -> bool:
    if folded(column.heading) in NAMED - frozenset(map(folded, AREA_WORDS)):
        return False
    found = {text for at in below if (text := _text(rows[at], column.at))}
    return len(found) >= 3 and all(CODE_LIKE.fullmatch(each) and any(map(str.isdigit, each)) for each in found)


def _paths(plan: Plan, rows: Sequence[Sequence[Any]]) -> None:
    """The headings above each column of values, those of merged cells repeated."""
    valued = plan.of(Kind.VALUE)
    last = [""] * len(plan.header)
    for each in valued:
        path = []
        for level, r in enumerate(plan.header):
            text = heading_of(_text(rows[r], each.at))
            if text:
                last[level] = text
                last[level + 1 :] = [""] * (len(last) - level - 1)
            lowest = level == len(plan.header) - 1
            path.append(text if lowest else last[level])
        each.path = tuple(path)
