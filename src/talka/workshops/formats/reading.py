"""From a table (TOML, JSON, or a form) to a checked format. All that is wrong is told at once, with its place."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from .spec import (
    Asks,
    Criterion,
    Field,
    FormatSpec,
    Item,
    Kind,
    Lane,
    On,
    Phrase,
    Question,
    Sees,
    StageSpec,
    Vote,
    Way,
)

FOLDER = Path(__file__).parent.parent / "shipped_formats"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CARD_KINDS = ("lack", "do", "note")
ROLES = ("participant", "practitioner", "public")
MOST_STAGES = 30
MOST_MINUTES = 600
LONGEST = 2000
Choice = TypeVar("Choice", bound=StrEnum)


class FormatFaults(ValueError):
    """What is wrong with a format. `faults`: (place, words) pairs; a place is like "stages.2.vote.dots"."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{place}: {words}" for place, words in self.faults))


@cache
def shipped() -> tuple[FormatSpec, ...]:
    """The formats that come with the house, in their order. Raises FormatFaults at a file that is not well-formed."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            found.append(read_format(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))))
        except FormatFaults as wrong:
            raise FormatFaults((f"{path.name}: {place}", words) for place, words in wrong.faults) from None
    return tuple(sorted(found, key=lambda each: (each.order, each.key)))


def shipped_format(key: str) -> FormatSpec | None:
    return next((each for each in shipped() if each.key == key), None)


def read_format(key: str, table: Mapping[str, Any]) -> FormatSpec:
    """A whole format from its table. Raises FormatFaults."""
    reading = _Reading()
    size = reading.table(table, "", "group_size")
    stages = tuple(
        _stage(reading, row, f"stages.{number}")
        for number, row in enumerate(reading.rows(table, "", "stages"), start=1)
    )
    if not stages:
        reading.fault("stages", _("A format has at least one step."))
    if len(stages) > MOST_STAGES:
        reading.fault("stages", _("A format has at most %(n)s steps.") % {"n": MOST_STAGES})
    _together(reading, stages)
    spec = FormatSpec(
        key=key,
        title=reading.phrase(table, "", "title", needed=True),
        about=reading.phrase(table, "", "about"),
        group_word=reading.phrase(table, "", "group_word"),
        stages=stages,
        size_min=reading.whole(size, "group_size", "min", 0, 0, 1000),
        size_max=reading.whole(size, "group_size", "max", 30, 1, 1000),
        rounds=reading.truth(table, "", "rounds"),
        order=reading.whole(table, "", "order", 50, 0, 1000),
    )
    reading.unknown(
        table, "", {"title", "about", "group_word", "group_size", "rounds", "order", "stages", "key", "sources"}
    )
    reading.end()
    return spec


def read_stage(table: Mapping[str, Any]) -> StageSpec:
    """One stage by itself, as it is kept with a workshop. Raises FormatFaults."""
    reading = _Reading()
    spec = _stage(reading, table, "stage")
    reading.end()
    return spec


class _Reading:
    """Collects faults while a table is read."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []

    def fault(self, place: str, words: str) -> None:
        self.faults.append((place, words))

    def end(self) -> None:
        if self.faults:
            raise FormatFaults(self.faults)

    def unknown(self, table: Mapping[str, Any], place: str, known: set[str]) -> None:
        for name in sorted(set(table) - known):
            self.fault(_at(place, name), _("There is no such setting."))

    def table(self, table: Mapping[str, Any], place: str, name: str) -> Mapping[str, Any]:
        value = table.get(name, {})
        if isinstance(value, Mapping):
            return value
        self.fault(_at(place, name), _("Here several settings are expected."))
        return {}

    def rows(self, table: Mapping[str, Any], place: str, name: str) -> list[Mapping[str, Any]]:
        value = table.get(name, [])
        if isinstance(value, (list, tuple)) and all(isinstance(row, Mapping) for row in value):
            return list(value)
        self.fault(_at(place, name), _("Here a list is expected."))
        return []

    def phrase(self, table: Mapping[str, Any], place: str, name: str, *, needed: bool = False) -> Phrase:
        value = table.get(name, {})
        if isinstance(value, str):
            value = {"lv": value} if value else {}
        if not isinstance(value, Mapping) or not all(
            isinstance(code, str) and re.fullmatch(r"[a-z]{2,3}", code) and isinstance(words, str)
            for code, words in value.items()
        ):
            self.fault(_at(place, name), _("Words by language are expected here."))
            return {}
        found = {code: " ".join(words.split(" ")).strip() for code, words in value.items() if words.strip()}
        if needed and not found:
            self.fault(_at(place, name), _("Words are missing."))
        if any(len(words) > LONGEST for words in found.values()):
            self.fault(_at(place, name), _("At most %(n)s signs.") % {"n": LONGEST})
        return found

    def slug(self, table: Mapping[str, Any], place: str, name: str = "key") -> str:
        value = table.get(name, "")
        if isinstance(value, str) and SLUG.fullmatch(value) and len(value) <= 40:
            return value
        self.fault(_at(place, name), _("A short name of small letters, digits and hyphens is expected."))
        return ""

    def whole(self, table: Mapping[str, Any], place: str, name: str, default: int, least: int, most: int) -> int:
        value = table.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.fault(
            _at(place, name),
            _("A whole number from %(least)s to %(most)s is expected.") % {"least": least, "most": most},
        )
        return default

    def number(self, table: Mapping[str, Any], place: str, name: str, default: float) -> float:
        value = table.get(name, default)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1000:
            return float(value)
        self.fault(_at(place, name), _("A number from 0 to 1000 is expected."))
        return default

    def truth(self, table: Mapping[str, Any], place: str, name: str, default: bool = False) -> bool:
        value = table.get(name, default)
        if isinstance(value, bool):
            return value
        self.fault(_at(place, name), _("Yes or no is expected."))
        return default

    def one_of(
        self, table: Mapping[str, Any], place: str, name: str, options: type[Choice], default: Choice | None
    ) -> Choice:
        value = table.get(name, default)
        if isinstance(value, str) and value in set(options):
            return options(value)
        listed = ", ".join(options)
        self.fault(_at(place, name), _("One of these is expected: %(listed)s.") % {"listed": listed})
        return default or next(iter(options))


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


STAGE_SETTINGS = {
    "key", "kind", "title", "prompt", "part", "minutes", "minutes_each", "sees", "named", "hidden", "photos", "limit",
    "limit_group", "of", "lanes", "vote", "fields", "questions",
}  # fmt: skip


def _stage(reading: _Reading, table: Mapping[str, Any], place: str) -> StageSpec:
    kind = reading.one_of(table, place, "kind", Kind, None)
    of = table.get("of", ())
    if not isinstance(of, (list, tuple)) or not all(isinstance(key, str) for key in of):
        reading.fault(_at(place, "of"), _("The short names of earlier steps are expected."))
        of = ()
    spec = StageSpec(
        key=reading.slug(table, place),
        kind=kind,
        title=reading.phrase(table, place, "title", needed=True),
        prompt=reading.phrase(table, place, "prompt"),
        part=reading.phrase(table, place, "part"),
        minutes=reading.whole(table, place, "minutes", 0, 0, MOST_MINUTES) or None,
        minutes_each=reading.whole(table, place, "minutes_each", 0, 0, MOST_MINUTES) or None,
        sees=reading.one_of(table, place, "sees", Sees, Sees.GROUP),
        named=reading.truth(table, place, "named"),
        hidden=reading.truth(table, place, "hidden"),
        photos=reading.truth(table, place, "photos"),
        limit=reading.whole(table, place, "limit", 0, 0, 100),
        limit_group=reading.whole(table, place, "limit_group", 0, 0, 1000),
        of=tuple(of),
        lanes=_each(reading, table, place, "lanes", _lane),
        vote=_vote(reading, reading.table(table, place, "vote"), _at(place, "vote")) if table.get("vote") else None,
        fields=_each(reading, table, place, "fields", _field),
        questions=_each(reading, table, place, "questions", _question),
    )
    reading.unknown(table, place, STAGE_SETTINGS)
    if kind == Kind.COLLECT and not spec.lanes:
        reading.fault(_at(place, "lanes"), _("A step that collects cards says what they are about."))
    if kind == Kind.VOTE and spec.vote is None:
        reading.fault(_at(place, "vote"), _("A step that votes says how."))
    if kind == Kind.REFLECT and not spec.questions:
        reading.fault(_at(place, "questions"), _("A step that looks back has questions."))
    return spec


Thing = TypeVar("Thing")


def _each(
    reading: _Reading,
    table: Mapping[str, Any],
    place: str,
    name: str,
    read: Callable[[_Reading, Mapping[str, Any], str], Thing],
) -> tuple[Thing, ...]:
    rows = reading.rows(table, place, name)
    return tuple(read(reading, row, f"{_at(place, name)}.{number}") for number, row in enumerate(rows, start=1))


def _lane(reading: _Reading, table: Mapping[str, Any], place: str) -> Lane:
    kind = table.get("kind", "note")
    if kind not in CARD_KINDS:
        reading.fault(_at(place, "kind"), _("One of these is expected: %(listed)s.") % {"listed": "lack, do, note"})
        kind = "note"
    reading.unknown(table, place, {"key", "kind", "words", "symbol"})
    symbol = table.get("symbol", "")
    return Lane(
        reading.slug(table, place),
        kind,
        reading.phrase(table, place, "words", needed=True),
        symbol if isinstance(symbol, str) and len(symbol) <= 40 else "",
    )


def _criterion(reading: _Reading, table: Mapping[str, Any], place: str) -> Criterion:
    reading.unknown(table, place, {"key", "words", "weight"})
    words = reading.phrase(table, place, "words", needed=True)
    return Criterion(reading.slug(table, place), words, reading.number(table, place, "weight", 1.0))


def _item(reading: _Reading, table: Mapping[str, Any], place: str) -> Item:
    reading.unknown(table, place, {"key", "words"})
    return Item(reading.slug(table, place), reading.phrase(table, place, "words", needed=True))


def _field(reading: _Reading, table: Mapping[str, Any], place: str) -> Field:
    reading.unknown(table, place, {"key", "words", "help", "most", "options"})
    options = _each(reading, table, place, "options", _item)
    for name in _twice(options):
        reading.fault(_at(place, "options"), _("The short name “%(key)s” is used twice.") % {"key": name})
    return Field(
        reading.slug(table, place),
        reading.phrase(table, place, "words", needed=True),
        reading.phrase(table, place, "help"),
        reading.whole(table, place, "most", 1000, 20, 4000),
        options,
    )


def _question(reading: _Reading, table: Mapping[str, Any], place: str) -> Question:
    reading.unknown(table, place, {"key", "words", "asks", "top", "optional"})
    return Question(
        reading.slug(table, place),
        reading.phrase(table, place, "words", needed=True),
        reading.one_of(table, place, "asks", Asks, None),
        reading.whole(table, place, "top", 5, 2, 10),
        reading.truth(table, place, "optional", True),
    )


def _vote(reading: _Reading, table: Mapping[str, Any], place: str) -> Vote:
    weights = reading.table(table, place, "weights")
    reading.unknown(weights, _at(place, "weights"), set(ROLES))
    reading.unknown(
        table,
        place,
        {"way", "on", "dots", "most", "top", "across", "own_group", "criteria", "items", "weights"},
    )
    vote = Vote(
        way=reading.one_of(table, place, "way", Way, Way.DOTS),
        on=reading.one_of(table, place, "on", On, On.THEMES),
        dots=reading.whole(table, place, "dots", 5, 1, 50),
        most=reading.whole(table, place, "most", 0, 0, 100),
        top=reading.whole(table, place, "top", 5, 2, 10),
        across=reading.truth(table, place, "across"),
        own_group=reading.truth(table, place, "own_group", True),
        criteria=_each(reading, table, place, "criteria", _criterion),
        items=_each(reading, table, place, "items", _item),
        weights={role: reading.number(weights, _at(place, "weights"), role, 1.0) for role in weights if role in ROLES},
    )
    if vote.on == On.ITEMS and not vote.items:
        reading.fault(_at(place, "items"), _("Name what is voted on."))
    return vote


def _together(reading: _Reading, stages: tuple[StageSpec, ...]) -> None:
    """What stages say of each other: keys once, lanes once, `of` names earlier ones."""
    keys: set[str] = set()
    lanes: set[str] = set()
    for number, stage in enumerate(stages, start=1):
        place = f"stages.{number}"
        for key in stage.of:
            if key not in keys:
                reading.fault(f"{place}.of", _("“%(key)s” is no earlier step.") % {"key": key})
        if stage.key in keys:
            reading.fault(f"{place}.key", _("This short name is used twice."))
        keys.add(stage.key)
        for lane in stage.lanes:
            if lane.key in lanes:
                reading.fault(f"{place}.lanes", _("The short name “%(key)s” is used twice.") % {"key": lane.key})
            lanes.add(lane.key)
        inner = [*stage.fields, *stage.questions, *(stage.vote.criteria + stage.vote.items if stage.vote else ())]
        for name in _twice(inner):
            reading.fault(place, _("The short name “%(key)s” is used twice.") % {"key": name})


def _twice(things: Sequence[Criterion | Item | Field | Question]) -> list[str]:
    keys = [each.key for each in things]
    return sorted({key for key in keys if keys.count(key) > 1})
