"""What those who go through a cohort attended: hours, modules and sessions, from the attendance of events."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talka.events.factories import AttendanceFactory, RegistrationFactory
from talka.learning.factories import LearnerFactory, ModuleFactory, SessionFactory, TeamFactory
from talka.learning.models import Learner
from talka.learning.queries.attended import Attended, attended

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 3, 10)


def came(session, person, *days):
    registration = RegistrationFactory(event=session.event, person=person)
    for day in days:
        AttendanceFactory(registration=registration, day=day)


def session_of(cohort, days=1, hours="6.0", **rest):
    return SessionFactory(
        cohort=cohort,
        event__first_day=FIRST,
        event__last_day=FIRST + dt.timedelta(days=days - 1),
        event__certificate_hours=hours and Decimal(hours),
        **rest,
    )


def test_hours_come_by_days_and_modules_by_their_sessions(cohort, team, learner):
    module, other = ModuleFactory(training=cohort.training, order=1), ModuleFactory(training=cohort.training, order=2)
    whole, half = session_of(cohort, module=module), session_of(cohort, days=2, hours="9.0", module=other)
    without_hours, missed = session_of(cohort, hours=None), session_of(cohort, module=other)
    came(whole, learner, FIRST)
    came(half, learner, FIRST)
    came(without_hours, learner, FIRST)
    RegistrationFactory(event=missed.event, person=learner)
    row = Learner.objects.get(person=learner)
    absent = LearnerFactory(team=team)
    assert attended(cohort) == {
        row.pk: Attended(
            Decimal("10.5"),
            frozenset({module.pk, other.pk}),
            frozenset({whole.pk, half.pk, without_hours.pk}),
        ),
        absent.pk: Attended(),
    }


def test_events_that_are_no_sessions_and_sessions_of_other_cohorts_do_not_count(cohort, learner):
    other = TeamFactory(cohort__training=cohort.training, cohort__number=2).cohort
    came(session_of(other), learner, FIRST)
    AttendanceFactory(registration__person=learner, day=FIRST)
    (only,) = attended(cohort).values()
    assert only == Attended()
    assert attended(other) == {}


def test_what_somebody_attended_stays_when_they_have_left(cohort, learner):
    session = session_of(cohort)
    came(session, learner, FIRST)
    Learner.objects.update(left_on=FIRST)
    (only,) = attended(cohort).values()
    assert only.hours == Decimal(6)


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_three_queries(cohort, many):
    for _number in range(many):
        person = LearnerFactory(team=TeamFactory(cohort=cohort)).person
        came(session_of(cohort), person, FIRST)
    with CaptureQueriesContext(connection) as queries:
        assert len(attended(cohort)) == many
    assert len(queries) == 3
