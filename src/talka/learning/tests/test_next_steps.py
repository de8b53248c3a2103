"""What somebody of a community is shown to do next, on each page of their way from the list to the certificate."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import RegistrationFactory
from talka.events.models import Registration
from talka.learning.actions import decisions
from talka.learning.factories import CohortFactory, SessionFactory, TrainingFactory
from talka.learning.factories.certificates import TrainingCertificateFactory
from talka.learning.factories.homework import HandInFactory, HandInRemarkFactory, HomeworkFactory
from talka.learning.models import Application, Cohort, Learner
from talka.people.factories import PersonFactory

from .applying_world import DAY, close, criterion, last_letter, link_in, open_cohort, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
COMMUNITY = {"name": "Madlienas kopiena", "given_name": "Anna", "family_name": "Ozola", "email": "anna@ozoli.test"}


@pytest.fixture
def client(english):
    return english


def address(name, cohort, *args):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *args])


def told(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_and_the_training_say_where_one_can_apply(client, training):
    newer = TrainingFactory()
    cohort = open_cohort(training, number=1)
    page = told(client, reverse("learning:trainings"))
    assert page.count("takes applications") == 1
    assert page.index(str(training)) < page.index(str(newer)), "before what is newer"
    door = f'href="{address("apply", cohort)}"'
    assert door in told(client, reverse("learning:training", args=[training.slug]))
    close(cohort)
    assert "takes applications" not in told(client, reverse("learning:trainings"))
    assert door not in told(client, reverse("learning:training", args=[training.slug]))


@pytest.mark.parametrize(
    "change",
    [
        {"apply_from": None, "apply_until": None},
        {"apply_from": timezone.now() + DAY / 2},
        {"apply_until": timezone.now() - DAY / 2},
        {"state": Cohort.State.ENDED},
        {"retired_at": timezone.now()},
    ],
)
def test_the_list_says_so_only_where_the_door_is_open(client, training, change):
    cohort = open_cohort(training, number=1)
    Cohort.objects.filter(pk=cohort.pk).update(**change)
    assert "takes applications" not in told(client, reverse("learning:trainings"))


def test_once_applications_have_closed_the_way_stands_first(client, training):
    cohort = open_cohort(training, number=1)
    page = told(client, address("cohort", cohort))
    assert page.index('id="applying"') < page.index('id="sessions"')
    close(cohort)
    page = told(client, address("cohort", cohort))
    assert page.index('id="sessions"') < page.index('id="applying"')
    later = CohortFactory(training=training, number=2, apply_from=timezone.now() + DAY)
    page = told(client, address("cohort", later))
    assert page.index('id="applying"') < page.index('id="sessions"'), "what comes is told first"


def test_after_the_letter_the_page_asks_for_nothing(client, training):
    cohort = open_cohort(training, number=1)
    answer = client.post(address("apply", cohort), COMMUNITY, follow=True)
    page = answer.content.decode()
    assert "Now open the letter" in page and "anna@ozoli.test" in page
    assert 'name="given_name"' not in page
    assert 'name="given_name"' in told(client, address("apply", cohort)), "for another it can be begun anew"
    wrong = client.post(f"{address('apply', cohort)}?written=1", COMMUNITY | {"email": "-"})
    assert wrong.status_code == 422 and 'name="given_name"' in wrong.content.decode()


def test_whoever_writes_the_application_stands_in_the_team_until_they_say_otherwise(client, training):
    cohort = open_cohort(training, number=1)
    client.post(address("apply", cohort), COMMUNITY)
    link = link_in(last_letter("anna@ozoli.test"))
    assert 'name="given_1" value="Anna"' in told(client, link)
    row = Application.objects.get()
    kept = {"name": row.name, "version": row.version, "keep": "1", "given_1": "", "family_1": "", "email_1": ""}
    client.post(link, kept)
    assert 'value="Anna"' not in told(client, link)


def test_who_is_selected_is_led_on_and_reads_it_among_their_own(client, training, organiser):
    criterion(training)
    cohort = open_cohort(training, number=1)
    person = PersonFactory(with_account=True)
    row = posted(cohort, 1, person=person)
    row.members.update(email=person.email, given_name=person.given_name, family_name=person.family_name)
    close(cohort)
    row.refresh_from_db()
    decisions.decide(row, Application.Outcome.SELECTED, "", by=organiser)
    client.force_login(person.account)
    own, way = reverse("learning:own_application", args=[row.pk]), address("my_way", cohort)
    assert "sent on" in told(client, reverse("people:me")), "decided and not told yet"
    assert way not in told(client, own)
    decisions.announce(cohort, by=organiser)
    assert Learner.objects.get().person == person
    page = told(client, own)
    assert "Your team takes part" in page and f'href="{way}"' in page
    page = told(client, reverse("people:me"))
    assert "selected" in page and "sent on" not in page


def test_ones_own_way_leads_to_registering_and_to_the_certificate(client, cohort, team, learner):
    ahead = timezone.localdate() + dt.timedelta(days=9)
    open_, closed, mine, waits, cancelled = (
        SessionFactory(cohort=cohort, event__first_day=ahead, event__registration_open=number != 1).event
        for number in range(5)
    )
    own = RegistrationFactory(event=mine, person=learner)
    RegistrationFactory(event=waits, person=learner, state=Registration.State.WAITING)
    RegistrationFactory(event=cancelled, person=learner, state=Registration.State.CANCELLED)
    RegistrationFactory(event=open_)
    client.force_login(learner.account)
    page = told(client, address("my_way", cohort))
    offered = [event for event in (open_, closed, mine, waits, cancelled) if f"/e/{event.slug}/register/" in page]
    assert offered == [open_, cancelled]
    assert f"/r/{own.token}/" in page and "On the waiting list" in page
    assert page.count('href="/r/') == 2, "nobody else's"
    assert "Your certificate is issued" not in page
    certificate = TrainingCertificateFactory(learner=Learner.objects.get(person=learner))
    assert f"/t/{certificate.token}/" in told(client, address("my_way", cohort))
    certificate.revoked_at, certificate.revoked_reason = timezone.now(), "Kļūda"
    certificate.save()
    assert f"/t/{certificate.token}/" not in told(client, address("my_way", cohort))


def test_what_was_returned_leads_to_a_new_version_before_anything_else(client, cohort, team, learner, trainer):
    row = HandInFactory(homework=HomeworkFactory(cohort=cohort), team=team, state="returned")
    HandInRemarkFactory(hand_in=row, by=trainer, verdict="returned")
    client.force_login(learner.account)
    page = told(client, address("hand_in", cohort, row.pk))
    assert page.index("Hand in a new version") < page.index('name="text"')
    client.force_login(trainer.account)
    assert "Hand in a new version" not in told(client, address("hand_in", cohort, row.pk))
