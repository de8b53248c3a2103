"""A programme as a folder of plain files: TOML for what is told, CSV for lists. `talka load` reads it, `talka dump`
writes the same. docs/developers/record-files.md describes every file and column.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w
from i18nfield.strings import LazyI18nString

from talka.ui.refusals import Refusal

Row = Mapping[str, str]


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as plain data; a fault names file, line and column."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise Refusal(f"{path.name}: {fault}", status=422) from None


def write_toml(path: Path, data: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(_without_empty(data), multiline_strings=False), encoding="utf-8")


def read_csv(path: Path, columns: Sequence[str]) -> list[tuple[int, Row]]:
    """The rows of a CSV file with the number of their line; a file that is not there is empty.

    Raises Refusal naming file and column where a column is missing or unknown.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        header = reader.fieldnames or []
        for name in columns:
            if name not in header:
                raise Refusal(f"{path.name}:1: the column {name} is missing", status=422)
        for name in header:
            if name not in columns:
                raise Refusal(f"{path.name}:1: the column {name} is unknown", status=422)
        return [(reader.line_num, {k: (v or "").strip() for k, v in row.items()}) for row in reader]


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
