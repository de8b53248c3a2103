"""Progress at a glance: teams × modules, homework and attendance; one's own way; what waits on one's own page."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import AttendanceFactory, RegistrationFactory
from talka.learning.factories import (
    CohortFactory,
    LearnerFactory,
    ModuleFactory,
    SessionFactory,
    StaffFactory,
    TeamFactory,
)
from talka.learning.factories.homework import CoachingFactory, HandInFactory, HandInRemarkFactory, HomeworkFactory
from talka.learning.models import Learner
from talka.learning.queries.mine import taking_part, teaching
from talka.learning.queries.progress import progress_of, teams_of, way_of
from talka.learning.queries.rules import progress_of as fulfilled_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TODAY = dt.date(2026, 6, 1)


def address(name, cohort, *args):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *args])


def held(cohort, day, *people, module=None, hours="6.0"):
    row = SessionFactory(
        cohort=cohort,
        module=module,
        event__first_day=day,
        event__last_day=day,
        event__certificate_hours=Decimal(hours),
    )
    for person in people:
        AttendanceFactory(registration=RegistrationFactory(event=row.event, person=person), day=day)
    return row


def test_the_matrix_tells_how_far_each_team_is(cohort, team, other_team, learner):
    mate = LearnerFactory(team=team).person
    LearnerFactory(team=other_team)
    one, two = ModuleFactory(training=cohort.training, order=1), ModuleFactory(training=cohort.training, order=2)
    held(cohort, dt.date(2026, 3, 1), learner, mate, module=one)
    held(cohort, dt.date(2026, 4, 1), learner, module=two)
    days = [TODAY + dt.timedelta(days=n) for n in (-40, -30, -20, -10, 5)]
    accepted, waits, returned, missed, coming = (HomeworkFactory(cohort=cohort, due_on=day) for day in days)
    own = HomeworkFactory(cohort=cohort, due_on=TODAY + dt.timedelta(days=9), each=True)
    HandInFactory(homework=accepted, team=team, state="accepted")
    HandInFactory(homework=waits, team=team)
    HandInFactory(homework=returned, team=team, state="returned")
    HandInFactory(homework=own, team=team, learner=Learner.objects.get(person=mate), state="accepted")
    HandInFactory(homework=missed, team=other_team)
    CoachingFactory(team=team, hours=Decimal(3))
    CoachingFactory(team=team, hours=Decimal("1.5"))
    CoachingFactory(team=team, hours=Decimal(8), retired_at=timezone.now())
    TeamFactory(cohort=cohort, left_on=dt.date(2026, 3, 1), left_reason="Nav laika")
    told = progress_of(cohort, list(teams_of(cohort)), TODAY)
    first, second = told.rows
    assert [(cell.done, cell.all, cell.state) for cell in first.modules] == [(2, 2, "done"), (1, 2, "part")]
    assert [cell.state for cell in first.homework] == ["done", "waits", "returned", "missed", "none", "part"]
    assert (first.hours, first.coached) == (Decimal(9), Decimal("4.5"))
    assert [cell.state for cell in second.homework] == ["missed", "missed", "missed", "waits", "none", "none"]
    assert (second.hours, second.coached) == (Decimal(0), Decimal(0))
    assert coming in told.homework


def test_progress_of_teams_is_for_those_who_run_it(client, cohort, team, learner, trainer, coach, organiser, stranger):
    team.title = "KOMATRICA"
    team.save()
    coordinator = StaffFactory(training=cohort.training, cohort=cohort, role="coordinator").person
    for person, seen in (
        (None, False), (stranger, False), (learner, False), (trainer, False), (coach, False),
        (coordinator, True), (organiser, True),
    ):  # fmt: skip
        client.logout()
        if person:
            client.force_login(person.account)
        answer = client.get(address("progress", cohort))
        assert (answer.status_code, "KOMATRICA" in answer.content.decode()) == ((200, True) if seen else (404, False))


def test_ones_own_way(client, cohort, team, learner):
    training = cohort.training
    training.least_hours, training.least_modules, training.homework_needed = Decimal(12), 2, True
    training.save()
    module = ModuleFactory(training=training, order=1)
    past = held(cohort, dt.date(2026, 3, 1), learner, module=module)
    missed = held(cohort, dt.date(2026, 4, 1))
    next_ = held(cohort, TODAY + dt.timedelta(days=30))
    done = HomeworkFactory(cohort=cohort, title="KOGATAVS")
    due = HomeworkFactory(cohort=cohort, title="KOJĀDARA")
    HandInFactory(homework=done, team=team, state="accepted")
    place = Learner.objects.select_related("team").get(person=learner)
    way = way_of(cohort, place, learner, TODAY)
    assert list(way.past) == [(past, True), (missed, False)]
    assert [(one.session, one.own, one.open) for one in way.coming] == [(next_, None, False)]
    assert [task.homework for task in way.due] == [due]
    assert [task.homework for task in way.done] == [done]
    assert [(rule.unit, rule.done, rule.needed, rule.met) for rule in way.rules] == [
        ("hours", 6, 12, False),
        ("modules", 1, 2, False),
        ("homework", 1, 2, False),
    ]
    client.force_login(learner.account)
    page = client.get(address("my_way", cohort)).content.decode()
    assert "KOGATAVS" in page and "KOJĀDARA" in page and "6 / 12" in page


def test_whoever_changed_the_team_reads_the_same_of_the_rules_as_on_the_page_of_the_certificate(
    cohort, team, other_team, learner
):
    cohort.training.homework_needed = True
    cohort.training.save()
    Learner.objects.update(joined_on=dt.date(2026, 1, 1))
    HandInFactory(homework=HomeworkFactory(cohort=cohort), team=team, state="accepted")
    Learner.objects.update(left_on=timezone.localdate())
    place = LearnerFactory(team=other_team, person=learner, joined_on=timezone.localdate())
    (told,) = fulfilled_in(cohort)
    assert told.fulfilled
    assert [(rule.done, rule.met) for rule in way_of(cohort, place, learner).rules] == [(1, True)]


def test_ones_own_way_is_for_who_takes_part(client, cohort, team, trainer, organiser, stranger):
    gone = LearnerFactory(team=team, left_on=dt.date(2026, 3, 1)).person
    for person in (None, trainer, organiser, stranger, gone):
        client.logout()
        if person:
            client.force_login(person.account)
        assert client.get(address("my_way", cohort)).status_code == 404


def test_ones_own_page_tells_what_is_due_and_what_waits(client, cohort, team, learner, trainer, stranger):
    homework = [HomeworkFactory(cohort=cohort) for _number in range(3)]
    HandInFactory(homework=homework[0], team=team)
    HandInFactory(homework=homework[1], team=team, state="returned")
    asked = HandInFactory(homework=homework[2], state="accepted", team=TeamFactory(cohort=cohort))
    HandInRemarkFactory(hand_in=asked, from_staff=False)
    ended = CohortFactory(training=cohort.training, number=2, state="ended")
    LearnerFactory(team=TeamFactory(cohort=ended), person=learner)
    only_ended = StaffFactory(training=cohort.training, cohort=ended).person
    assert [(mine.cohort, mine.number) for mine in taking_part(learner)] == [(cohort, 2)]
    assert [(mine.cohort, mine.number) for mine in teaching(trainer)] == [(cohort, 2)]
    assert (taking_part(stranger), teaching(stranger), teaching(only_ended)) == ([], [], [])
    for person, link in ((learner, "my_way"), (trainer, "waiting")):
        client.force_login(person.account)
        assert address(link, cohort) in client.get(reverse("people:me")).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_matrix_and_own_pages_ask_a_fixed_number_of_queries(cohort, many):
    places = [LearnerFactory(team=TeamFactory(cohort=cohort)) for _number in range(many)]
    for number, place in enumerate(places):
        held(cohort, dt.date(2026, 3, 1), place.person, module=ModuleFactory(training=cohort.training, order=number))
        HandInFactory(homework=HomeworkFactory(cohort=cohort), team=place.team)
        CoachingFactory(team=place.team)
        SessionFactory(cohort=cohort, event__first_day=TODAY + dt.timedelta(days=number))
    teams = list(teams_of(cohort))
    with CaptureQueriesContext(connection) as found:
        assert len(progress_of(cohort, teams, TODAY).rows) == many
    assert len(found) == 8
    with CaptureQueriesContext(connection) as found:
        way_of(cohort, places[0], None, TODAY)
    assert len(found) == 12
    teacher = StaffFactory(training=cohort.training).person
    with CaptureQueriesContext(connection) as found:
        assert teaching(teacher)[0].number == many
        assert taking_part(places[0].person)[0].number == many - 1
    assert len(found) == 6


def test_pages_stay_light_with_many_teams_modules_and_homework(client, cohort, organiser):
    for number in range(10):
        ModuleFactory(training=cohort.training, order=number + 1)
        HomeworkFactory(cohort=cohort)
    for _number in range(40):
        LearnerFactory(team=TeamFactory(cohort=cohort))
    client.force_login(organiser.account)
    page = client.get(address("progress", cohort))
    assert page.status_code == 200
    assert len(page.content) < 60_000


def test_a_rule_about_homework_before_any_is_set(english, cohort, learner):
    """Nothing is needed of nothing yet: said in words, not as a share."""
    cohort.training.homework_needed = True
    cohort.training.save()
    english.force_login(learner.account)
    page = english.get(address("my_way", cohort))
    assert page.status_code == 200
    assert "No homework is needed so far" in page.content.decode()
