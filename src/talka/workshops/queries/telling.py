"""Who may be told what: cards, names, results. The phone, the wall and the console all ask here.

Two rules meet. The stage says who reads its words while the work goes on (`sees`), and the workshop says who will read
the cards at all (`audience`, told to people before they write): the narrower one counts. Figures of fewer than five
people are told to nobody but those who lead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import Count, Max, QuerySet

from talka.ui.few import FEW

from ..formats.spec import Kind, On, Sees, StageSpec, Vote, Way
from ..models import Answer, Ballot, Card, Cluster, Group, HandCount, Seat, Stage, Workshop
from .tally import is_over_groups


class Reader(Enum):
    """Who looks. GROUP: a phone of the group that wrote; HALL: phones of other groups and of nobody's; LEAD: those who
    lead the group."""

    GROUP = auto()
    HALL = auto()
    LEAD = auto()


@dataclass(frozen=True)
class Told:
    """What may be told of a voting, of questions, or of cards that wait for all.

    voted of present: people; a device that a table shares counts for all of them. shown: the results may be shown.
    few: they would be, but fewer than five people have given any. waits: hidden until all have answered or the
    facilitator shows them.
    """

    voted: int
    present: int
    shown: bool
    few: bool
    waits: bool


def may_read(spec: StageSpec, reader: Reader, audience: str) -> bool:
    """Whether the reader is shown the cards of a stage at all. Authors always see their own."""
    if reader == Reader.LEAD:
        return True
    if spec.sees == Sees.LEAD:
        return False
    return reader == Reader.GROUP or (spec.sees == Sees.ALL and audience != "group")


def may_be_projected(spec: StageSpec, workshop: Workshop, groups: int) -> bool:
    """Whether a group's cards of a stage may stand on the wall. The facilitator puts them there, so words for the group
    may; not those for the facilitator alone, nor, where there are several groups, those for one's own group only."""
    return spec.sees != Sees.LEAD and (workshop.audience != "group" or groups == 1)


def readable(stages: Sequence[Stage], reader: Reader, workshop: Workshop, group: Group | None) -> frozenset[int]:
    """Ids of the stages whose cards of this group the reader is shown. Cards of the stage that goes on wait for all
    where it says so (three queries more). group: whose cards they are; None for all groups together."""
    now = group.now if group is not None else workshop.stage
    found = set()
    for stage in stages:
        if not may_read(stage.spec, reader, workshop.audience):
            continue
        waits = stage.spec.hidden and stage.spec.writes and now is not None and stage.pk == now.pk
        if reader == Reader.LEAD or not waits or not told(stage, workshop, group).waits:
            found.add(stage.pk)
    return frozenset(found)


def name_of(card: Card, spec: StageSpec) -> str:
    """The name that stands with a card, "" for none: only in a named stage, only of a person who has one.

    Wants `seat__registration__person` selected with the card.
    """
    return name_of_seat(card.seat) if spec.named and card.seat is not None else ""


def name_of_seat(seat: Seat) -> str:
    return seat.registration.person.name if seat.registration is not None else seat.name


def may_vote(vote: Vote, seat: Seat) -> bool:
    """Whether the seat's role has a vote, and something that it may be given to."""
    return vote.votes(seat.role) and (seat.group_id is not None or is_over_groups(vote))


def told(stage: Stage, workshop: Workshop, group: Group | None) -> Told:
    """For the people of one group, or of the hall (None, or where people vote over all groups). Three queries; four
    where things are scored."""
    spec = stage.spec
    scope = None if spec.vote is not None and is_over_groups(spec.vote) else group
    present = _present(workshop, scope, spec.vote)
    given = _given(stage, scope)
    voted = sum(people for people, _things in given.values()) + _by_hand(stage, scope)
    needed = _needed(stage, workshop, scope)
    everybody = bool(present) and all(pk in given and given[pk][1] >= needed for pk in present)
    ready = not spec.hidden or stage.shown_at is not None or workshop.closed or everybody
    public = spec.sees != Sees.LEAD
    return Told(
        voted=voted,
        present=max(sum(present.values()), voted),
        shown=public and ready and voted >= FEW,
        few=public and ready and 0 < voted < FEW,
        waits=public and not ready,
    )


def _present(workshop: Workshop, group: Group | None, vote: Vote | None) -> dict[int, int]:
    """People by seat, of those whose phones are here and have a vote."""
    seats = Seat.objects.filter(workshop=workshop, joined_at__isnull=False)
    if group is not None:
        seats = seats.filter(group=group)
    rows = seats.values_list("pk", "people", "role")
    return {pk: people for pk, people, role in rows if vote is None or vote.votes(role)}


def _given(stage: Stage, group: Group | None) -> dict[int, tuple[int, int]]:
    """People and the number of things given, by seat: votes, answers or cards, whatever the stage asks for."""
    rows: QuerySet[Ballot] | QuerySet[Answer] | QuerySet[Card]
    if stage.spec.vote is not None:
        rows = Ballot.objects.filter(stage=stage, counted=True)
    elif stage.kind == Kind.REFLECT:
        rows = Answer.objects.filter(stage=stage)
    else:
        rows = Card.objects.filter(stage=stage, withdrawn_at__isnull=True, seat__isnull=False).order_by()
    if group is not None:
        rows = rows.filter(seat__group=group)
    counted = rows.values_list("seat_id", "seat__people").annotate(things=Count("pk"))
    return {seat: (people, things) for seat, people, things in counted}


def _by_hand(stage: Stage, group: Group | None) -> int:
    """How many people's votes were counted by hand: in each group as many as the thing with most voters had."""
    if stage.spec.vote is None:
        return 0
    rows = HandCount.objects.filter(stage=stage)
    if group is not None:
        rows = rows.filter(group=group)
    return sum(most for _group, most in rows.values_list("group_id").annotate(most=Max("voters")))


def _needed(stage: Stage, workshop: Workshop, group: Group | None) -> int:
    """How many rows make a whole answer: one, or a score of each thing by each criterion."""
    vote = stage.spec.vote
    if vote is None or vote.way != Way.SCORES:
        return 1
    return max(1, _things(stage, vote, workshop, group)) * max(1, len(vote.criteria))


def _things(stage: Stage, vote: Vote, workshop: Workshop, group: Group | None) -> int:
    """How many things a person may score; of groups one fewer where nobody votes for their own."""
    if vote.on == On.ITEMS:
        return len(vote.items)
    if vote.on == On.GROUPS:
        return workshop.groups.count() - (not vote.own_group)
    of: QuerySet[Cluster] | QuerySet[Card]
    if vote.on == On.THEMES:
        of = Cluster.objects.filter(group__workshop=workshop, removed_at__isnull=True)
    else:
        of = Card.objects.filter(workshop=workshop, stage__key__in=stage.spec.of, withdrawn_at__isnull=True)
    return (of.filter(group=group) if group is not None else of).count()
