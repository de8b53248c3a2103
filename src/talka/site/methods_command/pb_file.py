"""Files of Pabulib (.pb), as elections are published: META, PROJECTS and VOTES, cells parted by semicolons."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from talka.site.methods_command.tables import Faults, Table, read_text

SECTIONS = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}
MOST_FAULTS = 25
"""Rows of another length: where all of a file's are wrong in the same way, the first ones say it."""
NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,9})?", re.ASCII)


@dataclass
class PbFile:
    """The sections as tables; `begins` says on which line each of them stands."""

    path: Path
    sections: dict[str, Table] = field(default_factory=dict)
    begins: dict[str, int] = field(default_factory=dict)
    odd: int = 0
    """Rows of another length than their header."""

    def meta(self, key: str) -> str | None:
        """What META says of a key; None if it says nothing."""
        row = self._meta_row(key)
        return None if row is None else self.sections["META"].rows[row]["value"]

    def meta_line(self, key: str) -> int:
        """The line of a key, or of META where the key is missing."""
        row = self._meta_row(key)
        return self.begins.get("META", 1) if row is None else self.sections["META"].lines[row]

    def _meta_row(self, key: str) -> int | None:
        rows = self.sections["META"].rows if "META" in self.sections else []
        return next((place for place, row in enumerate(rows) if row["key"].casefold() == key), None)


def read_pb(path: Path, faults: Faults) -> PbFile | None:
    """The file by its sections. Faults: unreadable, no CSV with semicolons, a section missing, twice or without its
    columns, rows of another length, a key of META twice. None if the sections cannot be told apart at all.

    A byte order mark, any ends of lines and quoted cells with semicolons or lines in them are as good as none.
    """
    text = read_text(path, faults)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    found, table, begins = PbFile(path), None, 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            name = cells[0].strip().upper()
            if name in SECTIONS and not any(cell.strip() for cell in cells[1:]):
                if name in found.sections:
                    faults.add(path, line, name, f"the section stands twice, first on line {found.begins[name]}")
                    return None
                table = found.sections[name] = Table(path)
                found.begins[name] = line
            elif table is None:
                what = f'the file begins with "{cells[0].strip()[:40]}", not with the section META'
                faults.add(path, line, "META", what)
                return None
            elif not table.columns:
                table.columns = tuple(cell.strip() for cell in cells)
                if not _header_is_right(found, line, faults):
                    return None
            else:
                _add_row(found, table, line, cells, faults)
    except csv.Error as error:
        what = f"is not a table parted by semicolons: {error}; is a quotation mark left open?"
        faults.add(path, begins, "file", what)
        return None
    return found if _is_whole(found, faults) else None


def exact(text: str) -> Fraction | None:
    """The number a cell holds, exactly, None if it is none: digits, and decimals after a point or a comma."""
    return Fraction(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def _add_row(found: PbFile, table: Table, line: int, cells: Sequence[str], faults: Faults) -> None:
    given = [cell.strip() for cell in cells]
    while len(given) > len(table.columns) and not given[-1]:
        given.pop()
    if len(given) != len(table.columns):
        column = table.columns[min(len(given), len(table.columns) - 1)]
        hint = "; a cell with a semicolon stands in quotation marks" if len(given) > len(table.columns) else ""
        what = f"the row has {len(given)} cells, the header {len(table.columns)}{hint}"
        found.odd += 1
        if found.odd <= MOST_FAULTS:
            faults.add(table.path, line, column, what)
        given += [""] * len(table.columns)
    table.rows.append(dict(zip(table.columns, given, strict=False)))
    table.lines.append(line)


def _header_is_right(found: PbFile, line: int, faults: Faults) -> bool:
    name, table = next(reversed(found.sections.items()))
    right = True
    for column in SECTIONS[name]:
        if column not in table.columns:
            there = ", ".join(one for one in table.columns if one)
            what = f"the column is missing in {name}; there are: {there}; cells are parted by semicolons"
            faults.add(found.path, line, column, what)
            right = False
    for place, column in enumerate(table.columns):
        if column and column in table.columns[:place]:
            faults.add(found.path, line, column, "the column stands twice in the header")
            right = False
    return right


def _is_whole(found: PbFile, faults: Faults) -> bool:
    for name in SECTIONS:
        if name not in found.sections:
            faults.add(found.path, 1, name, f"the section is missing; a file has {', '.join(SECTIONS)}")
        elif not found.sections[name].columns:
            columns = ";".join(SECTIONS[name])
            faults.add(found.path, found.begins[name], name, f"the section has no header, such as {columns}")
    seen: set[str] = set()
    for line, row in (
        zip(found.sections["META"].lines, found.sections["META"].rows, strict=True)
        if ("META" in found.sections)
        else ()
    ):
        key = row["key"].casefold()
        if key in seen:
            faults.add(found.path, line, row["key"] or "key", "the key stands twice in META")
        seen.add(key)
    return all(name in found.sections and found.sections[name].columns for name in SECTIONS)
