"""Figures told of areas, as one table."""

from collections.abc import Iterable

from talka.indicators.actions.figures import Figure, enter
from talka.indicators.factories import ReleaseFactory
from talka.indicators.models import Indicator
from talka.territories.models import Area


def say(indicator: Indicator, told: Iterable[tuple[Area, int, float | None, str]]) -> None:
    """Area, year, value and status of each figure."""
    rows = [Figure(indicator.pk, None, area.pk, year, value, status) for area, year, value, status in told]
    enter(ReleaseFactory(), rows)
