"""Who an area is held against, and what their figures were."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.indicators.models import Indicator, Peer
from talka.territories.models import Area, Belonging
from talka.territories.queries import MUNICIPAL, name_of, regions_of, standing

FEWEST = 3
"""Below this many peers with a figure a median says nothing."""
Series = Mapping[int, float]


@dataclass(frozen=True)
class Peers:
    """The areas and who they are, in words: “10 similar municipalities”, “municipalities of the Vidzeme region”."""

    areas: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class PeerYear:
    """The middle of the peers in a year and the half of them around it; how many had a figure."""

    year: int
    low: float
    middle: float
    high: float
    count: int


def peers_of(area: Area) -> Peers:
    """Those that the method of peers found like it; else those of its planning region. One query, or up to seven."""
    found = tuple(Peer.objects.filter(area=area).order_by("rank").values_list("peer_id", flat=True))
    if found:
        words = ngettext("%(count)s similar municipality", "%(count)s similar municipalities", len(found))
        return Peers(found, words % {"count": len(found)})
    today = timezone.localdate()
    alike = Area.objects.filter(standing(today), illustrative=area.illustrative).exclude(pk=area.pk)
    if area.kind == Area.Kind.REGION:
        regions = tuple(alike.filter(kind=Area.Kind.REGION).values_list("pk", flat=True))
        return Peers(regions, _("the other planning regions")) if regions else Peers()
    region = regions_of([area.pk], today).get(area.pk) if area.kind in MUNICIPAL else None
    if region is None:
        return Peers()
    inside = Belonging.objects.filter(standing(today), parent=region).values("child")
    neighbours = tuple(
        alike.filter(kind__in=MUNICIPAL, pk__in=inside).order_by("sort_key").values_list("pk", flat=True)
    )
    return Peers(neighbours, _("municipalities: %(region)s") % {"region": name_of(region)}) if neighbours else Peers()


def rebased(indicator: Indicator) -> bool:
    """Whether peers of other sizes are shown as if they had begun where the area did: counts and sums of euro are,
    rates and means stand beside each other as they are."""
    return indicator.kind == Indicator.Kind.SUM


def way_of_peers(
    series: Mapping[int, Series], areas: Collection[int], *, first: int, last: int, start: float | None = None
) -> tuple[PeerYear, ...]:
    """The peers from year `first` to `last`, where at least `FEWEST` of them have a figure.

    start: the area's own figure in `first`; with it each peer's series is multiplied so that it begins there, and
    those without a figure of that year, or with nought, are left out.
    """
    own = [dict(series[area]) for area in areas if area in series]
    if start is not None:
        own = [{year: value * start / base for year, value in one.items()} for one in own if (base := one.get(first))]
    years = []
    for year in range(first, last + 1):
        values = sorted(one[year] for one in own if year in one)
        if len(values) >= FEWEST:
            low, _middle, high = quantiles(values, n=4, method="inclusive")
            years.append(PeerYear(year, low, median(values), high, len(values)))
    return tuple(years)
