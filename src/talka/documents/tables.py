"""XLSX and CSV in: rows by column, and every fault with its row as a person sees it, the column and advice.

Nothing is thrown at the caller for what is in a file: `read_table` always answers with a TableRead.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import BinaryIO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .cells import CellFault, value_of
from .sheets import Column, unguarded
from .workbooks import FileFault, Formula, workbook_rows

MOST_ROWS = 10_000
MOST_BYTES = 20_000_000
MOST_COLUMNS = 200
MOST_FAULTS = 200
HEADER_SEARCH = 15

Raw = str | int | float | Decimal | bool | date | datetime | Formula | None


@dataclass(frozen=True)
class Fault:
    """What is wrong. row: as counted in the sheet, the header being a row too; None for the file as a whole."""

    row: int | None
    column: str
    what: str
    advice: str = ""

    def __str__(self) -> str:
        place = _("Row %(row)s") % {"row": self.row} if self.row is not None else ""
        return ": ".join(part for part in (", ".join(p for p in (place, self.column) if p), self.what) if part)


@dataclass(frozen=True)
class Row:
    """A right row: its number in the file and its values by column key. Absent cells: "" for text, None else."""

    number: int
    values: dict[str, object]


@dataclass
class TableRead:
    """rows: those without a fault; faults in the order of the file; more_faults: those past the first 200, counted;
    found: keys of the columns that are there; ignored: headers that no column claims."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    found: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    rows_with_faults: int = 0

    @property
    def right(self) -> bool:
        return not self.faults

    @property
    def unreadable(self) -> bool:
        """The file as a whole could not be read: no row is of use."""
        return any(fault.row is None for fault in self.faults)

    def fault(self, fault: Fault) -> None:
        """Keep a fault, or count it where there are too many to read."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.more_faults += 1


def folded(header: str) -> str:
    """A header without case, diacritics, blanks and punctuation: "E-pasts *" and "epasts" are one."""
    plain = unicodedata.normalize("NFKD", header.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def header_names(column: Column) -> set[str]:
    """Every header by which a column is known: its key, its title in each language, its aliases."""
    names = {column.key, *column.aliases}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names.add(str(column.title))
    return {folded(name) for name in names}


def read_table(
    file: BinaryIO | bytes,
    name: str,
    columns: Sequence[Column],
    *,
    most_rows: int = MOST_ROWS,
    most_bytes: int = MOST_BYTES,
) -> TableRead:
    """Read an XLSX or CSV file, told apart by content. `name` is only used in words; faults are in the active language.

    The header is looked for in the first 15 rows that hold anything; columns may stand in any order. Past `most_rows`
    or `most_bytes` nothing is read, and the one fault says so.
    """
    read = TableRead()
    try:
        content = _content(file, most_bytes)
        _read_rows(_rows(content, name, columns), columns, read, most_rows)
    except FileFault as fault:
        read.rows = []
        read.faults.insert(0, Fault(None, "", fault.what, fault.advice))
    return read


def _content(file: BinaryIO | bytes, most_bytes: int) -> bytes:
    if isinstance(file, bytes):
        content = file
    else:
        file.seek(0)
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise FileFault(
            _("The file is larger than %(size)s MB.") % {"size": most_bytes // 1_000_000},
            _("Divide it into several files, or leave out columns that are not needed."),
        )
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileFault(_("The file is empty."), _("Choose a file with a header row and at least one row below it."))
    return content


def _rows(content: bytes, name: str, columns: Sequence[Column]) -> Iterator[tuple[int, Sequence[Raw]]]:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return workbook_rows(content, MOST_COLUMNS)
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta", b"<div")):
        raise FileFault(
            _("The file “%(name)s” is a web page or XML, not a table.") % {"name": name},
            _("Open it in a spreadsheet program and save it as XLSX or CSV."),
        )
    if start.startswith(b"%pdf") or (b"\x00" in content[:4000] and not content.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise FileFault(
            _("The file “%(name)s” is not a table that can be read.") % {"name": name},
            _("Save the table as XLSX or CSV and choose that file."),
        )
    return _csv_rows(_decoded(content), columns)


def _decoded(content: bytes) -> str:
    """Text by its byte order mark, else UTF-8, else the Windows code page of the Baltic languages."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1257", errors="replace")


def _csv_rows(text: str, columns: Sequence[Column]) -> Iterator[tuple[int, Sequence[Raw]]]:
    text = text.replace("\x00", "")
    first, _end, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text, skipped = first.strip()[4], rest, 1
    else:
        delimiter = _delimiter(text, columns)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, start=1 + skipped):
            yield number, row[:MOST_COLUMNS]
    except csv.Error as fault:
        raise FileFault(
            _("The file stops making sense near row %(row)s.") % {"row": reader.line_num + skipped},
            _("Look for a quotation mark that is opened and not closed."),
        ) from fault


def _delimiter(text: str, columns: Sequence[Column]) -> str:
    """The sign that parts the first lines into the most headers we know; of equals, the one that parts most."""
    known = set().union(*(header_names(column) for column in columns))

    def worth(delimiter: str) -> tuple[int, int]:
        best = (0, 0)
        try:
            for _at, row in zip(
                range(HEADER_SEARCH),
                csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter),
                strict=False,
            ):
                best = max(best, (len({folded(cell) for cell in row} & known), len(row)))
        except csv.Error:
            pass
        return best

    return max(";,\t|", key=worth)


def _read_rows(
    rows: Iterable[tuple[int, Sequence[Raw]]], columns: Sequence[Column], read: TableRead, most_rows: int
) -> None:
    filled = ((number, row) for number, row in rows if any(not _blank(cell) for cell in row))
    places, waiting = _find_header(filled, columns, read)
    if places is None:
        return
    for kept, (number, row) in enumerate(chain(waiting, filled), start=1):
        if kept > most_rows:
            raise FileFault(
                ngettext("The file has more than %(count)s row.", "The file has more than %(count)s rows.", most_rows)
                % {"count": most_rows},
                _("Divide it into several files."),
            )
        _read_row(number, row, places, columns, read)


def _blank(cell: Raw) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _find_header(
    rows: Iterator[tuple[int, Sequence[Raw]]], columns: Sequence[Column], read: TableRead
) -> tuple[dict[str, int] | None, list[tuple[int, Sequence[Raw]]]]:
    """The header row is the one of the first rows in which most columns are found; the rows after it are given back."""
    owners = {name: column for column in reversed(columns) for name in header_names(column)}
    looked = [each for _at, each in zip(range(HEADER_SEARCH), rows, strict=False)]
    best, best_at = 0, -1
    for at, (_number, row) in enumerate(looked):
        known = {owners[folded(str(cell))].key for cell in row if not _blank(cell) and folded(str(cell)) in owners}
        if len(known) > best:
            best, best_at = len(known), at
    names = ", ".join(str(column.title) for column in columns)
    if best_at < 0:
        read.fault(
            Fault(
                None,
                "",
                _("No header row was found."),
                _("The first row must name the columns: %(columns)s.") % {"columns": names},
            )
        )
        return None, []
    number, row = looked[best_at]
    places: dict[str, int] = {}
    for at, cell in enumerate(row):
        if _blank(cell):
            continue
        title = unguarded(str(cell))
        column = owners.get(folded(title))
        if column is None:
            read.ignored.append(title)
        elif column.key in places:
            read.fault(
                Fault(
                    None,
                    title,
                    _("The column “%(column)s” is there twice.") % {"column": title},
                    _("Keep one of them, or give the other another header."),
                )
            )
            return None, []
        else:
            places[column.key] = at
    missing = [str(column.title) for column in columns if column.required and column.key not in places]
    for title in missing:
        read.fault(
            Fault(
                None,
                title,
                _("The column “%(column)s” is missing.") % {"column": title},
                _("Add the column, or correct the header in row %(row)s.") % {"row": number},
            )
        )
    if missing:
        return None, []
    read.found = [column.key for column in columns if column.key in places]
    return places, looked[best_at + 1 :]


def _read_row(
    number: int, row: Sequence[Raw], places: dict[str, int], columns: Sequence[Column], read: TableRead
) -> None:
    values: dict[str, object] = {}
    right = True
    for column in columns:
        at = places.get(column.key)
        raw = row[at] if at is not None and at < len(row) else None
        try:
            values[column.key] = value_of(raw, column)
        except CellFault as fault:
            right = False
            read.fault(Fault(number, str(column.title), fault.what, fault.advice))
    if right:
        read.rows.append(Row(number, values))
    else:
        read.rows_with_faults += 1
