"""Rows that several installations write, as plain data: who wrote which field last, and what somebody has seen.

Every field of a row bears a stamp: the installation that wrote it and that installation's tick at the time. A tick
grows with each packing or merging that found something changed. Who has *seen* an installation up to a tick knows all
that it wrote until then; so it can be told whether two writes came one after the other or side by side, for any number
of installations and whatever way files took between them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Seen = dict[str, int]
"""Installation -> the last tick of it that is known."""


class Stamp(NamedTuple):
    """origin: an installation's UUID; tick: microseconds since 1970, growing; time: when the row says it was written,
    as ISO text in UTC, "" where it does not say."""

    origin: str
    tick: int
    time: str = ""


@dataclass
class Row:
    """fields: name -> value that JSON can hold, other rows by their identity. stamps: for each of the fields."""

    fields: dict[str, Any]
    stamps: dict[str, Stamp]


@dataclass
class State:
    """All rows of one event, by model and identity, and the stamps of those that were deleted."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    gone: dict[str, dict[str, Stamp]] = field(default_factory=dict)

    def of(self, model: str) -> dict[str, Row]:
        return self.rows.setdefault(model, {})

    def gone_of(self, model: str) -> dict[str, Stamp]:
        return self.gone.setdefault(model, {})


def knows(seen: Mapping[str, int], stamp: Stamp) -> bool:
    return seen.get(stamp.origin, 0) >= stamp.tick


def knows_all(seen: Mapping[str, int], stamps: Iterable[Stamp]) -> bool:
    return all(knows(seen, stamp) for stamp in stamps)


def rank(stamp: Stamp, home: str) -> tuple[str, bool, int, str]:
    """Of two writes side by side the greater one stands: the newer where rows say when, else the home's. Every
    installation comes to the same answer."""
    return (stamp.time, stamp.origin == home, stamp.tick, stamp.origin)


def together(one: Mapping[str, int], other: Mapping[str, int]) -> Seen:
    return {name: max(one.get(name, 0), other.get(name, 0)) for name in one.keys() | other.keys()}


def stamps_of(packed: Iterable[list[Any]]) -> dict[str, Stamp]:
    return {name: Stamp(origin, tick, when) for origin, tick, when, names in packed for name in names}


def packed(stamps: dict[str, Stamp]) -> list[list[Any]]:
    """The other way: fields that were written together stand together."""
    found: dict[Stamp, list[str]] = {}
    for name, stamp in stamps.items():
        found.setdefault(stamp, []).append(name)
    return [[*stamp, names] for stamp, names in found.items()]
