"""A working name for each cluster, in people's own words: the part of a card that says best what its cards share.

Whole parts of sentences, so that grammar stays whole; never words put together that nobody wrote.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from talka.methods.clustering.likeness import Likeness
from talka.methods.clustering.problem import Card, Problem
from talka.methods.clustering.subjects import MODULES
from talka.methods.clustering.words import Feature, Word

LONGEST = 48
"""Letters of a name; more do not fit a heading on a phone."""
SHORTEST = 3
NOTHING = "…"
"""The name of a card that says nothing."""
READ = 2_000
"""Letters of a card in which a name is looked for."""
SUBJECT_IN_NAME = 0.5
ASKED = 40
"""So many cards of a cluster, the most central ones, may give it its name."""

_ENDS = re.compile(r"[.;:!?()\[\]{}\"„“”«»…|\n]+|\s[-–—]+\s")
_PAUSES = re.compile(r"[.,;:!?()\[\]{}\"„“”«»…|\n]+|\s[-–—]+\s")
_LATVIAN_LETTER = re.compile(r"[āčēģīķļņšūž]", re.IGNORECASE)
_TOO_LONG, _ONE_WORD, _MANY_WORDS, _NOT_ALL, _TORN, _BARE, _FOREIGN, _HANGING, _NUMBER = (
    0.3, 0.9, 0.95, 0.92, 0.8, 0.8, 0.8, 0.5, 0.9,
)  # fmt: skip
"""What a name loses that must be cut, is one word or more than five, is a part of a card or of a sentence, is typed
without diacritics, in another language than most, begins with a small word inside a card ("kas …"), holds a number."""


@dataclass(frozen=True)
class _Candidate:
    text: str
    merit: float
    card: str


def named(problem: Problem, likeness: Likeness, clusters: Sequence[Sequence[int]]) -> list[str]:
    """A name for each cluster (its nodes, the most central first); where two would be alike, the earlier has it."""
    taken: set[str] = set()
    names = []
    for nodes in clusters:
        found = sorted(_candidates(problem, likeness, nodes), key=lambda c: (-c.merit, len(c.text), c.text, c.card))
        free = (candidate.text for candidate in found if candidate.text.casefold() not in taken)
        name = next(free, found[0].text if found else NOTHING)
        taken.add(name.casefold())
        names.append(name)
    return names


def shortened(text: str) -> str:
    """A text as a heading: on one line, without end marks, cut at a word where it is too long."""
    line = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    line = line.strip(" .,;:-–—…!") or line
    if len(line) > LONGEST:
        cut = line[: LONGEST - 1]
        line = (cut[: cut.rindex(" ")] if " " in cut[SHORTEST:] else cut).rstrip(" .,;:-–—") + "…"
    if len(line) > 5 and line.isupper():
        line = line.lower()
    return line[:1].upper() + line[1:]


def _candidates(problem: Problem, likeness: Likeness, nodes: Sequence[int]) -> Iterator[_Candidate]:
    shared: dict[Feature, float] = {}
    for node in nodes:
        for feature, part in likeness.vectors[node].items():
            shared[feature] = shared.get(feature, 0.0) + _told(feature, part) * int(likeness.weight[node])
    length = math.sqrt(math.fsum(part * part for part in shared.values())) or 1.0
    for node in nodes[:ASKED]:
        card = problem.cards[likeness.cards[node][0]]
        text = unicodedata.normalize("NFC", card.text)[:READ]
        whole = len(text.strip())
        if len(nodes) == 1 and whole <= LONGEST and shortened(text):
            yield _Candidate(shortened(text), 1.0, card.id)
        for start, end, torn in _parts(text):
            name = shortened(text[start:end])
            if len(name) < SHORTEST:
                continue
            inside = [word for word in likeness.words[node] if start <= word.start and word.end <= end]
            found = {feature for word in inside for feature, _ in word.features}
            parts = {feature: _told(feature, likeness.vectors[node][feature]) for feature in found}
            own = math.sqrt(math.fsum(part * part for part in parts.values())) or 1.0
            merit = math.fsum(part * shared[feature] for feature, part in parts.items()) / (own * length)
            merit *= _form(card, text, start, end, inside, problem.language) * (_TORN if torn else 1.0)
            yield _Candidate(name, round(merit, 9), card.id)
    if not any(likeness.vectors[node] for node in nodes):
        yield _Candidate(shortened(problem.cards[likeness.cards[nodes[0]][0]].text[:READ]) or NOTHING, 0.0, "")


def _told(feature: Feature, part: int) -> float:
    """What a feature counts in a name: there words say more than subjects, which have the cluster's cards in common."""
    return part * (SUBJECT_IN_NAME if feature.subject else 1.0)


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Sentences, then what lies between commas; begin, end (with its question mark), whether torn from a sentence."""
    sentences = list(_between(_ENDS, text))
    yield from ((start, end, False) for start, end in sentences)
    yield from ((start, end, True) for start, end in _between(_PAUSES, text) if (start, end) not in sentences)


def _between(marks: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for begin, after in [*(match.span() for match in marks.finditer(text)), (len(text), len(text))]:
        part = text[start:begin]
        first = next((at for at, sign in enumerate(part) if sign.isalnum()), None)
        if first is not None:
            yield start + first, begin + (text[begin : begin + 1] == "?")
        start = after


def _form(card: Card, text: str, start: int, end: int, inside: list[Word], usual: str) -> float:
    """Between 0 and 1: how well a part of a card does as a name, whatever it says."""
    part = text[start:end].strip()
    merit = 1.0
    if len(part) > LONGEST:
        merit *= _TOO_LONG
    if len(inside) == 1:
        merit *= _ONE_WORD
    if len(inside) > 5:
        merit *= _MANY_WORDS
    if any(sign.isalnum() for sign in text[:start] + text[end:]):
        merit *= _NOT_ALL
        if (
            inside
            and any(sign.isalnum() for sign in text[:start])
            and _is_small(inside[0].shown, card.language or usual)
        ):
            merit *= _HANGING
    if (card.language or usual) == "lv" and len(part) > 12 and not _LATVIAN_LETTER.search(part):
        merit *= _BARE
    if (card.language or usual) != usual:
        merit *= _FOREIGN
    if any(sign.isdigit() for sign in part):
        merit *= _NUMBER
    return merit


def _is_small(word: str, language: str) -> bool:
    module = MODULES.get(language)
    return module is not None and module.written(word) in module.FUNCTION_WORDS
