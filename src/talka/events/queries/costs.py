"""Costs of an event with their sums, in all and by budget line."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from talka.events.models import Cost, Event
from talka.programmes.models import BudgetLine


@dataclass(frozen=True)
class LineSum:
    """What one budget line pays for this event; `line` is None for what has none yet."""

    line: BudgetLine | None
    planned: Decimal
    spent: Decimal


@dataclass(frozen=True)
class Costs:
    rows: list[Cost]
    planned: Decimal
    spent: Decimal
    lines: list[LineSum]

    @property
    def left(self) -> Decimal:
        return self.planned - self.spent

    @property
    def without_document(self) -> int:
        """How many costs were spent without the number of a document."""
        return sum(1 for row in self.rows if row.spent_eur and not row.document_number)


def costs_of(event: Event) -> Costs:
    """One query."""
    rows = list(event.costs.select_related("budget_line"))
    sums: dict[BudgetLine | None, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in rows:
        sums[row.budget_line][0] += row.planned_eur
        sums[row.budget_line][1] += row.spent_eur
    lines = [LineSum(line, planned, spent) for line, (planned, spent) in sums.items()]
    return Costs(
        rows,
        sum((row.planned_eur for row in rows), Decimal(0)),
        sum((row.spent_eur for row in rows), Decimal(0)),
        sorted(lines, key=lambda each: (each.line is None, each.line.code if each.line else "")),
    )
