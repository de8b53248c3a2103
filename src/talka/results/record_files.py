"""A programme as a folder of plain files: TOML for what is told, CSV for lists. `talka load` reads it, `talka dump`
writes the same. docs/developers/record-files.md describes every file and column.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w
from i18nfield.strings import LazyI18nString

from talka.documents.toml import TomlFault, toml_table
from talka.ui.refusals import Refusal

Row = Mapping[str, str]
_now: ContextVar[str] = ContextVar("where a folder is being read", default="programme.toml")


def now_reading(path: Path, line: int | None = None) -> None:
    """Remember which place of the folder is being read, so that whatever breaks there can name it."""
    _now.set(path.name if line is None else f"{path.name}:{line}")


def being_read() -> str:
    return _now.get()


class Rows(list[tuple[int, Row]]):
    """The rows of one CSV file with the number of their line. Who walks over them is reading there."""

    def __init__(self, path: Path, rows: Iterable[tuple[int, Row]] = ()) -> None:
        super().__init__(rows)
        self.path = path

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        for number, row in super().__iter__():
            now_reading(self.path, number)
            yield number, row


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as plain data; a fault names file, line and column."""
    now_reading(path)
    try:
        return toml_table(path.read_bytes())
    except TomlFault as fault:
        raise Refusal(f"{path.name}: {fault}", status=422) from None


def write_toml(path: Path, data: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(_without_empty(data), multiline_strings=False), encoding="utf-8")


def read_csv(path: Path, columns: Sequence[str]) -> Rows:
    """The rows of a CSV file with the number of their line; a file that is not there is empty.

    Raises Refusal naming file and line where a column is missing or unknown, and where the file is no CSV in UTF-8.
    """
    found = Rows(path)
    if not path.exists():
        return found
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            header = reader.fieldnames or []
            for name in columns:
                if name not in header:
                    raise Refusal(f"{path.name}:1: the column {name} is missing", status=422)
            for name in header:
                if name not in columns:
                    raise Refusal(f"{path.name}:1: the column {name} is unknown", status=422)
            for row in reader:
                line = reader.line_num
                if None in row:
                    raise Refusal(f"{path.name}:{line}: the row has more cells than the header", status=422)
                found.append((line, {k: (v or "").strip() for k, v in row.items()}))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Refusal(f"{path.name}:{line}: {fault}", status=422) from None
    return found


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write the file; without rows none is written."""
    lines = [[_cell(value) for value in row] for row in rows]
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


def words(value: object) -> LazyI18nString:
    """{lv = "…", en = "…"} or one text for all languages."""
    return LazyI18nString(dict(value) if isinstance(value, Mapping) else str(value or ""))


def plain_words(value: LazyI18nString | str | None) -> dict[str, str] | str:
    """The same, the other way."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {language: text for language, text in data.items() if text}
    return data or ""


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _without_empty(value: Any) -> Any:
    """TOML knows no null; what is empty is left out, and read back as empty."""
    if isinstance(value, Mapping):
        return {k: _without_empty(v) for k, v in value.items() if v not in (None, "", [], {}, ())}
    if isinstance(value, list | tuple):
        return [_without_empty(part) for part in value]
    if isinstance(value, Decimal):
        return str(value)
    return value
