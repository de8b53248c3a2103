"""Who is like an area and does better in something: the areas to learn from."""

from dataclasses import dataclass
from datetime import date

from talka.indicators.comparing.compared import Cell, Column, Measure
from talka.indicators.models import Indicator
from talka.indicators.peer_words import lower_first, peer_words, reasons_of
from talka.methods.peers.better import who_does_better
from talka.methods.peers.solve import solve
from talka.territories.models import Area

from .comparison import figures_of
from .likeness import peer_question
from .peer_set import peer_set

SECONDS = 5.0


@dataclass(frozen=True)
class Alike:
    """An area that is like the one asked about. gap: by how much it is ahead, above 0; None where it is not."""

    area: Area
    rank: int
    distance: float
    cell: Cell
    gap: float | None
    reasons: list[str]


@dataclass(frozen=True)
class Better:
    """ahead: those that do better, the greatest gap first; others: the other peers, nearest first.

    by, left_out: the measures by which peers were chosen, and those that say nearly the same as the outcome.
    """

    area: Area
    outcome: Column
    own: Cell
    better: int
    ahead: list[Alike]
    others: list[Alike]
    by: list[Measure]
    left_out: list[Measure]

    @property
    def count(self) -> int:
        return len(self.ahead) + len(self.others)


def better(area: Area, measure: Measure, today: date) -> Better:
    """Five queries: the areas of its kind, the outcome, and what they are alike by."""
    among = list(peer_set(area, today).all.values())
    outcome = figures_of(among, [measure], None).columns[0]
    asked = peer_question(among, outcome=outcome)
    by_key = {each.key: each for each in among}
    cells = {each.key: cell for each, cell in zip(among, outcome.cells, strict=True)}
    sign = -1 if measure.indicator.direction == Indicator.Direction.DOWN else 1
    own = cells.get(area.key, Cell(None))
    rows: list[Alike] = []
    if asked.problem is not None:
        result = solve(asked.problem, time_limit=SECONDS)
        values = {key: cell.value for key, cell in cells.items() if cell.value is not None}
        gaps = {row.peer: row.gap for row in who_does_better(result, values, sign=sign, area=area.key)}
        titles = {column.measure.key: lower_first(column.measure.title) for column in asked.by}
        rows = [
            Alike(
                by_key[found.peer],
                found.rank,
                found.distance,
                cells[found.peer],
                gaps.get(found.peer),
                peer_words(reasons_of(found), titles),
            )
            for found in result.peers
            if found.area == area.key
        ]
    return Better(
        area=area,
        outcome=outcome,
        own=own,
        better=0 if measure.indicator.direction == Indicator.Direction.NONE else sign,
        ahead=sorted((row for row in rows if row.gap), key=lambda row: (-(row.gap or 0), row.rank)),
        others=[row for row in rows if not row.gap],
        by=[column.measure for column in asked.by],
        left_out=[column.measure for column in asked.left_out],
    )
