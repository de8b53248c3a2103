"""The register as matching needs it: areas by code, by name and by the stem of their names. Four queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import get_language

from ..models import Area, AreaCode, AreaName, Belonging
from .answers import Candidate
from .words import plain_code, take_apart

LONG_AGO = date(1900, 1, 1)


@dataclass(slots=True)
class Known:
    """One area. parents: what it lay in, whenever; stems: the stems of all its names, to tell whether a code's area
    may bear the name that stands beside the code."""

    pk: int
    key: str
    kind: str
    name: str
    name_en: str
    valid_from: date | None
    valid_to: date | None
    parents: set[int] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)

    def candidate(self) -> Candidate:
        return Candidate(self.pk, self.key, self.shown(), self.kind, self.valid_from, self.valid_to)

    def shown(self) -> str:
        return self.name_en if self.name_en and not str(get_language()).startswith("lv") else self.name

    def stood(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or self.valid_to > on)


@dataclass(frozen=True, slots=True)
class Use:
    """A code or name that meant an area from one day to another. alias: the register itself calls it otherwise."""

    area: Known
    valid_from: date | None = None
    valid_to: date | None = None
    alias: bool = False

    def meant(self, on: date) -> bool:
        return (
            (self.valid_from is None or self.valid_from <= on)
            and (self.valid_to is None or self.valid_to > on)
            and self.area.stood(on)
        )


@dataclass
class AreaIndex:
    """days: one day of each span in which nothing changes, in order."""

    country: str
    areas: dict[int, Known]
    by_code: dict[str, list[Use]]
    by_name: dict[str, list[Use]]
    by_stem: dict[str, list[Use]]
    days: tuple[date, ...]

    def by_key(self, key: str) -> Known | None:
        return self._keys.get(key)

    def __post_init__(self) -> None:
        self._keys = {area.key: area for area in self.areas.values()}

    def lies_in(self, area: Known, above: int) -> bool:
        """Whether the area lies in the other, at most three levels up, whenever."""
        level = {area.pk}
        for _step in range(3):
            level = {parent for pk in level for parent in self.areas[pk].parents}
            if above in level:
                return True
        return False


def load_index(*, illustrative: bool = False) -> AreaIndex:
    """The true areas; with `illustrative` the made-up ones of examples, which never match a real file. Four queries."""
    areas: dict[int, Known] = {}
    by_code: dict[str, list[Use]] = {}
    by_name: dict[str, list[Use]] = {}
    by_stem: dict[str, list[Use]] = {}
    changes: set[date | None] = set()
    country = ""
    dated: dict[int, list[tuple[str, date | None, date | None]]] = {}
    for pk, code, begins, ends in AreaCode.objects.filter(area__illustrative=illustrative).values_list(
        "area_id", "code", "valid_from", "valid_to"
    ):
        dated.setdefault(pk, []).append((plain_code(code), begins, ends))
        changes |= {begins, ends}
    rows = Area.objects.filter(illustrative=illustrative).order_by()
    for pk, key, code, kind, name, name_en, genitive, also, begins, ends in rows.values_list(
        "pk", "key", "code", "kind", "name", "name_en", "genitive", "also", "valid_from", "valid_to"
    ):
        area = areas[pk] = Known(pk, key, kind, name, name_en, begins, ends)
        use = Use(area)
        changes |= {begins, ends}
        if kind == Area.Kind.STATE:
            country = code
        codes = dated.get(pk, [])
        for known, since, until in codes:
            by_code.setdefault(known, []).append(Use(area, since, until))
        if code and plain_code(code) not in {known for known, _since, _until in codes}:
            by_code.setdefault(plain_code(code), []).append(use)
        for text in {name, name_en} - {""}:
            by_name.setdefault(take_apart(text).full, []).append(use)
        _stem(by_stem, use, (name, name_en, genitive, also))
    for pk, name, begins, ends in AreaName.objects.filter(area__illustrative=illustrative).values_list(
        "area_id", "name", "valid_from", "valid_to"
    ):
        use = Use(areas[pk], begins, ends, alias=True)
        by_name.setdefault(take_apart(name).full, []).append(use)
        _stem(by_stem, use, (name,))
        changes |= {begins, ends}
    for child, parent in Belonging.objects.filter(child__illustrative=illustrative).values_list(
        "child_id", "parent_id"
    ):
        if parent in areas:
            areas[child].parents.add(parent)
    return AreaIndex(country, areas, by_code, by_name, by_stem, _days(changes))


def _stem(by_stem: dict[str, list[Use]], use: Use, names: Iterable[str]) -> None:
    for text in names:
        if text and (stem := take_apart(text).stem):
            uses = by_stem.setdefault(stem, [])
            if all(other.area is not use.area for other in uses):
                uses.append(use)
            use.area.stems.add(stem)


def _days(changes: set[date | None]) -> tuple[date, ...]:
    days = sorted(day for day in changes if day)
    return (days[0] - timedelta(days=1), *days) if days else (LONG_AGO,)
