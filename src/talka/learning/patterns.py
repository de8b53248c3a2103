"""Ready training programmes to start from: read from `patterns_of_trainings/*.toml`; a new one needs no code."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from i18nfield.strings import LazyI18nString

FOLDER = Path(__file__).parent / "patterns_of_trainings"


@dataclass(frozen=True)
class PatternModule:
    """hours: of teaching; outcomes: what somebody can do afterwards, a line each."""

    title: LazyI18nString
    outcomes: LazyI18nString
    hours: Decimal


@dataclass(frozen=True)
class Pattern:
    """A training programme as it can be held; its organisers change whatever does not fit."""

    key: str
    order: int
    name: LazyI18nString
    about: LazyI18nString
    for_whom: LazyI18nString
    team_size: int
    least_hours: Decimal | None
    least_modules: int | None
    homework_needed: bool
    modules: tuple[PatternModule, ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """All of them, in their order. Raises at the first file that is not well-formed, with its name."""
    return tuple(sorted((_read(path) for path in FOLDER.glob("*.toml")), key=lambda p: (p.order, p.key)))


def _read(path: Path) -> Pattern:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        hours = data.get("least_hours")
        return Pattern(
            key=path.stem,
            order=data.get("order", 50),
            name=LazyI18nString(data["name"]),
            about=LazyI18nString(data["about"]),
            for_whom=LazyI18nString(data["for_whom"]),
            team_size=data["team_size"],
            least_hours=None if hours is None else Decimal(str(hours)),
            least_modules=data.get("least_modules"),
            homework_needed=data.get("homework_needed", False),
            modules=tuple(
                PatternModule(LazyI18nString(row["title"]), LazyI18nString(row["outcomes"]), Decimal(str(row["hours"])))
                for row in data["modules"]
            ),
        )
    except (KeyError, TypeError) as fault:
        raise ValueError(f"{path.name}: {fault}") from fault
