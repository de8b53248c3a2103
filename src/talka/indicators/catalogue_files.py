"""The catalogue that Talka carries, read from plain files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
