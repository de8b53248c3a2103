"""Letters about community plans and impressions: who is written to, once, and without what can be taken back."""

import pytest

from talka.learning.actions import impressions as actions
from talka.learning.actions import plan_versions
from talka.learning.factories import LearnerFactory, StaffFactory
from talka.learning.factories.angels import AngelRequestFactory
from talka.learning.factories.community_plans import CommunityPlanFactory
from talka.learning.factories.impressions import ImpressionFactory
from talka.letters.models import Letter
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import TeamMemberFactory
from talka.programmes.models import TeamMember

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def written(kind):
    return sorted(Letter.objects.filter(kind=kind).values_list("to_address", flat=True))


def test_each_side_is_told_of_the_other_s_comment(team, other_team, learner, coach, training):
    plan = CommunityPlanFactory(team=team)
    mate = LearnerFactory(team=team).person
    LearnerFactory(team=team, person=PersonFactory(email=""))
    LearnerFactory(team=other_team)
    trainer = StaffFactory(training=training).person
    StaffFactory()
    plan_versions.comment(plan, "ZQVĀRDI", by=coach)
    assert written("learning-plan-commented") == sorted([learner.email, mate.email])
    plan_versions.comment(plan, "ZQVĀRDI", by=learner)
    everybody = sorted(one.email for one in (learner, mate, coach, trainer))
    assert written("learning-plan-commented") == everybody
    for letter in Letter.objects.all():
        assert f"/learning/community-plans/{plan.pk}/" in letter.text and plan.title in letter.text
        assert "ZQVĀRDI" not in letter.text


def test_of_a_plan_of_no_cohort_nobody_is_written_to():
    person = PersonFactory(organisation=OrganisationFactory(kind="community"))
    plan = CommunityPlanFactory(team=None, organisation=person.organisation)
    plan_versions.comment(plan, "A", by=person)
    assert not Letter.objects.exists()


def test_coordinators_learn_of_an_offered_story_once_for_each_version(team, training):
    row = ImpressionFactory(team=team, title="ZQSTĀSTS")
    coordinator = StaffFactory(training=training, role="coordinator").person
    StaffFactory(training=training)
    TeamMemberFactory(programme=training.programme, project=None, role=TeamMember.Role.ORGANISER)
    for _again in range(2):
        actions.offer(row, by=row.person)
        actions.take_back(row, by=row.person)
    assert written("learning-impression-offered") == [coordinator.email]
    letter = Letter.objects.get()
    assert f"/learning/impressions/{row.pk}/" in letter.text
    assert "ZQSTĀSTS" not in letter.text + letter.subject and row.person.name not in letter.text


def test_without_coordinators_organisers_of_the_programme_learn_of_it(organiser, team):
    row = ImpressionFactory(team=team)
    actions.offer(row, by=row.person)
    assert written("learning-impression-offered") == [organiser.email]


def test_an_angel_s_story_is_offered_to_organisers():
    angel = AngelRequestFactory(mentored=True).angel
    programme = angel.mentored.get().programme
    person = TeamMemberFactory(programme=programme, project=None, role=TeamMember.Role.ORGANISER).person
    row = ImpressionFactory(
        voice="angel", team=None, training=None, programme=programme, person=angel.person, title="Gads"
    )
    actions.offer(row, by=angel.person)
    assert written("learning-impression-offered") == [person.email]


def test_the_writer_learns_what_was_decided(team, organiser):
    row = ImpressionFactory(team=team, state="offered", title="ZQSTĀSTS")
    actions.publish(row, version=1, by=organiser)
    actions.publish(row, version=1, by=organiser)
    assert written("learning-impression-decided") == [row.person.email]
    actions.give_back(row, "ZQIEMESLS", by=organiser)
    assert written("learning-impression-decided") == [row.person.email] * 2
    assert not any("ZQ" in letter.text + letter.subject for letter in Letter.objects.all())


def test_the_writer_learns_of_each_time_it_is_given_back(team, organiser):
    row = ImpressionFactory(team=team)
    for why in ("Vēl piemēru", "Tomēr vēl vienu"):
        actions.offer(row, by=row.person)
        actions.give_back(row, why, by=organiser)
    assert written("learning-impression-decided") == [row.person.email] * 2
