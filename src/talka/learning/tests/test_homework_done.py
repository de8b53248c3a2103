"""What of the homework that is needed counts for whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.learning.factories import LearnerFactory, TeamFactory
from talka.learning.factories.homework import HandInFactory, HomeworkFactory
from talka.learning.queries.done import HomeworkDone, homework_done

pytestmark = pytest.mark.django_db


def test_accepted_work_of_the_team_counts_for_each_who_was_in_it(cohort, team):
    today = timezone.localdate()
    stayed = LearnerFactory(team=team)
    left_before = LearnerFactory(team=team, left_on=today - dt.timedelta(days=1))
    left_after = LearnerFactory(team=team, left_on=today)
    came_later = LearnerFactory(team=team, joined_on=today + dt.timedelta(days=1))
    other = LearnerFactory(team=TeamFactory(cohort=cohort))
    HandInFactory(homework=HomeworkFactory(cohort=cohort), team=team, state="accepted")
    told = homework_done(cohort)
    assert {row.pk for row in (stayed, left_after)} == {pk for pk, done in told.items() if done.accepted}
    assert {pk for pk, done in told.items() if not done.accepted} == {left_before.pk, came_later.pk, other.pk}
    assert {done.needed for done in told.values()} == {1}


def test_only_what_is_needed_accepted_and_ones_own_counts(cohort, team):
    one, two = LearnerFactory(team=team), LearnerFactory(team=team)
    mine = HomeworkFactory(cohort=cohort, each=True)
    HandInFactory(homework=mine, team=team, learner=one, state="accepted")
    HandInFactory(homework=mine, team=team, learner=two, state="returned")
    HandInFactory(homework=HomeworkFactory(cohort=cohort), team=team)
    HandInFactory(homework=HomeworkFactory(cohort=cohort, needed=False), team=team, state="accepted")
    HandInFactory(homework=HomeworkFactory(cohort=cohort, retired_at=timezone.now()), team=team, state="accepted")
    HandInFactory(state="accepted")  # of another cohort
    assert homework_done(cohort) == {one.pk: HomeworkDone(2, 1), two.pk: HomeworkDone(2, 0)}


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_three_queries(cohort, many):
    for _number in range(many):
        team = LearnerFactory(team=TeamFactory(cohort=cohort)).team
        HandInFactory(homework=HomeworkFactory(cohort=cohort), team=team, state="accepted")
    with CaptureQueriesContext(connection) as queries:
        assert [done.accepted for done in homework_done(cohort).values()] == [1] * many
    assert len(queries) == 3
