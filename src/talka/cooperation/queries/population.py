"""Inhabitants of areas as the register of figures has them."""

from collections.abc import Collection
from dataclasses import dataclass

from talka.indicators.models import Observation

USUAL, REGISTERED = "population", "population-registered"
"""By where people live, as the statistical bureau estimates it; by declared address."""


@dataclass(frozen=True)
class Inhabitants:
    number: float
    year: int
    source: str


def inhabitants_of(areas: Collection[int]) -> dict[int, Inhabitants]:
    """The newest figure of each area, by area id, all of one kind so that areas can be compared: the kind that is known
    of more of them, and of equals the number by where people live. One query."""
    rows = Observation.objects.filter(
        indicator__key__in=(USUAL, REGISTERED), area__in=areas, category=None, current=True, value__gt=0
    )
    found: dict[str, dict[int, Inhabitants]] = {USUAL: {}, REGISTERED: {}}
    told = rows.order_by("year").values_list("indicator__key", "area_id", "value", "year", "release__source")
    for key, area, value, year, source in told:
        found[key][area] = Inhabitants(float(value or 0), year, source)
    return max(found.values(), key=len)
