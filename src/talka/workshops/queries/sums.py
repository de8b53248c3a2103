"""What stands behind themes of many events, summed by the database: a register asks it of a whole programme at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db import connection

from talka.events.models import Event
from talka.territories.queries import municipalities_of, regions_of

from ..formats.spec import Kind
from ..models import HandCount
from .results import Backing, Home

SUMS = """
WITH theme AS (
    SELECT cluster.id
    FROM workshops_cluster AS cluster
    JOIN workshops_group AS grp ON grp.id = cluster.group_id
    JOIN workshops_workshop AS workshop ON workshop.id = grp.workshop_id
    WHERE cluster.id = ANY(%(themes)s) AND cluster.removed_at IS NULL
      AND workshop.event_id = ANY(%(events)s) AND NOT workshop.rehearsal
), given AS (
    SELECT card.cluster_id, card.seat_id, count(*) AS cards, 0 AS votes
    FROM workshops_card AS card
    JOIN theme ON theme.id = card.cluster_id
    JOIN workshops_stage AS stage ON stage.id = card.stage_id
    WHERE card.withdrawn_at IS NULL AND stage.kind <> %(report)s
    GROUP BY card.cluster_id, card.seat_id
    UNION ALL
    SELECT ballot.cluster_id, ballot.seat_id, 0, sum(ballot.value)
    FROM workshops_ballot AS ballot
    JOIN theme ON theme.id = ballot.cluster_id
    WHERE ballot.counted AND ballot.criterion = ''
    GROUP BY ballot.cluster_id, ballot.seat_id
)
SELECT theme.id,
    coalesce(sum(given.cards), 0)::integer,
    coalesce(sum(given.votes), 0)::integer,
    array_agg(registration.person_id) FILTER (WHERE registration.id IS NOT NULL),
    array_agg(seat.id) FILTER (WHERE seat.id IS NOT NULL AND registration.id IS NULL),
    array_agg(registration.organisation_id) FILTER (WHERE registration.organisation_id IS NOT NULL),
    array_agg(organisation.area_id) FILTER (WHERE organisation.area_id IS NOT NULL),
    array_agg(seat.id) FILTER (WHERE given.votes > 0 AND seat.people > 1),
    array_agg(seat.people) FILTER (WHERE given.votes > 0 AND seat.people > 1)
FROM theme
LEFT JOIN given ON given.cluster_id = theme.id
LEFT JOIN workshops_seat AS seat ON seat.id = given.seat_id
LEFT JOIN events_registration AS registration ON registration.id = seat.registration_id
LEFT JOIN people_organisation AS organisation ON organisation.id = registration.organisation_id
GROUP BY theme.id
"""
"""Of every theme one row: cards and votes, then who wrote or voted; at the end the devices that whole tables voted by,
and how many people used each. In SQL, because composing it anew took longer than its answer."""


HOMES = """
SELECT kind, area_id, string_agg(person_id::text, ',')
FROM (
    SELECT DISTINCT ON (registration.person_id)
        registration.person_id, coalesce(organisation.kind, '') AS kind, organisation.area_id
    FROM workshops_seat AS seat
    JOIN workshops_workshop AS workshop ON workshop.id = seat.workshop_id
    JOIN events_registration AS registration ON registration.id = seat.registration_id
    LEFT JOIN people_organisation AS organisation ON organisation.id = registration.organisation_id
    WHERE workshop.event_id = ANY(%s)
    ORDER BY registration.person_id, seat.id DESC
) AS last
GROUP BY kind, area_id
"""
"""Of every home one row, with all who come from there, whoever is asked about: thousands of ids as a condition take
longer to say than all of them to read."""


class ThemeSum(NamedTuple):
    """The figures of one theme, as `ClusterResult` has them. by_hand: of the votes, stickers counted by hand."""

    cards: int
    votes: int
    by_hand: int
    backers: Backing


class _Given(NamedTuple):
    """A row of `SUMS`; None where an array would be empty."""

    theme: int
    cards: int
    votes: int
    persons: list[int] | None
    seats: list[int] | None
    organisations: list[int] | None
    areas: list[int] | None
    devices: list[int] | None
    people: list[int] | None


def theme_sums(events: Collection[int], themes: Collection[int], on: dt.date) -> Mapping[int, ThemeSum]:
    """Of these themes, those that stand (not removed, nor merged into another) in workshops of these events that were
    no rehearsals, by their row ids. on: the day as of which municipalities and regions are told. Five queries, and one
    for every step from an area up to its municipality and its region."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"themes": [*themes], "events": [*events], "report": Kind.REPORT})
        rows = [_Given(*row) for row in cursor]
    by_hand: defaultdict[int, int] = defaultdict(int)
    others: defaultdict[int, set[tuple[str, int, int]]] = defaultdict(set)
    # By event, since themes are many; counts of others are left where they are.
    counts = HandCount.objects.filter(group__workshop__event__in=[*events], criterion="").order_by()
    for theme, group, voters, value in counts.values_list("cluster_id", "group_id", "voters", "value"):
        by_hand[theme] += value
        others[theme].update(("group", group, number) for number in range(1, voters + 1))
    areas = frozenset[int]().union(*(row.areas or () for row in rows))
    towns = {pk: town.pk for pk, town in municipalities_of(areas, on).items() if town}
    regions = {pk: region.pk for pk, region in regions_of(areas, on).items() if region}
    found = {}
    for row in rows:
        for device, people in zip(row.devices or (), row.people or (), strict=True):
            others[row.theme].update(("seat", device, number) for number in range(2, people + 1))
        homes = set(row.areas or ())
        found[row.theme] = ThemeSum(
            row.cards,
            row.votes + by_hand[row.theme],
            by_hand[row.theme],
            Backing(
                frozenset(row.persons or ()),
                frozenset(row.seats or ()),
                frozenset(others[row.theme]),
                frozenset(row.organisations or ()),
                frozenset(towns[area] for area in homes if area in towns),
                frozenset(regions[area] for area in homes if area in regions),
            ),
        )
    return found


def homes_of(persons: Collection[int], events: Collection[Event]) -> dict[int, Home]:
    """Where those of these persons come from who sit in group work of these events, as they said the last time. One
    query."""
    wanted = frozenset(persons)
    homes: dict[int, Home] = {}
    with connection.cursor() as cursor:
        cursor.execute(HOMES, [[event.pk for event in events]])
        for kind, area, listed in cursor.fetchall():
            home = Home(kind, area)
            homes.update((pk, home) for pk in map(int, listed.split(",")) if pk in wanted)
    return homes
