"""What a phone shows. `shared` is what everybody of a group sees alike, so that it is rendered once for all of them;
`personal` is what one seat has of its own: its cards, votes, answers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils import timezone

from ..formats.spec import Kind
from ..models import Answer, Ballot, Call, Card, Group, Message, Seat, Stage, Workshop
from .ballot import VoteRow, ballot_rows, key_of, thing_of, vote_row
from .board import Board, CardRow, CardRows, boards, own_cards
from .clock import ClockRow, clock_of, word_clock
from .reports import ReportRow, reports_of
from .sheets import SheetRow, latest_sheets
from .stages import LaneRow, lanes_now, stages_of
from .tally import is_over_groups, tally
from .team import TeamPart, team_part
from .telling import Reader, Told, may_read, readable, told

MOST_MESSAGES = 3
MOST_OTHERS = 40
MOST_RESULTS = 10


@dataclass(frozen=True)
class SoftClock:
    """The end that a clock advises. minutes: begun ones that are left; ends_at: None while it stands."""

    row: ClockRow
    ends_at: dt.datetime | None

    @property
    def minutes(self) -> int:
        return max(0, -(-self.row.seconds // 60))


@dataclass(frozen=True)
class MessageRow:
    id: int
    text: str
    at: dt.datetime
    to_all: bool


@dataclass(frozen=True)
class OthersRow:
    """Cards of another group that all may read, none where it has written none yet."""

    id: int
    number: int
    name: str
    cards: tuple[CardRow, ...]


@dataclass(frozen=True)
class ResultRow:
    """One thing that was voted on: its place, its words, and what it got as people read it."""

    rank: int
    words: str
    figure: str


@dataclass(frozen=True)
class Result:
    """What the last voting before now brought, the best first. more: how many things stand below those."""

    title: str
    rows: tuple[ResultRow, ...]
    more: int


@dataclass(frozen=True)
class Shared:
    """What every phone of a group sees alike; group is None for who belongs to none (the public, practitioners).

    kind: a `Kind`, "gather" or "closed". place of places: which step it is, from 1; 0 while people gather. writes:
    cards are asked for now. written: cards that the group wrote in the stage they are asked in. told: of the voting,
    the questions, or the cards that wait for all; None where nothing waits. help: the group has called the facilitator.
    """

    workshop: Workshop
    group: Group | None
    stage: Stage | None
    kind: str
    place: int
    places: int
    clock: SoftClock | None
    word_clock: SoftClock | None
    messages: tuple[MessageRow, ...]
    speaking: Group | None
    help: Call | None
    asked: Stage | None
    lanes: tuple[LaneRow, ...]
    writes: bool
    written: int
    told: Told | None
    board: Board | None
    others: tuple[OthersRow, ...]
    others_more: int
    vote: VoteRow | None
    result: Result | None
    reports: tuple[ReportRow, ...]
    sheets: tuple[SheetRow, ...]
    team: TeamPart | None
    groups: tuple[Group, ...]
    stages: tuple[Stage, ...] = field(repr=False, default=())

    @property
    def key(self) -> str:
        """The key of the stage, "" while people gather."""
        return self.stage.key if self.stage else ""

    @property
    def others_told(self) -> int:
        """How many cards of other groups are shown."""
        return sum(len(row.cards) for row in self.others)

    @property
    def sorts(self) -> bool:
        """People of the group put cards into themes now."""
        return self.kind == Kind.CLUSTER and self.group is not None


@dataclass(frozen=True)
class OwnCard:
    """A card of one's own; theme: the name of the one it stands in, "" for none."""

    card: CardRow
    theme: str


@dataclass(frozen=True)
class Personal:
    """What one seat has. votes: values by "STAGE|theme:12|CRITERION"; answers: numbers or words by "STAGE|QUESTION".

    written of limit: own cards in the stage they are asked in, limit 0 for none. left of in_all: dots or approvals in
    the voting that goes on, None without a limit.
    """

    seat: Seat
    cards: tuple[OwnCard, ...] = ()
    votes: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, int | str] = field(default_factory=dict)
    written: int = 0
    limit: int = 0
    left: int | None = None
    in_all: int | None = None

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(own.card.id for own in self.cards)

    def as_table(self) -> dict[str, object]:
        """For the page's script."""
        return {
            "seat": self.seat.pk,
            "group": self.seat.group_id,
            "role": self.seat.role,
            "people": self.seat.people,
            "cards": [
                {
                    "id": card.id,
                    "lane": card.lane,
                    "stage": card.stage,
                    "text": card.text,
                    "kind": card.kind,
                    "words": card.lane_words,
                    "late": card.late,
                }
                for card in (own.card for own in self.cards)
            ],
            "votes": dict(self.votes),
            "answers": dict(self.answers),
            "left": self.left,
        }


def shared(group: Group, stages: Sequence[Stage] | None = None) -> Shared:
    """For the phones of a group. A fixed number of queries for each kind of stage, whatever there is to show."""
    return _shared(group.workshop, group, stages)


def shared_of_hall(workshop: Workshop, stages: Sequence[Stage] | None = None) -> Shared:
    """For the phones of those who belong to no group."""
    return _shared(workshop, None, stages)


def _shared(workshop: Workshop, group: Group | None, stages: Sequence[Stage] | None) -> Shared:
    stages = stages_of(workshop) if stages is None else stages
    stage = group.now if group is not None else workshop.stage
    stage = next((each for each in stages if stage is not None and each.pk == stage.pk), None)
    kind = "closed" if workshop.closed else stage.kind if stage is not None else "gather"
    groups = tuple(workshop.groups.select_related("item"))
    for each in groups:
        each.workshop = workshop
    vote = stage.spec.vote if stage is not None and kind == Kind.VOTE else None
    asked, lanes = lanes_now(group, stage, stages)
    waits = stage is not None and (
        kind in (Kind.VOTE, Kind.REFLECT) or (stage.spec.hidden and stage.spec.writes and kind != "closed")
    )
    reads = kind not in (Kind.VOTE, Kind.REFLECT, Kind.PITCH)
    others, more = _others(workshop, group, groups, stages) if reads else ((), 0)
    telling = told(stage, workshop, group) if waits and stage is not None else None
    speaking = next((each for each in groups if each.pk == workshop.speaking_id), None)
    return Shared(
        workshop=workshop,
        group=group,
        stage=stage,
        kind=kind,
        place=next((number for number, each in enumerate(stages, start=1) if each is stage), 0),
        places=len(stages),
        clock=soft_clock(workshop, group),
        word_clock=soft_word_clock(workshop),
        messages=_messages(workshop, group),
        speaking=speaking,
        help=Call.objects.filter(group=group, to="help", answered_at=None).first() if group is not None else None,
        asked=asked,
        lanes=tuple(lanes),
        writes=asked is not None and (stage is None or asked.pk == stage.pk) and not workshop.closed,
        written=_written(group, asked),
        told=telling,
        board=_own_board(group, stages) if group is not None and reads else None,
        others=others,
        others_more=more,
        vote=vote_row(stage, vote, group, groups, stages, telling) if stage and vote and telling else None,
        result=_result(workshop, group, stages, stage) if reads else None,
        reports=reports_of(workshop, group, groups, stages) if kind in (Kind.REPORT, "closed") else (),
        sheets=_sheets(group, speaking, stage, stages) if stage is not None and kind == Kind.PITCH else (),
        team=team_part(group, workshop, stage, stages, groups) if group is not None else None,
        groups=groups,
        stages=tuple(stages),
    )


def personal(seat: Seat, shown: Shared) -> Personal:
    """What the seat has of its own. Three queries."""
    cards = own_cards(seat, shown.stages)
    columns = shown.board.columns if shown.board is not None else ()
    themes = {cluster.id: cluster.name for column in columns for cluster in column.clusters}
    keys = {stage.pk: stage.key for stage in shown.stages}
    votes = {
        key_of(keys[ballot.stage_id], thing_of(ballot), ballot.criterion): ballot.value
        for ballot in Ballot.objects.filter(seat=seat).select_related("team")
    }
    answers = {
        f"{keys[stage]}|{question}": text if number is None else number
        for stage, question, number, text in Answer.objects.filter(seat=seat).values_list(
            "stage_id", "question", "number", "text"
        )
    }
    vote = shown.vote.spec if shown.vote is not None else None
    in_all = vote.in_all(seat.people) if vote is not None else None
    given = sum(value for key, value in votes.items() if key.startswith(f"{shown.key}|"))
    asked = shown.asked
    return Personal(
        seat=seat,
        cards=tuple(OwnCard(card, themes.get(card.cluster_id or 0, "")) for card in cards),
        votes=votes,
        answers=answers,
        written=sum(1 for card in cards if asked is not None and card.stage == asked.key),
        limit=asked.spec.limit * seat.people if asked is not None else 0,
        left=max(0, in_all - given) if in_all is not None else None,
        in_all=in_all,
    )


def context_of(shown: Shared, own: Personal | None = None) -> dict[str, object]:
    """What `workshops/phone/shared.html` is rendered with. Without `own` it is the same for all phones of the group;
    with it the page is complete without a script: own marks, own votes, what is left."""
    votes = own.votes if own is not None else {}
    people = own.seat.people if own is not None else 1
    ballots = ballot_rows(shown.vote, votes, people, own.left if own else None) if shown.vote is not None else []
    return {
        "shared": shown,
        "ballots": ballots,
        "own_ids": own.ids if own is not None else frozenset(),
        "made_at": timezone.now(),
    }


def soft_clock(workshop: Workshop, group: Group | None) -> SoftClock | None:
    """The clock that a group sees, or who belongs to none."""
    return _soft(clock_of(group or workshop), (group if group and group.stage_id else workshop).clock_ends_at)


def soft_word_clock(workshop: Workshop) -> SoftClock | None:
    """The clock of who has the word."""
    return _soft(word_clock(workshop), workshop.word_ends_at)


def _soft(row: ClockRow | None, ends_at: dt.datetime | None) -> SoftClock | None:
    return SoftClock(row, None if row.stands else ends_at) if row is not None else None


def _messages(workshop: Workshop, group: Group | None) -> tuple[MessageRow, ...]:
    """The last few that were meant for the group or for all, newest first."""
    rows = Message.objects.filter(Q(group=None) | Q(group=group), workshop=workshop).order_by("-at", "-pk")
    return tuple(MessageRow(row.pk, row.text, row.at, row.group_id is None) for row in rows[:MOST_MESSAGES])


def _written(group: Group | None, asked: Stage | None) -> int:
    """Cards of the group in the stage they are asked in; counted only where the stage has a limit for groups."""
    if group is None or asked is None or not asked.spec.limit_group:
        return 0
    return Card.objects.filter(group=group, stage=asked, withdrawn_at__isnull=True).count()


def _own_board(group: Group, stages: Sequence[Stage]) -> Board:
    """With the columns that the group may read: the themes of others could tell of them too."""
    shown = readable(stages, Reader.GROUP, group.workshop, group)
    keys = {stage.key for stage in stages if stage.pk in shown}
    whole = boards([group], stages, shown, votes=False)[0]
    return replace(whole, columns=tuple(column for column in whole.columns if column.stage in keys))


def _others(
    workshop: Workshop, group: Group | None, groups: Sequence[Group], stages: Sequence[Stage]
) -> tuple[tuple[OthersRow, ...], int]:
    """What other groups wrote where all may read it, the newest of each; and how many cards there are beyond those."""
    shown = readable(stages, Reader.HALL, workshop, None)
    open_to_all = [stage for stage in stages if stage.pk in shown and stage.kind != Kind.REPORT]
    if not open_to_all:
        return (), 0
    cards_of = CardRows(stages)
    rows = cards_of.standing().filter(workshop=workshop, stage__in=open_to_all)
    rows = rows.exclude(group=group) if group is not None else rows
    total = rows.count()
    found: dict[int, list[CardRow]] = {}
    for card in rows.order_by("-written_at", "id")[:MOST_OTHERS]:
        found.setdefault(card.group_id, []).append(cards_of.row(card))
    rest = [each for each in groups if group is None or each.pk != group.pk]
    others = tuple(OthersRow(each.pk, each.number, str(each), tuple(found.get(each.pk, ()))) for each in rest)
    return others, max(0, total - MOST_OTHERS)


def _result(workshop: Workshop, group: Group | None, stages: Sequence[Stage], now: Stage | None) -> Result | None:
    """Of the last voting that is behind the group, if it may be told. Six queries where there was one."""
    behind = [
        each for each in stages if each.kind == Kind.VOTE and (workshop.closed or (now and each.order < now.order))
    ]
    stage = behind[-1] if behind else None
    if stage is None or stage.spec.vote is None or not told(stage, workshop, group).shown:
        return None
    over_all = is_over_groups(stage.spec.vote)
    if group is None and not over_all:
        return None
    rows = [
        row for row in tally(stage, None if over_all else group, late=False).rows if row.rank is not None and row.figure
    ]
    return Result(
        str(stage),
        tuple(ResultRow(row.rank or 0, row.words, row.figure) for row in rows[:MOST_RESULTS]),
        max(0, len(rows) - MOST_RESULTS),
    )


def _sheets(group: Group | None, speaking: Group | None, stage: Stage, stages: Sequence[Stage]) -> tuple[SheetRow, ...]:
    """The sheet of the group that has the word, where all may read it, and the group's own. One query."""
    groups = (
        [speaking] if speaking is not None and may_read(stage.spec, Reader.HALL, speaking.workshop.audience) else []
    )
    groups += [group] if group is not None and group not in groups else []
    found = latest_sheets(groups, stages) if groups else {}
    return tuple(found[each.pk] for each in groups if each.pk in found)
