"""The question: cards in people's own words, what is sorted already, how alike is alike; and what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from talka.methods.contract import Fault, InvalidProblem

ALIKE = 0.28
"""How alike cards of one cluster are at least on average, unless a problem says otherwise."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Card:
    """One card. Any text is a card, also an empty one. `language` is ISO 639, "" where it is not known."""

    id: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Problem:
    """Cards to be put together where they say the same thing.

    `language` is assumed of cards that name none and show none. `fixed` maps a card to the cluster it is kept in, any
    name; other cards may join it. Where something is fixed, cards that fit no fixed cluster stay alone, unless
    `new_clusters`. `alike`, between 0 and 1: higher means smaller clusters of cards more alike.
    """

    cards: tuple[Card, ...]
    language: str = "lv"
    fixed: Mapping[str, str] = field(default_factory=dict)
    new_clusters: bool = False
    alike: float = ALIKE

    @property
    def open(self) -> bool:
        """Whether cards that are not fixed may form clusters of their own."""
        return self.new_clusters or not self.fixed

    def check(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the problem's form; empty if nothing is."""
        return (*_card_faults(self), *_rule_faults(self))

    def require_valid(self) -> None:
        """Raise InvalidProblem if `check` finds anything."""
        faults = self.check()
        if faults:
            raise InvalidProblem(faults)


def _card_faults(problem: Problem) -> Iterator[Fault]:
    seen: set[str] = set()
    for row, card in enumerate(problem.cards):
        if not card.id:
            yield Fault(("cards", row, "id"), "id_empty", "the id is empty")
        elif card.id in seen:
            yield Fault(("cards", row, "id"), "id_twice", f'the id "{card.id}" stands twice')
        seen.add(card.id)
        if card.language and not _LANGUAGE.fullmatch(card.language):
            what = f'"{card.language}" is no language; two or three small letters are, such as lv'
            yield Fault(("cards", row, "language"), "language", what)


def _rule_faults(problem: Problem) -> Iterator[Fault]:
    if not _LANGUAGE.fullmatch(problem.language):
        what = f'"{problem.language}" is no language; two or three small letters are, such as lv'
        yield Fault(("language",), "language", what)
    cards = {card.id for card in problem.cards}
    for card, cluster in problem.fixed.items():
        if card not in cards:
            yield Fault(("rules", "fixed", card), "card_unknown", f'there is no card "{card}"')
        if not cluster:
            yield Fault(("rules", "fixed", card), "cluster_empty", "the cluster has no name")
    if not (math.isfinite(problem.alike) and 0 < problem.alike < 1):
        yield Fault(("rules", "alike"), "alike", f"{problem.alike} does not lie between 0 and 1")
