"""A sheet of cells as XLSX and delimited text hold it, before it is known what the cells mean."""

import csv
import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from talka.documents.sheets import ESCAPE, unguarded
from talka.documents.workbooks import ErrorValue, FileFault, Formula, written_rows

from . import limits

MOST_COLUMNS = 20_000
MOST_LOOKED_AT = 20_000_000
"""Cells, blank ones too: a hostile workbook says that each row is sixteen thousand wide."""
DELIMITERS = ";,\t|"
SEARCH = 30
"""Lines in which the delimiter and the header are looked for."""


@dataclass
class Grid:
    """rows: each with its number in the file, from 1, and its cells (text, number, Formula …), blank rows too;
    delimiter: of text; "" for a workbook. sheet: the worksheet's name."""

    rows: list[tuple[int, list[Any]]]
    delimiter: str = ""
    sheet: str = ""


def blank(cell: Any) -> bool:
    return cell is None or (type(cell) is str and not cell.strip())


def words(cell: Any) -> str:
    """A cell as the name of something: 2020.0 is “2020”."""
    if type(cell) is str:
        return cell.replace("\u00a0", " ").rstrip()
    if cell is None or isinstance(cell, Formula | ErrorValue):
        return ""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).replace("\u00a0", " ").rstrip()


def of_workbook(content: bytes, name: str) -> Grid:
    """The first visible worksheet. Formulas stay formulas: what they once gave is not taken for published."""
    try:
        sheet, rows = written_rows(content, limits.MOST_UNPACKED)
        return Grid(_bounded(rows, name), sheet=sheet)
    except FileFault as fault:
        raise limits.refused(fault.what, _("“%(name)s” was not read.") % {"name": name}, fault.advice) from fault


def of_text(text: str, name: str) -> Grid:
    """Delimited text; the delimiter is the sign that parts most of the first lines into equally many cells."""
    text = text.replace("\x00", "").lstrip("\ufeff")
    first, _end, rest = text.partition("\n")
    skipped = 0
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip().strip('"')) == 5:
        delimiter, text, skipped = first.strip().strip('"')[4], rest, 1
    else:
        delimiter = delimiter_of(text)
    return Grid(_bounded(_lines(text, delimiter, skipped, name), name), delimiter)


def delimiter_of(text: str) -> str:
    def worth(delimiter: str) -> tuple[int, int]:
        try:
            start = csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=delimiter)
            widths = [len(row) for _at, row in zip(range(SEARCH), start, strict=False) if any(row)]
        except csv.Error:
            return (0, 0)
        most = max(widths, default=1)
        return (0, 0) if most < 2 else (sum(width == most for width in widths), most)

    return max(DELIMITERS, key=worth)


def _lines(text: str, delimiter: str, skipped: int, name: str) -> Iterator[tuple[int, list[Any]]]:
    reader = csv.reader(_split(text if "\n" in text else text.replace("\r", "\n")), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, start=1 + skipped):
            yield number, [cell or None for cell in row]
    except csv.Error as fault:
        raise limits.refused(
            _("The file “%(name)s” stops making sense near row %(row)s.")
            % {"name": name, "row": reader.line_num + skipped},
            _("It was not read."),
            _("Look for a quotation mark that is opened and not closed."),
        ) from fault


def _split(text: str) -> Iterator[str]:
    """The lines with their ends, one after another: the text may be large and is not copied whole."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end


def _bounded(rows: Iterator[tuple[int, Sequence[Any]]], name: str) -> list[tuple[int, list[Any]]]:
    """The rows without the blanks at their ends. Refuses what is larger than a table may be."""
    kept: list[tuple[int, list[Any]]] = []
    looked, filled = 0, 0
    for number, row in rows:
        looked += len(row) + 1
        cells = [unguarded(cell) if isinstance(cell, str) and cell.startswith(ESCAPE) else cell for cell in row]
        while cells and blank(cells[-1]):
            cells.pop()
        filled += len(cells)
        if looked > MOST_LOOKED_AT or filled > 2 * limits.MOST_CELLS or len(cells) > MOST_COLUMNS:
            raise limits.too_many_cells(name)
        kept.append((number, cells))
    while kept and not kept[-1][1]:
        kept.pop()
    return kept
