"""From a card to what it is compared by: the roots of its words and the subjects they speak of, each with a weight."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from talka.methods.clustering.language import english, language_of
from talka.methods.clustering.subjects import MODULES, subjects

MOST_WORDS = 300
"""So many words of a card are read; who writes more than a page on a card is compared by its beginning."""
MOST_LETTERS = 40
"""A longer word is no word; so many letters of it are compared."""

SUBJECT, WORD, WORD_WITH_SUBJECT, NUMBER = 1.8, 1.0, 0.5, 0.4
"""How much a subject, a word without one, a word that has one, and a number count."""
USUAL_SUBJECT, USUAL_SIGN, USUAL_WORD, OFTEN_WORD, EVERYWHERE_WORD = 0.02, 0.01, 0.003, 0.08, 0.25
"""In which share of all cards a subject, sign or word is to be expected, before any card of this day is read."""

_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[^\w\s.,;:!?()\[\]{}\"'„“”«»…/\\|–—+*=<>#@&%~`^$_-]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True)
class Feature:
    """What cards can share. `usual`: the share of cards that have it, before any is read."""

    name: str
    usual: float

    @property
    def subject(self) -> bool:
        """Whether it is a subject of `field`; else it is a word."""
        return self.name.startswith("@")


Features = tuple[tuple[Feature, float], ...]
"""What a word is compared by, with the weight of each."""


@dataclass(frozen=True)
class Word:
    """One word of a card. `features` with their weights; empty for words that say nothing of the subject."""

    shown: str
    start: int
    end: int
    features: Features


class Reader:
    """Reads the cards of one call; what it remembers of words (of people) goes with it.

    `otherwise`: the language of a card that names none and shows none.
    """

    def __init__(self, otherwise: str) -> None:
        self.otherwise = otherwise
        self._written: dict[tuple[str, str], str] = {}
        self._found: dict[tuple[str, str, frozenset[str]], Features] = {}

    def read(self, text: str, language: str) -> tuple[Word, ...]:
        """The words of a card in their order; `language` may be empty.

        A card without any word is compared by its signs (emoji), one without those by nothing at all.
        """
        text = unicodedata.normalize("NFC", text)
        matches = list(itertools.islice(_WORD.finditer(text), MOST_WORDS))
        if not matches:
            signs = itertools.islice(_SIGN.finditer(text), MOST_WORDS)
            return tuple(Word(s[0], s.start(), s.end(), ((Feature(s[0], USUAL_SIGN), WORD),)) for s in signs)
        shown = [match[0][:MOST_LETTERS] for match in matches]
        spoken = language or language_of(shown, self.otherwise)
        languages = [_language_of_word(word, spoken) for word in shown]
        written = [self._as_written(word, its) for word, its in zip(shown, languages, strict=True)]
        abouts = _subjects_of(written, languages)
        found = [self._features(*word) for word in zip(written, languages, abouts, strict=True)]
        if not any(found):
            # Nothing but small words: they are compared as they stand.
            found = [((Feature(f"={word}", USUAL_WORD), WORD),) for word in written]
        return tuple(
            Word(word, match.start(), match.end(), features)
            for word, match, features in zip(shown, matches, found, strict=True)
        )

    def _as_written(self, word: str, language: str) -> str:
        key = word, language
        if key not in self._written:
            self._written[key] = MODULES.get(language, english).written(word)
        return self._written[key]

    def _features(self, written: str, language: str, about: frozenset[str]) -> Features:
        key = written, language, about
        if key not in self._found:
            self._found[key] = _features(written, language, about)
        return self._found[key]


def totals(words: tuple[Word, ...]) -> dict[Feature, float]:
    """Each feature of a card with its greatest weight: who writes a word twice does not say it louder."""
    heaviest: dict[Feature, float] = {}
    for word in words:
        for feature, weight in word.features:
            heaviest[feature] = max(heaviest.get(feature, 0.0), weight)
    return heaviest


def _language_of_word(word: str, spoken: str) -> str:
    if _CYRILLIC.search(word):
        return "ru"
    return "lv" if spoken == "ru" else spoken


def _subjects_of(written: list[str], languages: list[str]) -> list[frozenset[str]]:
    """The subjects of each word of a card, by the tables of its own language."""
    abouts: list[frozenset[str]] = [frozenset()] * len(written)
    for language in sorted(set(languages)):
        table = subjects(language)
        if table is not None:
            here = [at for at, other in enumerate(languages) if other == language]
            for at, found in zip(here, table.of([written[at] for at in here]), strict=True):
                abouts[at] = found
    return abouts


def _features(written: str, language: str, about: frozenset[str]) -> Features:
    module = MODULES.get(language)
    if not about and (len(written) < 2 or (module is not None and written in module.FUNCTION_WORDS)):
        return ()
    if written.isdigit():
        return ((Feature(written, USUAL_WORD), NUMBER),)
    root: str = written if module is None else module.root(written)
    usual = USUAL_WORD
    if module is not None and root in module.EVERYWHERE:
        usual = EVERYWHERE_WORD
    elif module is not None and root in module.OFTEN:
        usual = OFTEN_WORD
    own = (Feature(root, usual), WORD_WITH_SUBJECT if about else WORD)
    share = SUBJECT / max(1, len(about)) ** 0.5
    return (own, *((Feature(f"@{subject}", USUAL_SUBJECT), share) for subject in sorted(about)))


def surfaces(words: tuple[Word, ...], wanted: set[Feature]) -> Iterator[str]:
    """The words of a card, as written, that carry one of the wanted features."""
    for word in words:
        if any(feature in wanted for feature, _ in word.features):
            yield word.shown
