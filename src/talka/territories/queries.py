"""What can be asked about areas. Every function takes a day where the answer depends on it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import get_language

from talka.ui.folding import fold

from .kinds import plural
from .models import Area, AreaCode, Belonging, Border, Succession
from .outlines import frame

HEAVY = ("boundary", "outline")
MUNICIPAL = (Area.Kind.MUNICIPALITY, Area.Kind.STATE_CITY)
FOR_STATISTICS = (Area.Kind.STATISTICAL_REGION,)
"""Kinds that group municipalities beside the planning regions: nobody is governed from there."""
LISTED_ON_DEMAND = (Area.Kind.NEIGHBOURHOOD, Area.Kind.DENSE_AREA)


def standing(on: date) -> Q:
    """Rows of a table with `valid_from` and `valid_to` that stood on that day."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def municipalities(on: date, *, illustrative: bool = False) -> QuerySet[Area]:
    """Municipalities and state cities that stood on that day, in Latvian order."""
    return Area.objects.filter(standing(on), kind__in=MUNICIPAL, illustrative=illustrative).defer(*HEAVY)


def regions(on: date, *, illustrative: bool = False) -> QuerySet[Area]:
    return Area.objects.filter(standing(on), kind=Area.Kind.REGION, illustrative=illustrative).defer(*HEAVY)


def regions_of(areas: Collection[int], on: date) -> Mapping[int, Area | None]:
    """The planning region in which each area lay on that day, by the area's id; None where it lay in none.

    Walks up from a dense area to parish to municipality to region, at most four steps; a region is its own region, and
    an area that no longer stands keeps the region it last lay in. One query more than the steps.
    """
    kinds = dict(Area.objects.filter(pk__in=areas).order_by().values_list("pk", "kind"))
    parents: dict[int, list[Home]] = {}
    known = dict(kinds)
    for _step in range(4):
        wanted = [pk for pk, kind in known.items() if kind != Area.Kind.REGION and pk not in parents]
        if not wanted:
            break
        parents |= {pk: [] for pk in wanted}
        rows = Belonging.objects.filter(child__in=wanted).exclude(parent__kind__in=FOR_STATISTICS)
        for child, parent, begins, ends, kind in rows.values_list(
            "child_id", "parent_id", "valid_from", "valid_to", "parent__kind"
        ):
            parents[child].append(Home(parent, begins, ends))
            known[parent] = kind

    def region(pk: int, depth: int = 0) -> int | None:
        if known[pk] == Area.Kind.REGION:
            return pk
        rows = parents.get(pk, [])
        best = next((r for r in rows if _stood(r, on)), None) or max(
            rows, key=lambda r: r.valid_to or date.max, default=None
        )
        return region(best.parent_id, depth + 1) if best and depth < 5 else None

    found = {pk: region(pk) for pk in kinds}
    shown = Area.objects.defer(*HEAVY).in_bulk({pk for pk in found.values() if pk})
    return {pk: shown.get(of) if of else None for pk, of in found.items()}


class Home(NamedTuple):
    """What an area lay in, from one day to another."""

    parent_id: int
    valid_from: date | None
    valid_to: date | None


def _stood(row: Belonging | Home, on: date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or row.valid_to > on)


def municipalities_of(areas: Collection[int], on: date) -> Mapping[int, Area | None]:
    """The municipality of each area on that day: itself, or the one its parish, town or place lay in."""
    found = {area.pk: area for area in Area.objects.filter(pk__in=areas).defer(*HEAVY)}
    answer: dict[int, Area | None] = {pk: a if a.kind in MUNICIPAL else None for pk, a in found.items()}
    above = (Area.Kind.REGION, *FOR_STATISTICS, Area.Kind.STATE)
    open_ends = {pk: pk for pk, a in found.items() if answer[pk] is None and a.kind not in above}
    for _step in range(2):
        if not open_ends:
            break
        rows = (
            Belonging.objects.filter(standing(on), child__in=open_ends.values())
            .select_related("parent")
            .defer(*(f"parent__{name}" for name in HEAVY))
        )
        parent = {row.child_id: row.parent for row in rows}
        following = {}
        for start, at in open_ends.items():
            if at in parent and parent[at].kind in MUNICIPAL:
                answer[start] = parent[at]
            elif at in parent:
                following[start] = parent[at].pk
        open_ends = following
    return answer


def search_areas(words: str, *, on: date | None = None, limit: int = 50) -> list[Area]:
    """Areas whose name, other name or code holds the words, whatever the diacritics; larger kinds first."""
    query = Area.objects.defer(*HEAVY).filter(folded__contains=fold(words))
    if on:
        query = query.filter(standing(on))
    by_kind = [When(kind=kind, then=Value(place)) for place, kind in enumerate(Area.Kind.values)]
    stands = Case(When(valid_to=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(query.order_by(stands, Case(*by_kind, output_field=IntegerField()), "sort_key")[:limit])


def name_of(area: Area) -> str:
    """The area's name in the reader's language."""
    return area.name_en if area.name_en and not str(get_language()).startswith("lv") else area.name


def short_name(area: Area) -> str:
    """A few letters that fit a tile of the map."""
    return area.name.removesuffix(" novads")[:4]


@dataclass(frozen=True)
class RegionRow:
    area: Area
    municipalities: list[Area]


def areas_by_region(on: date) -> list[RegionRow]:
    """The planning regions with their municipalities of that day. Three queries."""
    rows = list(regions(on))
    towns = list(municipalities(on))
    home = dict(
        Belonging.objects.filter(standing(on), child__in=towns, parent__in=rows).values_list("child_id", "parent_id")
    )
    return [RegionRow(region, [m for m in towns if home.get(m.pk) == region.pk]) for region in rows]


@dataclass(frozen=True)
class Tile:
    """One tile of the map, in the shape <c-tile_map> draws."""

    row: int
    column: int
    label: str
    short: str
    href: str
    value: str = ""
    level: int = 0


def tile_map(
    on: date, values: Mapping[int, tuple[str, int]] | None = None, *, illustrative: bool = False
) -> list[Tile]:
    """The municipalities of that day as tiles; `values` gives a tile its figure in words and its level 0 to 5."""
    values = values or {}
    tiles = []
    for area in municipalities(on, illustrative=illustrative).filter(row__isnull=False):
        value, level = values.get(area.pk, ("", 0))
        href = reverse("territories:area", args=[area.key])
        tiles.append(Tile(area.row or 0, area.column or 0, name_of(area), short_name(area), href, value, level))
    return tiles


@dataclass(frozen=True)
class Shape:
    """One area of the true map."""

    label: str
    href: str
    path: str


@dataclass(frozen=True)
class TrueMap:
    frame: str
    shapes: tuple[Shape, ...]


def true_map(on: date) -> TrueMap | None:
    """The municipalities of that day by their official boundaries; None where the operator has loaded none."""
    areas = list(municipalities(on).defer(None).defer("boundary").exclude(outline=""))
    if not areas:
        return None
    shapes = tuple(Shape(name_of(a), reverse("territories:area", args=[a.key]), a.outline) for a in areas)
    return TrueMap(frame(shape.path for shape in shapes), shapes)


@dataclass(frozen=True)
class OfOneKind:
    """Areas of one kind that lie in another. on_demand: they are many and for statistics; the page folds them away."""

    label: str
    areas: list[Area]
    on_demand: bool


def _by_kind(areas: Iterable[Area]) -> list[OfOneKind]:
    found: dict[str, list[Area]] = {}
    for area in areas:
        found.setdefault(area.kind, []).append(area)
    return [
        OfOneKind(plural(kind), found[kind], kind in LISTED_ON_DEMAND) for kind in Area.Kind.values if kind in found
    ]


@dataclass(frozen=True)
class AreaPage:
    area: Area
    lies_in: list[Belonging]
    lay_in: list[Belonging]
    contents: list[OfOneKind]
    former_contents: list[OfOneKind]
    codes: list[AreaCode]
    became: list[Succession]
    came_from: list[Succession]
    neighbours: list[Area]
    stands: bool


def area_page(area: Area, on: date) -> AreaPage:
    """Everything the page of one area shows. Six queries whatever its size."""
    homes = list(area.belongings.select_related("parent").order_by("valid_from"))
    inside = Belonging.objects.filter(parent=area, child=OuterRef("pk"))
    children = list(Area.objects.filter(Exists(inside)).annotate(now=Exists(inside.filter(standing(on)))).defer(*HEAVY))
    borders = Border.objects.filter(Q(a=area) | Q(b=area)).select_related("a", "b")
    neighbours = sorted((b.b if b.a_id == area.pk else b.a for b in borders), key=lambda a: a.sort_key)
    return AreaPage(
        area=area,
        lies_in=[row for row in homes if _stood(row, on)],
        lay_in=[row for row in homes if not _stood(row, on)],
        contents=_by_kind(child for child in children if child.now),
        former_contents=_by_kind(child for child in children if not child.now),
        codes=list(area.codes.exclude(code=area.code).order_by("scheme", "valid_from", "code")),
        became=list(area.successors.select_related("new").order_by("-share")),
        came_from=list(area.predecessors.select_related("old").order_by("-share", "old__sort_key")),
        neighbours=neighbours,
        stands=area.valid_to is None or area.valid_to > on,
    )


def areas_by_key(keys: Sequence[str]) -> dict[str, Area]:
    return {area.key: area for area in Area.objects.filter(key__in=keys).defer(*HEAVY)}
