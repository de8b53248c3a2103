"""Whoever joins a team or works for a training programme is written to, and can sign in from then on."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.learning.actions import cohorts, trainings
from talka.learning.factories import StaffFactory
from talka.learning.models import Learner
from talka.letters.actions import SIGN_IN
from talka.letters.models import Letter
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Account, Person, PersonalLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ANNA = PersonData("Anna", "Ozola", "anna@kopiena.test", language="en")


@pytest.fixture
def client(english):
    return english


def link_in(letter):
    found = urlsplit(re.search(r"https?://\S+", letter.text)[0])
    return f"{found.path}?{found.query}" if found.query else found.path


def test_whoever_joins_a_team_comes_in_by_the_letter_and_on_to_their_way(client, team, organiser):
    cohorts.add_learner(team, ANNA, by=organiser)
    letter = Letter.objects.get()
    assert (letter.to_address, letter.kind) == ("anna@kopiena.test", SIGN_IN)
    assert str(team.cohort.training) in letter.text and str(team) in letter.text
    left = letter.secret_until - timezone.now()
    assert dt.timedelta(days=6) < left <= dt.timedelta(days=7), "its words go when the link does"
    link = link_in(letter)
    assert "Anna Ozola" in client.get(link).content.decode(), "looking does not use it up"
    way = reverse("learning:my_way", args=[team.cohort.training.slug, team.cohort.number])
    assert client.post(link).url == way
    assert client.get(way).status_code == 200
    assert client.post(link).status_code == 410


def test_whoever_has_an_account_gets_the_address_and_no_secret(team, organiser):
    person = PersonFactory(with_account=True, language="en")
    cohorts.add_learner(team, person, by=organiser)
    letter = Letter.objects.get(to_address=person.email)
    assert (letter.kind, letter.secret_until) == ("learning-joined", None)
    assert link_in(letter) == reverse("learning:my_way", args=[team.cohort.training.slug, team.cohort.number])
    assert not PersonalLink.objects.exists()


def test_one_mailbox_of_two_people_is_told_what_to_do(team, organiser):
    """A community has one address: the second cannot sign in with it, joins all the same, and learns why."""
    first = PersonFactory(with_account=True, email="kopiena@kopiena.test")
    second = PersonFactory(email="kopiena@kopiena.test", given_name="Jānis", language="en")
    cohorts.add_learner(team, second, by=organiser)
    letter = Letter.objects.get()
    assert "Somebody else signs in with this e-mail address already" in letter.text
    assert "http" not in letter.text.split("You are in the team")[1].split("already")[0]
    second.refresh_from_db()
    assert second.account is None and Account.objects.get(email=first.email).person == first
    assert Learner.objects.get().person == second


def test_those_who_run_the_cohort_see_who_cannot_sign_in(client, team, organiser, trainer):
    cohorts.add_learner(team, PersonData("Anna", "Ozola"), by=organiser)
    cohorts.add_learner(team, PersonData("Jānis", "Bērziņš", "janis@kopiena.test"), by=organiser)
    page = reverse("learning:team", args=[team.cohort.training.slug, team.cohort.number, team.pk])
    client.force_login(organiser.account)
    told = client.get(page).content.decode()
    assert told.count("cannot sign in yet") == 1 and "e-mail address of their own" in told
    assert f"/people/p/{Person.objects.get(given_name='Anna').key}/" in told
    client.force_login(trainer.account)
    assert "cannot sign in yet" not in client.get(page).content.decode()
    coordinator = StaffFactory(training=team.cohort.training, role="coordinator").person
    client.force_login(coordinator.account)
    told = client.get(page).content.decode()
    assert "cannot sign in yet" in told and "/people/p/" not in told, "the register is the organisers'"


def test_who_was_known_before_their_community_belongs_to_it_from_then_on(team, organiser):
    """As whoever applied without an account; where somebody works is not changed."""
    applicant = PersonFactory(email="anna@kopiena.test", given_name="Anna", family_name="Ozola", organisation=None)
    clerk = PersonFactory(email="janis@novads.test", organisation=OrganisationFactory())
    for person in (applicant, clerk):
        cohorts.add_learner(team, PersonData(person.given_name, person.family_name, person.email), by=organiser)
    before = clerk.organisation
    applicant.refresh_from_db()
    clerk.refresh_from_db()
    assert (applicant.organisation, clerk.organisation) == (team.organisation, before)


def test_nobody_is_written_to_without_an_address_nor_when_files_are_loaded(team, organiser):
    cohorts.add_learner(team, PersonData("Anna", "Ozola"), by=organiser)
    cohorts.add_learner(team, PersonData("Jānis", "Bērziņš", "janis@kopiena.test"), by=None)
    trainings.add_staff(team.cohort.training, PersonData("Dace", "Liepa", "dace@kopiena.test"), "trainer", by=None)
    assert Learner.objects.count() == 2
    assert not Letter.objects.exists() and not Person.objects.filter(
        email__endswith="kopiena.test", account__isnull=False
    )


def test_back_on_the_same_day_is_told_once(team, organiser):
    row = cohorts.add_learner(team, ANNA, by=organiser)
    cohorts.add_learner(team, ANNA, by=organiser)
    cohorts.remove_learner(row, by=organiser)
    cohorts.add_learner(team, ANNA, by=organiser)
    assert Letter.objects.count() == 1


def test_a_trainer_comes_in_and_reads_what_waits(client, training, cohort, organiser):
    trainings.add_staff(training, ANNA, "trainer", by=organiser)
    trainings.add_staff(training, ANNA, "trainer", by=organiser)
    letter = Letter.objects.get()
    assert "as: Trainer" in letter.text
    assert client.post(link_in(letter)).url == reverse("learning:training", args=[training.slug])
    assert client.get(reverse("learning:waiting", args=[training.slug, cohort.number])).status_code == 200
    trainings.add_staff(training, organiser, "coordinator", by=organiser)
    assert Letter.objects.count() == 1, "nobody is told what they have just done themselves"
