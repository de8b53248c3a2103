"""What the room keeps of a person, tells them and lets go."""

import datetime as dt

import pytest
from django.utils import timezone

from talka.learning import personal
from talka.learning.actions.certificates import issue_to_all
from talka.learning.actions.cohorts import add_learner
from talka.learning.factories import LearnerFactory, StaffFactory
from talka.learning.factories.community_plans import CommunityPlanFactory, PlanCommentFactory
from talka.learning.factories.homework import HandInFactory, HandInRemarkFactory, HomeworkFactory
from talka.learning.models import Cohort, Learner, Staff
from talka.learning.queries.rules import progress_of
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.personal_data import export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def person():
    return PersonFactory(family_name="Ksaverijs")


def test_a_person_is_told_where_they_learn_and_what_they_work_for(person, team, training):
    LearnerFactory(person=person, team=team)
    StaffFactory(person=person, training=training, role="coach")
    told = str(export(person)["learning"])
    for words in (str(training), str(team.cohort), str(team), "Coach on site"):
        assert words in told
    assert "learning" not in export(PersonFactory())


def test_an_erased_person_works_for_nothing_and_is_named_nowhere(client, person, team, training, organiser):
    LearnerFactory(person=person, team=team)
    StaffFactory(person=person, training=training)
    erase_person(person, by=person)
    assert not Staff.objects.filter(person=person).exists()
    assert Learner.objects.filter(team=team).count() == 1  # how many they were stays
    client.force_login(organiser.account)
    for address in ("", "cohorts/1/", f"cohorts/1/teams/{team.pk}/", "staff/"):
        page = client.get(f"/learning/training/{training.slug}/{address}")
        assert page.status_code == 200
        assert "Ksaverijs" not in page.content.decode()


def test_a_person_is_told_the_day_on_which_it_was_where_they_live(person, team, cohort):
    """Half past midnight in Riga is the day before by the clock of the world."""
    at = dt.datetime(2026, 3, 1, 22, 30, tzinfo=dt.UTC)
    hand_in = HandInFactory(homework=HomeworkFactory(cohort=cohort), team=team)
    HandInRemarkFactory(hand_in=hand_in, by=person, at=at)
    PlanCommentFactory(plan=CommunityPlanFactory(team=team), by=person, at=at)
    told = str(export(person)["learning"])
    assert told.count("2026-03-02") == 2 and "2026-03-01" not in told


def test_an_erased_person_holds_no_place_and_gets_no_certificate(person, team, cohort, training, organiser):
    """The homework of the team is theirs too, and stays when they go."""
    training.homework_needed, training.team_size = True, 1
    training.save()
    LearnerFactory(person=person, team=team, joined_on=dt.date(2026, 1, 1))
    HandInFactory(homework=HomeworkFactory(cohort=cohort), team=team, state="accepted")
    assert [row.ready for row in progress_of(cohort)] == [True]
    erase_person(person, by=person)
    assert progress_of(cohort) == []
    assert issue_to_all(cohort, by=organiser) == 0
    assert add_learner(team, PersonFactory(), by=organiser).left_on is None


def test_whoever_takes_part_is_not_forgotten_before_the_end(person, team):
    LearnerFactory(person=person, team=team)

    def held() -> bool:
        today = timezone.localdate()
        return any(person.pk in row.values() for rows in personal.holds(today) for row in rows)

    assert held()
    Cohort.objects.update(state=Cohort.State.ENDED)
    assert not held()
