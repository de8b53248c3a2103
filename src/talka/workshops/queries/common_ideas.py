"""Ideas that several teams had: what was put together, and what the method suggests."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from talka.decisions.models import DecisionRun
from talka.decisions.queries import RunRow, latest, run_row

from ..models import Card, CommonIdea, Group, Stage, Workshop
from .stages import stages_of
from .suggestions import METHOD, THEME, Proposal

COMMON = "common-ideas"
"""Under which subject runs about the ideas of all teams of one workshop are kept."""


@dataclass(frozen=True)
class IdeaCard:
    """An idea as a team wrote it. common: row id of the common idea that it is part of, or None."""

    id: str
    text: str
    language: str
    group_number: int
    group: str
    common: int | None

    @property
    def place(self) -> str:
        """What a form says about where it saw the card: "id:common" or "id:"."""
        return f"{self.id}:{self.common or ''}"


@dataclass(frozen=True)
class CommonRow:
    """An idea that several teams had, with their cards. teams: how many different ones."""

    id: int
    name: str
    version: int
    cards: tuple[IdeaCard, ...]

    @property
    def teams(self) -> int:
        return len({card.group_number for card in self.cards})


@dataclass(frozen=True)
class SuggestedRow:
    """Ideas of different teams that seem to say the same. joins: the common idea they would join, "" for a new one."""

    key: str
    name: str
    joins: str
    cards: tuple[IdeaCard, ...]


@dataclass(frozen=True)
class CommonSuggestion:
    """The proposal that waits, without what was taken from it already."""

    run: RunRow
    run_id: int
    rows: tuple[SuggestedRow, ...]


def idea_cards(groups: Sequence[Group], stages: Sequence[Stage]) -> list[IdeaCard]:
    """All ideas of the teams: the proposals of the stages that sheets grow from. One query."""
    named = {key for stage in stages if stage.spec.fields for key in stage.spec.of}
    of = [stage for stage in stages if stage.key in named and any(lane.kind == "do" for lane in stage.spec.lanes)]
    by_id = {group.pk: group for group in groups}
    cards = Card.objects.filter(group__in=groups, stage__in=of, kind="do", withdrawn_at__isnull=True)
    return [
        IdeaCard(
            id=str(card.pk),
            text=card.text,
            language=card.language,
            group_number=by_id[card.group_id].number,
            group=str(by_id[card.group_id]),
            common=card.common_id,
        )
        for card in cards.order_by("group__number", "written_at", "id")
    ]


def common_ideas_of(workshop: Workshop, ideas: Sequence[IdeaCard]) -> tuple[CommonRow, ...]:
    """In the order they were found. One query."""
    return tuple(
        CommonRow(row.pk, row.name, row.version, tuple(card for card in ideas if card.common == row.pk))
        for row in CommonIdea.objects.filter(workshop=workshop, removed_at=None)
    )


def ideas_of_teams(workshop: Workshop) -> QuerySet[Card]:
    """The cards themselves, oldest first."""
    ids = [card.id for card in idea_cards(list(workshop.groups.select_related("item")), stages_of(workshop))]
    return Card.objects.filter(pk__in=ids).order_by("written_at", "id")


def open_suggestion(workshop: Workshop) -> DecisionRun | None:
    """The proposal that waits for a decision. One query."""
    run = latest(METHOD, COMMON, workshop.pk)
    return run if run is not None and run.state == DecisionRun.State.PROPOSED else None


def common_suggestion(
    workshop: Workshop, ideas: Sequence[IdeaCard], common: Sequence[CommonRow]
) -> CommonSuggestion | None:
    """What is suggested and was not taken: only what ideas of several teams share. Three queries."""
    run = open_suggestion(workshop)
    if run is None:
        return None
    proposal = Proposal(run)
    by_id = {idea.id: idea for idea in ideas}
    standing = {f"{THEME}{row.id}": row for row in common}
    rows = []
    for key, cards in proposal.topics.items():
        loose = tuple(by_id[str(card.pk)] for card in cards if str(card.pk) in by_id and card.common_id is None)
        joins = standing.get(key)
        if key in proposal.became or not loose or (key.startswith(THEME) and joins is None):
            continue
        teams = {card.group_number for card in (*loose, *(joins.cards if joins is not None else ()))}
        if len(teams) > 1:
            rows.append(
                SuggestedRow(key, joins.name if joins else proposal.label(key), joins.name if joins else "", loose)
            )
    return CommonSuggestion(run_row(run), run.pk, tuple(rows))
