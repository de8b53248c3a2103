"""A long table of observations read as columns: millions of rows, each name kept once, each fault at its line."""

from __future__ import annotations

import csv
import math
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

from talka.site.methods_command.tables import Faults, Table, header_is_right, whole_number

REQUIRED = ("area", "industry", "year", "value")
MISSING = frozenset(("", ":", "…", "...", "..", "NA"))
"""How statisticians write a value that is not there. A dash is not among them: with some it is none, with others 0."""
MOST_FLAGS = 3


class Observations:
    """Columns of a CSV file with a header; `lines[row]` is the line where the row begins.

    area, industry: places in `areas` and `industries`; value: NaN where missing; status: the signs as written, None
    where the file has no such column. `readable` is false where the rows could not be read to the end.
    """

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path, self.faults = path, faults
        self.areas: dict[str, int] = {}
        self.industries: dict[str, int] = {}
        self.area, self.industry, self.year, self.lines = array("q"), array("q"), array("q"), array("q")
        self.value = array("d")
        self.status: list[str] | None = None
        self.readable = False
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                self._read(file)
        except OSError as error:
            faults.add(path, 1, "file", f"cannot be read: {error.strerror or error}")
        except UnicodeDecodeError:
            faults.add(path, _first_line_not_utf8(path), "file", "is not UTF-8 text; save it as CSV UTF-8")

    def _read(self, file: Iterable[str]) -> None:
        header: Table | None = None
        try:
            for line, cells in _records(file):
                if len(cells) <= 1 and not any(cell.strip() for cell in cells):
                    continue
                if header is not None:
                    self._row(header.columns, line, cells)
                    continue
                header = Table(self.path, tuple(cell.strip() for cell in cells))
                if not header_is_right(header, line, self.faults, REQUIRED):
                    return
                self._places = [header.columns.index(name) for name in REQUIRED]
                self._status = header.columns.index("status") if "status" in header.columns else None
                self.status = None if self._status is None else []
        except _Unreadable as why:
            self.faults.add(self.path, why.line, "file", str(why))
            return
        if header is None:
            self.faults.add(self.path, 1, "area", "the file is empty; a header is needed: " + ",".join(REQUIRED))
            return
        self.readable = True

    def _row(self, columns: tuple[str, ...], line: int, cells: list[str]) -> None:
        if len(cells) != len(columns):
            column = columns[min(len(cells), len(columns) - 1)]
            self.faults.add(self.path, line, column, f"the row has {len(cells)} cells, the header {len(columns)}")
            return
        area, industry, year, value = (cells[place].strip() for place in self._places)
        self.area.append(self.areas.setdefault(area, len(self.areas)))
        self.industry.append(self.industries.setdefault(industry, len(self.industries)))
        self.year.append(self._year(year, line))
        self.value.append(math.nan if value in MISSING else self._amount(value, line))
        self.lines.append(line)
        if self.status is not None and self._status is not None:
            self.status.append(_status(cells[self._status].strip()))

    def _year(self, text: str, line: int) -> int:
        year = whole_number(text)
        if year is not None:
            return year
        shown = f'"{text}" is not' if text else "the cell is empty; it needs"
        self.faults.add(self.path, line, "year", f"{shown} a year, such as 2024")
        return 0

    def _amount(self, text: str, line: int) -> float:
        try:
            amount = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            amount = math.nan
        if not math.isfinite(amount):
            hint = (
                " (a point before the decimals, no sign between thousands)" if any(s in text for s in ", \xa0") else ""
            )
            self.faults.add(self.path, line, "value", f'"{text}" is not a number, such as 12.5{hint}')
            return math.nan
        return amount


def _status(text: str) -> str:
    """B where the series breaks: SDMX writes a B, Eurostat a b among other flags (bp: broken and provisional)."""
    return "B" if len(text) <= MOST_FLAGS and "b" in text.casefold() else text


class _Unreadable(Exception):
    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


def _records(file: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    reader = csv.reader(file, strict=True)
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if any("\0" in cell for cell in cells):
                raise _Unreadable(line, "holds a NUL character; is it a text file?")
            yield line, cells
    except csv.Error as error:
        raise _Unreadable(max(begins, reader.line_num), f"is not CSV: {error}") from error


def _first_line_not_utf8(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1
