"""The figures that the project carries, and made-up ones on top, for tests of pages over all municipalities."""

from collections.abc import Iterable

from talka.indicators.actions.figures import Figure, enter
from talka.indicators.actions.register import load_catalogue, load_facts
from talka.indicators.actions.renewal import renew
from talka.indicators.factories import ReleaseFactory
from talka.indicators.models import Indicator
from talka.indicators.register_files import read_facts
from talka.territories.actions import load_areas
from talka.territories.register_files import read_areas


def load_real_figures() -> None:
    load_areas(read_areas())
    load_catalogue()
    load_facts(read_facts())
    renew()


def say(indicator: Indicator, told: Iterable[tuple[object, int, float | None, str]]) -> None:
    """Area, year, value, status of one indicator, as one table."""
    rows = [Figure(indicator.pk, None, area.pk, year, value, status) for area, year, value, status in told]  # type: ignore[attr-defined]
    enter(ReleaseFactory(), rows)
