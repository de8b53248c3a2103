"""Tables as plain CSV files: read with every fault at its true line and column, written as UTF-8 with commas."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Faults:
    """Collects what is wrong with the input; `file:line: column: what and why`, one line each."""

    found: list[tuple[str, int, str, str]] = field(default_factory=list)

    def add(self, file: Path | str, line: int, column: str, what: str) -> None:
        entry = (str(file), line, column, " ".join(what.split()))
        if entry not in self.found:
            self.found.append(entry)

    def __bool__(self) -> bool:
        return bool(self.found)

    def lines(self) -> list[str]:
        """By file in the order met, then by line."""
        files = list(dict.fromkeys(entry[0] for entry in self.found))
        ordered = sorted(self.found, key=lambda entry: (files.index(entry[0]), entry[1]))
        return [f"{file}:{line}: {column}: {what}" for file, line, column, what in ordered]


@dataclass
class Table:
    """Rows by column name, blanks around cells taken off; `lines[row]` is the line where the row begins."""

    path: Path
    columns: tuple[str, ...] = ()
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def line(self, row: int | None) -> int:
        return 1 if row is None else self.lines[row]


def read_text(path: Path, faults: Faults) -> str | None:
    """The file's text (UTF-8, with or without byte order mark); None and a fault if it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        faults.add(path, 1, "file", f"cannot be read: {error.strerror or error}")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.add(path, line, "file", "is not UTF-8 text; save it as CSV UTF-8")
        return None
    if "\0" in text:
        faults.add(path, text.count("\n", 0, text.index("\0")) + 1, "file", "holds a NUL character; is it a text file?")
        return None
    return text


def read_table(path: Path, faults: Faults, *, required: Sequence[str]) -> Table | None:
    """The table of a CSV file. Faults: unreadable, no header, columns missing or twice, rows of another length.

    None if the rows cannot be read at all; a table with faulty rows left out otherwise.
    """
    text = read_text(path, faults)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table = Table(path)
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells) and len(cells) <= 1:
                continue
            if not table.columns:
                table.columns = tuple(cell.strip() for cell in cells)
                if not header_is_right(table, line, faults, required):
                    return None
                continue
            if len(cells) != len(table.columns):
                column = table.columns[min(len(cells), len(table.columns) - 1)]
                what = f"the row has {len(cells)} cells, the header {len(table.columns)}"
                faults.add(path, line, column, what)
                # Read on with what is there, so that ids of broken rows are not reported as unknown elsewhere.
            padded = [cell.strip() for cell in cells] + [""] * len(table.columns)
            table.rows.append(dict(zip(table.columns, padded, strict=False)))
            table.lines.append(line)
    except csv.Error as error:
        faults.add(path, max(begins, reader.line_num), "file", f"is not CSV: {error}")
        return None
    if not table.columns:
        header = f": {','.join(required)}" if required else ""
        faults.add(path, 1, required[0] if required else "file", f"the file is empty; a header is needed{header}")
        return None
    return table


def header_is_right(table: Table, line: int, faults: Faults, required: Sequence[str]) -> bool:
    """Whether each column has a name of its own and none that is required lacks; a fault for each that does not."""
    right = True
    for column in required:
        if column not in table.columns:
            there = ", ".join(name for name in table.columns if name)
            hint = "; separate cells by commas" if any(sign in there for sign in (";", "\t")) else ""
            faults.add(table.path, line, column, f"the column is missing; there are: {there}{hint}")
            right = False
    for place, column in enumerate(table.columns):
        if not column:
            faults.add(table.path, line, f"column {place + 1}", "has no name in the header")
            right = False
        elif column in table.columns[:place]:
            faults.add(table.path, line, column, "the column stands twice in the header")
            right = False
    return right


def whole_number(text: str) -> int | None:
    """The integer a cell holds, None if it is none: digits with a sign, as people and spreadsheets write them."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
        return None
    return int(text)


def number(text: str) -> float | None:
    """The number a cell holds, None if it is none: digits and a point, as programs write them."""
    try:
        found = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object] | Sequence[object]]) -> None:
    """Write a CSV with header; None becomes an empty cell, floats keep full precision."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            cells = [row[column] for column in columns] if isinstance(row, Mapping) else row
            writer.writerow(["" if cell is None else repr(cell) if isinstance(cell, float) else cell for cell in cells])
