"""SDMX-CSV 1 and 2 in: first DATAFLOW, or STRUCTURE and STRUCTURE_ID, one column per dimension, OBS_VALUE, attributes.

https://github.com/sdmx-twg/sdmx-csv. With labels “both” a cell is “A: Annual”; some publishers put the labels in a
column of their own after each code. Read here and not by sdmx1: it wants pandas and the structure beside the data.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from . import limits, marks
from .building import Cells, Faults, table_of_cells
from .cell_values import CellValues, decimals_in
from .grid import Grid, words
from .labels import is_period
from .sdmx_names import CONFIDENTIAL, STATUS, TIME, UNIT, VALUE, dimension, is_attribute
from .table import StatisticalTable, Status

SECRET = frozenset("CNSDc")
STRUCTURE = frozenset(("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"))


@dataclass
class Head:
    """Where each column stands, by its code; labels: the column that holds the labels of that code."""

    codes: dict[str, int]
    names: dict[str, str]
    labels: dict[str, int]
    dimensions: list[str]


def looks_like_sdmx_csv(grid: Grid) -> bool:
    if not grid.rows:
        return False
    codes = {_code(words(cell)) for cell in grid.rows[0][1]}
    return VALUE in codes and (bool(codes & {"DATAFLOW", "STRUCTURE"}) or TIME in codes)


def read_sdmx_csv(grid: Grid, name: str) -> StatisticalTable:
    head = _head(grid.rows[0][1])
    faults = Faults(name)
    body = [(number, row) for number, row in grid.rows[1:] if row]
    at_value = head.codes[VALUE]
    values = CellValues({}, decimals_in((row[at_value] for _n, row in body if at_value < len(row)), ","), faults)
    found: dict[str, dict[str, int]] = {code: {} for code in head.dimensions}
    labels: dict[str, dict[str, str]] = {code: {} for code in head.dimensions}
    cells = Cells(name)
    told = [at for code, at in head.codes.items() if code in STATUS]
    secret = [at for code, at in head.codes.items() if code in CONFIDENTIAL]
    wanted = [(code, head.codes[code], head.labels.get(code)) for code in head.dimensions]
    for number, row in body:
        if _text(row, head.codes.get("ACTION")).upper() in ("D", "DELETE"):
            faults.add(number, 1, _("This row asks to delete a value; nothing is deleted here, and it is left out."))
            continue
        place = []
        for code, at, beside in wanted:
            text, label = _parted(_text(row, at), _text(row, beside), beside is not None)
            if not text:
                faults.add(number, at + 1, _("The dimension “%(code)s” is not told here.") % {"code": code})
                break
            place.append(found[code].setdefault(text, len(found[code])))
            labels[code].setdefault(text, label)
        else:
            raw = row[at_value] if at_value < len(row) else None
            read = values.read(None if _is_nan(raw) else raw, number, at_value + 1)
            read = _with_status(read, raw, _statuses(row, told, secret), values)
            if read is not None:
                cells.add(place, *read, number, at_value + 1)
    dimensions = [
        dimension(code, head.names[code], list(found[code]), list(labels[code].values())) for code in head.dimensions
    ]
    if not dimensions:
        raise limits.without_figures(name)
    return table_of_cells(
        name,
        dimensions,
        cells,
        faults=faults,
        notes=values.notes(),
        **_facts(body, head),
    )


def _code(text: str) -> str:
    """The code of a heading: of “FREQ: Frequency” and of “STRUCTURE[;]” what stands in front."""
    return text.partition(":")[0].partition("[")[0].strip()


def _head(row: Sequence[Any]) -> Head:
    head = Head({}, {}, {}, [])
    previous = ""
    for at, cell in enumerate(row):
        text = words(cell).strip()
        code = _code(text)
        if not code or code in head.codes:
            continue
        label = text.partition(":")[2].strip()
        # A heading in words straight after a code in capitals is that of its labels.
        if previous and not label and not is_attribute(code) and not code.isupper() and not code.islower():
            head.labels[previous] = at
            head.names[previous] = text
            previous = ""
            continue
        head.codes[code] = at
        head.names[code] = label or code
        previous = code if code.isupper() and " " not in code and code not in STRUCTURE else ""
    before = head.codes[VALUE]
    head.dimensions = [
        code
        for code, at in head.codes.items()
        if (at < before or code == TIME) and code not in STRUCTURE and not is_attribute(code) and code != VALUE
    ]
    return head


def _text(row: Sequence[Any], at: int | None) -> str:
    return words(row[at]).strip() if at is not None and at < len(row) else ""


def _parted(text: str, label: str, beside: bool) -> tuple[str, str]:
    """“A: Annual” as code and label; a period with a clock in it is a code."""
    if beside or ": " not in text or is_period(text):
        return text, label or text
    code, _sign, name = text.partition(":")
    return code.strip(), name.strip() or code.strip()


def _is_nan(raw: Any) -> bool:
    return isinstance(raw, str) and raw.strip().casefold() in ("nan", "")


def _statuses(row: Sequence[Any], told: Sequence[int], secret: Sequence[int]) -> list[str]:
    """The flags in the columns of statuses, and that of a value which those of confidentiality call secret."""
    flags = [_parted(text, "", False)[0] for at in told if (text := _text(row, at))]
    return flags + ["Q" for at in secret if _text(row, at)[:1] in SECRET]


def _with_status(
    read: tuple[float, str] | None, raw: Any, flags: Sequence[str], values: CellValues
) -> tuple[float, str] | None:
    """The value with the gravest of what the columns of statuses say; a row without a value is one that is missing."""
    blank = raw is None or _is_nan(raw)
    if read is None and not blank:
        return None
    value, own = read if read is not None else (math.nan, Status.MISSING.value)
    told = []
    for flag in filter(None, flags):
        status = marks.beside(flag)
        if status is None:
            values.unknown[flag] = values.unknown.get(flag, 0) + 1
        else:
            told.append(status)
    status = marks.gravest([Status(own), *told])
    return value, status.value


def _facts(body: Sequence[tuple[int, Sequence[Any]]], head: Head) -> Mapping[str, str]:
    """The dataflow as code, its name as title, the day of the last update and the unit, where all rows have one."""
    first = body[0][1] if body else []
    flow = _text(first, head.codes.get("DATAFLOW")) or _text(first, head.codes.get("STRUCTURE_ID"))
    code, _sign, title = flow.partition(": ")
    units = {_text(row, head.codes[unit]) for unit in head.codes if unit.upper() in UNIT for _n, row in body}
    updated = next((at for name, at in head.codes.items() if name.upper() in ("LAST UPDATE", "LAST_UPDATE")), None)
    return {
        "code": code.strip(),
        "title": title.strip() or _text(first, head.codes.get("STRUCTURE_NAME")) or code.strip(),
        "updated": _text(first, updated),
        "unit": units.pop() if len(units) == 1 else "",
    }
