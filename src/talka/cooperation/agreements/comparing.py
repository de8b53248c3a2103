"""Two versions of a text beside each other: what was added and what was taken out, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed", "changed"]
TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Words that are the same in both, or only in one of them."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class ComparedPart:
    """One clause. kind "changed": its pieces say where."""

    heading: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    kind: Kind


def compared(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> tuple[ComparedPart, ...]:
    """Parts as versions keep them, [[heading, paragraph, …], …]; a part is the same one where its heading is, or where
    it stands at the place of one that is gone."""
    found: list[ComparedPart] = []
    old, new = [part[0] for part in before], [part[0] for part in after]
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("equal", "replace") and a2 - a1 == b2 - b1:
            found += [_part(one, other) for one, other in zip(before[a1:a2], after[b1:b2], strict=True)]
            continue
        found += [_whole(part, "removed") for part in before[a1:a2]]
        found += [_whole(part, "added") for part in after[b1:b2]]
    return tuple(found)


def words_compared(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts, in order."""
    a, b = TOKEN.findall(before), TOKEN.findall(after)
    pieces: list[Piece] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(a[a1:a2])))
            continue
        if a2 > a1:
            pieces.append(Piece("removed", "".join(a[a1:a2])))
        if b2 > b1:
            pieces.append(Piece("added", "".join(b[b1:b2])))
    return tuple(pieces)


def _part(one: Sequence[str], other: Sequence[str]) -> ComparedPart:
    heading = words_compared(one[0], other[0])
    pieces = words_compared("\n".join(one[1:]), "\n".join(other[1:]))
    same = all(piece.kind == "same" for piece in (*heading, *pieces))
    return ComparedPart(heading, pieces, "same" if same else "changed")


def _whole(part: Sequence[str], kind: Kind) -> ComparedPart:
    return ComparedPart((Piece(kind, part[0]),), (Piece(kind, "\n".join(part[1:])),), kind)
