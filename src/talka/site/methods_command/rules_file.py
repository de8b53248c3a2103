"""Rules as a TOML file, with the line on which each value stands (which `tomllib` does not tell)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from talka.site.methods_command.tables import Faults, read_text

Way = tuple[str | int, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ENDLESS = re.compile(r"[0-9a-fA-F_]{4000,}")
_PLAIN_VALUE = re.compile(r"[^,\]}#\n]+")


@dataclass
class RulesFile:
    """`values` as TOML says, `lines` from the way to a value, e.g. ("together", 0, 1), to its line."""

    path: Path
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Way, int] = field(default_factory=dict)
    wrong: set[Way] = field(default_factory=set)

    def line(self, way: Way) -> int:
        """The line of the value, or of the nearest one around it."""
        while way and way not in self.lines:
            way = way[:-1]
        return self.lines.get(way, 1)

    def typed(self, faults: Faults, way: Way, value: Any, wanted: type, what: str) -> bool:
        """Whether the value has the type; a fault naming what is expected if not. True and false are no numbers."""
        if isinstance(value, wanted) and not (isinstance(value, bool) and wanted is not bool):
            return True
        self.wrong.add(way)
        faults.add(self.path, self.line(way), column_of(way), f"{what} is expected, not {_spoken(value)}")
        return False


def column_of(way: Way) -> str:
    """The name of the rule a value belongs to, with the key where it has one: "weights.choices"."""
    return ".".join(str(part) for part in way if isinstance(part, str)) or "rules"


def read_rules(path: Path | None, faults: Faults) -> RulesFile:
    """The rules of a file; none without a path. Faults: unreadable, not TOML."""
    if path is None:
        return RulesFile(Path("rules"))
    rules = RulesFile(path)
    text = read_text(path, faults)
    if text is None:
        return rules
    text = text.replace("\r\n", "\n")
    try:
        rules.values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.rstrip("\n").count("\n") + 1, 1)
        reason = re.sub(r" \(at .*\)$", "", str(error))
        faults.add(path, line, f"character {column}", f"is not TOML: {reason}")
        return rules
    except ValueError:
        # TOML sets no limit to a number; Python reads none of thousands of digits.
        number = _ENDLESS.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        faults.add(path, line, "rules", "a number has more digits than can be read")
        return rules
    rules.lines = _Scanner(text).lines()
    return rules


def _spoken(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a fraction",
        str: "a text",
        list: "a list",
        dict: "a table",
    }
    shown = f" ({value!r})" if isinstance(value, (bool, int, float, str)) else ""
    return names.get(type(value), "a date or time") + shown


class _Scanner:
    """Walks TOML that is known to be valid and notes on which line each key and each element of a list stands."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: dict[Way, int] = {}
        self.tables: dict[Way, int] = {}

    def lines(self) -> dict[Way, int]:
        prefix: Way = ()
        while self._skip(newlines=True):
            if self.text.startswith("[[", self.at):
                self.at += 2
                way = self._key(prefix=())
                self.tables[way] = self.tables.get(way, -1) + 1
                prefix = (*way, self.tables[way])
                self._note(prefix)
                self.at = self.text.index("]]", self.at) + 2
            elif self.text[self.at] == "[":
                self.at += 1
                prefix = self._key(prefix=())
                self._note(prefix)
                self.at = self.text.index("]", self.at) + 1
            else:
                self._pair(prefix)
        return self.found

    def _note(self, way: Way) -> None:
        line = self.text.count("\n", 0, self.at) + 1
        for length in range(1, len(way) + 1):
            self.found.setdefault(way[:length], line)

    def _skip(self, *, newlines: bool) -> bool:
        """Past blanks and comments; whether anything is left."""
        blank = " \t\n" if newlines else " \t"
        while self.at < len(self.text):
            if self.text[self.at] in blank:
                self.at += 1
            elif self.text[self.at] == "#" and newlines:
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return True
        return False

    def _pair(self, prefix: Way) -> None:
        way = self._key(prefix)
        self._note(way)
        self.at = self.text.index("=", self.at) + 1
        self._value(way)

    def _key(self, prefix: Way) -> Way:
        parts: list[str] = []
        while True:
            self._skip(newlines=False)
            if self.text[self.at] in "\"'":
                start = self.at
                self._string()
                parts.append(next(iter(tomllib.loads(f"{self.text[start : self.at]} = 0"))))
            else:
                match = _BARE.match(self.text, self.at)
                assert match is not None
                parts.append(match[0])
                self.at = match.end()
            self._skip(newlines=False)
            if self.text[self.at] != ".":
                return (*prefix, *parts)
            self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        ending = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(ending)
        while not self.text.startswith(ending, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(ending)
        while len(ending) == 3 and self.text.startswith(quote, self.at):
            self.at += 1

    def _value(self, way: Way) -> None:
        self._skip(newlines=False)
        sign = self.text[self.at]
        if sign in "\"'":
            self._string()
        elif sign == "[":
            self.at += 1
            index = 0
            while self._skip(newlines=True) and self.text[self.at] != "]":
                self._note((*way, index))
                self._value((*way, index))
                index += 1
                self._skip(newlines=True)
                if self.text[self.at] == ",":
                    self.at += 1
            self.at += 1
        elif sign == "{":
            self.at += 1
            while self._skip(newlines=True) and self.text[self.at] != "}":
                self._pair(way)
                self._skip(newlines=True)
                if self.text[self.at] == ",":
                    self.at += 1
            self.at += 1
        else:
            match = _PLAIN_VALUE.match(self.text, self.at)
            assert match is not None
            self.at = match.end()
