"""Cards as rows of a file, the rows of a file as cards, and what stickers are counted for."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from talka.documents.printable import clean
from talka.documents.tables import Fault, Row

from ..actions.paper import CardLine, too_long
from ..formats.spec import On, say
from ..models import Card, Cluster, Group, HandCount, Stage
from .stages import LaneRow, lanes_of


@dataclass(frozen=True)
class CountRow:
    """One thing that stickers may stand at. value: as it was counted before, 0 for never."""

    id: str
    words: str
    value: int


@dataclass(frozen=True)
class CountSheet:
    """What one group's stickers are counted for, by one criterion; voters as told before."""

    stage: Stage
    criterion: str
    criterion_words: str
    rows: tuple[CountRow, ...]
    voters: int


def card_rows(groups: Sequence[Group], stages: Sequence[Stage]) -> list[dict[str, object]]:
    """The cards of groups for a file, by group and time. One query."""
    words = {lane.key: lane.words for lane in lanes_of(stages)}
    cards = Card.objects.filter(group__in=groups, withdrawn_at__isnull=True, lane__in=words)
    return [
        {
            "id": str(card.pk),
            "group": card.group.number,
            "lane": words[card.lane],
            "text": card.text,
            "theme": card.cluster.name if card.cluster else "",
            "language": card.language,
            "from_paper": card.from_paper,
            "late": card.late,
        }
        for card in cards.select_related("group", "cluster").order_by("group__number", "written_at", "pk")
    ]


def card_lines(
    rows: Iterable[Row], groups: Sequence[Group], stages: Sequence[Stage], language: str
) -> tuple[list[CardLine], list[Fault]]:
    """Rows of a file as cards, and what is wrong with the others. No query."""
    by_number = {group.number: group for group in groups}
    lanes = lanes_of(stages)
    lines, faults = [], []
    for row in rows:
        group = by_number.get(int(str(row.values.get("group") or 0)))
        lane = _lane(str(row.values.get("lane") or ""), lanes)
        text = clean(str(row.values.get("text") or "")).strip()
        name = str(row.values.get("id") or "")
        found = _uuid(name)
        if group is None:
            known = ", ".join(str(number) for number in sorted(by_number))
            faults.append(Fault(row.number, _("Group"), _("There is no such group."), _("Groups: %s.") % known))
        elif lane is None:
            known = "; ".join(each.words for each in lanes)
            faults.append(Fault(row.number, _("Column"), _("There is no such column."), _("Columns: %s.") % known))
        elif too_long(text):
            faults.append(
                Fault(row.number, _("Words of the card"), _("The card is too long."), _("At most 500 signs."))
            )
        elif name and found is None:
            faults.append(
                Fault(row.number, _("Number of the card"), _("This is no number of a card."), _("Leave it out."))
            )
        else:
            said = str(row.values.get("language") or language)[:10]
            theme = " ".join(str(row.values.get("theme") or "").split())
            lines.append(CardLine(row.number, found, group, lane.stage, lane.key, text, said, theme))
    return lines, faults


def count_sheets(group: Group, stages: Sequence[Stage]) -> list[CountSheet]:
    """Every voting in which the group's stickers may be counted, by criterion. Three queries for each voting."""
    sheets = []
    for stage in stages:
        vote = stage.spec.vote
        if vote is None:
            continue
        things = _things(group, stage)
        criteria = [(each.key, str(say(each.words))) for each in vote.criteria] or [("", "")]
        counts = list(HandCount.objects.filter(group=group, stage=stage))
        for key, words in criteria:
            known = {_id(count): count for count in counts if count.criterion == key}
            rows = tuple(CountRow(name, text, known[name].value if name in known else 0) for name, text in things)
            voters = max((count.voters for count in known.values()), default=0)
            sheets.append(CountSheet(stage, key, words, rows, voters))
    return sheets


def _things(group: Group, stage: Stage) -> list[tuple[str, str]]:
    vote = stage.spec.vote
    assert vote is not None
    own = {} if vote.across else {"group": group}
    if vote.on == On.THEMES:
        themes = Cluster.objects.filter(group__workshop=group.workshop_id, removed_at=None, **own)
        return [(f"theme:{theme.pk}", theme.name) for theme in themes.order_by("group__number", "order", "pk")]
    if vote.on == On.CARDS:
        cards = Card.objects.filter(
            workshop=group.workshop_id, withdrawn_at=None, stage__key__in=stage.spec.of, **own
        ).order_by("group__number", "written_at", "pk")
        return [(f"card:{card.pk}", card.text) for card in cards]
    if vote.on == On.GROUPS:
        teams = Group.objects.filter(workshop=group.workshop_id).select_related("item").order_by("number")
        return [(f"group:{team.number}", str(team)) for team in teams if vote.own_group or team.pk != group.pk]
    return [(f"item:{item.key}", str(say(item.words))) for item in vote.items]


def _id(count: HandCount) -> str:
    if count.cluster_id is not None:
        return f"theme:{count.cluster_id}"
    if count.card_id is not None:
        return f"card:{count.card_id}"
    return f"group:{count.team.number}" if count.team is not None else f"item:{count.item}"


def _lane(words: str, lanes: Sequence[LaneRow]) -> LaneRow | None:
    """By its words in the reader's language or its key; where there is only one, nothing need be said."""
    if not words.strip():
        return lanes[0] if len(lanes) == 1 else None
    folded = words.strip().casefold()
    return next((lane for lane in lanes if folded in (lane.words.casefold(), lane.key)), None)


def _uuid(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name) if name else None
    except ValueError:
        return None
