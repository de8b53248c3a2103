"""What group work brought, per theme and per group: what needs, measures, findings and the trail are made from."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from talka.events.models import Event
from talka.territories.models import Area
from talka.territories.queries import municipalities_of, regions_of

from ..formats.spec import Kind
from ..models import Ballot, Card, Cluster, Group, HandCount, Report, Seat, Workshop


@dataclass(frozen=True)
class Backing:
    """Who stands behind something, as sets of row ids, so that backings of several themes, also of several events, can
    be joined.

    persons: those of whom it is known who sits there. seats: of whom it is not; each counts as a person. others: those
    of whom only the number is known, each under a name of their own: ("seat", 12, 2) is the second person who voted at
    a table's device, ("group", 3, 1) the first whose stickers a group counted. Organisations, municipalities and
    regions come from registrations, so they are known for persons only. Figures for pages go through `ui.few.shown`.
    """

    persons: frozenset[int] = frozenset()
    seats: frozenset[int] = frozenset()
    others: frozenset[tuple[str, int, int]] = frozenset()
    organisations: frozenset[int] = frozenset()
    municipalities: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()

    @property
    def people(self) -> int:
        return len(self.persons) + len(self.seats) + len(self.others)


class Home(NamedTuple):
    """The kind of somebody's organisation, and the row id of the area it is in."""

    kind: str
    area: int | None


class Origin(NamedTuple):
    """Who sits in a named seat, and where they come from."""

    person: int
    organisation: int | None
    kind: str
    municipality: Area | None
    region: Area | None


@dataclass(frozen=True)
class ClusterResult:
    """One theme of one group. `backers` wrote its cards or gave it dots; `unsigned` cards have no seat (paper, or an
    author who was erased). votes: those that count; by_hand: of these, stickers counted by hand."""

    id: int
    kind: str
    name: str
    order: int
    group_id: int
    group_number: int
    group: str
    workshop_id: int
    workshop_slug: str
    event_id: int
    audience: str
    cards: int = 0
    unsigned: int = 0
    votes: int = 0
    by_hand: int = 0
    voters: int = 0
    backers: Backing = field(default_factory=Backing)


@dataclass(frozen=True)
class GroupResult:
    """One group: its report, its themes by votes, how many people sat in it and voted on its themes."""

    id: int
    number: int
    name: str
    workshop_id: int
    workshop_slug: str
    item_id: int | None
    report: str
    seats: int
    voters: int
    cards: int
    unclustered: int
    clusters: tuple[ClusterResult, ...]


def combined(backings: Iterable[Backing]) -> Backing:
    """All who stand behind any of several themes, each counted once."""
    every = tuple(backings)
    if len(every) == 1:
        return every[0]
    return Backing(
        frozenset[int]().union(*(one.persons for one in every)),
        frozenset[int]().union(*(one.seats for one in every)),
        frozenset[tuple[str, int, int]]().union(*(one.others for one in every)),
        frozenset[int]().union(*(one.organisations for one in every)),
        frozenset[int]().union(*(one.municipalities for one in every)),
        frozenset[int]().union(*(one.regions for one in every)),
    )


@dataclass(frozen=True)
class _Kept:
    """What the event's workshops kept, read once: groups, standing cards (group, cluster, seat), ballots that count
    (group, cluster, seat, people of the seat, dots), counts by hand (group, cluster, group, voters, dots)."""

    groups: tuple[Group, ...]
    cards: tuple[tuple[int, int | None, int | None], ...]
    ballots: tuple[tuple[int, int, int, int, int], ...]
    counts: tuple[tuple[int, int, int, int, int], ...]

    def voters(self) -> Iterator[tuple[int, int, int | None, list[tuple[str, int, int]], int, int]]:
        """Group, theme, whose seat voted, the others known by number only, dots, and of these those counted by hand."""
        for group, cluster, seat, people, dots in self.ballots:
            yield group, cluster, seat, [("seat", seat, number) for number in range(2, people + 1)], dots, 0
        for group, cluster, by, people, dots in self.counts:
            yield group, cluster, None, [("group", by, number) for number in range(1, people + 1)], dots, dots


def _kept(event: Event) -> _Kept:
    """Four queries."""
    groups = Group.objects.filter(workshop__event=event, workshop__rehearsal=False).select_related("workshop", "item")
    cards = Card.objects.filter(group__in=groups, withdrawn_at__isnull=True).exclude(stage__kind=Kind.REPORT).order_by()
    ballots = Ballot.objects.filter(cluster__group__in=groups, criterion="", counted=True)
    counts = HandCount.objects.filter(cluster__group__in=groups, criterion="")
    return _Kept(
        tuple(groups.order_by("workshop_id", "number")),
        tuple(cards.values_list("group_id", "cluster_id", "seat_id")),
        tuple(ballots.values_list("cluster__group_id", "cluster_id", "seat_id", "seat__people", "value")),
        tuple(counts.values_list("cluster__group_id", "cluster_id", "group_id", "voters", "value")),
    )


def cluster_results(event: Event) -> tuple[ClusterResult, ...]:
    """Every theme of the event's workshops that stands (not removed, nor merged into another), by workshop, group and
    the facilitator's order. A fixed number of queries."""
    return _cluster_results(origins([event], event.first_day), _kept(event))


@dataclass
class _Tally:
    """What stands behind one theme, as it is counted together."""

    cards: int = 0
    unsigned: int = 0
    votes: int = 0
    by_hand: int = 0
    writers: set[int] = field(default_factory=set)
    voters: set[int] = field(default_factory=set)
    others: set[tuple[str, int, int]] = field(default_factory=set)


def _tallies(kept: _Kept) -> defaultdict[int, _Tally]:
    """By theme. Cards without a theme are nobody's."""
    told: defaultdict[int, _Tally] = defaultdict(_Tally)
    for _group, cluster, seat in kept.cards:
        if cluster is None:
            continue
        told[cluster].cards += 1
        if seat is None:
            told[cluster].unsigned += 1
        else:
            told[cluster].writers.add(seat)
    for _group, cluster, seat, more, dots, counted in kept.voters():
        tally = told[cluster]
        tally.votes += dots
        tally.by_hand += counted
        tally.others.update(more)
        if seat is not None:
            tally.voters.add(seat)
    return told


def _cluster_results(behind: Mapping[int, Origin], kept: _Kept) -> tuple[ClusterResult, ...]:
    groups = {group.pk: group for group in kept.groups}
    labels = {pk: str(group) for pk, group in groups.items()}
    clusters = (
        Cluster.objects.filter(group__in=groups, removed_at__isnull=True)
        .order_by("group__workshop_id", "group__number", "kind", "order", "id")
        .values_list("pk", "group_id", "kind", "name", "order")
    )
    told = _tallies(kept)
    rows = []
    for pk, group_id, kind, name, order in clusters:
        group, tally = groups[group_id], told[pk]
        rows.append(
            ClusterResult(
                id=pk,
                kind=kind,
                name=name,
                order=order,
                group_id=group_id,
                group_number=group.number,
                group=labels[group_id],
                workshop_id=group.workshop_id,
                workshop_slug=group.workshop.slug,
                event_id=group.workshop.event_id,
                audience=group.workshop.audience,
                cards=tally.cards,
                unsigned=tally.unsigned,
                votes=tally.votes,
                by_hand=tally.by_hand,
                voters=len(tally.voters) + len(tally.others),
                backers=_backing(behind, tally.writers | tally.voters, tally.others),
            )
        )
    return tuple(rows)


def _backing(behind: Mapping[int, Origin], seats: Collection[int], others: Collection[tuple[str, int, int]]) -> Backing:
    """Who sits in these seats, as far as that is known, and where they come from."""
    known = [origin for seat in seats if (origin := behind.get(seat))]
    return Backing(
        persons=frozenset(origin.person for origin in known),
        seats=frozenset(seat for seat in seats if seat not in behind),
        others=frozenset(others),
        organisations=frozenset(origin.organisation for origin in known if origin.organisation),
        municipalities=frozenset(origin.municipality.id for origin in known if origin.municipality),
        regions=frozenset(origin.region.id for origin in known if origin.region),
    )


def group_results(event: Event) -> tuple[GroupResult, ...]:
    """What each group of the event's workshops reported, with its themes by votes. A fixed number of queries."""
    kept = _kept(event)
    by_group: defaultdict[int, list[ClusterResult]] = defaultdict(list)
    for row in _cluster_results(origins([event], event.first_day), kept):
        by_group[row.group_id].append(row)
    ids = [group.pk for group in kept.groups]
    reports = dict(Report.objects.filter(group__in=ids).values_list("group_id", "text"))
    seats: Counter[int] = Counter()
    for group_id, people in Seat.objects.filter(group__in=ids).values_list("group_id", "people"):
        seats[group_id] += people
    cards: Counter[int] = Counter()
    loose: Counter[int] = Counter()
    for group_id, cluster_id, _seat_id in kept.cards:
        cards[group_id] += 1
        loose[group_id] += cluster_id is None
    voters: defaultdict[int, set[object]] = defaultdict(set)
    for group_id, _cluster_id, seat, more, _dots, _counted in kept.voters():
        voters[group_id].update(more)
        if seat is not None:
            voters[group_id].add(seat)
    return tuple(
        GroupResult(
            id=group.pk,
            number=group.number,
            name=str(group),
            workshop_id=group.workshop_id,
            workshop_slug=group.workshop.slug,
            item_id=group.item_id,
            report=reports.get(group.pk, ""),
            seats=seats[group.pk],
            voters=len(voters[group.pk]),
            cards=cards[group.pk],
            unclustered=loose[group.pk],
            clusters=tuple(sorted(by_group[group.pk], key=lambda row: (-row.votes, -row.cards, row.order, row.id))),
        )
        for group in kept.groups
    )


def origins(events: Collection[Event], on: dt.date) -> dict[int, Origin]:
    """Who sits in each named seat of these events, with organisation, municipality and region as they were on a day."""
    rows = list(
        Seat.objects.filter(workshop__in=Workshop.objects.filter(event__in=events), registration__isnull=False)
        .order_by("pk")
        .values_list(
            "pk",
            "registration__person_id",
            "registration__organisation_id",
            "registration__organisation__kind",
            "registration__organisation__area_id",
        )
    )
    areas = {area for *_rest, area in rows if area is not None}
    towns = municipalities_of(areas, on)
    regions = regions_of(areas, on)
    return {
        seat: Origin(person, organisation, kind or "", towns.get(area), regions.get(area))
        for seat, person, organisation, kind, area in rows
    }
