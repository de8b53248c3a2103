"""One table of a file, read setting by setting; whatever is wrong is told with its place."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from i18nfield.strings import LazyI18nString

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGES = ("lv", "en")
Thing = TypeVar("Thing")
Choice = TypeVar("Choice", bound=StrEnum)


class LawFault(ValueError):
    """A file of this folder is wrong; says where and why."""


def file_of(path: Path) -> "Table":
    """The whole file as a table. Raises LawFault."""
    try:
        return Table(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LawFault(f"{path.name}: {fault}") from None


class Table:
    """Settings asked for one by one; `done` refuses those that nobody asked for, so that no misspelt one is lost."""

    def __init__(self, place: str, settings: Mapping[str, Any]) -> None:
        self.place = place
        self._settings = settings
        self._asked: set[str] = set()

    def fault(self, name: str, words: str) -> LawFault:
        return LawFault(f"{self.place}: {name}: {words}")

    def has(self, name: str) -> bool:
        return name in self._settings

    def done(self) -> None:
        for name in sorted(set(self._settings) - self._asked):
            raise self.fault(name, "there is no such setting")

    def _value(self, name: str, default: Any = None) -> Any:
        self._asked.add(name)
        return self._settings.get(name, default)

    def each(self, name: str, read: Callable[["Table"], Thing]) -> tuple[Thing, ...]:
        """Every [[name]] below this table; refuses what is no table, and settings that nobody asked for."""
        rows = self._value(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise self.fault(name, "tables are expected")
        found = []
        for number, row in enumerate(rows, start=1):
            table = Table(f"{self.place} [[{name}]] {row.get('key', number)}", row)
            found.append(read(table))
            table.done()
        return tuple(found)

    def table(self, name: str) -> "Table":
        value = self._value(name)
        if not isinstance(value, Mapping):
            raise self.fault(name, "a table is expected")
        return Table(f"{self.place}: {name}", value)

    def key(self, name: str = "key") -> str:
        value = self._value(name, "")
        if not isinstance(value, str) or len(value) > 40 or not KEY.fullmatch(value):
            raise self.fault(name, "a short name of small letters, digits and - is expected")
        return value

    def line(self, name: str) -> str:
        value = self._value(name, "")
        if not isinstance(value, str) or not value.strip():
            raise self.fault(name, "words are expected")
        return value

    def words(self, name: str) -> LazyI18nString:
        return self._words(name, self._value(name))

    def all_words(self, name: str) -> tuple[LazyI18nString, ...]:
        value = self._value(name)
        if not isinstance(value, list):
            raise self.fault(name, "a list of words by language is expected")
        return tuple(self._words(name, one) for one in value)

    def _words(self, name: str, value: object) -> LazyI18nString:
        if not isinstance(value, Mapping) or set(value) != set(LANGUAGES):
            raise self.fault(name, 'words by language are expected: { lv = "…", en = "…" }')
        if not all(isinstance(words, str) and words.strip() for words in value.values()):
            raise self.fault(name, "the words of a language are empty")
        return LazyI18nString(dict(value))

    def truth(self, name: str, default: bool = False) -> bool:
        value = self._value(name, default)
        if not isinstance(value, bool):
            raise self.fault(name, "true or false is expected")
        return value

    def day(self, name: str) -> dt.date:
        value = self._value(name)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.fault(name, "a day is expected, like 2026-11-29")
        return value

    def one_of(self, name: str, options: type[Choice]) -> Choice:
        value = self._value(name)
        if value not in set(options):
            raise self.fault(name, f"one of these is expected: {', '.join(options)}")
        return options(value)

    def one_from(self, name: str, known: Mapping[str, Thing], what: str) -> Thing:
        value = self._value(name)
        if value not in known:
            raise self.fault(name, f"“{value}” is no {what}")
        return known[value]

    def some_from(self, name: str, known: Mapping[str, Thing], what: str) -> tuple[Thing, ...]:
        """Those that a list names, in its order."""
        value = self._value(name, [])
        if not isinstance(value, list) or len(set(map(str, value))) < len(value):
            raise self.fault(name, "a list of names is expected, each once")
        for one in value:
            if one not in known:
                raise self.fault(name, f"“{one}” is no {what}")
        return tuple(known[one] for one in value)


def by_key(things: Iterable[Thing], place: str) -> dict[str, Thing]:
    """The things by their key. Raises LawFault where one stands twice."""
    found: dict[str, Thing] = {}
    for thing in things:
        key: str = thing.key  # type: ignore[attr-defined]
        if key in found:
            raise LawFault(f"{place}: “{key}” stands twice")
        found[key] = thing
    return found
