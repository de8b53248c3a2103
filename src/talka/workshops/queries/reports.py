"""What groups report to the plenary, and what listeners say to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..formats.spec import Kind, Sees
from ..models import Group, Report, Stage, Workshop
from .board import CardRow, CardRows
from .stages import words_of


@dataclass(frozen=True)
class Reaction:
    """What listeners said to a report, of one kind ("I support")."""

    lane: str
    words: str
    cards: tuple[CardRow, ...]


@dataclass(frozen=True)
class ReportRow:
    number: int
    name: str
    text: str
    speaking: bool
    own: bool
    reactions: tuple[Reaction, ...]


def reports_of(
    workshop: Workshop, group: Group | None, groups: Sequence[Group], stages: Sequence[Stage]
) -> tuple[ReportRow, ...]:
    """All groups with what they report, and what listeners said to it. Two queries."""
    texts = dict(Report.objects.filter(group__workshop=workshop).values_list("group_id", "text"))
    told_in = [stage for stage in stages if stage.kind == Kind.REPORT and stage.spec.sees != Sees.LEAD]
    cards_of = CardRows(stages)
    said: dict[tuple[int | None, str], list[CardRow]] = {}
    for card in cards_of.standing().filter(workshop=workshop, about__isnull=False, stage__in=told_in):
        said.setdefault((card.about_id, card.lane), []).append(cards_of.row(card))
    lanes = [lane for stage in told_in for lane in stage.spec.lanes]
    return tuple(
        ReportRow(
            number=each.number,
            name=str(each),
            text=texts.get(each.pk, ""),
            speaking=each.pk == workshop.speaking_id,
            own=group is not None and each.pk == group.pk,
            reactions=tuple(
                Reaction(lane.key, words_of(lane), tuple(said.get((each.pk, lane.key), ()))) for lane in lanes
            ),
        )
        for each in groups
    )
