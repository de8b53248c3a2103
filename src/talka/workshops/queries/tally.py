"""Results of a voting, ready to be shown: on the wall, on phones, in the findings, in files. counting.py computes them.

No figure comes from fewer than five people: with fewer voters nothing is told, not even an order; a score from fewer is
left out, and so are the parts from which it could be worked out. Whether results may be shown yet at all (hidden until
all have answered) is asked of `telling`, not here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from talka.ui.few import FEW, shown, shown_parts
from talka.ui.numbers import number

from ..formats.reading import ROLES
from ..formats.spec import Kind, On, Vote, Way, say
from ..models import Ballot, Card, Cluster, Group, HandCount, Seat, Sheet, Stage
from .counting import Count, Given, Part, Result, count

MOST_DIGITS = 6


@dataclass(frozen=True)
class PartRow:
    """Part of a thing's result: of one criterion, or of one role. figure: as people read it, "" where it is not told;
    value: for bars, 0 where it is not."""

    key: str
    words: str
    figure: str
    value: float


@dataclass(frozen=True)
class TallyRow:
    """One thing. id: "theme:12", "card:UUID", "group:3" (its number), "item:KEY"; note: of a group, what its idea is
    called. rank: None where nobody gave it anything, or where nothing is told. by_hand: some votes were counted so."""

    id: str
    words: str
    note: str
    group_number: int
    rank: int | None
    tied: bool
    figure: str
    value: float
    people: int | None
    by_hand: bool
    criteria: tuple[PartRow, ...]
    roles: tuple[PartRow, ...]


@dataclass(frozen=True)
class RoleRow:
    """Voters of one role. people: how many, None where too few to be told; weight: how much their vote counts."""

    key: str
    words: str
    people: int | None
    weight: float


@dataclass(frozen=True)
class CriterionRow:
    key: str
    words: str
    weight: float


@dataclass(frozen=True)
class Tally:
    """A voting's result. rows: the best first. people: who voted, None where one to four did; told: five or more did.

    late: people whose late votes are kept apart; top: the best that a row can have, for bars.
    """

    stage: str
    title: str
    way: Way
    on: On
    own_group: bool
    rows: tuple[TallyRow, ...]
    roles: tuple[RoleRow, ...]
    criteria: tuple[CriterionRow, ...]
    people: int | None
    told: bool
    late: int
    by_hand: bool
    top: float

    @property
    def scores(self) -> bool:
        return self.way == Way.SCORES

    @property
    def winners(self) -> tuple[TallyRow, ...]:
        """Who has the most; several where they are equal, nobody where nothing is told or was given."""
        return tuple(row for row in self.rows if row.rank == 1 and row.value > 0)


@dataclass(frozen=True)
class _Thing:
    id: str
    words: str
    note: str
    group: int | None
    group_number: int


def tally(stage: Stage, group: Group | None = None, *, late: bool = True) -> Tally:
    """What the things of a voting got; of one group's, where only its people vote on them. A fixed number of queries.

    late: count the late votes that are kept apart too. Raises ValueError for a stage that holds no voting.
    """
    things = _things(stage, [group] if group is not None else None)
    return _told(stage, things, _given(stage), _late(stage) if late else {}, group)


def tallies(stage: Stage, groups: Sequence[Group]) -> Mapping[int, Tally]:
    """The same for each of several groups by row id, of a voting within groups. As many queries as for one."""
    by_group: defaultdict[int | None, list[_Thing]] = defaultdict(list)
    for thing in _things(stage, groups):
        by_group[thing.group].append(thing)
    given, late = _given(stage), _late(stage)
    return {group.pk: _told(stage, by_group[group.pk], given, late, group) for group in groups}


def votes_of(stages: Iterable[Stage], *, across: bool) -> list[Stage]:
    """The stages that hold a voting: of all groups together, or of each group by itself."""
    return [stage for stage in stages if stage.spec.vote is not None and is_over_groups(stage.spec.vote) == across]


def is_over_groups(vote: Vote) -> bool:
    """Whether people of all groups vote on the same things, so that the result is the hall's."""
    return vote.across or vote.on in (On.GROUPS, On.ITEMS)


def _vote(stage: Stage) -> Vote:
    vote = stage.spec.vote
    if vote is None:
        raise ValueError(f"{stage.key} holds no voting")
    return vote


def _told(
    stage: Stage, things: Sequence[_Thing], given: Sequence[Given], late: Mapping[int | None, int], group: Group | None
) -> Tally:
    vote = _vote(stage)
    criteria = tuple(CriterionRow(each.key, str(say(each.words)), each.weight) for each in vote.criteria)
    weights = {role: vote.weight_of(role) for role in ROLES if vote.votes(role)}
    result = count(
        vote.way,
        [thing.id for thing in things],
        given,
        {each.key: each.weight for each in criteria} or {"": 1.0},
        weights,
    )
    told = result.people >= FEW
    roles = [role for role in weights if result.by_role[role]]
    people = dict(zip(roles, shown_parts([result.by_role[role] for role in roles]), strict=True))
    words = dict(Seat.Role.choices)
    digits = _digits(vote, result, told)
    by_id = {thing.id: thing for thing in things}
    values = [float(each.value) for each in result.results if each.value is not None]
    ordered = result.results if told else sorted(result.results, key=lambda each: list(by_id).index(each.thing))
    return Tally(
        stage=stage.key,
        title=str(stage),
        way=vote.way,
        on=vote.on,
        own_group=vote.own_group,
        rows=tuple(_row(by_id[each.thing], each, vote, criteria, words, digits, told) for each in ordered),
        roles=tuple(RoleRow(role, str(words[role]), people[role], weights[role]) for role in roles),
        criteria=criteria,
        people=shown(result.people, result.people),
        told=told,
        late=late.get(group.pk if group is not None else None, 0),
        by_hand=any(each.by_hand for each in result.results),
        top=float(vote.top) if vote.way == Way.SCORES else max([*values, 1.0]),
    )


def _row(
    thing: _Thing,
    result: Result,
    vote: Vote,
    criteria: Sequence[CriterionRow],
    words: Mapping[str, object],
    digits: int,
    told: bool,
) -> TallyRow:
    scores = vote.way == Way.SCORES
    said = told and result.value is not None and not (scores and result.people < FEW)
    names = {each.key: each.words for each in criteria}
    return TallyRow(
        id=thing.id,
        words=thing.words,
        note=thing.note,
        group_number=thing.group_number,
        rank=result.rank if told else None,
        tied=told and result.tied,
        figure=number(float(result.value), digits) if said and result.value is not None else "",
        value=float(result.value) if said and result.value is not None else 0.0,
        people=shown(result.people, result.people) if told else None,
        by_hand=result.by_hand,
        criteria=_parts(result.criteria, names, digits, said),
        roles=_parts(result.roles, {key: str(each) for key, each in words.items()}, digits, said)
        if len([part for part in result.roles if part.people]) > 1
        else (),
    )


def _parts(parts: Sequence[Part], words: Mapping[str, str], digits: int, said: bool) -> tuple[PartRow, ...]:
    """All parts, or none where one of them comes from so few that it could be worked out from the others."""
    if not said or any(0 < part.people < FEW for part in parts):
        return ()
    return tuple(
        PartRow(
            part.key,
            words[part.key],
            number(float(part.value), digits) if part.value is not None and part.people else "–",
            float(part.value or 0),
        )
        for part in parts
    )


def _digits(vote: Vote, result: Count, told: bool) -> int:
    """As many after the comma as keep different results apart; none for whole points."""
    values = {each.value for each in result.results if each.value is not None} if told else set()
    if vote.way != Way.SCORES and all(value.denominator == 1 for value in values):
        return 0
    for digits in range(2, MOST_DIGITS):
        if len({_rounded(value, digits) for value in values}) == len(values):
            return digits
    return MOST_DIGITS


def _rounded(value: Fraction, digits: int) -> str:
    return f"{float(value):.{digits}f}"


def _given(stage: Stage) -> list[Given]:
    """What counts: ballots, late ones where the facilitator let them in, and counts by hand. Two queries."""
    columns = ("cluster_id", "card_id", "team__number", "item", "criterion", "value")
    ballots = Ballot.objects.filter(stage=stage, counted=True)
    counts = HandCount.objects.filter(stage=stage)
    return [
        *(
            Given(_id(cluster, card, team, item), criterion, role, f"seat:{seat}", people, value)
            for cluster, card, team, item, criterion, value, seat, role, people in ballots.values_list(
                *columns, "seat_id", "seat__role", "seat__people"
            )
        ),
        *(
            Given(_id(cluster, card, team, item), criterion, "participant", f"hand:{group}", voters, value, True)
            for cluster, card, team, item, criterion, value, group, voters in counts.values_list(
                *columns, "group_id", "voters"
            )
        ),
    ]


def _late(stage: Stage) -> dict[int | None, int]:
    """People whose late votes are kept apart, by group of the seat; None: all together. One query."""
    found: defaultdict[int | None, int] = defaultdict(int)
    kept = Ballot.objects.filter(stage=stage, counted=False).values_list("seat_id", "seat__people", "seat__group_id")
    for _seat, people, group in set(kept):
        found[None] += people
        if group is not None:
            found[group] += people
    return found


def _id(cluster: int | None, card: object, team: int | None, item: str) -> str:
    if cluster is not None:
        return f"theme:{cluster}"
    if card is not None:
        return f"card:{card}"
    return f"group:{team}" if team is not None else f"item:{item}"


def _things(stage: Stage, groups: Sequence[Group] | None) -> list[_Thing]:
    """What is voted on, in the order of groups and of the board. groups: theirs only. Two queries at most."""
    vote = _vote(stage)
    if vote.on == On.ITEMS:
        return [_Thing(f"item:{item.key}", str(say(item.words)), "", None, 0) for item in vote.items]
    if vote.on == On.GROUPS:
        return _teams(stage)
    rows: QuerySet[Cluster] | QuerySet[Card]
    if vote.on == On.THEMES:
        rows = Cluster.objects.filter(removed_at__isnull=True).order_by("group__number", "order", "id")
    else:
        rows = Card.objects.filter(withdrawn_at__isnull=True, stage__key__in=stage.spec.of)
        rows = rows.exclude(stage__kind=Kind.REPORT).order_by("group__number", "written_at", "id")
    rows = rows.filter(group__workshop=stage.workshop_id)
    if groups is not None:
        rows = rows.filter(group__in=groups)
    return [
        _Thing(
            f"theme:{row.pk}" if isinstance(row, Cluster) else f"card:{row.pk}",
            row.name if isinstance(row, Cluster) else row.text,
            "",
            row.group_id,
            row.group.number,
        )
        for row in rows.select_related("group")
    ]


def _teams(stage: Stage) -> list[_Thing]:
    teams = Group.objects.filter(workshop=stage.workshop_id).select_related("item").order_by("number")
    sheets = Sheet.objects.filter(group__workshop=stage.workshop_id).exclude(title="").order_by("stage__order")
    titles = dict(sheets.values_list("group_id", "title"))
    return [_Thing(f"group:{team.number}", str(team), titles.get(team.pk, ""), team.pk, team.number) for team in teams]
