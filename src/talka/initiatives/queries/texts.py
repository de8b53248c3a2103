"""Versions of an initiative's text beside each other: what was said otherwise, word by word."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.utils.translation import gettext as _

from talka.ui.refusals import Words

from ..actions.initiative_texts import FIELDS
from ..models import Initiative, InitiativeText

Kind = Literal["same", "gone", "new"]
LONGEST_BY_WORDS = 4_000
"""Of longer fields paragraphs are compared and not words, so that a page stays quick."""


def labels() -> dict[str, Words]:
    """What each part of the text is called, in the order in which it is read."""
    said = {
        "title": _("Title"),
        "what": _("What is to be done"),
        "where": _("Where"),
        "why": _("Why"),
        "carrier": _("Who carries it"),
        "organisation": _("Organisation that carries it"),
        "needs": _("What it needs"),
        "cost": _("What it costs, EUR"),
        "area": _("Territory"),
    }
    return {name: said[name] for name in FIELDS}


def versions_of(row: Initiative) -> list[InitiativeText]:
    """The newest first, without the words. One query."""
    return list(InitiativeText.objects.filter(initiative=row).defer("content"))


def by_number(row: Initiative, numbers: Collection[int]) -> dict[int, InitiativeText]:
    """One query."""
    return {one.number: one for one in InitiativeText.objects.filter(initiative=row, number__in=numbers)}


@dataclass(frozen=True)
class Piece:
    """A run of words: the same in both, only in the earlier one, or only in the later one."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Part:
    """One part of the text in both versions; then, now: as it stood; pieces: the words of both."""

    label: Words
    then: str
    now: str
    pieces: Sequence[Piece]

    @property
    def differs(self) -> bool:
        return self.then != self.now


def beside(then: Mapping[str, str], now: Mapping[str, str]) -> list[Part]:
    """Part by part; parts that say nothing in either are left out. No query."""
    parts = [
        Part(label, then.get(name, ""), now.get(name, ""), pieces(then.get(name, ""), now.get(name, "")))
        for name, label in labels().items()
    ]
    return [part for part in parts if part.then or part.now]


def pieces(then: str, now: str) -> list[Piece]:
    """The words of both texts in their order, each marked with where it stands."""
    if then == now:
        return [Piece("same", now)] if now else []
    pattern = r"\S+\s*|\s+" if max(len(then), len(now)) <= LONGEST_BY_WORDS else r"[^\n]*\n+|[^\n]+"
    old, new = re.findall(pattern, then), re.findall(pattern, now)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[c:d])))
            continue
        if b > a:
            found.append(Piece("gone", "".join(old[a:b])))
        if d > c:
            found.append(Piece("new", "".join(new[c:d])))
    return found
