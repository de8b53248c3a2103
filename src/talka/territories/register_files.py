"""Read a folder of plain files with areas into rows. The register of Latvia ships with the room; an example may
bring areas of its own in the same shape."""

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

REGISTER = Path(__file__).parent / "register"
Row = TypeVar("Row")


@dataclass(frozen=True)
class AreaRow:
    key: str
    code: str
    kind: str
    name: str
    genitive: str
    locative: str
    name_en: str
    also: str
    valid_from: date | None
    valid_to: date | None
    lat: float | None
    lon: float | None
    row: int | None
    column: int | None
    source: str


@dataclass(frozen=True)
class CodeRow:
    area: str
    scheme: str
    code: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class NameRow:
    area: str
    name: str
    language: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class AreaFiles:
    """The tables of one folder; `digest` tells whether anything changed since they were last read."""

    areas: list[AreaRow]
    belongings: list[tuple[str, str, date | None, date | None]] = field(default_factory=list)
    successions: list[tuple[str, str, float, date, str]] = field(default_factory=list)
    borders: list[tuple[str, str]] = field(default_factory=list)
    codes: list[CodeRow] = field(default_factory=list)
    names: list[NameRow] = field(default_factory=list)


class RegisterFault(ValueError):
    """A row cannot be read; `str()` names file and line."""


def read_areas(folder: Path = REGISTER) -> AreaFiles:
    """Read the tables of `folder`; a table that is not there is empty. Dates are ISO, empty means open.

    Raises RegisterFault.
    """
    sources = read_sources(folder)
    return AreaFiles(
        areas=read_rows(folder / "areas.csv", lambda r: _area(r, sources)),
        belongings=read_rows(
            folder / "belongings.csv",
            lambda r: (r["child"], r["parent"], _day(r["valid_from"]), _day(r["valid_to"])),
        ),
        successions=read_rows(
            folder / "successions.csv",
            lambda r: (
                r["old"],
                r["new"],
                finite(r["share"]),
                date.fromisoformat(r["on"]),
                sources.get(r["source"], r["source"]),
            ),
        ),
        borders=read_rows(folder / "borders.csv", lambda r: (r["a"], r["b"])),
        codes=read_rows(
            folder / "codes.csv",
            lambda r: CodeRow(
                r["area"],
                r["scheme"],
                r["code"],
                _day(r["valid_from"]),
                _day(r["valid_to"]),
                sources.get(r["source"], r["source"]),
            ),
        ),
        names=read_rows(
            folder / "names.csv",
            lambda r: NameRow(
                r["area"],
                r["name"],
                r["language"],
                _day(r["valid_from"]),
                _day(r["valid_to"]),
                sources.get(r["source"], r["source"]),
            ),
        ),
    )


def read_sources(folder: Path) -> dict[str, str]:
    """What the keys of sources in the folder's other tables stand for. Raises RegisterFault."""
    return dict(read_rows(folder / "sources.csv", lambda r: (r["key"], r["text"])))


def _area(r: dict[str, str], sources: dict[str, str]) -> AreaRow:
    return AreaRow(
        key=r["key"],
        code=r["code"],
        kind=r["kind"],
        name=r["name"],
        genitive=r["genitive"],
        locative=r["locative"],
        name_en=r["name_en"],
        also=r["also"],
        valid_from=_day(r["valid_from"]),
        valid_to=_day(r["valid_to"]),
        lat=finite(r["lat"]) if r["lat"] else None,
        lon=finite(r["lon"]) if r["lon"] else None,
        row=int(r["row"]) if r["row"] else None,
        column=int(r["column"]) if r["column"] else None,
        source=sources.get(r["source"], r["source"]),
    )


def read_rows(path: Path, read: Callable[[dict[str, str]], Row]) -> list[Row]:
    """What `read` makes of each row; nothing where there is no such table. Raises RegisterFault."""
    if not path.exists():
        return []
    found: list[Row] = []
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            for row in reader:
                line = reader.line_num
                if None in row:
                    raise RegisterFault(f"{path.name}:{line}: the row has more cells than the header")
                found.append(read(row))
    except KeyError as missing:
        raise RegisterFault(f"{path.name}:1: the column {missing.args[0]} is missing") from None
    except RegisterFault:
        raise
    except (ValueError, csv.Error) as fault:
        raise RegisterFault(f"{path.name}:{line}: {fault}"[:300]) from None
    return found


def finite(text: str) -> float:
    """A number that is one. Raises ValueError."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number")
    return number


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
