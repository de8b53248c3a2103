"""How far a joint project reaches, by rule: one municipality is local, several of one planning region are regional.

Where they lie in several regions no rule decides; a person does. The rule is the one by which the map of European
Union projects of RAIM puts projects together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from talka.territories.models import Area, Succession
from talka.territories.queries import municipalities_of, regions_of

from .models import Reach


@dataclass(frozen=True)
class Places:
    """The municipality and the planning region of each area by its row id, as they stand on a day."""

    municipality: Mapping[int, Area | None]
    region: Mapping[int, Area | None]


def places_of(areas: Collection[int], on: date) -> Places:
    """A municipality that was merged away counts as the one that most of it went into. Up to nine queries."""
    asked = set(areas)
    if not asked:
        return Places({}, {})
    found = municipalities_of(asked, on)
    gone = {pk: area.pk for pk, area in found.items() if area and area.valid_to and area.valid_to <= on}
    if gone:
        now = _became(gone.values())
        found = {pk: now.get(gone[pk], area) if pk in gone else area for pk, area in found.items()}
    towns = {area.pk for area in found.values() if area}
    regions = regions_of(towns | asked, on)
    return Places(
        found,
        {pk: regions.get(area.pk if (area := found.get(pk)) else pk) for pk in asked},
    )


def _became(areas: Collection[int]) -> dict[int, Area]:
    """What the largest part of each area became, over at most three reforms."""
    now: dict[int, Area] = {}
    open_ends = {pk: pk for pk in areas}
    for _step in range(3):
        rows = Succession.objects.filter(old__in=set(open_ends.values())).select_related("new").order_by("share")
        next_of = {row.old_id: row.new for row in rows.defer("new__boundary", "new__outline")}
        open_ends = {start: next_of[at].pk for start, at in open_ends.items() if at in next_of}
        now |= {start: next(one for one in next_of.values() if one.pk == at) for start, at in open_ends.items()}
        open_ends = {start: at for start, at in open_ends.items() if now[start].valid_to is not None}
        if not open_ends:
            break
    return now


def reach_of(areas: Collection[int], on: date) -> str:
    """What the rule says of partners in these areas."""
    places = places_of(areas, on)
    towns = {area.pk for area in places.municipality.values() if area}
    if len(towns) < 2:
        return Reach.LOCAL if towns else Reach.NONE
    regions = {
        region.pk if (region := places.region.get(pk)) else None for pk, area in places.municipality.items() if area
    }
    return Reach.REGIONAL if len(regions) == 1 and None not in regions else Reach.ACROSS
