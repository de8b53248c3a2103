"""What is put to the vote, as it stands on a phone: alike for all of a group, and filled with what one seat gave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..formats.spec import Kind, On, Sees, Vote, Way, say
from ..models import Ballot, Cluster, Group, Stage
from .board import CardRow, CardRows
from .stages import words_of
from .tally import is_over_groups, tally
from .telling import Told


@dataclass(frozen=True)
class ThingRow:
    """One thing to vote on. id: "theme:12", "card:UUID", "group:3", "item:KEY"; cards: of a theme; own_team: nobody of
    this group may vote for it; result: what it got, "" where that is not told."""

    id: str
    words: str
    language: str
    kind: str
    cards: tuple[CardRow, ...]
    own_team: bool
    result: str

    @property
    def anchor(self) -> str:
        return self.id.replace(":", "-")


@dataclass(frozen=True)
class Section:
    """Things that stand together under one heading: a column of a group, a group, or all."""

    title: str
    things: tuple[ThingRow, ...]


@dataclass(frozen=True)
class VoteRow:
    """The voting that goes on. criteria: keys and words, one with the key "" where things are judged as a whole."""

    stage: str
    spec: Vote
    criteria: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    @property
    def in_all(self) -> int | None:
        """What one person may give all things together; None where there is no limit."""
        return self.spec.in_all(1)

    @property
    def most(self) -> int:
        """What one person may give one thing, by one criterion."""
        return self.spec.most_for_one(1)

    @property
    def scores(self) -> bool:
        return self.spec.way == Way.SCORES

    @property
    def dots(self) -> bool:
        return self.spec.way == Way.DOTS


@dataclass(frozen=True)
class Option:
    """One score that may be given; value 0 takes it back."""

    value: int
    chosen: bool


@dataclass(frozen=True)
class GiveRow:
    """One row of buttons: what this seat gives a thing by one criterion, in absolute values so that a tap sent twice
    counts once. less, more: None where it cannot be."""

    criterion: str
    words: str
    mine: int
    less: int | None
    more: int | None
    options: tuple[Option, ...]


@dataclass(frozen=True)
class BallotRow:
    thing: ThingRow
    gives: tuple[GiveRow, ...]


def key_of(stage: str, thing: str, criterion: str) -> str:
    """How a seat's votes are named: "STAGE|theme:12|CRITERION"."""
    return f"{stage}|{thing}|{criterion}"


def thing_of(ballot: Ballot) -> str:
    """ "theme:12", "card:UUID", "group:3" (its number; wants `team` selected), "item:KEY"."""
    if ballot.cluster_id is not None:
        return f"theme:{ballot.cluster_id}"
    if ballot.card_id is not None:
        return f"card:{ballot.card_id}"
    return f"group:{ballot.team.number}" if ballot.team is not None else f"item:{ballot.item}"


def vote_row(
    stage: Stage,
    vote: Vote,
    group: Group | None,
    groups: Sequence[Group],
    stages: Sequence[Stage],
    telling: Told,
) -> VoteRow:
    """What may be voted on by the people of a group, or by those of none. Two queries; three more for results."""
    asked = _asked(stage, vote, group, groups, stages, figures(stage, group) if telling.shown else {})
    sections = {On.THEMES: _themes, On.CARDS: _cards, On.GROUPS: _groups, On.ITEMS: _items}[vote.on](asked)
    return VoteRow(
        stage=stage.key,
        spec=vote,
        criteria=tuple((each.key, str(say(each.words))) for each in vote.criteria) or (("", ""),),
        sections=tuple(section for section in sections if section.things),
    )


def ballot_rows(
    vote: VoteRow, votes: Mapping[str, int], people: int = 1, left: int | None = None
) -> list[tuple[str, list[BallotRow]]]:
    """The sections with what one seat gave; with no votes, what all see alike."""
    return [
        (part.title, [_ballot(vote, thing, votes, people, left) for thing in part.things]) for part in vote.sections
    ]


def _ballot(vote: VoteRow, thing: ThingRow, votes: Mapping[str, int], people: int, left: int | None) -> BallotRow:
    if thing.own_team:
        return BallotRow(thing, ())
    most = vote.spec.most_for_one(people)
    gives = []
    for key, words in vote.criteria:
        mine = votes.get(key_of(vote.stage, thing.id, key), 0)
        room = mine < most and (left is None or left > 0)
        gives.append(
            GiveRow(
                criterion=key,
                words=words,
                mine=mine,
                less=mine - 1 if mine else None,
                more=mine + 1 if room else None,
                options=tuple(Option(value, value == mine) for value in range(vote.spec.top + 1))
                if vote.scores
                else (),
            )
        )
    return BallotRow(thing, tuple(gives))


@dataclass(frozen=True)
class _Asked:
    """What the sections are made from. groups: whose themes or cards are in question, one's own first."""

    vote: Vote
    group: Group | None
    groups: tuple[Group, ...]
    stages: tuple[Stage, ...]
    cards: CardRows
    results: Mapping[str, str]

    def thing(
        self,
        name: str,
        words: str,
        of: Group | None,
        *,
        language: str = "",
        kind: str = "",
        cards: Sequence[CardRow] = (),
    ) -> ThingRow:
        """of: the group it comes from, None where it is nobody's own."""
        own = of is not None and self.group is not None and of.pk == self.group.pk
        return ThingRow(
            id=name,
            words=words,
            language=language,
            kind=kind,
            cards=tuple(cards),
            own_team=own and not self.vote.own_group,
            result=self.results.get(name, ""),
        )

    def title(self, group: Group, words: str) -> str:
        """The heading of a part that one group wrote."""
        return words if len(self.groups) == 1 else f"{group.number}. {group} · {words}"


def _asked(
    stage: Stage,
    vote: Vote,
    group: Group | None,
    groups: Sequence[Group],
    stages: Sequence[Stage],
    results: Mapping[str, str],
) -> _Asked:
    """Where the stage names none of the earlier ones, all that collect cards are meant."""
    of = [each for each in stages if each.key in stage.spec.of] or [
        each for each in stages if each.spec.writes and each.kind != Kind.REPORT and each.order < stage.order
    ]
    if is_over_groups(vote):
        ordered = sorted(groups, key=lambda each: (group is None or each.pk != group.pk, each.number))
    else:
        ordered = [group] if group is not None else []
    told = tuple(each for each in of if each.spec.sees != Sees.LEAD)
    return _Asked(vote, group, tuple(ordered), told, CardRows(stages), results)


def figures(stage: Stage, group: Group | None) -> dict[str, str]:
    """What each thing got, as people read it; things that got nothing too, those of which nothing is told not."""
    over_all = stage.spec.vote is not None and is_over_groups(stage.spec.vote)
    return {row.id: row.figure for row in tally(stage, None if over_all else group, late=False).rows if row.figure}


def _themes(asked: _Asked) -> list[Section]:
    lanes = {lane.key: words_of(lane) for each in asked.stages for lane in each.spec.lanes}
    clusters = list(
        Cluster.objects.filter(group__in=asked.groups, removed_at__isnull=True, lane__in=lanes).order_by("order", "id")
    )
    cards: defaultdict[int | None, list[CardRow]] = defaultdict(list)
    for card in asked.cards.standing().filter(cluster__in=clusters, stage__in=asked.stages):
        cards[card.cluster_id].append(asked.cards.row(card))
    return [
        Section(
            asked.title(group, words),
            tuple(
                asked.thing(f"theme:{cluster.pk}", cluster.name, group, kind=cluster.kind, cards=cards[cluster.pk])
                for cluster in clusters
                if cluster.group_id == group.pk and cluster.lane == lane
            ),
        )
        for group in asked.groups
        for lane, words in lanes.items()
    ]


def _cards(asked: _Asked) -> list[Section]:
    lanes = {lane.key: words_of(lane) for each in asked.stages for lane in each.spec.lanes}
    cards = list(asked.cards.standing().filter(group__in=asked.groups, stage__in=asked.stages))
    return [
        Section(
            asked.title(group, words),
            tuple(
                asked.thing(f"card:{card.pk}", card.text, group, language=card.language, kind=card.kind)
                for card in cards
                if card.group_id == group.pk and card.lane == lane
            ),
        )
        for group in asked.groups
        for lane, words in lanes.items()
    ]


def _groups(asked: _Asked) -> list[Section]:
    ordered = sorted(asked.groups, key=lambda each: each.number)
    return [Section("", tuple(asked.thing(f"group:{each.number}", f"{each.number}. {each}", each) for each in ordered))]


def _items(asked: _Asked) -> list[Section]:
    things = (asked.thing(f"item:{item.key}", str(say(item.words)), None) for item in asked.vote.items)
    return [Section("", tuple(things))]
