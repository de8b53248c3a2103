"""Suggested themes of a group's cards: what is asked of the method, and what it proposes, topic by topic.

A run keeps ids only, and labels that are parts of cards; the words are read from the cards when a page is made.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from talka.decisions.models import DecisionRun
from talka.decisions.queries import RunRow, latest, run_row
from talka.methods.clustering.evaluate import Standing
from talka.methods.clustering.problem import Card as MethodCard
from talka.methods.clustering.problem import Problem

from ..formats.spec import Kind
from ..models import Card, Cluster, Group, Stage
from .stages import words_of

METHOD = "clustering"
SUBJECT = "group"
THEME = "theme:"
FEWEST = 3
"""Loose cards in a column from which a suggestion can be asked for."""


@dataclass(frozen=True)
class SuggestedCard:
    """near: the name of the topic it could nearly as well be in, "" for none. taken: it has been sorted meanwhile."""

    id: str
    text: str
    language: str
    late: bool
    from_paper: bool
    near: str
    sorted: bool


@dataclass(frozen=True)
class Topic:
    """One suggested theme. key: as the run calls it; theme: the standing theme its cards would join, "" for a new one.

    words: what its cards have in common, as they say it; near: how many could nearly be elsewhere; became: the theme
    made of it, "" while it is not decided.
    """

    key: str
    name: str
    theme: str
    cards: tuple[SuggestedCard, ...]
    words: tuple[str, ...]
    near: int
    became: str

    @property
    def open(self) -> int:
        """Cards that can still be put there."""
        return sum(not card.sorted for card in self.cards)


@dataclass(frozen=True)
class Suggestion:
    """The newest proposal for a group. lane: the column it is about; alone: cards that fit nowhere; standing: how
    many were in themes already and stay there."""

    run: RunRow
    run_id: int
    lane: str
    lane_words: str
    topics: tuple[Topic, ...]
    alone: int
    standing: int

    @property
    def waiting(self) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics if not topic.became and topic.open)


class Proposal:
    """A run read back, with the cards as they are now."""

    def __init__(self, run: DecisionRun) -> None:
        self.run = run
        self.result: Mapping[str, Any] = run.result or {}
        self.became: Mapping[str, Any] = self.result.get("became", {})
        ids = [UUID(each["id"]) for each in run.input["cards"]]
        self.cards = {
            str(card.pk): card for card in Card.objects.filter(pk__in=ids, withdrawn_at=None) if card.text.strip()
        }
        self.before: Mapping[str, str] = {each["id"]: each["theme"] for each in run.input["cards"]}
        self.clusters: Mapping[str, str] = {
            card: topic for card, topic in self.result.get("clusters", {}).items() if card in self.cards
        }

    @cached_property
    def topics(self) -> dict[str, list[Card]]:
        """The cards that each topic would bring together, without those that are in its theme already."""
        found: defaultdict[str, list[Card]] = defaultdict(list)
        whole: defaultdict[str, int] = defaultdict(int)
        for topic in self.clusters.values():
            whole[topic] += 1
        for card, topic in sorted(self.clusters.items()):
            if not self.before.get(card) and (topic.startswith(THEME) or whole[topic] > 1):
                found[topic].append(self.cards[card])
        order = {each["cluster"]: place for place, each in enumerate(self.result.get("topics", ()))}
        return dict(sorted(found.items(), key=lambda pair: order.get(pair[0], 0)))

    def label(self, topic: str) -> str:
        return next((each["label"] for each in self.result.get("topics", ()) if each["cluster"] == topic), "")

    @cached_property
    def standing(self) -> Standing:
        """The proposal as the method judges it, for what its words share and what a change costs."""
        problem = problem_from(self.run.input, self.cards)
        return Standing(problem, self.clusters)


def cards_to_sort(group: Group, lane: str, stages: Sequence[Stage]) -> list[Card]:
    """All cards of one column, oldest first; what listeners said to reports is apart. One query."""
    told = {stage.pk for stage in stages if stage.kind == Kind.REPORT}
    rows = Card.objects.filter(group=group, lane=lane, withdrawn_at=None).order_by("written_at", "id")
    return [card for card in rows if card.stage_id not in told]


def problem_data(
    cards: Iterable[Card], language: str, place_of: Callable[[Card], int | None] = lambda card: card.cluster_id
) -> dict[str, Any]:
    """What a run keeps of the question: ids, where each card stands, and a digest of all words. place_of: the row id of
    what the card is part of already, by default its theme."""
    rows = list(cards)
    words = hashlib.sha256("\n".join(card.text for card in rows).encode()).hexdigest()
    return {
        "cards": [
            {"id": str(card.pk), "theme": f"{THEME}{place}" if (place := place_of(card)) else ""} for card in rows
        ],
        "language": language,
        "words": words,
    }


def problem_from(data: Mapping[str, Any], cards: Mapping[str, Card]) -> Problem:
    """The question again, with the words as they are now; without cards that were withdrawn."""
    rows = [each for each in data["cards"] if each["id"] in cards]
    return Problem(
        cards=tuple(MethodCard(each["id"], cards[each["id"]].text, cards[each["id"]].language) for each in rows),
        language=data["language"],
        fixed={each["id"]: each["theme"] for each in rows if each["theme"]},
        new_clusters=True,
    )


def open_suggestion(group: Group) -> DecisionRun | None:
    """The proposal that waits for a decision. One query."""
    run = latest(METHOD, SUBJECT, group.pk)
    return run if run is not None and run.state == DecisionRun.State.PROPOSED else None


def suggestion(group: Group, stages: Sequence[Stage]) -> Suggestion | None:
    """The newest proposal that has not been decided. A fixed number of queries."""
    run = open_suggestion(group)
    if run is None:
        return None
    proposal = Proposal(run)
    themes = {
        f"{THEME}{pk}": name
        for pk, name in Cluster.objects.filter(group=group, removed_at__isnull=True).values_list("pk", "name")
    }
    near = {
        call["card"]: themes.get(call["other"]) or proposal.label(call["other"])
        for call in proposal.result.get("close_calls", ())
    }
    lanes = {lane.key: lane for stage in stages for lane in stage.spec.lanes}
    lane = run.parameters.get("lane", "")
    topics = []
    for key, cards in proposal.topics.items():
        if key.startswith(THEME) and key not in themes:
            continue  # the theme has been removed since
        became = proposal.became.get(key)
        topics.append(
            Topic(
                key=key,
                name=themes.get(key) or proposal.label(key),
                theme=themes.get(key, ""),
                cards=tuple(_card(card, near) for card in cards),
                words=_words(proposal, key, cards),
                near=sum(str(card.pk) in near for card in cards),
                became=themes.get(f"{THEME}{became['theme']}", "–") if became else "",
            )
        )
    return Suggestion(
        run=run_row(run),
        run_id=run.pk,
        lane=lane,
        lane_words=words_of(lanes[lane]) if lane in lanes else "",
        topics=tuple(topics),
        alone=sum(1 for card in proposal.clusters if not proposal.before.get(card))
        - sum(len(cards) for cards in proposal.topics.values()),
        standing=sum(bool(theme) for theme in proposal.before.values()),
    )


def _card(card: Card, near: Mapping[str, str]) -> SuggestedCard:
    return SuggestedCard(
        id=str(card.pk),
        text=card.text,
        language=card.language,
        late=card.late,
        from_paper=card.from_paper,
        near=near.get(str(card.pk), ""),
        sorted=card.cluster_id is not None,
    )


def _words(proposal: Proposal, topic: str, cards: Sequence[Card]) -> tuple[str, ...]:
    """What the cards of a topic share, as its most typical card's neighbours say it."""
    told = next((each for each in proposal.result.get("topics", ()) if each["cluster"] == topic), None)
    central = told["central"] if told else ""
    if central not in proposal.clusters:
        central = str(cards[0].pk)
    return proposal.standing.shared(central, topic).others
