"""Reasons that lie in the land: neighbours, peers, the planning region, who works here, who has what one lacks."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from talka.indicators.models import Peer
from talka.resources.queries.found import Asked as Sought
from talka.resources.queries.found import found
from talka.resources.queries.places import within
from talka.territories.models import Area, Border
from talka.territories.queries import MUNICIPAL, municipalities_of, regions_of

from .asked import Asked, Because, Grounds, Reason

MOST_RESOURCES = 1000
"""Resources looked at in one search; more words find fewer."""


def add_land(grounds: Grounds, home: Area, today: dt.date) -> None:
    """Neighbours, peers, the planning region and all that lies in the municipality. A fixed number of queries."""
    for a, b in Border.objects.filter(Q(a=home) | Q(b=home)).values_list("a_id", "b_id"):
        grounds.add_area(b if a == home.pk else a, Because(Reason.NEIGHBOUR))
    for pk in Peer.objects.filter(area=home).order_by("rank").values_list("peer_id", flat=True):
        grounds.add_area(pk, Because(Reason.PEER))
    region = regions_of([home.pk], today).get(home.pk)
    grounds.region = region.pk if region else None
    grounds.home_areas = frozenset(within([home.pk]).values_list("pk", flat=True))


def add_resources(grounds: Grounds, asked: Asked, today: dt.date) -> None:
    """Whose place has what is looked for, and who owns it there or can be asked about it. A fixed number of queries."""
    if not asked.looks_for:
        return
    sought = Sought(words=asked.lacks, kind=asked.lacks_kind, illustrative=asked.illustrative)
    rows = found(sought).exclude(area__in=grounds.home_areas)
    told = list(rows.values_list("key", "title", "area_id", "owner_id", "contact_organisation_id")[:MOST_RESOURCES])
    towns = municipalities_of({area for _key, _title, area, _owner, _contact in told}, today)
    for key, title, area, owner, contact in told:
        because = Because(Reason.HAS, str(title), reverse("resources:resource", args=[key]))
        town = towns.get(area)
        if town is not None:
            grounds.add_area(town.pk, because)
        for organisation in {owner, contact} - {None}:
            grounds.add_organisation(organisation, because)


def homes_to_choose(today: dt.date, *, illustrative: bool) -> list[Area]:
    """Municipalities for which partners can be sought. One query."""
    rows = Area.objects.filter(kind__in=MUNICIPAL, illustrative=illustrative)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=today))
    return list(rows.only("key", "name", "name_en", "kind", "sort_key", "illustrative").order_by("sort_key"))
