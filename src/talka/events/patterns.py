"""Ready agendas to start from: read from `templates_of_events/*.toml`, so that a new one needs no code."""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from i18nfield.strings import LazyI18nString

FOLDER = Path(__file__).parent / "templates_of_events"


@dataclass(frozen=True)
class PatternItem:
    """One slot of a ready agenda: the n-th day (from 1), local hour, minutes; words by language."""

    key: str
    kind: str
    title: dict[str, str]
    day: int
    starts: dt.time
    minutes: int
    block: str = ""
    part: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    capacity_min: int = 0
    capacity: int | None = None


@dataclass(frozen=True)
class Pattern:
    """A kind of event as most people hold it. room_for: seats; days: how many it takes."""

    key: str
    kind: str
    order: int
    name: LazyI18nString
    about: LazyI18nString
    days: int
    room_for: int | None
    choices_asked: int
    certificate_hours: Decimal | None
    items: tuple[PatternItem, ...]

    @property
    def starts(self) -> dt.time:
        """When the first day begins for those who come: after registration."""
        return min((i.starts for i in self.items if i.day == 1 and i.kind != "registration"), default=dt.time(10))

    @property
    def ends(self) -> dt.time:
        """When the last item of the last day ends."""
        ends = [_after(i.starts, i.minutes) for i in self.items if i.day == self.days]
        return max(ends, default=dt.time(16))


def _after(start: dt.time, minutes: int) -> dt.time:
    day = dt.date(2000, 1, 1)
    return (dt.datetime.combine(day, start) + dt.timedelta(minutes=minutes)).time()  # noqa: DTZ  a wall clock


@cache
def patterns() -> tuple[Pattern, ...]:
    """All ready agendas, in their order. Raises at the first file that is not well-formed, with its name."""
    return tuple(sorted((_read(path) for path in FOLDER.glob("*.toml")), key=lambda p: (p.order, p.key)))


def pattern(key: str) -> Pattern | None:
    return next((p for p in patterns() if p.key == key), None)


def _read(path: Path) -> Pattern:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        items = tuple(PatternItem(**{"day": 1} | row) for row in data["items"])
        hours = data.get("certificate_hours")
        return Pattern(
            key=path.stem,
            kind=data["kind"],
            order=data.get("order", 50),
            name=LazyI18nString(data["name"]),
            about=LazyI18nString(data.get("about", {})),
            days=data.get("days", 1),
            room_for=data.get("room_for"),
            choices_asked=data.get("choices_asked", 3),
            certificate_hours=None if hours is None else Decimal(str(hours)),
            items=items,
        )
    except (KeyError, TypeError) as fault:
        raise ValueError(f"{path.name}: {fault}") from fault
