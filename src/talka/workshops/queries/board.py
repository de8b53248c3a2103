"""A group's board: cards by kind, loose and in themes, with dots. The same few queries for one card and a hundred."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from ..formats.spec import Kind
from ..models import Ballot, Card, Cluster, Group, HandCount, Seat, Stage
from .stages import LaneRow, lanes_shown, stages_of, words_of
from .telling import name_of

NAMED = """
SELECT card.* FROM workshops_card card
WHERE card.id = ANY(%s::uuid[]) AND card.workshop_id = %s AND card.withdrawn_at IS NULL
"""


@dataclass(frozen=True)
class CardRow:
    """One card. stage: key of the one it was written in; name: of its author, where names stand; cluster_id: its theme
    or None; at: when it was written, in microseconds, by which cards are ordered."""

    id: str
    text: str
    name: str
    stage: str
    lane: str
    kind: str
    lane_words: str
    language: str
    late: bool
    from_paper: bool
    edited: bool
    cluster_id: int | None
    at: int

    @property
    def place(self) -> str:
        """What a form says about where it saw the card: "id:theme" or "id:"."""
        return f"{self.id}:{self.cluster_id or ''}"


@dataclass(frozen=True)
class ClusterRow:
    """One theme. votes: dots or approvals that count; voters: people who gave any; by_hand: of the votes, those
    counted by hand."""

    id: int
    name: str
    lane: str
    kind: str
    version: int
    cards: tuple[CardRow, ...]
    votes: int
    voters: int
    by_hand: int
    group_number: int
    group: str


@dataclass(frozen=True)
class Column:
    """All of one lane, e.g. what we lack. lane: its key; kind: what becomes of its themes; stage: where it is asked."""

    lane: str
    kind: str
    words: str
    symbol: str
    stage: str
    loose: tuple[CardRow, ...]
    clusters: tuple[ClusterRow, ...]

    @property
    def cards(self) -> int:
        return len(self.loose) + sum(len(cluster.cards) for cluster in self.clusters)


@dataclass(frozen=True)
class Board:
    group: Group
    columns: tuple[Column, ...]
    voters: int

    @property
    def cards(self) -> int:
        return sum(column.cards for column in self.columns)

    @property
    def themes(self) -> int:
        return sum(len(column.clusters) for column in self.columns)

    @property
    def votes(self) -> int:
        return sum(cluster.votes for column in self.columns for cluster in column.clusters)


def board(group: Group, stages: Sequence[Stage] | None = None) -> Board:
    """The board of a group, in the facilitator's order. Five queries, four where the stages are known."""
    return boards([group], stages)[0]


def boards(
    groups: Sequence[Group],
    stages: Sequence[Stage] | None = None,
    readable: Collection[int] | None = None,
    *,
    votes: bool = True,
) -> list[Board]:
    """The boards of several groups of one workshop. Five queries; one fewer where the stages are known, two fewer
    without votes.

    readable: ids of the stages whose cards may be shown (`telling.readable`), by default all. votes: count them.
    """
    if not groups:
        return []
    stages = stages_of(groups[0].workshop) if stages is None else stages
    cards_of = CardRows(stages)
    told = {stage.pk for stage in stages if stage.kind == Kind.REPORT}
    ids = [group.pk for group in groups]
    cards = [
        card
        for card in cards_of.standing().filter(group__in=ids)
        if card.stage_id not in told and (readable is None or card.stage_id in readable)
    ]
    clusters = list(Cluster.objects.filter(group__in=ids, removed_at__isnull=True).order_by("order", "id"))
    given = _Given(ids if votes else [])
    lanes = {group.pk: _lanes(group, stages, cards, clusters) for group in groups}
    rows: defaultdict[tuple[int, int | None], list[CardRow]] = defaultdict(list)
    for card in cards:
        rows[card.group_id, card.cluster_id].append(cards_of.row(card))
    found = []
    for group in groups:
        own = [cluster for cluster in clusters if cluster.group_id == group.pk]
        loose = rows[group.pk, None]
        columns = tuple(
            Column(
                lane=lane.key,
                kind=lane.kind,
                words=lane.words,
                symbol=lane.symbol,
                stage=lane.stage,
                loose=tuple(card for card in loose if card.lane == lane.key),
                clusters=tuple(
                    ClusterRow(
                        id=cluster.pk,
                        name=cluster.name,
                        lane=cluster.lane,
                        kind=cluster.kind,
                        version=cluster.version,
                        cards=tuple(rows[group.pk, cluster.pk]),
                        votes=given.votes[cluster.pk],
                        voters=sum(given.voters[cluster.pk].values()) + given.hand_voters[cluster.pk],
                        by_hand=given.by_hand[cluster.pk],
                        group_number=group.number,
                        group=str(group),
                    )
                    for cluster in own
                    if cluster.lane == lane.key
                ),
            )
            for lane in lanes[group.pk]
        )
        everybody: dict[int, int] = {}
        for cluster in own:
            everybody |= given.voters[cluster.pk]
        by_hand = max((given.hand_voters[cluster.pk] for cluster in own), default=0)
        found.append(Board(group=group, columns=columns, voters=sum(everybody.values()) + by_hand))
    return found


def _lanes(group: Group, stages: Sequence[Stage], cards: Sequence[Card], clusters: Sequence[Cluster]) -> list[LaneRow]:
    filled = {card.lane for card in cards if card.group_id == group.pk}
    filled |= {cluster.lane for cluster in clusters if cluster.group_id == group.pk}
    return lanes_shown(stages, group.now, filled)


class _Given:
    """Votes for the themes of groups, read once: sums, and who gave them with how many people a seat stands for."""

    def __init__(self, groups: Sequence[int]) -> None:
        self.votes: Counter[int] = Counter()
        self.voters: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self.by_hand: Counter[int] = Counter()
        self.hand_voters: Counter[int] = Counter()
        if not groups:
            return
        ballots = Ballot.objects.filter(cluster__group__in=groups, criterion="")
        for cluster_id, seat_id, people, value, counted in ballots.values_list(
            "cluster_id", "seat_id", "seat__people", "value", "counted"
        ):
            if counted:
                self.votes[cluster_id] += value
                self.voters[cluster_id][seat_id] = people
        counts = HandCount.objects.filter(cluster__group__in=groups, criterion="")
        for cluster_id, value, voters in counts.values_list("cluster_id", "value", "voters"):
            self.votes[cluster_id] += value
            self.by_hand[cluster_id] += value
            self.hand_voters[cluster_id] += voters


class CardRows:
    """Makes rows of cards: knows the words of their columns, and in which stages names stand."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self._stages = {stage.pk: stage for stage in stages}
        self._words = {lane.key: words_of(lane) for stage in stages for lane in stage.spec.lanes}
        self._named = any(stage.spec.named for stage in stages)

    def standing(self) -> QuerySet[Card]:
        """Cards that were not withdrawn, oldest first, with what a row needs."""
        rows = Card.objects.filter(withdrawn_at__isnull=True).order_by("written_at", "id")
        return rows.select_related("seat__registration__person") if self._named else rows

    def named(self, ids: Collection[str], workshop: int) -> Iterable[Card]:
        """Those of these cards that were not withdrawn. Asked with every card that is written, so where no names stand
        it is asked in SQL, which need not be composed anew each time."""
        if self._named:
            return self.standing().filter(pk__in=ids, workshop=workshop)
        return Card.objects.raw(NAMED, [list(ids), workshop])

    def row(self, card: Card) -> CardRow:
        stage = self._stages[card.stage_id]
        return CardRow(
            id=str(card.pk),
            text=card.text,
            name=name_of(card, stage.spec) if self._named else "",
            stage=stage.key,
            lane=card.lane,
            kind=card.kind,
            lane_words=self._words.get(card.lane, ""),
            language=card.language,
            late=card.late,
            from_paper=card.from_paper,
            edited=card.edited_at is not None,
            cluster_id=card.cluster_id,
            at=round(card.written_at.timestamp() * 1_000_000),
        )


def own_cards(seat: Seat, stages: Sequence[Stage]) -> tuple[CardRow, ...]:
    """The cards of one seat, newest first, also what it said to other groups' reports. One query."""
    cards_of = CardRows(stages)
    rows = cards_of.standing().filter(seat=seat).order_by("-written_at", "id")
    return tuple(cards_of.row(card) for card in rows)
