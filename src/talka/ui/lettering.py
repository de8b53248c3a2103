"""How wide words are, without a font at hand: an estimate on the wide side, for breaking lines in drawn pictures.

Widths are shares of the size of the letters. They are those of the wider sans-serifs that the token `--sans` may come
to (DejaVu Sans, Verdana's like); in narrower ones the lines are shorter than their boxes. Letters with diacritics are
as wide as those without.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

DOTS = "…"
WIDTHS = {"iljI|!.,:;'’‘": 0.34, 'ftrJ()[]{}/\\-–“”„"` ': 0.43, "mwMW@%—…&": 1.0}
CAPITAL, OTHER = 0.76, 0.63


@cache
def _letter(sign: str) -> float:
    base = unicodedata.normalize("NFD", sign)[:1]
    known = next((width for signs, width in WIDTHS.items() if base in signs), None)
    if known is not None:
        return known
    if unicodedata.east_asian_width(sign) in "WF" or unicodedata.category(sign) == "So":
        return 1.2
    return CAPITAL if base.isupper() else OTHER


def width_of(words: str) -> float:
    """The width of a line of words, in sizes of its letters."""
    return sum(map(_letter, words))


@dataclass(frozen=True)
class Wrapped:
    """cut: the words did not fit, and the last line ends with dots."""

    lines: tuple[str, ...]
    cut: bool


def wrapped(words: str, width: float, most: int) -> Wrapped:
    """Words broken into at most so many lines of this width (in sizes of the letters). A word that is wider than a line
    is broken inside."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        joined = f"{line} {word}" if line else word
        if width_of(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        while width_of(word) > width:
            begin = _beginning(word, width - _letter("-"))
            lines.append(f"{begin}-")
            word = word[len(begin) :]
        line = word
    lines.append(line)
    if len(lines) <= most:
        return Wrapped(tuple(lines), cut=False)
    last = f"{lines[most - 1]} {lines[most]}"
    return Wrapped((*lines[: most - 1], _beginning(last, width - _letter(DOTS)).rstrip(" ,.;:-–") + DOTS), cut=True)


def _beginning(words: str, width: float) -> str:
    """As many signs as fit, at least one."""
    taken = 0.0
    for n, sign in enumerate(words):
        taken += _letter(sign)
        if taken > width:
            return words[: max(n, 1)]
    return words
