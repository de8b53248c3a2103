"""Finding the subjects of a card's words: the tables of `field`, made ready for looking up."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from types import ModuleType

from talka.methods.clustering.field import LANGUAGES, TABLES
from talka.methods.clustering.language import english, latvian, russian

MODULES: dict[str, ModuleType] = {"lv": latvian, "en": english, "ru": russian}
ANY = "*"
_LINE = re.compile(r"  (?:(\w\w) |   )(.*)")


class Subjects:
    """The subjects of one language.

    A pattern is "=form" (this form only), a stem (every inflection) or "begin*". A word takes the subjects of the most
    precise pattern that fits; a phrase goes before the words that it is made of.
    """

    def __init__(self, language: str) -> None:
        self.module = MODULES[language]
        self.words: dict[str, set[str]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.longest = 0
        for subject, written in _entries(language):
            parts = tuple(self._pattern(part) for part in written.split("_"))
            self.longest = max(self.longest, *(len(part) for part in parts))
            if len(parts) == 1:
                self.words.setdefault(parts[0], set()).add(subject)
            else:
                for part in parts:
                    self.words.setdefault(part, set())
                self.phrases.setdefault(parts[0], []).append((parts, subject))
        for first in self.phrases:
            self.phrases[first].sort(key=lambda phrase: (-len(phrase[0]), phrase))

    def of(self, words: Sequence[str]) -> list[frozenset[str]]:
        """The subjects of each of a card's words (as `written` gives them), in their order; empty where none."""
        fitting = [self._fitting(word) for word in words]
        found: list[frozenset[str] | None] = [None] * len(words)
        for start, patterns in enumerate(fitting):
            if found[start] is None:
                self._phrase_from(start, patterns, fitting, found)
        return [
            self._most_precise(patterns) if subjects is None else subjects
            for subjects, patterns in zip(found, fitting, strict=True)
        ]

    def _phrase_from(
        self,
        start: int,
        patterns: tuple[str, ...],
        fitting: list[tuple[str, ...]],
        found: list[frozenset[str] | None],
    ) -> None:
        candidates = [phrase for pattern in patterns for phrase in self.phrases.get(pattern, ())]
        for parts, _ in sorted(candidates, key=lambda phrase: (-len(phrase[0]), phrase)):
            end = start + len(parts)
            if end > len(fitting) or any(found[start:end]):
                continue
            if all(part == ANY or part in fitting[start + at] for at, part in enumerate(parts)):
                same = frozenset(subject for others, subject in candidates if others == parts)
                found[start:end] = [same] * len(parts)
                return

    def _most_precise(self, patterns: tuple[str, ...]) -> frozenset[str]:
        return next((frozenset(self.words[p]) for p in patterns if self.words[p]), frozenset())

    def _fitting(self, word: str) -> tuple[str, ...]:
        """The patterns that a word fits, the most precise first."""
        begins = (word[:length] + "*" for length in range(min(len(word), self.longest), 1, -1))
        stem = self.module.inflected(word)
        return tuple(pattern for pattern in (f"={word}", stem, *begins) if pattern in self.words)

    def _pattern(self, written: str) -> str:
        if written == ANY:
            return ANY
        plain: str = self.module.written(written.strip("=*"))
        if written.endswith("*"):
            return plain + "*"
        return f"={plain}" if written.startswith("=") else str(self.module.inflected(plain))


@functools.cache  # tables only, nothing of any card
def subjects(language: str) -> Subjects | None:
    """The subjects of a language, None where it has none."""
    return Subjects(language) if language in LANGUAGES else None


def _entries(language: str) -> list[tuple[str, str]]:
    """(subject, pattern as written) of a language, in the order of the tables."""
    found, subject, spoken = [], "", ""
    for line in "\n".join(TABLES).splitlines():
        match = _LINE.fullmatch(line)
        if match:
            spoken = match[1] or spoken
            found += [(subject, written) for written in match[2].split()] if spoken == language else []
        else:
            subject = line.strip()
    return found
