"""What a comparison shows: the figures of the areas and indicators that an address names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from talka.indicators.comparing.choice import Choice
from talka.indicators.comparing.compared import Cell, Compared, Measure, Series, compared
from talka.indicators.models import Category, Indicator, Observation, Peer, Theme
from talka.territories.models import Area, Belonging, Border
from talka.territories.queries import HEAVY, MUNICIPAL, municipalities, regions, search_areas, standing

FIRST_OF_ALL = ("population-registered", "population-growth", "mean-age", "wage-gross", "density", "roads-per-1000")
"""What is compared where somebody has chosen areas only."""
MOST_NEAR = 5
"""Of as many of the areas chosen the peers and neighbours are offered."""


def comparison(choice: Choice, today: date) -> Compared:
    """The figures of the choice. Four queries at most: areas, indicators, categories, figures."""
    return figures_of(areas_of(choice.areas), measures_of(choice.measures or FIRST_OF_ALL), choice.year)


def areas_of(keys: Sequence[str]) -> list[Area]:
    """In the order of the keys; unknown ones are passed over."""
    if not keys:
        return []
    found = {area.key: area for area in Area.objects.filter(key__in=keys).defer(*HEAVY)}
    return [found[key] for key in keys if key in found]


def measures_of(keys: Sequence[str]) -> list[Measure]:
    """In the order of the keys; unknown ones are passed over."""
    names = {key.partition(":")[0] for key in keys}
    known = {row.key: row for row in Indicator.objects.filter(key__in=names)}
    codes = {code for key in keys if (code := key.partition(":")[2])}
    categories: dict[tuple[int, str], Category] = {}
    if codes:
        rows = Category.objects.filter(code__in=codes, classification__indicators__key__in=names).distinct()
        categories = {(row.classification_id, row.code): row for row in rows}
    found = []
    for key in keys:
        name, _sign, code = key.partition(":")
        indicator = known.get(name)
        if indicator is None:
            continue
        category = categories.get((indicator.classification_id or 0, code)) if code else None
        if category is not None or not code:
            found.append(Measure(indicator, category))
    return found


def figures_of(areas: Sequence[Area], measures: Sequence[Measure], year: int | None) -> Compared:
    """One query, whatever is compared."""
    wanted = Q(pk__in=())
    for measure in measures:
        wanted |= Q(indicator=measure.indicator, category=measure.category)
    names = {(each.indicator.pk, each.category.pk if each.category else None): each.key for each in measures}
    rows = Observation.objects.filter(wanted, area__in=areas, current=True).order_by("year")
    told: dict[str, dict[int, dict[int, Cell]]] = {}
    sources: dict[str, dict[int, set[str]]] = {}
    for indicator, category, area, at, value, status, note, source in rows.values_list(
        "indicator_id", "category_id", "area_id", "year", "value", "status", "note", "release__source"
    ):
        name = names[indicator, category]
        told.setdefault(name, {}).setdefault(area, {})[at] = Cell(value, status, note)
        if source:
            sources.setdefault(name, {}).setdefault(at, set()).add(source)
    shown: dict[str, dict[int, Series]] = {name: dict(series) for name, series in told.items()}
    said = {name: {at: sorted(each) for at, each in years.items()} for name, years in sources.items()}
    return compared(areas, measures, shown, said, year)


@dataclass(frozen=True)
class Offered:
    """An indicator that can be chosen. categories: of its classification, where it is chosen already."""

    indicator: Indicator
    chosen: bool
    categories: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class ThemeOffered:
    theme: Theme
    indicators: list[Offered]

    @property
    def chosen(self) -> bool:
        return any(each.chosen for each in self.indicators)


@dataclass(frozen=True)
class Offer:
    """What can be added: indicators by theme, regions of today, municipalities, and of areas chosen what is near."""

    themes: list[ThemeOffered]
    regions: list[Area]
    municipalities: list[Area]
    with_peers: list[Area]
    with_neighbours: list[Area]


def offer(shown: Compared, today: date) -> Offer:
    """Five queries: indicators with figures, categories of those chosen, regions, municipalities, known peers."""
    chosen = {column.measure.key for column in shown.columns}
    told = Observation.objects.filter(indicator=OuterRef("pk"), current=True, value__isnull=False)
    indicators = list(Indicator.objects.filter(Exists(told)))
    broken = {
        column.indicator.classification_id for column in shown.columns if column.indicator.classification_id is not None
    }
    parts: dict[int, list[Category]] = {}
    for row in Category.objects.filter(classification__in=broken):
        parts.setdefault(row.classification_id, []).append(row)
    named = {column.indicator.pk for column in shown.columns}
    rows = [
        Offered(
            each,
            each.key in chosen,
            [
                (key, str(row.title), key in chosen)
                for row in (parts.get(each.classification_id or 0, []) if each.pk in named else [])
                for key in [f"{each.key}:{row.code}"]
            ],
        )
        for each in indicators
    ]
    themes = [ThemeOffered(theme, [row for row in rows if row.indicator.theme == theme]) for theme in Theme]
    towns = list(municipalities(today))
    near = [area for area in shown.areas if area.kind in MUNICIPAL][:MOST_NEAR]
    known = set(Peer.objects.filter(area__in=near).values_list("area_id", flat=True))
    return Offer(
        themes=[each for each in themes if each.indicators],
        regions=list(regions(today)),
        municipalities=towns,
        with_peers=[area for area in near if area.pk in known],
        with_neighbours=near,
    )


def areas_from(shortcut: str, today: date) -> list[str]:
    """Keys of the areas that a shortcut names: "all", "region:key", "peers:key", "neighbours:key" (with the area)."""
    kind, _sign, key = shortcut.partition(":")
    if kind == "all":
        return _keys(municipalities(today))
    area = Area.objects.filter(key=key).defer(*HEAVY).first()
    if area is None:
        return []
    if kind == "region":
        inside = Belonging.objects.filter(standing(today), parent=area).values("child")
        return _keys(municipalities(today, illustrative=area.illustrative).filter(pk__in=inside))
    if kind == "peers":
        rows = Peer.objects.filter(area=area).order_by("rank").values_list("peer__key", flat=True)
        return [area.key, *rows]
    if kind == "neighbours":
        pairs = Border.objects.filter(Q(a=area) | Q(b=area)).select_related("a", "b")
        others = sorted((row.b if row.a_id == area.pk else row.a for row in pairs), key=lambda each: each.sort_key)
        return [area.key, *(each.key for each in others if each.valid_to is None or each.valid_to > today)]
    return []


def _keys(areas: Iterable[Area]) -> list[str]:
    return [area.key for area in areas]


def areas_named(words: str) -> list[Area]:
    """What somebody who typed a name may have meant: one area where it is clear, else all that hold the words."""
    found = search_areas(words, limit=20)
    same = [area for area in found if words.strip().casefold() in (area.name.casefold(), area.name_en.casefold())]
    standing_now = [area for area in same if area.valid_to is None]
    return standing_now[:1] if len(standing_now) == 1 else (same if len(same) == 1 else found)
