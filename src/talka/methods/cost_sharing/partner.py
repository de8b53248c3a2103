"""One who pays a part of the cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Partner:
    """population: its people. usage: how much of the service it uses, in a unit that is the same for all.
    fiscal_capacity: its whole fiscal capacity, as a rule people times income tax per head, so a large partner has more
    of it than a small one that is as rich. None: not known, or not of this kind of partner."""

    id: str
    population: float | None = None
    usage: float | None = None
    fiscal_capacity: float | None = None
