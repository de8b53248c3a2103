"""Eurostat's TSV: “freq,unit,geo\\TIME_PERIOD”, then the periods; “12.3 p” a value with flags, “:” none.

https://ec.europa.eu/eurostat/databrowser, download as TSV. Codes only: labels are the codes.
"""

import math
import re

from django.utils.translation import gettext as _

from . import limits, marks
from .building import Cells, Faults, cleaned, table_of_cells
from .labels import is_period, role_of
from .table import Category, Dimension, Role, StatisticalTable, Status

HEAD = re.compile(r"[A-Za-z_][\w,]*\\[A-Za-z_]\w*")
NAMED_AREA = frozenset(("geo", "ref_area", "rep_mar", "metroreg", "cities"))


def looks_like_tsv(start: str) -> bool:
    return HEAD.fullmatch(start.partition("\t")[0].strip()) is not None and "\t" in start.partition("\n")[0]


def read_tsv(text: str, name: str) -> StatisticalTable:
    lines = text.splitlines()
    head, *periods = lines[0].split("\t")
    left, _sign, across = head.strip().partition("\\")
    names = left.split(",")
    periods = [each.strip() for each in periods]
    if (len(lines) - 1) * len(periods) > limits.MOST_CELLS:
        raise limits.too_many_cells(name)
    faults, width = Faults(name), len(names)
    columns = _columns(periods, faults)
    found: list[dict[str, int]] = [{} for _each in names]
    gathered = Cells(name)
    known: dict[str, tuple[float, str] | None] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        key, *cells = line.split("\t")
        codes = [each.strip() for each in key.split(",")]
        if len(codes) != width or not all(codes):
            faults.add(number, 1, _("This row does not name a place in every dimension; it is left out."), key)
            continue
        if len(cells) > len(periods):
            faults.add(number, len(periods) + 2, _("There is no heading above this value."), cells[len(periods)])
        place = [each.setdefault(code, len(each)) for each, code in zip(found, codes, strict=True)]
        for at, order in columns:
            cell = cells[at].strip() if at < len(cells) else ""
            if not cell:
                continue
            read = known[cell] if cell in known else _read(cell)
            if len(known) < 10_000:
                known[cell] = read
            if read is None:
                what = _("This is not a number, and the file does not say what the sign means.")
                faults.add(number, at + 2, what, cell)
                continue
            gathered.add([*place, order], *read, number, at + 2)
    dimensions = [_dimension(code, list(codes)) for code, codes in zip(names, found, strict=True)]
    kept = [Category(periods[at], periods[at]) for at, _order in columns]
    dimensions.append(Dimension(across, across, role_of(across, across, [each.code for each in kept]), tuple(kept)))
    return table_of_cells(
        name,
        dimensions,
        gathered,
        faults=faults,
        unit=_unit(names, found),
    )


def _columns(periods: list[str], faults: Faults) -> list[tuple[int, int]]:
    """(place in the row, category) of each period, one that is there twice only once."""
    seen: set[str] = set()
    kept: list[tuple[int, int]] = []
    for at, period in enumerate(periods):
        if not period or period in seen:
            what = _("This heading stands there twice; what stands below the second is left out.")
            faults.add(1, at + 2, what if period else _("There is no heading above this value."), period)
        else:
            seen.add(period)
            kept.append((at, len(kept)))
    return kept


def _read(cell: str) -> tuple[float, str] | None:
    """“12.3 bp” as the value and the gravest of its flags."""
    number, _blank, flags = cell.partition(" ")
    status = marks.beside(flags) if flags.strip() else Status.NORMAL
    if status is None:
        return None
    if number == ":":
        return math.nan, (status if status == Status.SUPPRESSED else Status.MISSING).value
    try:
        value = float(number)
    except ValueError:
        return None
    return (value, status.value) if math.isfinite(value) and "_" not in number else None


def _dimension(code: str, codes: list[str]) -> Dimension:
    categories = tuple(Category(each, cleaned(each)) for each in codes)
    role = Role.AREA if code.casefold() in NAMED_AREA else role_of(code, code, codes)
    if role == Role.TIME and not all(map(is_period, codes)):
        role = Role.OTHER
    return Dimension(code, code, role, categories)


def _unit(names: list[str], found: list[dict[str, int]]) -> str:
    """The code of the unit, where the whole table has one."""
    units = [codes for code, codes in zip(names, found, strict=True) if code == "unit"]
    return next(iter(units[0])) if units and len(units[0]) == 1 else ""
