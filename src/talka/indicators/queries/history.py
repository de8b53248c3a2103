"""What was said of one area and indicator, year by year, and what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass

from talka.indicators.models import Indicator, Observation
from talka.territories.models import Area


@dataclass(frozen=True)
class YearTold:
    """now: what holds; before: what holds no more, newest first."""

    year: int
    now: Observation | None
    before: Sequence[Observation]


def history_of(indicator: Indicator, area: Area) -> list[YearTold]:
    """Newest year first. One query."""
    rows = (
        Observation.objects.filter(indicator=indicator, area=area, category=None)
        .select_related("release")
        .order_by("-year", "-release__at", "-pk")
    )
    years: dict[int, list[Observation]] = {}
    for row in rows:
        years.setdefault(row.year, []).append(row)
    return [
        YearTold(
            year,
            next((row for row in told if row.current), None),
            [row for row in told if not row.current],
        )
        for year, told in years.items()
    ]
