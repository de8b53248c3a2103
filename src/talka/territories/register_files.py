"""Read a folder of plain files with areas into rows. The register of Latvia ships with the room; an example may
bring areas of its own in the same shape."""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

REGISTER = Path(__file__).parent / "register"


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
class AreaFiles:
    """The tables of one folder; `digest` tells whether anything changed since they were last read."""

    areas: list[AreaRow]
    belongings: list[tuple[str, str, date | None, date | None]] = field(default_factory=list)
    successions: list[tuple[str, str, float, date, str]] = field(default_factory=list)
    populations: list[tuple[str, int, int, str]] = field(default_factory=list)
    borders: list[tuple[str, str]] = field(default_factory=list)


def read_areas(folder: Path = REGISTER) -> AreaFiles:
    """Read the tables of `folder`; a table that is not there is empty. Dates are ISO, empty means open."""
    sources = {row["key"]: row["text"] for row in _rows(folder / "sources.csv")}
    areas = [
        AreaRow(
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
            lat=float(r["lat"]) if r["lat"] else None,
            lon=float(r["lon"]) if r["lon"] else None,
            row=int(r["row"]) if r["row"] else None,
            column=int(r["column"]) if r["column"] else None,
            source=sources.get(r["source"], r["source"]),
        )
        for r in _rows(folder / "areas.csv")
    ]
    return AreaFiles(
        areas=areas,
        belongings=[
            (r["child"], r["parent"], _day(r["valid_from"]), _day(r["valid_to"]))
            for r in _rows(folder / "belongings.csv")
        ],
        successions=[
            (r["old"], r["new"], float(r["share"]), date.fromisoformat(r["on"]), sources.get(r["source"], r["source"]))
            for r in _rows(folder / "successions.csv")
        ],
        populations=[
            (r["area"], int(r["year"]), int(r["persons"]), sources.get(r["source"], r["source"]))
            for r in _rows(folder / "populations.csv")
        ],
        borders=[(r["a"], r["b"]) for r in _rows(folder / "borders.csv")],
    )


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
