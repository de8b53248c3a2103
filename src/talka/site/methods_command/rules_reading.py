"""Single rules of a TOML file, each checked for its type; what is not as expected is a fault and the default counts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from talka.site.methods_command.rules_file import RulesFile, Way, column_of
from talka.site.methods_command.tables import Faults


class Rules:
    """Rules of one file, asked one by one."""

    def __init__(self, file: RulesFile, faults: Faults) -> None:
        self.file, self.faults = file, faults

    def only(self, known: Iterable[str], way: Way = ()) -> None:
        """A fault for every name at this place that is not known."""
        names = tuple(known)
        for name in self._at(way):
            if name not in names:
                self.say((*way, name), "no such rule; there are: " + ", ".join(names))

    def tables(self, name: str, known: Iterable[str]) -> Iterator[tuple[str, Way]]:
        """The names in a table of tables, such as [indicators], each with the way to it."""
        table = self.file.values.get(name, {})
        if not self.file.typed(self.faults, (name,), table, dict, "a table, one line for each name,"):
            return
        names = tuple(known)
        for key, value in table.items():
            if self.file.typed(self.faults, (name, key), value, dict, "a table in braces"):
                self.only(names, (name, key))
                yield key, (name, key)

    def text(self, way: Way, default: str) -> str:
        value = self._value(way)
        return value if value is not None and self._is(way, value, str, "a text") else default

    def flag(self, way: Way, default: bool | None) -> bool | None:
        value = self._value(way)
        return value if value is not None and self._is(way, value, bool, "true or false") else default

    def whole(self, way: Way, default: int | None) -> int | None:
        value = self._value(way)
        return value if value is not None and self._is(way, value, int, "a whole number") else default

    def number(self, way: Way, default: float) -> float:
        value = self._value(way)
        if value is None:
            return default
        kind = int if type(value) is int else float
        if not self._is(way, value, kind, "a number"):
            return default
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
        self.say(way, "a finite number is expected")
        return default

    def say(self, way: Way, what: str) -> None:
        """A fault at this place; what the method itself would say of it is then passed over."""
        self.file.wrong.add(way)
        self.faults.add(self.file.path, self.file.line(way), column_of(way), what)

    def _is(self, way: Way, value: Any, kind: type, what: str) -> bool:
        return self.file.typed(self.faults, way, value, kind, what)

    def _at(self, way: Way) -> Mapping[str, Any]:
        place: Any = self.file.values
        for step in way:
            place = place.get(step, {}) if isinstance(place, dict) else {}
        return place if isinstance(place, dict) else {}

    def _value(self, way: Way) -> Any:
        return self._at(way[:-1]).get(str(way[-1]))
