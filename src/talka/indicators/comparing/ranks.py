"""Places by one indicator, and how sure they are: a place is no surer than the figures that stand near it.

A published figure is rounded, and one that is not final may move. Each value is taken as lying between two bounds:
half a unit of its last decimal to both sides, and for what is not final a part of the standard deviation among the
areas compared (`MAY_MOVE`). The best place is that behind all who are surely ahead, the worst that behind all who may
be. The parts are an assumption, as no publisher says how far its estimates may be wrong; the page says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from talka.indicators.models import Indicator, Observation

from .compared import Cell, Column

MAY_MOVE: Mapping[str, float] = {
    Observation.Status.PROVISIONAL: 0.05,
    Observation.Status.ESTIMATED: 0.1,
    Observation.Status.IMPUTED: 0.1,
    Observation.Status.FORECAST: 0.25,
    Observation.Status.UNRELIABLE: 0.25,
}
"""Standard deviations by which a figure of this status may be wrong, to both sides."""
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Ranked:
    """rank: 1 is the best where better is known, else the largest; equals share it. low, high: the best and the worst
    place that the figures allow. of: how many areas have a figure. None everywhere: no figure."""

    rank: int | None
    low: int | None
    high: int | None
    of: int

    @property
    def sure(self) -> bool:
        return self.low == self.high


def ranks(column: Column) -> list[Ranked]:
    """In the order of the column's cells."""
    known = [place for place, cell in enumerate(column.cells) if cell.value is not None]
    found = [Ranked(None, None, None, len(known)) for _cell in column.cells]
    if not known:
        return found
    sign = 1.0 if column.indicator.direction == Indicator.Direction.DOWN else -1.0
    values = sign * np.array([column.cells[place].value for place in known], dtype=float)
    half = np.array(_half_widths([column.cells[place] for place in known], column.indicator.decimals))
    for at, place in enumerate(known):
        ahead = int((values < values[at]).sum())
        surely = int((values + half < values[at] - half[at]).sum())
        maybe = int((values - half <= values[at] + half[at]).sum()) - 1
        found[place] = Ranked(ahead + 1, surely + 1, maybe + 1, len(known))
    return found


def _half_widths(cells: Sequence[Cell], decimals: int) -> list[float]:
    """By how much each value may be wrong, in its own unit."""
    values = [cell.value for cell in cells if cell.value is not None]
    rounding = 0.5 * 10.0 ** -min(decimals, max(map(_decimals, values)))
    spread = float(np.std(values)) if len(values) > 1 else 0.0
    return [rounding + spread * MAY_MOVE.get(cell.status, 0.0) for cell in cells]


def _decimals(value: float) -> int:
    """How many decimals a figure is written with, six at most: those of a quotient have no end."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return min(max(-exponent, 0), MOST_DECIMALS) if isinstance(exponent, int) else 0
