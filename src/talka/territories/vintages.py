"""The boundaries as they stood on a day, and what an area of an earlier day is on a later one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import QuerySet

from .models import Area, Succession
from .queries import HEAVY, MUNICIPAL, municipalities_of, standing


@dataclass(frozen=True)
class Boundaries:
    """A span in which no municipality came or went. since, until: None where the register knows no earlier or later."""

    since: date | None
    until: date | None
    municipalities: int

    @property
    def day(self) -> date:
        """A day of the span."""
        return self.since or (self.until or date.max) - date.resolution


def areas_standing(on: date, kinds: Collection[str] = MUNICIPAL, *, illustrative: bool = False) -> QuerySet[Area]:
    """Areas of these kinds that stood on that day, in Latvian order."""
    return Area.objects.filter(standing(on), kind__in=kinds, illustrative=illustrative).defer(*HEAVY)


def boundaries(*, illustrative: bool = False) -> list[Boundaries]:
    """The spans between reforms with the number of municipalities and state cities in each. One query."""
    rows = list(
        Area.objects.filter(kind__in=MUNICIPAL, illustrative=illustrative)
        .order_by()
        .values_list("valid_from", "valid_to")
    )
    edges: list[date | None] = [None, *sorted({day for row in rows for day in row if day}), None]
    spans = []
    for since, until in pairwise(edges):
        span = Boundaries(since, until, 0)
        standing_then = sum((not f or f <= span.day) and (not t or t > span.day) for f, t in rows)
        spans.append(Boundaries(since, until, standing_then))
    return spans


@dataclass(frozen=True)
class Share:
    """`share` of the old area is part of the new one. source: how the share was found; empty where it is whole."""

    old_id: int
    new_id: int
    share: float
    source: str = ""


def successions_from(areas: Collection[int], on: date) -> list[Share]:
    """What each area has become by that day, through all reforms between. Two queries.

    An area that stands on the day is itself, whole: parishes and towns outlive the municipality they lay in. One that
    no longer stands gives a row for each successor; one that has none, or that came only later, gives no row, and
    its figures cannot be recalculated. The shares of an area add up to 1, to the precision of their source.
    """
    links: dict[int, list[Succession]] = {}
    for row in Succession.objects.filter(on__lte=on).select_related("old", "new").defer(*_heavy("old", "new")):
        links.setdefault(row.old_id, []).append(row)
    found = Area.objects.filter(pk__in=areas).order_by("sort_key", "pk").only("pk", "valid_from", "valid_to")
    rows: list[Share] = []
    for area in found:
        shares: dict[int, float] = {}
        sources: list[str] = []
        _follow(area, 1.0, on, links, shares, sources)
        source = "; ".join(dict.fromkeys(sources))
        rows += [Share(area.pk, new, share, source) for new, share in shares.items()]
    return rows


def _follow(
    area: Area,
    share: float,
    on: date,
    links: dict[int, list[Succession]],
    shares: dict[int, float],
    sources: list[str],
    seen: frozenset[int] = frozenset(),
) -> None:
    if area.pk in seen or (area.valid_from and area.valid_from > on):
        return
    if area.valid_to is None or area.valid_to > on:
        shares[area.pk] = shares.get(area.pk, 0.0) + share
        return
    for link in links.get(area.pk, ()):
        if link.source and link.share < 1:
            sources.append(link.source)
        _follow(link.new, share * link.share, on, links, shares, sources, seen | {area.pk})


def _heavy(*relations: str) -> list[str]:
    return [f"{relation}__{name}" for relation in relations for name in HEAVY]


def successions_into_municipalities(areas: Collection[int], on: date) -> list[Share]:
    """What each area counts towards among the municipalities of that day; six queries at most.

    A parish or town counts whole towards the municipality in which it lay on the day, whatever it lay in before: where
    a table has parishes, the sums over a split municipality need no shares. A municipality that is gone is followed
    to its successors. Areas above municipalities, and those that lie in none, give no row.
    """
    rows = successions_from(areas, on)
    homes = municipalities_of({row.new_id for row in rows}, on)
    return [
        Share(row.old_id, home.pk, row.share, row.source) for row in rows if (home := homes.get(row.new_id)) is not None
    ]
