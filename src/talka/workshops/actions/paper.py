"""What was written and voted on paper: cards from a table file, and stickers counted by hand."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead
from ..formats.spec import On, Way
from ..models import Card, Cluster, Group, HandCount, Stage
from .cards import MOST_SIGNS, enter_for_table

MOST_VOTERS = 1000


@dataclass(frozen=True)
class CardLine:
    """One row of a file. id: of a card that was exported, None for a new one; lane: key of its column."""

    number: int
    id: uuid.UUID | None
    group: Group
    stage: str
    lane: str
    text: str
    language: str
    theme: str


@dataclass(frozen=True)
class TakenIn:
    """What an import did. known: rows whose card stands here already, as it is."""

    new: int
    known: int
    themes: int


@transaction.atomic
def take_cards_in(batch: uuid.UUID, lines: Sequence[CardLine], *, by: Person | None) -> TakenIn:
    """Enter the cards of a file, all or none; themes that they name are made. The same file twice enters them once.

    batch: the form's own name; new cards are named after it and their row.
    """
    groups = {line.group.pk: line.group for line in lines}
    require_lead(by, groups.values())
    standing = set(Card.objects.filter(pk__in=[line.id for line in lines if line.id]).values_list("pk", flat=True))
    new = themes = 0
    for line in lines:
        if line.id in standing:
            continue
        name = uuid.uuid5(batch, f"row {line.number}")
        known = Card.objects.filter(pk=uuid.uuid5(name, "0")).exists()
        card = enter_for_table(
            line.group, name, line.stage, line.lane, [line.text], by=by, from_paper=True, language=line.language
        )[0]
        new += not known
        if line.theme and card.cluster_id is None:
            themes += _into_theme(card, line)
    return TakenIn(new, len(lines) - new, themes)


def too_long(text: str) -> bool:
    return len(text.strip()) > MOST_SIGNS


@transaction.atomic
def count_by_hand(
    group: Group,
    stage: Stage,
    counts: Mapping[str, int],
    voters: int,
    *,
    criterion: str = "",
    by: Person | None,
) -> int:
    """Stickers that the group gave, by thing ("theme:12", "card:UUID", "group:3", "item:KEY"), in place of an earlier
    count; 0 takes one away. voters: how many people stuck them. How many counts stand now.

    For scores the value is the sum of what all voters gave.
    """
    require_lead(by, [group])
    vote = stage.spec.vote
    if vote is None or stage.workshop_id != group.workshop_id:
        raise Refusal(_("There is no such voting."), status=404)
    if not 0 <= voters <= MOST_VOTERS or any(value < 0 for value in counts.values()):
        raise Refusal(_("Write how many, as a whole number from 0."), status=422)
    given = sum(counts.values())
    if given and not voters:
        raise Refusal(_("Say how many people voted."), advice=_("Figures are told from five voters on."), status=422)
    per_person = {Way.DOTS: vote.dots, Way.APPROVAL: vote.most or len(counts) or 1}.get(vote.way)
    if per_person is not None and given > per_person * voters:
        raise Refusal(
            _("%(voters)s people have %(n)s to give together.") % {"voters": voters, "n": per_person * voters},
            _("You counted %(given)s. Nothing was saved.") % {"given": given},
            _("Count again, or correct the number of people."),
            status=422,
        )
    most = {Way.DOTS: vote.dots * voters, Way.APPROVAL: voters, Way.SCORES: vote.top * voters}[vote.way]
    if any(value > most for value in counts.values()):
        raise Refusal(_("One thing cannot have more than %(n)s.") % {"n": most}, status=422)
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    for thing, value in counts.items():
        where = _target(group, stage, thing)
        rows = HandCount.objects.filter(group=group, stage=stage, criterion=criterion, **where)
        if value:
            HandCount.objects.update_or_create(
                group=group,
                stage=stage,
                criterion=criterion,
                **where,
                defaults={"value": value, "voters": voters},
            )
        else:
            rows.delete()
    append(group.workshop.stream, "votes-counted", stage=stage.pk, group=group.pk)
    return HandCount.objects.filter(group=group, stage=stage).count()


def _target(group: Group, stage: Stage, thing: str) -> dict[str, Any]:
    """The columns of the row that say what was voted for. Raises Refusal(404) for what is not voted on here."""
    kind, _colon, key = thing.partition(":")
    vote = stage.spec.vote
    assert vote is not None
    where: dict[str, Any] = {"cluster": None, "card": None, "team": None, "item": ""}
    workshop = group.workshop_id
    if vote.on == On.THEMES and kind == "theme" and key.isdecimal() and len(key) < 19:
        where["cluster"] = Cluster.objects.filter(pk=int(key), group__workshop=workshop, removed_at=None).first()
    elif vote.on == On.CARDS and kind == "card" and (name := _uuid(key)) is not None:
        where["card"] = Card.objects.filter(pk=name, workshop=workshop, withdrawn_at=None).first()
    elif vote.on == On.GROUPS and kind == "group" and key.isdecimal() and len(key) < 5:
        where["team"] = Group.objects.filter(workshop=workshop, number=int(key)).first()
    elif vote.on == On.ITEMS and kind == "item" and any(item.key == key for item in vote.items):
        where["item"] = key
    if where == {"cluster": None, "card": None, "team": None, "item": ""}:
        raise Refusal(_("This cannot be voted on here."), status=404)
    if where["team"] is not None and where["team"] == group and not vote.own_group:
        raise Refusal(_("Nobody votes for their own team."), status=422)
    return where


def _into_theme(card: Card, line: CardLine) -> int:
    """Put the card into the theme that its row names; 1 where the theme had to be made."""
    cluster = Cluster.objects.filter(group=card.group, lane=card.lane, name=line.theme, removed_at=None).first()
    made = 0
    if cluster is None:
        last = Cluster.objects.filter(group=card.group, lane=card.lane).count()
        cluster = Cluster.objects.create(
            group=card.group, lane=card.lane, kind=card.kind, name=line.theme[:300], order=last + 1
        )
        append(line.group.workshop.stream, "theme-made", cluster=cluster.pk, group=card.group_id)
        made = 1
    Card.objects.filter(pk=card.pk).update(cluster=cluster)
    return made


def _uuid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None
