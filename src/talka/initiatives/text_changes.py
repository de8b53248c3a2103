"""The text before a consultation beside the text after it: part by part, and in each part word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .splitting import Part

Kind = Literal["same", "added", "removed", "changed"]
WORD = re.compile(r"\s+|\w+|[^\w\s]")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
MOST_PAIRS = 4_000_000
"""Words of one times words of the other up to which words are compared; longer parts are compared line by line, which
takes milliseconds where words would take seconds."""


@dataclass(frozen=True)
class Run:
    """Words in a row that are in both texts ("same"), in the old one or in the new one only."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Pair:
    """A part as it was and as it is; None: there is none."""

    before: Part | None
    after: Part | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "same" if self.before == self.after else "changed"

    @property
    def heading(self) -> str:
        part = self.after or self.before
        return part.heading if part else ""

    def runs(self) -> list[Run]:
        """What to read: the words of both, marked."""
        return runs(self.before.text if self.before else "", self.after.text if self.after else "")


def pairs(before: Sequence[Part], after: Sequence[Part]) -> list[Pair]:
    """Every part of both texts in order. Parts belong together by their heading without its number, because a part that
    was put in shifts the numbers behind it; where as many headings are new as are gone, by their place."""
    old, new = [_bare(part.heading) for part in before], [_bare(part.heading) for part in after]
    found: list[Pair] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and a2 - a1 == b2 - b1):
            found += [Pair(one, other) for one, other in zip(before[a1:a2], after[b1:b2], strict=True)]
        else:
            found += [Pair(part, None) for part in before[a1:a2]]
            found += [Pair(None, part) for part in after[b1:b2]]
    return found


def _bare(heading: str) -> str:
    return re.sub(r"^[\d.)\s]+", "", heading).casefold()


def runs(before: str, after: str) -> list[Run]:
    """The words of both texts, in order."""
    if before == after:
        return [Run("same", before)] if before else []
    a, b = WORD.findall(before), WORD.findall(after)
    if len(a) * len(b) > MOST_PAIRS:
        a, b = LINE.findall(before), LINE.findall(after)
    found: list[Run] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("same", "".join(a[a1:a2])))
            continue
        if a2 > a1:
            found.append(Run("removed", "".join(a[a1:a2])))
        if b2 > b1:
            found.append(Run("added", "".join(b[b1:b2])))
    return found
