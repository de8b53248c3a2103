"""Who is like us and does better: peers that are ahead in something by which they were not chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from talka.methods.peers.solve import Peers


@dataclass(frozen=True)
class Better:
    """`peer` is ahead of `area` by `gap`, above 0, in the unit of the outcome; rank and distance as among its peers."""

    area: str
    peer: str
    rank: int
    distance: float
    value: float
    peer_value: float
    gap: float


def who_does_better(
    result: Peers, outcome: Mapping[str, float], *, indicator: str = "", sign: int = 1, area: str | None = None
) -> tuple[Better, ...]:
    """The peers that do better, by area, the greatest gap first, equal gaps the nearer peer first.

    outcome: a value for each area, those without are passed over. sign: 1 where more is better, -1 where less is.
    indicator: the outcome's name. ValueError if peers were chosen by it, as then they can hardly differ in it, or for
    another sign. area: only of this one.
    """
    if sign not in (1, -1):
        raise ValueError("sign is 1 or -1")
    if indicator and indicator in result.indicators:
        raise ValueError(f"peers were chosen by {indicator!r}: choose them without it to see who does better in it")
    found = []
    for one in result.peers:
        own, other = outcome.get(one.area), outcome.get(one.peer)
        if area not in (None, one.area) or own is None or other is None:
            continue
        gap = sign * (other - own)
        if math.isfinite(gap) and gap > 0:
            found.append(Better(one.area, one.peer, one.rank, one.distance, own, other, gap))
    return tuple(sorted(found, key=lambda one: (one.area, -one.gap, one.rank)))
