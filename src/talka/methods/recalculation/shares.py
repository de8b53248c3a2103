"""Shares of old areas by what their smaller units hold: of people, where parishes are known, instead of land."""

from __future__ import annotations

import math
from collections.abc import Iterable

from talka.methods.recalculation.problem import Successor


def shares_by(units: Iterable[tuple[str, str, float]]) -> tuple[Successor, ...]:
    """Successors from smaller units that each went whole into one new area.

    units: old area, new area and what the unit holds, 0 or more, such as its people; several rows for one pair are
    added. Parts that hold nothing are left out; an old area that holds nothing at all is divided by the number of its
    units. ValueError for a number below 0 or none.
    """
    held: dict[str, dict[str, list[float]]] = {}
    for old, new, weight in units:
        if not (math.isfinite(weight) and weight >= 0):
            raise ValueError(f"{weight} is not what a unit of {old!r} can hold")
        held.setdefault(old, {}).setdefault(new, []).append(weight)
    found = []
    for old, parts in sorted(held.items()):
        sums = {new: math.fsum(weights) for new, weights in sorted(parts.items())}
        if not any(sums.values()):
            sums = {new: float(len(parts[new])) for new in sums}
        total = math.fsum(sums.values())
        found += [Successor(old, new, weight / total) for new, weight in sums.items() if weight > 0]
    return tuple(found)
