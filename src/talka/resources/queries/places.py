"""Where resources lie: areas within areas, and the area that somebody wrote down."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from talka.territories.models import Area, Belonging
from talka.territories.queries import HEAVY, MUNICIPAL, municipalities_of, name_of, standing
from talka.ui.folding import fold


def within(areas: Collection[int]) -> QuerySet[Area]:
    """These areas and all that lies in them now: region, municipality, parish, place. As a subquery."""
    rows = Belonging.objects.filter(standing(timezone.localdate()))
    first = rows.filter(parent__in=areas).values("child")
    second = rows.filter(parent__in=first).values("child")
    third = rows.filter(parent__in=second).values("child")
    fourth = rows.filter(parent__in=third).values("child")
    inside = Q(pk__in=areas) | Q(pk__in=first) | Q(pk__in=second) | Q(pk__in=third) | Q(pk__in=fourth)
    return Area.objects.filter(inside).order_by()


def ids_within(area: Area) -> list[int]:
    return list(within([area.pk]).values_list("pk", flat=True))


def parents_of(area: Area) -> QuerySet[Area]:
    """What the area lies in now, one step up."""
    rows = Belonging.objects.filter(standing(timezone.localdate()), child=area)
    return Area.objects.filter(pk__in=rows.values("parent"))


def areas_to_choose(*, illustrative: bool) -> list[Area]:
    """Regions, then municipalities and state cities that stand now, true or made up. One query."""
    kinds = [Area.Kind.REGION, *MUNICIPAL]
    rows = Area.objects.filter(standing(timezone.localdate()), kind__in=kinds, illustrative=illustrative)
    found = list(rows.only("key", "name", "name_en", "kind", "sort_key"))
    return sorted(found, key=lambda each: (each.kind != Area.Kind.REGION, each.sort_key))


def whole_names(areas: Iterable[Area]) -> dict[int, str]:
    """Names that say which is meant, in the reader's language: "Kalnu pagasts, Ābeļu novads". Up to four queries."""
    areas = list(areas)
    small = {area.pk for area in areas if area.kind not in (*MUNICIPAL, Area.Kind.REGION, Area.Kind.STATE)}
    homes = municipalities_of(small, timezone.localdate()) if small else {}
    names = {}
    for area in areas:
        home = homes.get(area.pk)
        names[area.pk] = f"{name_of(area)}, {name_of(home)}" if home and home.pk != area.pk else name_of(area)
    return names


@dataclass(frozen=True)
class Meant:
    """The area that words mean; where several do, none, and their whole names."""

    area: Area | None
    several: tuple[str, ...] = ()


class AreasByName:
    """Every area that stands now by what people write for it: key, code, name, "parish, municipality". A fixed number
    of queries for a table of any length."""

    def __init__(self) -> None:
        rows = Area.objects.filter(standing(timezone.localdate())).defer(*HEAVY)
        self._areas = list(rows)
        self._homes = municipalities_of([area.pk for area in self._areas], timezone.localdate())
        self._found: dict[str, list[Area]] = {}
        for area in self._areas:
            for name in self._names(area):
                known = self._found.setdefault(fold(name), [])
                if area not in known:
                    known.append(area)

    def _names(self, area: Area) -> set[str]:
        home = self._homes.get(area.pk)
        names = {name for name in (area.name, area.name_en, area.key, area.code) if name}
        if home and home.pk != area.pk:
            own = [name for name in (area.name, area.name_en) if name]
            names |= {f"{one}, {other}" for one in own for other in (home.name, home.name_en) if other}
        return names

    def whole_name(self, area: Area) -> str:
        home = self._homes.get(area.pk)
        return f"{name_of(area)}, {name_of(home)}" if home and home.pk != area.pk else name_of(area)

    def meant(self, words: str) -> Meant:
        found = self._found.get(fold(words), [])
        if len(found) == 1:
            return Meant(found[0])
        return Meant(None, tuple(self.whole_name(area) for area in found[:8]))
