"""The rows of an XLSX file, by openpyxl, after the file has been looked at from outside."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from .archives import UNREADABLE, ArchiveFault, entry_start, open_archive

MOST_UNPACKED = 200_000_000
# Sheets formatted to their very end hold a million empty rows; past this many nothing is expected any more.
MOST_BLANK = 50_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


class FileFault(ValueError):
    """The file as a whole cannot be read."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


@dataclass(frozen=True)
class Formula:
    """A formula whose result the file does not hold."""

    text: str = ""


@dataclass(frozen=True)
class ErrorValue:
    """An error of the spreadsheet in place of a value: #REF!"""

    sign: str


def workbook_rows(content: bytes, most_columns: int) -> Iterator[tuple[int, Sequence[Any]]]:
    """(row number, cells) of the first visible worksheet; formulas as their results. Raises FileFault."""
    _refuse_old(content)
    formulas = _look(content)
    plain = _first_sheet(content, values=True).iter_rows()
    with_formulas = _first_sheet(content, values=False).iter_rows() if formulas else None
    return _checked(plain, with_formulas, most_columns)


def _refuse_old(content: bytes) -> None:
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise FileFault(_("The file is protected by a password."), _("Save it without a password and try again."))
        raise FileFault(
            _("The file is in the old Excel format (XLS)."), _("Open it in a spreadsheet program and save it as XLSX.")
        )


def written_rows(content: bytes, most_unpacked: int) -> tuple[str, Iterator[tuple[int, Sequence[Any]]]]:
    """The name of the first visible worksheet and its (row number, cells), blank rows too. A cell with a formula is a
    Formula, whatever result the file holds. Raises FileFault, also while the rows are read."""
    _refuse_old(content)
    _look(content, most_unpacked)
    sheet = _first_sheet(content, values=False)
    return str(sheet.title), _as_written(sheet.iter_rows())


def _as_written(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, Sequence[Any]]]:
    number, last = 0, 0
    while number - last < MOST_BLANK:
        number += 1
        try:
            row = next(rows, None)
        except FAULTS as fault:
            raise _broken() from fault
        if row is None:
            return
        cells = [Formula(str(cell.value)) if cell.data_type == "f" else _value(cell) for cell in row]
        if any(cell is not None for cell in cells):
            last = number
        yield number, cells


def _look(content: bytes, most_unpacked: int = MOST_UNPACKED) -> bool:
    """Look at the archive before openpyxl does; tell whether any sheet holds a formula."""
    try:
        archive = open_archive(io.BytesIO(content), most_bytes=most_unpacked)
    except ArchiveFault as fault:
        if fault.bomb:
            raise FileFault(
                _("The file unpacks to more than can be read."), _("Save the table anew as XLSX or CSV.")
            ) from fault
        raise _broken() from fault
    with archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names and not any(name.endswith("workbook.xml") for name in names):
            kind = entry_start(archive, "mimetype", 100)
            if b"opendocument.spreadsheet" in kind:
                raise FileFault(
                    _("The file is an OpenDocument table (ODS)."),
                    _("Open it in a spreadsheet program and save it as XLSX."),
                )
            raise FileFault(
                _("The file is not a table that can be read."), _("Save the table as XLSX or CSV and choose that file.")
            )
        return any(_holds_formula(archive, name) for name in names if name.startswith("xl/worksheets/"))


def _holds_formula(archive: zipfile.ZipFile, name: str) -> bool:
    try:
        with archive.open(name) as entry:
            tail = b""
            while chunk := entry.read(1 << 20):
                if FORMULA.search(tail + chunk):
                    return True
                tail = chunk[-40:]
    except UNREADABLE as fault:
        raise _broken() from fault
    return False


def _broken() -> FileFault:
    return FileFault(
        _("The file is damaged and cannot be opened."),
        _("Open it in a spreadsheet program, save it anew and try again."),
    )


# What openpyxl lets through when a file is not what it says; it has no one exception of its own.
FAULTS = (
    *UNREADABLE,
    InvalidFileException,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    OverflowError,
)


def _first_sheet(content: bytes, *, values: bool) -> Any:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if getattr(sheet, "sheet_state", "visible") == "visible"]
    except FAULTS as fault:
        raise _broken() from fault
    if not sheets:
        raise FileFault(_("The file holds no worksheet."), _("Save the table as XLSX or CSV and choose that file."))
    sheet = sheets[0]
    sheet.reset_dimensions()
    return sheet


def _checked(
    plain: Iterator[tuple[Any, ...]], with_formulas: Iterator[tuple[Any, ...]] | None, most_columns: int
) -> Iterator[tuple[int, Sequence[Any]]]:
    number, last = 0, 0
    while number - last < MOST_BLANK:
        number += 1
        try:
            row = next(plain, None)
            written = next(with_formulas, None) if with_formulas is not None else None
        except FAULTS as fault:
            raise _broken() from fault
        if row is None:
            return
        cells = [_value(cell) for cell in row[:most_columns]]
        if written is not None:
            for at, cell in enumerate(written[:most_columns]):
                if cell.data_type == "f" and at < len(cells) and cells[at] is None:
                    cells[at] = Formula()
        if any(cell is not None for cell in cells):
            last = number
            yield number, cells


def _value(cell: Any) -> Any:
    if cell.data_type == "e":
        return ErrorValue(str(cell.value))
    # Excel's own way of keeping a carriage return.
    return cell.value.replace("_x000D_", "") if isinstance(cell.value, str) else cell.value
