"""The catalogue and the facts that Talka carries, read from plain files; an example may bring facts in that shape."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from talka.territories.register_files import finite, read_rows, read_sources

REGISTER = Path(__file__).parent / "register"
Words = Mapping[str, str]


@dataclass(frozen=True)
class CategoryRow:
    code: str
    title: Words


@dataclass(frozen=True)
class ClassificationRow:
    key: str
    title: Words
    source: str
    categories: tuple[CategoryRow, ...]


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator as the file has it; `given` holds every field that `Indicator` has by the same name."""

    key: str
    classification: str
    weight: str
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Catalogue:
    classifications: tuple[ClassificationRow, ...]
    indicators: tuple[IndicatorRow, ...]


def read_catalogue(path: Path = REGISTER / "indicators.toml") -> Catalogue:
    """Raises KeyError, ValueError: the file comes with the program, a fault in it is one of the program."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    classifications = tuple(
        ClassificationRow(
            key=each["key"],
            title=each["title"],
            source=each.get("source", ""),
            categories=tuple(CategoryRow(c["code"], {"lv": c["lv"], "en": c["en"]}) for c in each["categories"]),
        )
        for each in told["classifications"]
    )
    apart = {"key", "classification", "weight"}
    indicators = tuple(
        IndicatorRow(
            key=each["key"],
            classification=each.get("classification", ""),
            weight=each.get("weight", ""),
            given={name: value for name, value in each.items() if name not in apart},
        )
        for each in told["indicators"]
    )
    return Catalogue(classifications, indicators)


@dataclass(frozen=True)
class Fact:
    """A figure that comes as a file. category: a code of the indicator's classification, empty for the total. status: a
    code of CL_OBS_STATUS. source: in words."""

    area: str
    indicator: str
    category: str
    year: int
    value: float
    status: str
    source: str


def read_facts(folder: Path = REGISTER) -> list[Fact]:
    """The rows of the folder's facts.csv; none where it has no such file. Raises RegisterFault."""
    sources = read_sources(folder)
    return read_rows(
        folder / "facts.csv",
        lambda r: Fact(
            r["area"],
            r["indicator"],
            r["category"],
            int(r["year"]),
            finite(r["value"]),
            r["status"] or "A",
            sources.get(r["source"], r["source"]),
        ),
    )
