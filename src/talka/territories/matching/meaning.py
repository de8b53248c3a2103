"""What a label may mean taken alone, and which of it is meant in its table."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from ..models import Area
from .asked import Asked
from .index import AreaIndex, Known, Use
from .vintage import Vintage
from .words import Name, take_apart

Kind = Area.Kind
UPPER = frozenset({Kind.STATE_CITY, Kind.MUNICIPALITY})
LOWER = frozenset({Kind.TOWN, Kind.UNDIVIDED})
ABOVE = frozenset({Kind.STATE, Kind.REGION, Kind.STATISTICAL_REGION})
PARTS = frozenset({Kind.NEIGHBOURHOOD, Kind.DENSE_AREA})
ALIKE = 0.6
"""From this likeness of two names on, one may be a slip or an inflection of the other."""


@dataclass(slots=True)
class Meaning:
    """by_code, by_name: what the code and the name may mean."""

    name: Name
    by_code: list[Use] = field(default_factory=list)
    by_name: list[Use] = field(default_factory=list)

    @classmethod
    def of(cls, asked: Asked, index: AreaIndex) -> "Meaning":
        return cls(asked.name, _coded(asked, index), _named(asked.name, index))

    @property
    def either(self) -> list[Use]:
        return self.by_code or self.by_name

    def may_be(self, area: Known) -> bool:
        """Whether the area may bear the label's name: the same stem, or nearly, and a kind that its word may mean."""
        name = self.name
        if not name.stem or any(use.area is area for use in self.by_name):
            return True
        if name.kinds and area.kind not in name.kinds:
            return False
        return (
            name.stem in area.stems
            or name.base in area.stems
            or any(SequenceMatcher(None, name.stem, stem).ratio() >= ALIKE for stem in area.stems)
        )


def _coded(asked: Asked, index: AreaIndex) -> list[Use]:
    """What the code means; a code of digits that lost its leading zeros in a spreadsheet is made whole again."""
    uses = index.by_code.get(asked.code, [])
    if not uses and asked.code.isdecimal() and 4 <= len(asked.code) < 7:
        uses = index.by_code.get(asked.code.zfill(7), [])
    return _of_kind(uses, asked.name.kinds) or uses


def _named(name: Name, index: AreaIndex) -> list[Use]:
    uses = index.by_name.get(name.full)
    if uses:
        return uses
    uses = _of_kind(index.by_stem.get(name.stem, []), name.kinds) if name.stem else []
    if name.within and uses:
        uses = _within(uses, name.within, index) or uses
    return uses


def _of_kind(uses: Collection[Use], kinds: Sequence[Kind]) -> list[Use]:
    """Those that the kind word may mean; a municipality rather than a state city, which some tables call one too."""
    found = [use for use in uses if not kinds or use.area.kind in kinds]
    if kinds[:1] == (Kind.MUNICIPALITY,):
        return [use for use in found if use.area.kind == Kind.MUNICIPALITY] or found
    return found


def _within(uses: list[Use], words: str, index: AreaIndex) -> list[Use]:
    """Those that lie in what stands in brackets, as in “Pilskalne rural territory (Nereta municipality)”."""
    for part in words.split(", "):
        name = take_apart(part)
        above = _named(name, index)
        inside = [use for use in uses if any(index.lies_in(use.area, over.area.pk) for over in above)]
        if inside:
            uses = inside
        elif above:
            return []
    return uses


@dataclass
class Table:
    """All labels of a table with what they may mean: what one does not tell, the others may."""

    index: AreaIndex
    asked: list[Asked]
    meanings: list[Meaning]
    vintage: Vintage

    def narrowed(self, uses: Sequence[Use], place: int, parent: int | None, *, by_code: bool = False) -> list[Use]:
        """What remains of `uses` by the day, by the label's parent, and by its level; several where nothing tells."""
        asked = self.asked[place]
        at_the_edge = parent is None or self.index.areas[parent].kind in ABOVE
        steps: list[Callable[[Use], bool]] = [
            lambda use: any(use.meant(day) for day in self.vintage.days),
            lambda use: parent is not None and self.index.lies_in(use.area, parent),
            lambda use: use.area.kind not in PARTS,
            lambda use: not use.alias,
        ]
        left = _upper(list(uses)) if by_code and at_the_edge else list(uses)
        for step in steps:
            if len(left) > 1:
                left = [use for use in left if step(use)] or left
        return self._by_level(left, asked) if at_the_edge else left

    def _by_level(self, uses: list[Use], asked: Asked) -> list[Use]:
        """At the left edge a city is the city itself; a bare name is what the other bare names of the table are."""
        if asked.name.kinds:
            return _upper(uses)
        kinds = {use.area.kind for use in uses}
        if Kind.STATE_CITY in kinds:
            return [use for use in uses if use.area.kind == Kind.STATE_CITY]
        if not kinds & {Kind.TOWN, Kind.UNDIVIDED, Kind.MUNICIPALITY}:
            return uses
        municipal = self._municipal(asked)
        if not municipal or self.says_kinds:
            return [use for use in uses if use.area.kind != Kind.MUNICIPALITY] or uses
        if self.bare_municipal and not self.bare_towns:
            return municipal
        return uses if self.bare_towns and not self.bare_municipal else [*uses, *municipal]

    def _municipal(self, asked: Asked) -> list[Use]:
        uses = self.index.by_stem.get(asked.name.stem, [])
        return [
            use
            for use in uses
            if use.area.kind == Kind.MUNICIPALITY and any(use.meant(day) for day in self.vintage.days)
        ]

    @cached_property
    def says_kinds(self) -> bool:
        """Whether the table says of any label that it is a municipality."""
        return any(Kind.MUNICIPALITY in each.name.kinds for each in self.asked)

    @cached_property
    def bare_municipal(self) -> int:
        """Labels without a kind word that only a municipality can mean, as “Augšdaugava”."""
        return sum(self._only(each, UPPER - {Kind.STATE_CITY}) for each in self.meanings)

    @cached_property
    def bare_towns(self) -> int:
        """Labels without a kind word that only a town can mean, as “Sabile”."""
        return sum(self._only(each, LOWER) for each in self.meanings)

    def _only(self, meaning: Meaning, kinds: frozenset[Kind]) -> bool:
        if meaning.name.kinds or meaning.by_code or not meaning.name.stem:
            return False
        uses = self.index.by_stem.get(meaning.name.stem, [])
        found = {
            use.area.kind
            for use in uses
            if use.area.kind not in PARTS | {Kind.PARISH} and any(use.meant(day) for day in self.vintage.days)
        }
        return bool(found) and found <= kinds

    def told_by_parent(self, uses: Sequence[Use], parent: int) -> bool:
        """Whether the name alone would not have been enough."""
        inside = {use.area.pk for use in uses if self.index.lies_in(use.area, parent)}
        return bool(inside) and len({use.area.pk for use in uses}) > len(inside)


def _upper(uses: list[Use]) -> list[Use]:
    """The city or municipality rather than the town or undivided territory that shares its code."""
    if any(use.area.kind in UPPER for use in uses):
        return [use for use in uses if use.area.kind not in LOWER]
    return uses
