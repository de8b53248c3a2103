"""What an area is good at: told of itself, or of the statistical region in which it lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from talka.indicators.models import Category, Specialisation
from talka.territories.models import Area, Belonging
from talka.territories.queries import HEAVY

STRONG = 1.25


@dataclass(frozen=True)
class IndustryRow:
    """share: of all employed, 0…1. quotient: its share here, times that in the whole country; None where unknown."""

    title: str
    share: float
    quotient: float | None

    @property
    def strong(self) -> bool:
        return self.quotient is not None and self.quotient >= STRONG


@dataclass(frozen=True)
class Specialised:
    """of: the area it is told of, which may be the region around the one asked for."""

    of: Area
    first: int
    last: int
    rows: list[IndustryRow]
    reasons: list[Mapping[str, Any]]
    titles: Mapping[str, str]
    source: str

    @property
    def highest(self) -> float:
        return max((row.quotient or 0 for row in self.rows), default=0)


def specialised(area: Area) -> Specialised | None:
    """At most three queries; None where nothing is told of the area nor of its region."""
    around = Belonging.objects.filter(
        Q(child=area) | Q(child__successors__new=area), parent__kind=Area.Kind.STATISTICAL_REGION
    ).values("parent")
    told = Specialisation.objects.filter(Q(area=area) | Q(area__in=around)).select_related("area", "indicator")
    rows = told.defer(*(f"area__{name}" for name in HEAVY))
    # Its own before its region's; of two regions the one in which more of its former parts lay is as good as the other.
    found = sorted(rows, key=lambda row: (row.area_id != area.pk, row.area.sort_key))
    if not found:
        return None
    best = found[0]
    categories = Category.objects.filter(classification=best.indicator.classification_id)
    titles = {row.code: str(row.title) for row in categories}
    return Specialised(
        best.area,
        best.first,
        best.last,
        [IndustryRow(titles.get(code, code), share, quotient) for code, share, quotient in best.quotients],
        best.reasons,
        titles,
        str(best.indicator.source),
    )
