"""What a programme's projects promised in numbers, what was entered, and what was kept of answers that have gone.

Reports to the funder are not written: what they froze leads to rows of this installation.
"""

from pathlib import Path

from talka.programmes.models import Programme

from ..columns import indicator_row
from ..models import Indicator, IndicatorValue, Tally
from ..record_files import write_csv
from . import columns


def write_indicators(programme: Programme, folder: Path) -> None:
    """indicators.csv, indicator_values.csv (those that stand), indicator_tallies.csv."""
    rows = Indicator.objects.filter(project__programme=programme).select_related("project", "activity")
    write_csv(
        folder / "indicators.csv", columns.INDICATORS, (_row(row) for row in rows.order_by("project__slug", "order"))
    )
    values = IndicatorValue.objects.filter(indicator__project__programme=programme, withdrawn_at=None)
    write_csv(
        folder / "indicator_values.csv",
        columns.INDICATOR_VALUES,
        (
            (v.indicator.project.slug, v.indicator.number, v.day, v.value, v.evidence, v.link)
            for v in values.select_related("indicator__project").order_by(
                "indicator__project__slug", "indicator__order", "day"
            )
        ),
    )
    tallies = Tally.objects.filter(indicator__project__programme=programme)
    write_csv(
        folder / "indicator_tallies.csv",
        columns.INDICATOR_TALLIES,
        (
            (t.indicator.project.slug, t.indicator.number, t.event.slug, t.people)
            for t in tallies.select_related("indicator__project", "event").order_by(
                "indicator__project__slug", "indicator__order", "event__first_day", "event__slug"
            )
        ),
    )


def _row(row: Indicator) -> tuple[object, ...]:
    cells = indicator_row(row) | {"project": row.project.slug, "retired": row.retired_at is not None}
    return tuple(cells[name] for name in columns.INDICATORS)
