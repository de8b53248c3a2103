"""All groups of a workshop at a glance, for those who lead them: figures per group, never per person."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.models import AgendaItem

from ..formats.spec import Kind
from ..models import Ballot, Call, Cluster, Group, Message, Report, Stage, Workshop
from .clock import ClockRow, clock_of, word_clock
from .figures import Cards, Given, People
from .latecomers import Gathering, gathering
from .people import present_ids
from .stages import StepRow, around, stages_of, steps_of

MESSAGES = 5
TELLING = (Kind.REPORT, Kind.PITCH)
CLOSED = "closed"


@dataclass(frozen=True)
class Move:
    """A step to go to: its key ("" gathering, "closed"), and its words."""

    step: str
    words: str


@dataclass(frozen=True)
class CallRow:
    """A group waits for somebody. since: when it called; minutes: how long ago."""

    id: int
    number: int
    name: str
    to: str
    since: dt.datetime
    minutes: int


@dataclass(frozen=True)
class GroupRow:
    """One group. seated: people placed and seats without a name; here: of these checked in or with a phone.

    per_minute: cards of the last five minutes; quiet: minutes without a card where others write, else 0. voted, of: in
    the voting (or the questions) that goes on or was last, of those whose phones are here; by_hand: of voted, those
    counted by hand. apart: it goes its own way; clock: then its own. seen: the key of its step.
    """

    group: Group
    number: int
    name: str
    room: str
    leaders: tuple[str, ...]
    capacity: int
    seated: int
    here: int
    phones: int
    cards: int
    from_paper: int
    per_minute: float
    quiet: int
    themes: int
    loose: int
    voted: int
    of: int
    by_hand: int
    votes: bool
    reported: bool
    apart: bool
    step: str
    seen: str
    clock: ClockRow | None
    speaking: bool
    calls: tuple[CallRow, ...]
    following: Move | None
    former: Move | None


@dataclass(frozen=True)
class LateRow:
    """A voting that got votes after its end: of how many seats they stand apart, of how many they count."""

    step: str
    words: str
    apart: int
    count: int


@dataclass(frozen=True)
class HiddenRow:
    """A stage whose results stay hidden until all have answered, unless the facilitator shows them."""

    step: str
    words: str
    shown: bool


@dataclass(frozen=True)
class MessageRow:
    to: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class Glance:
    """The whole console. stages: of the workshop, in order. runs_all: whoever looks may move everything. next_word:
    number of the group that would speak next, 0 for none. gathering: who is here without a group or missing, for
    whoever runs it all."""

    runs_all: bool
    steps: tuple[StepRow, ...]
    place: int
    step: str
    prompt: str
    seen: str
    minutes: int | None
    clock: ClockRow | None
    following: Move | None
    former: Move | None
    rows: tuple[GroupRow, ...]
    calls: tuple[CallRow, ...]
    late: tuple[LateRow, ...]
    hidden: tuple[HiddenRow, ...]
    messages: tuple[MessageRow, ...]
    speaking: GroupRow | None
    word_clock: ClockRow | None
    speaks: bool
    next_word: int
    gathering: Gathering | None
    stages: tuple[Stage, ...]

    @property
    def here(self) -> int:
        return sum(row.here for row in self.rows)

    @property
    def seated(self) -> int:
        return sum(row.seated for row in self.rows)

    @property
    def cards(self) -> int:
        return sum(row.cards for row in self.rows)

    @property
    def apart(self) -> int:
        return sum(row.apart for row in self.rows)

    @property
    def steps_in_all(self) -> int:
        """The stages, without gathering and the end."""
        return len(self.steps) - 2


def glance(workshop: Workshop, groups: Sequence[Group], *, runs_all: bool) -> Glance:
    """The groups with their figures and what waits for those who lead. A fixed number of queries."""
    now = timezone.now()
    stages = stages_of(workshop)
    calls = calls_of(groups, now)
    present = present_ids(workshop.event)
    rows = tuple(_rows(workshop, groups, stages, calls, present, now))
    before, after = around(stages, workshop.stage)
    speaking = next((row for row in rows if row.speaking), None)
    stage = workshop.stage
    return Glance(
        runs_all=runs_all,
        steps=tuple(steps_of(workshop, stages, stage)),
        place=next((place for place, each in enumerate(stages, 1) if stage and each.pk == stage.pk), 0),
        step=_("Closed") if workshop.closed else str(stage) if stage else _("Gathering"),
        prompt=stage.prompt if stage and not workshop.closed else "",
        seen=stage.key if stage else "",
        minutes=stage.spec.minutes if stage else None,
        clock=clock_of(workshop, now),
        following=move_to(after, CLOSED if not workshop.closed else None),
        former=move_to(stage if workshop.closed else before, "" if stage or workshop.closed else None),
        rows=rows,
        calls=tuple(sorted((call for row in rows for call in row.calls), key=lambda call: call.since)),
        late=_late(workshop, stages) if runs_all else (),
        hidden=_hidden(workshop, stages) if runs_all else (),
        messages=_messages(workshop, groups, runs_all),
        speaking=speaking,
        word_clock=word_clock(workshop, now),
        speaks=stage is not None and stage.kind in (Kind.REPORT, Kind.PITCH),
        next_word=_next_word(rows, speaking),
        gathering=gathering(workshop, present) if runs_all else None,
        stages=tuple(stages),
    )


def _next_word(rows: Sequence[GroupRow], speaking: GroupRow | None) -> int:
    return next((row.number for row in rows if speaking is None or row.number > speaking.number), 0)


def move_to(stage: Stage | None, otherwise: str | None) -> Move | None:
    if stage is not None:
        return Move(stage.key, str(stage))
    if otherwise is None:
        return None
    return Move(otherwise, _("Closed") if otherwise == CLOSED else _("Gathering"))


def _rows(
    workshop: Workshop,
    groups: Sequence[Group],
    stages: Sequence[Stage],
    calls: Mapping[int, list[CallRow]],
    present: frozenset[int],
    now: dt.datetime,
) -> list[GroupRow]:
    ids = [group.pk for group in groups]
    leaders: defaultdict[int, list[str]] = defaultdict(list)
    for item in AgendaItem.objects.filter(groups__in=ids).prefetch_related("facilitators"):
        leaders[item.pk] = [person.name for person in item.facilitators.all()]
    people = People(ids, present)
    cards = Cards(ids, now)
    themes = Counter(Cluster.objects.filter(group__in=ids, removed_at__isnull=True).values_list("group_id", flat=True))
    at = {group.pk: _at(workshop, group) for group in groups}
    asked = {group.pk: _asked(stages, at[group.pk]) for group in groups}
    given = Given(ids, asked)
    reported: set[int] = set()
    if any(stage.kind in TELLING for stage in stages):
        reported = set(Report.objects.filter(group__in=ids).exclude(text="").values_list("group_id", flat=True))
    found = []
    for group in groups:
        pk, stage = group.pk, at[group.pk]
        before, after = around(stages, stage)
        found.append(
            GroupRow(
                group=group,
                number=group.number,
                name=str(group),
                room=group.item.room if group.item else "",
                leaders=tuple(leaders[group.item_id]) if group.item_id else (),
                capacity=group.capacity,
                seated=people.seated[pk],
                here=people.here[pk],
                phones=people.phones[pk],
                cards=cards.all[pk],
                from_paper=cards.from_paper[pk],
                per_minute=cards.per_minute(pk),
                quiet=cards.quiet(group, stage, people.here[pk]),
                themes=themes[pk],
                loose=cards.loose[pk],
                voted=given.voted[pk] + given.by_hand[pk],
                of=max(people.voices[pk], given.voted[pk]) + given.by_hand[pk],
                by_hand=given.by_hand[pk],
                votes=asked[pk] is not None,
                reported=pk in reported,
                apart=group.stage_id is not None,
                step=_("Closed") if workshop.closed else str(stage) if stage else _("Gathering"),
                seen=stage.key if stage else "",
                clock=clock_of(group, now),
                speaking=workshop.speaking_id == pk,
                calls=tuple(calls.get(pk, ())),
                following=move_to(after, None),
                former=move_to(before, "" if stage else None),
            )
        )
    return found


def _at(workshop: Workshop, group: Group) -> Stage | None:
    return group.stage if group.stage_id else workshop.stage


def _asked(stages: Sequence[Stage], at: Stage | None) -> Stage | None:
    """The stage whose answers are counted: the one that asks all of them now, else the last voting so far."""
    if at is None:
        return None
    if at.kind in (Kind.VOTE, Kind.REFLECT):
        return at
    return next((stage for stage in reversed(stages) if stage.order < at.order and stage.kind == Kind.VOTE), None)


def calls_of(groups: Sequence[Group], now: dt.datetime) -> dict[int, list[CallRow]]:
    """The calls that wait, the longest first, by group id. One query."""
    by_id = {group.pk: group for group in groups}
    found: defaultdict[int, list[CallRow]] = defaultdict(list)
    rows = Call.objects.filter(group__in=by_id, answered_at__isnull=True).select_related("practitioner__registration")
    for call in rows.select_related("practitioner__registration__person").order_by("at"):
        group = by_id[call.group_id]
        called = call.practitioner
        name = called.registration.person.name if called and called.registration else called.name if called else ""
        found[group.pk].append(
            CallRow(
                id=call.pk,
                number=group.number,
                name=str(group),
                to=name or str(call.get_to_display()) if call.to == "practitioner" else "",
                since=call.at,
                minutes=int((now - call.at).total_seconds() // 60),
            )
        )
    return found


def _late(workshop: Workshop, stages: Sequence[Stage]) -> tuple[LateRow, ...]:
    reached = workshop.stage.order if workshop.stage else 0
    if not any(stage.kind == Kind.VOTE and (stage.opened_at or stage.order <= reached) for stage in stages):
        return ()
    rows = Ballot.objects.filter(stage__workshop=workshop, late=True).order_by().values("stage")
    counts = {
        row["stage"]: row
        for row in rows.annotate(
            apart=Count("seat", distinct=True, filter=Q(counted=False)),
            count=Count("seat", distinct=True, filter=Q(counted=True)),
        )
    }
    return tuple(
        LateRow(stage.key, str(stage), counts[stage.pk]["apart"], counts[stage.pk]["count"])
        for stage in stages
        if stage.pk in counts
    )


def _hidden(workshop: Workshop, stages: Sequence[Stage]) -> tuple[HiddenRow, ...]:
    reached = workshop.stage.order if workshop.stage else 0
    return tuple(
        HiddenRow(stage.key, str(stage), stage.shown_at is not None)
        for stage in stages
        if stage.spec.hidden and stage.order <= reached
    )


def _messages(workshop: Workshop, groups: Sequence[Group], runs_all: bool) -> tuple[MessageRow, ...]:
    rows = Message.objects.filter(workshop=workshop).order_by("-at", "-pk")
    if not runs_all:
        rows = rows.filter(Q(group=None) | Q(group__in=[group.pk for group in groups]))
    names = {group.pk: f"{group.number}. {group}" for group in groups}
    return tuple(
        MessageRow(names.get(row.group_id, "") if row.group_id else _("all groups"), row.text, row.at)
        for row in rows[:MESSAGES]
    )
