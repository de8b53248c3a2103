"""What is counted of each group on the console: people, cards, answers. A fixed number of queries for any groups."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Count, Max, Q

from ..formats.spec import Kind
from ..models import Answer, Ballot, Card, Group, HandCount, Seat, Stage

PACE = dt.timedelta(minutes=5)
"""Over how long cards per minute are counted."""
QUIET = dt.timedelta(minutes=3)
"""How long a group writes nothing, while others do, until it is marked."""


class People:
    """Who has a place, who is here, how many people the phones stand for (`voices`), by group."""

    def __init__(self, groups: Sequence[int], present: frozenset[int]) -> None:
        self.seated: Counter[int] = Counter()
        self.here: Counter[int] = Counter()
        self.phones: Counter[int] = Counter()
        self.voices: Counter[int] = Counter()
        rows = Seat.objects.filter(group__in=groups)
        for group, registration, joined, people in rows.values_list("group", "registration", "joined_at", "people"):
            self.seated[group] += people
            self.phones[group] += bool(joined)
            self.voices[group] += people if joined else 0
            self.here[group] += people if joined or registration in present else 0


class Cards:
    """How many cards, of which kind, and how lately, by group."""

    def __init__(self, groups: Sequence[int], now: dt.datetime) -> None:
        self.now = now
        self.all: Counter[int] = Counter()
        self.loose: Counter[int] = Counter()
        self.from_paper: Counter[int] = Counter()
        self.recent: Counter[int] = Counter()
        self.last: dict[int, dt.datetime] = {}
        rows = Card.objects.filter(group__in=groups, withdrawn_at__isnull=True).values("group")
        for row in rows.annotate(
            cards=Count("pk"),
            loose=Count("pk", filter=Q(cluster=None)),
            paper=Count("pk", filter=Q(from_paper=True)),
            recent=Count("pk", filter=Q(written_at__gt=now - PACE, from_paper=False)),
            last=Max("written_at"),
        ).order_by():
            pk = row["group"]
            self.all[pk], self.loose[pk], self.from_paper[pk] = row["cards"], row["loose"], row["paper"]
            self.recent[pk], self.last[pk] = row["recent"], row["last"]

    def per_minute(self, group: int) -> float:
        return self.recent[group] / (PACE.total_seconds() / 60)

    def quiet(self, group: Group, stage: Stage | None, here: int) -> int:
        """For how many minutes the group has written nothing while others write; 0 where that is no news."""
        if stage is None or not stage.spec.writes or stage.kind == Kind.REPORT or not here:
            return 0
        since = group.stage_since if group.stage_id else group.workshop.stage_since
        known = [moment for moment in (since, self.last.get(group.pk)) if moment is not None]
        if not known or self.now - max(known) < QUIET:
            return 0
        others = (last for pk, last in self.last.items() if pk != group.pk)
        if not any(self.now - last < QUIET for last in others):
            return 0
        return int((self.now - max(known)).total_seconds() // 60)


class Given:
    """How many have voted or answered, by group, each in the stage that asks it. One query for each kind."""

    def __init__(self, groups: Sequence[int], asked: Mapping[int, Stage | None]) -> None:
        self.voted: Counter[int] = Counter()
        self.by_hand: Counter[int] = Counter()
        stages = {stage.pk for stage in asked.values() if stage is not None}
        where = {(pk, stage.pk) for pk, stage in asked.items() if stage is not None}
        kinds = {stage.kind for stage in asked.values() if stage is not None}
        for model, kind in ((Ballot, Kind.VOTE), (Answer, Kind.REFLECT)):
            if kind not in kinds:
                continue
            rows = model._default_manager.filter(seat__group__in=groups, stage__in=stages).order_by()
            for group, stage, _seat, people in rows.values_list(
                "seat__group", "stage", "seat", "seat__people"
            ).distinct():
                self.voted[group] += people if (group, stage) in where else 0
        if Kind.VOTE not in kinds:
            return
        counts = HandCount.objects.filter(group__in=groups, stage__in=stages).order_by()
        for group, stage, voters in counts.values_list("group", "stage").annotate(voters=Max("voters")):
            self.by_hand[group] += voters if (group, stage) in where else 0
