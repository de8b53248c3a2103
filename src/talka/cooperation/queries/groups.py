"""Groups of municipalities: what is computed of the register, and the map as a page shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from talka.documents.sheets import Column, Sheet
from talka.people.models import Person
from talka.territories.models import Area, Belonging, Border
from talka.territories.outlines import frame
from talka.territories.queries import Shape, Tile, TrueMap, municipalities, name_of, regions, short_name, standing
from talka.ui.numbers import euro

from ..appraisal.inputs import straight_km
from ..models import GroupPlan
from .population import Inhabitants, inhabitants_of
from .problem_files import coalitions_files, zipped

if TYPE_CHECKING:
    from ..appraisal.groups import Moved

COLOURS = 5
"""Levels of tiles in which groups are drawn, so that those that border each other differ where it can be."""


@dataclass(frozen=True)
class Region:
    """Municipalities with what the register says of them: population by area id, ways and borders by pairs of ids.

    silent: those without a population or without coordinates, which are left out.
    """

    areas: tuple[Area, ...]
    population: Mapping[int, Inhabitants]
    borders: frozenset[tuple[int, int]]
    silent: tuple[Area, ...]

    def data(self, plan: GroupPlan) -> dict[str, Any]:
        """The problem as plain data: municipalities by key with their volume, pairs, rules."""
        rules = dict(plan.rules)
        most = rules.get("max_km")
        pairs = []
        for one, other in combinations(self.areas, 2):
            pair = (min(one.pk, other.pk), max(one.pk, other.pk))
            km = round(straight_km(_place(one), _place(other)) * plan.detour, 2)
            if most is None or km <= most or pair in self.borders:
                pairs.append([one.key, other.key, km, int(pair in self.borders)])
        volumes = [[one.key, self.population[one.pk].number * plan.volume_per_head] for one in self.areas]
        return {"municipalities": volumes, "pairs": pairs, "rules": rules}

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({one.year for one in self.population.values()}))


def region_of(plan: GroupPlan, on: dt.date | None = None) -> Region:
    """What the register says of the plan's municipalities today. Three or four queries."""
    day = on or timezone.localdate()
    rows = municipalities(day, illustrative=plan.illustrative)
    if plan.region is not None:
        inside = Belonging.objects.filter(standing(day), parent=plan.region).values("child")
        rows = rows.filter(pk__in=inside)
    areas = list(rows)
    population = inhabitants_of([one.pk for one in areas])
    known = [one for one in areas if one.pk in population and one.lat is not None and one.lon is not None]
    ids = {one.pk for one in known}
    borders = Border.objects.filter(a__in=ids, b__in=ids).values_list("a_id", "b_id")
    return Region(
        areas=tuple(known),
        population={pk: population[pk] for pk in ids},
        borders=frozenset(borders),
        silent=tuple(one for one in areas if one.pk not in ids),
    )


def _place(area: Area) -> tuple[float, float]:
    return area.lat or 0.0, area.lon or 0.0


def plans_of(person: Person | None) -> QuerySet[GroupPlan]:
    """One's own, and those that everybody may see; the newest first."""
    seen = Q(shared=GroupPlan.Shared.PUBLIC)
    if person is not None:
        seen |= Q(by=person)
    return GroupPlan.objects.filter(seen, retired_at=None).select_related("region", "by", "run")


def regions_to_choose() -> list[Area]:
    """Planning regions of today; made-up ones last."""
    today = timezone.localdate()
    return [*regions(today), *regions(today, illustrative=True)]


@dataclass(frozen=True)
class Group:
    """One group as it stands. number: as on the map, 0 for who stays alone; cost: None where a rule or a way does not
    allow it."""

    number: int
    host: str
    members: tuple[str, ...]
    names: tuple[str, ...]
    people: int
    cost_eur: float | None
    alone_eur: float | None
    stable: bool | None
    colour: int

    @property
    def saving_eur(self) -> float | None:
        if self.cost_eur is None or self.alone_eur is None:
            return None
        return self.alone_eur - self.cost_eur

    @property
    def saving_per_head_eur(self) -> float | None:
        return None if self.saving_eur is None or not self.people else self.saving_eur / self.people

    @property
    def together(self) -> bool:
        return len(self.members) > 1


@dataclass(frozen=True)
class GroupsPage:
    """total_eur, alone_eur: of all groups as they stand; changed: by hand since it was computed."""

    groups: tuple[Group, ...]
    total_eur: float
    alone_eur: float
    tiles: tuple[Tile, ...]
    true_map: TrueMap | None
    places: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    years: tuple[int, ...]
    changed: bool

    @property
    def saving_eur(self) -> float:
        return self.alone_eur - self.total_eur

    @property
    def saving_euro(self) -> str:
        """Whole euro in words."""
        return euro(round(self.saving_eur))

    @property
    def joined(self) -> list[Group]:
        return [one for one in self.groups if one.together]

    @property
    def alone(self) -> list[str]:
        return [one.names[0] for one in self.groups if not one.together]


def groups_page(plan: GroupPlan) -> GroupsPage | None:
    """The map and the table of a computed plan; None where nothing is computed. At most three queries."""
    from ..appraisal.groups import Groups

    if plan.run is None or not plan.groups:
        return None
    data = plan.run.input
    keys = [row[0] for row in data["municipalities"]]
    areas = {one.key: one for one in Area.objects.filter(key__in=keys).defer("boundary")}
    names = {key: name_of(areas[key]) if key in areas else key for key in keys}
    people = {key: volume / plan.volume_per_head for key, volume in data["municipalities"]}
    judged = Groups(data)
    computed = {tuple(one["members"]): one for one in (plan.run.result or {}).get("coalitions", [])}
    shown = [areas[key] for key in keys if key in areas]
    colours = coloured(plan.groups, [*data["pairs"], *_side_by_side(shown)])
    groups: list[Group] = []
    number = 0
    for place, members in enumerate(plan.groups):
        number += len(members) > 1
        cost, host = judged.priced(members)
        alone = [judged.priced([one])[0] for one in members]
        told = computed.get(tuple(members))
        groups.append(
            Group(
                number=number if len(members) > 1 else 0,
                host=names.get(host, ""),
                members=tuple(members),
                names=tuple(sorted(names[one] for one in members)),
                people=round(sum(people[one] for one in members)),
                cost_eur=cost,
                alone_eur=sum(one for one in alone if one is not None) if None not in alone else None,
                stable=told["in_core"] if told else None,
                colour=colours[place],
            )
        )
    return GroupsPage(
        groups=tuple(groups),
        total_eur=sum(one.cost_eur or 0.0 for one in groups),
        alone_eur=sum(one.alone_eur or 0.0 for one in groups),
        tiles=tuple(_tiles(shown, groups)),
        true_map=_true_map(shown),
        places=tuple(sorted(names.items(), key=lambda each: areas[each[0]].sort_key if each[0] in areas else "")),
        silent=tuple(plan.run.parameters.get("silent", [])),
        years=tuple(plan.run.parameters.get("years", [])),
        changed=set(map(tuple, plan.groups)) != set(computed),
    )


def coloured(groups: Sequence[Sequence[str]], pairs: Collection[Sequence[Any]]) -> list[int]:
    """A level 1 to 5 for each group of two or more, another than its neighbours' where there is one free; 0 for those
    that stay alone. Groups are taken in their order, so the same map has the same colours."""
    of = {member: place for place, members in enumerate(groups) for member in members}
    beside: dict[int, set[int]] = {}
    for one, other, _km, borders in pairs:
        if borders and of.get(one) != of.get(other) and one in of and other in of:
            beside.setdefault(of[one], set()).add(of[other])
            beside.setdefault(of[other], set()).add(of[one])
    found = [0] * len(groups)
    for place, members in enumerate(groups):
        if len(members) > 1:
            taken = {found[near] for near in beside.get(place, ())}
            free = [colour for colour in range(1, COLOURS + 1) if colour not in taken]
            found[place] = free[0] if free else place % COLOURS + 1
    return found


def _side_by_side(areas: Sequence[Area]) -> list[list[Any]]:
    """Pairs of areas whose tiles touch, which need not border each other in truth."""
    at = {(one.row, one.column): one.key for one in areas if one.row is not None and one.column is not None}
    return [
        [key, at[beside], 0, 1]
        for (row, column), key in at.items()
        for beside in ((row + 1, column), (row, column + 1))
        if beside in at
    ]


def _tiles(areas: Sequence[Area], groups: Sequence[Group]) -> list[Tile]:
    of = {member: group for group in groups for member in group.members}
    return [
        Tile(one.row, one.column, name_of(one), short_name(one), "", _words(of[one.key]), of[one.key].colour)
        for one in areas
        if one.row is not None and one.column is not None and one.key in of
    ]


def _words(group: Group) -> str:
    return str(group.number) if group.together else "–"


def _true_map(areas: Sequence[Area]) -> TrueMap | None:
    drawn = [one for one in areas if one.outline]
    if not drawn:
        return None
    shapes = tuple(Shape(name_of(one), one.key, one.outline) for one in drawn)
    return TrueMap(frame(shape.path for shape in shapes), shapes)


def true_map_levels(page: GroupsPage) -> list[tuple[Shape, int, str]]:
    """Each area of the true map with the level and the words of its group."""
    of = {member: group for group in page.groups for member in group.members}
    shapes = page.true_map.shapes if page.true_map else ()
    return [(one, of[one.href].colour, _words(of[one.href])) for one in shapes if one.href in of]


def moved_by(plan: GroupPlan, code: str, to: str) -> Moved | None:
    """What a change by hand would cost and break; None where one of the two is on no map."""
    from ..appraisal.groups import Groups

    if plan.run is None:
        return None
    try:
        return Groups(plan.run.input).moved(plan.groups, code, to)
    except KeyError:
        return None


def groups_zip(plan: GroupPlan) -> bytes:
    """The files of `talka methods coalitions`, as they were asked."""
    from ..appraisal.groups import problem_from

    data = plan.run.input if plan.run else {"municipalities": [], "pairs": [], "rules": {}}
    keys = [row[0] for row in data["municipalities"]]
    names = {one.key: name_of(one) for one in Area.objects.filter(key__in=keys).only("key", "name", "name_en")}
    return zipped(coalitions_files(problem_from(data, names)))


def groups_sheets(plan: GroupPlan, titles: Mapping[str, str]) -> list[Sheet]:
    """Groups, and each municipality's group, as a workbook."""
    page = groups_page(plan)
    groups = page.groups if page else ()
    names = dict(page.places) if page else {}
    first = (
        Column("number", titles["number"], kind="integer"),
        Column("members", titles["members"]),
        Column("host", titles["host"]),
        Column("people", titles["people"], kind="integer"),
        Column("cost", titles["cost"], kind="decimal"),
        Column("alone", titles["alone"], kind="decimal"),
        Column("saving", titles["saving"], kind="decimal"),
    )
    rows = [
        {
            "number": one.number,
            "members": ", ".join(one.names),
            "host": one.host,
            "people": one.people,
            "cost": _cents(one.cost_eur),
            "alone": _cents(one.alone_eur),
            "saving": _cents(one.saving_eur),
        }
        for one in groups
    ]
    second = (Column("place", titles["place"]), Column("number", titles["number"], kind="integer"))
    places = [{"place": names[member], "number": one.number} for one in groups for member in one.members]
    return [Sheet(titles["groups"], first, rows), Sheet(titles["places"], second, places)]


def _cents(eur: float | None) -> float | None:
    return None if eur is None else round(eur, 2)
