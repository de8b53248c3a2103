"""What is told of a voting: figures from five people on, ties as ties, late votes apart, in few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talka.workshops.factories import (
    BallotFactory,
    CardFactory,
    ClusterFactory,
    GroupFactory,
    SeatFactory,
    WorkshopFactory,
)
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import HandCount
from talka.workshops.queries.tally import tallies, tally, votes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams():
    workshop = WorkshopFactory(stages=shipped_format("game"), at="voting")
    return [GroupFactory(workshop=workshop, number=number, name=f"Komanda {number}") for number in (1, 2, 3)]


def give(seat, team, value, criterion="fun", **more):
    stage = seat.workshop.stages.get(key="voting")
    BallotFactory(seat=seat, stage=stage, cluster=None, team=team, criterion=criterion, value=value, **more)


def voting(teams):
    return teams[0].workshop.stages.get(key="voting")


def told(teams):
    return [(row.id, row.rank, row.tied, row.figure) for row in tally(voting(teams)).rows]


def test_five_voters_are_told_of_four_are_not(teams):
    seats = [SeatFactory(group=teams[0]) for _n in range(4)]
    for seat, value in zip(seats, (5, 4, 3, 3), strict=True):
        give(seat, teams[1], value)
    few = tally(voting(teams))
    assert (few.told, few.people, few.winners) == (False, None, ())
    assert [(row.rank, row.figure, row.criteria) for row in few.rows] == [(None, "", ())] * 3
    give(SeatFactory(group=teams[2]), teams[1], 4)
    enough = tally(voting(teams))
    assert (enough.told, enough.people) == (True, 5)
    assert [row.words for row in enough.winners] == ["Komanda 2"]
    assert told(teams)[0] == ("group:2", 1, False, "3,80")


def test_a_score_from_few_is_ranked_without_its_figure(teams):
    for number in range(5):
        give(SeatFactory(group=teams[0]), teams[1], 2)
        if number < 4:
            give(SeatFactory(group=teams[0]), teams[2], 5)
    assert told(teams) == [("group:3", 1, False, ""), ("group:2", 2, False, "2,00"), ("group:1", None, False, "")]


def test_parts_from_few_are_left_out_with_all_that_would_tell_them(teams):
    seats = [SeatFactory(group=teams[0]) for _n in range(6)]
    for seat in seats:
        give(seat, teams[1], 3, "fun")
    for seat in seats[:2]:
        give(seat, teams[1], 5, "local")
    row = tally(voting(teams)).rows[0]
    assert row.figure
    assert row.criteria == ()
    for seat in seats[2:]:
        give(seat, teams[1], 5, "local")
    row = tally(voting(teams)).rows[0]
    assert [(part.key, part.figure) for part in row.criteria][:3] == [
        ("fun", "3,00"),
        ("innovative", "–"),
        ("local", "5,00"),
    ]


def test_roles_weigh_alike_however_many_came(teams):
    for _n in range(5):
        give(SeatFactory(group=teams[0]), teams[1], 5)
    for _n in range(15):
        give(SeatFactory(workshop=teams[0].workshop, group=None, role="public"), teams[1], 1)
    result = tally(voting(teams))
    assert result.rows[0].figure == "3,00"
    assert [(role.key, role.people) for role in result.roles] == [("participant", 5), ("public", 15)]
    assert [(part.key, part.figure) for part in result.rows[0].roles if part.value] == [
        ("participant", "5,00"),
        ("public", "1,00"),
    ]


def test_practitioners_are_too_few_to_be_told_apart(teams):
    for _n in range(9):
        give(SeatFactory(group=teams[0]), teams[1], 5)
    give(SeatFactory(workshop=teams[0].workshop, group=None, role="practitioner"), teams[1], 1)
    result = tally(voting(teams))
    assert result.rows[0].figure == "3,00"
    assert result.rows[0].roles == ()
    assert [role.people for role in result.roles] == [None, None]


def test_late_votes_stand_apart_until_they_count(teams):
    for _n in range(5):
        give(SeatFactory(group=teams[0]), teams[1], 4)
    late = SeatFactory(group=teams[0])
    give(late, teams[1], 1, late=True, counted=False)
    result = tally(voting(teams))
    assert (result.rows[0].figure, result.people, result.late) == ("4,00", 5, 1)
    late.ballots.update(counted=True)
    result = tally(voting(teams))
    assert (result.rows[0].figure, result.people, result.late) == ("3,50", 6, 0)


def test_close_results_are_told_with_as_many_digits_as_keep_them_apart(teams):
    for number in range(200):
        seat = SeatFactory(group=teams[0])
        give(seat, teams[1], 3 if number else 4)
        give(seat, teams[2], 3)
    assert told(teams)[:2] == [("group:2", 1, False, "3,005"), ("group:3", 2, False, "3,000")]


def test_dots_on_own_cards_are_told_team_by_team(teams):
    stage = teams[0].workshop.stages.get(key="prioritising")
    ideas = teams[0].workshop.stages.get(key="ideas")
    best = {}
    for team in teams[:2]:
        first, second = (
            CardFactory(group=team, workshop=team.workshop, stage=ideas, lane="idea", kind="do") for _n in "ab"
        )
        best[team.pk] = second.text
        for _n in range(5):
            BallotFactory(seat=SeatFactory(group=team), stage=stage, cluster=None, card=second, value=2)
        BallotFactory(seat=SeatFactory(group=team), stage=stage, cluster=None, card=first, value=3)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = tallies(stage, teams)
    assert {pk: found[pk].winners[0].words for pk in best} == best
    assert [(row.figure, row.rank) for row in found[teams[0].pk].rows] == [("10", 1), ("3", 2)]
    assert not found[teams[2].pk].told
    with CaptureQueriesContext(connection) as asked_of_one:
        assert tally(stage, teams[0]) == found[teams[0].pk]
    assert len(asked) == len(asked_of_one)


def test_stickers_counted_by_hand_are_in_and_marked(teams):
    stage = voting(teams)
    HandCount.objects.create(stage=stage, group=teams[0], team=teams[1], criterion="fun", value=20, voters=5)
    give(SeatFactory(group=teams[0], people=5), teams[1], 2)
    result = tally(stage)
    assert (result.rows[0].figure, result.people, result.by_hand) == ("3,00", 10, True)


def test_themes_that_were_merged_or_removed_are_not_told():
    workshop = WorkshopFactory(at="vote")
    group = GroupFactory(workshop=workshop)
    stands, gone = ClusterFactory(group=group), ClusterFactory(group=group)
    for _n in range(5):
        BallotFactory(seat=SeatFactory(group=group), cluster=stands)
    gone.removed_at = workshop.created_at
    gone.save()
    result = tally(workshop.stages.get(key="vote"), group)
    assert [row.words for row in result.rows] == [stands.name]
    assert votes_of(workshop.stages.all(), across=False)[0].key == "vote"
    assert votes_of(workshop.stages.all(), across=True) == []
