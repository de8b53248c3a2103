"""Votes: a seat gives dots, approvals or scores, and changes them until the voting is over.

It says the wanted value, not one more, so a tap that is sent twice counts once. The seat's row is held, so that taps at
the same moment cannot together give more than there are.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_run
from ..formats.spec import On, Vote
from ..models import Ballot, Card, Cluster, Group, Seat, Stage
from .deeds import Done, deed
from .sent import Sent, unreadable
from .stages import locked_workshop
from .standing import Asked, Standing, standing


@dataclass(frozen=True)
class Thing:
    """What a vote goes to: "theme" with a row id, "card" with a UUID, "group" with a number, "item" with a key."""

    kind: str
    key: str


@dataclass(frozen=True)
class Given:
    """What a vote did. left: dots or approvals the seat still has, None where there is no limit; late: kept apart."""

    left: int | None
    late: bool


@transaction.atomic
def give(seat: Seat, stage_key: str, thing: Thing, value: int, *, criterion: str = "") -> Given:
    """The seat gives the thing this value, in place of what it gave before; 0 takes it back.

    After its stage a vote is kept apart, marked late, until the facilitator decides. Raises Refusal where the voting
    has not begun, for a foreign thing, one's own team, or more than there is to give.
    """
    here = standing(seat, stage_key)
    stage = here.asked
    vote = stage.spec.vote if stage is not None else None
    if stage is None or vote is None:
        raise Refusal(_("There is no such voting."), status=404)
    _require_voter(here, vote)
    late = _lateness(here, stage)
    target = _target(here, stage, vote, thing)
    _require_criterion(vote, criterion)
    left = _left_after(here, stage, vote, target, value, criterion)
    same = Ballot.objects.filter(seat=here.seat, stage=stage.id, criterion=criterion, **target)
    given = same.first()
    if value != (given.value if given else 0):
        if late and given is not None and given.counted:
            raise Refusal(
                _("Voting is over."),
                _("Your vote stands as it was, and counts."),
                _("If it must be changed, tell the facilitator."),
            )
        if not value:
            same.delete()
        elif given is not None:
            given.value, given.late, given.counted = value, late, not late
            given.save(update_fields=["value", "late", "counted", "at"])
        else:
            Ballot.objects.create(
                seat_id=here.seat,
                stage_id=stage.id,
                criterion=criterion,
                value=value,
                late=late,
                counted=not late,
                **target,
            )
        append(here.stream, "vote-given", stage=stage.id, **({"group": here.group} if here.group else {}))
    return Given(left, late)


@transaction.atomic
def decide_late(stage: Stage, *, count: bool, by: Person | None) -> int:
    """The facilitator lets late votes count, or leaves them apart. How many it was about."""
    workshop = locked_workshop(stage.workshop)
    require_run(by, workshop)
    changed = Ballot.objects.filter(stage=stage, late=True).exclude(counted=count).update(counted=count)
    if changed:
        append(workshop.stream, "late-votes-decided", stage=stage.pk)
    return changed


def _require_voter(here: Standing, vote: Vote) -> None:
    """Raise Refusal(422) where the format gives this role no vote."""
    if not vote.votes(here.role):
        raise Refusal(
            _("In this voting others vote."),
            _("Your place in the group work has no vote here."),
            _("If this is a mistake, tell the facilitator."),
            status=422,
        )


def _lateness(here: Standing, stage: Asked) -> bool:
    """Whether the voting is over for the seat: the group has gone on, or back. Raises Refusal before it begins."""
    if here.now == stage.id and not here.closed:
        return False
    if not here.closed and not stage.opened and (here.now_order is None or here.now_order < stage.order):
        raise Refusal(
            _("Voting is not open now."),
            _("Your votes stand as they were."),
            _("The facilitator opens and closes the voting."),
        )
    return True


def _target(here: Standing, stage: Asked, vote: Vote, thing: Thing) -> dict[str, Any]:
    """The ballot's columns that say what the vote goes to, checked that this seat may vote for it."""
    own, where = here.group, here.workshop
    if vote.on == On.THEMES and thing.kind == "theme" and thing.key.isdecimal() and len(thing.key) < 19:
        cluster = Cluster.objects.filter(pk=int(thing.key), group__workshop=where).first()
        if cluster is None or not (vote.across or cluster.group_id == own):
            raise Refusal(_("You vote on the themes of your own group."), status=404)
        if cluster.removed_at is not None:
            raise Refusal(
                _("This theme has been removed or merged meanwhile."),
                _("Your votes stand as they were."),
                _("Look at the themes again."),
            )
        _require_other(vote, own, cluster.group_id)
        return {"cluster": cluster, "card": None, "team": None, "item": ""}
    if vote.on == On.CARDS and thing.kind == "card":
        cards = Card.objects.filter(workshop=where, stage__key__in=stage.spec.of)
        card = cards.filter(pk=_uuid(thing.key)).first()
        if card is None or not (vote.across or card.group_id == own):
            raise Refusal(_("You vote on the cards of your own group."), status=404)
        if card.withdrawn_at is not None:
            raise Refusal(_("This card has been withdrawn."), _("Your votes stand as they were."))
        _require_other(vote, own, card.group_id)
        return {"cluster": None, "card": card, "team": None, "item": ""}
    if vote.on == On.GROUPS and thing.kind == "group" and thing.key.isdecimal() and len(thing.key) < 5:
        team = Group.objects.filter(workshop=where, number=int(thing.key)).first()
        if team is None:
            raise Refusal(_("There is no such group."), status=404)
        _require_other(vote, own, team.pk)
        return {"cluster": None, "card": None, "team": team, "item": ""}
    if vote.on == On.ITEMS and thing.kind == "item" and any(item.key == thing.key for item in vote.items):
        return {"cluster": None, "card": None, "team": None, "item": thing.key}
    raise Refusal(_("This cannot be voted on here."), status=422)


def _require_other(vote: Vote, own: int | None, group: int) -> None:
    if not vote.own_group and own == group:
        raise Refusal(
            _("Nobody votes for their own team."),
            _("Your votes stand as they were."),
            _("Give your vote to what convinced you in another team."),
            status=422,
        )


def _require_criterion(vote: Vote, criterion: str) -> None:
    known = {each.key for each in vote.criteria} or {""}
    if criterion not in known:
        raise Refusal(_("There is no such criterion."), status=422)


def _left_after(
    here: Standing, stage: Asked, vote: Vote, target: dict[str, Any], value: int, criterion: str
) -> int | None:
    """What the seat has left after giving `value`. Raises Refusal for more than there is to give."""
    if value < 0:
        raise Refusal(_("A vote is 0 or more."), status=422)
    most, in_all = vote.most_for_one(here.people), vote.in_all(here.people)
    if value > most:
        raise _too_many(most)
    if in_all is None:
        return None
    others = Ballot.objects.filter(seat=here.seat, stage=stage.id, criterion=criterion).exclude(**target)
    given = others.aggregate(sum=Sum("value"))["sum"] or 0
    if given + value > in_all:
        raise _too_many(in_all)
    return in_all - given - value


def _too_many(most: int) -> Refusal:
    return Refusal(
        _("You have %(n)s to give in all.") % {"n": most},
        _("Your votes stand as they were."),
        _("Take something back from another one first."),
    )


def _uuid(key: str) -> uuid.UUID:
    """The name of a card; one that no card has for what is none."""
    try:
        return uuid.UUID(key)
    except ValueError:
        return uuid.UUID(int=0)


@deed("vote", fields={"stage", "thing", "value", "criterion"})
def _vote_sent(seat: Seat, sent: Sent) -> Done:
    kind, colon, key = sent.text("thing", most=60).partition(":")
    if not colon:
        raise unreadable("thing")
    given = give(seat, sent.key("stage"), Thing(kind, key), sent.whole("value"), criterion=sent.key("criterion", ""))
    late = _("The voting was over when your vote arrived. It is kept apart until the facilitator decides.")
    return Done(late if given.late else "", {"left": given.left, "late": given.late})
