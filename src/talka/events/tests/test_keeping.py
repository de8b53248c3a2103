"""Reminders, questions, what is forgotten and what an erased person leaves behind."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from talka.events.actions import forgetting, questions, reminders
from talka.events.actions.events import edit_event
from talka.events.actions.registration import cancel, register
from talka.events.factories import (
    AttendanceFactory,
    CertificateFactory,
    EventFactory,
    InvitationFactory,
    QuestionFactory,
    RegistrationFactory,
)
from talka.events.models import Certificate, Invitation, Question, Registration
from talka.events.queries.registrations import history
from talka.letters.models import Letter
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.personal_data import export
from talka.ui.refusals import Refusal

from .day import client_of, open_event, organiser, signed_in
from .test_registering import applicant

pytestmark = pytest.mark.django_db


def test_reminders_go_once_to_those_with_a_seat_when_they_are_due():
    today = timezone.localdate()
    event = EventFactory(first_day=today + dt.timedelta(days=2), reminder_days=2, starts_at=None, ends_at=None)
    later = EventFactory(first_day=today + dt.timedelta(days=9), reminder_days=2)
    off = EventFactory(first_day=today + dt.timedelta(days=2), reminder_days=0)
    row = RegistrationFactory(event=event)
    RegistrationFactory(event=event, state=Registration.State.WAITING)
    RegistrationFactory(event=event, state=Registration.State.CANCELLED)
    for other in (later, off):
        RegistrationFactory(event=other)
    assert reminders.remind_all() == 1
    assert reminders.remind_all() == 0
    letter = Letter.objects.get()
    assert letter.to_address == row.person.email
    assert row.token in letter.text
    assert row.code in letter.text


def test_a_cancelled_event_reminds_nobody():
    event = EventFactory(first_day=timezone.localdate() + dt.timedelta(days=1), state="cancelled")
    RegistrationFactory(event=event)
    assert reminders.remind_all() == 0


def test_ready_questions_are_switched_and_own_ones_built():
    event = open_event()
    client = client_of(event, "organiser")
    url = reverse("events:questions", args=[event.slug])
    client.post(url, {"ready": "1", "on": ["diet", "transport"]})
    assert set(event.questions.values_list("kind", flat=True)) == {"diet", "transport"}
    client.post(
        url, {"label_0": "Kuru ēdienu?", "label_1": "Which dish?", "kind": "one", "options": "Zivs | Fish\nZupa"}
    )
    own = Question.objects.get(event=event, kind="one")
    assert own.options == [{"lv": "Zivs", "en": "Fish"}, {"lv": "Zupa"}]
    assert client.post(url, {"label_0": "Tukšs", "kind": "one", "options": "viens"}).status_code == 422
    page = signed_in(None).get(reverse("events:register", args=[event.slug])).content.decode()
    assert "Which dish?" in page
    assert "Fish" in page
    client.post(url, {"ready": "1", "on": ["diet"]})
    assert set(event.questions.values_list("kind", flat=True)) == {"diet", "one"}


def test_the_kind_of_an_answered_question_stays():
    question = QuestionFactory(event=open_event())
    RegistrationFactory(event=question.event).answers.create(question=question, value="jā")
    with pytest.raises(Refusal):
        questions.change_question(question, by=organiser(question.event), kind="yes_no")


def test_questions_change_places():
    event = open_event()
    by = organiser(event)
    first, second = (questions.add_question(event, by=by, label=label, kind="text") for label in ("Pirmais", "Otrais"))
    questions.move_question(event, second.key, up=True, by=by)
    questions.move_question(event, second.key, up=True, by=by)
    assert list(event.questions.values_list("key", flat=True)) == [second.key, first.key]


def test_answers_are_forgotten_thirty_days_after_the_event():
    today = timezone.localdate()
    old = RegistrationFactory(event__first_day=today - dt.timedelta(days=40), diet="vegāne", overnight=True)
    fresh = RegistrationFactory(event__first_day=today - dt.timedelta(days=5), diet="vegāns")
    old.answers.create(question=QuestionFactory(event=old.event), value="noslēpums")
    assert forgetting.forget_answers() == 1
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.diet, old.overnight, old.answers.count(), fresh.diet) == ("", None, 0, "vegāns")


def test_history_says_who_did_what():
    event = open_event()
    by = organiser(event)
    row = register(event, applicant(), by=None).registration
    cancel(row, by=by)
    with translation.override("lv"):
        told = [(deed.what, deed.by) for deed in history(row)]
    assert told == [("Pieteikšanās saņemta", ""), ("Pieteikšanās atcelta", by.name)]


def test_a_person_sees_everything_and_what_is_locked_waits_for_the_funder():
    today = timezone.localdate()
    person = PersonFactory(given_name="Žanna", family_name="Zārdiņa")
    event = EventFactory(first_day=today - dt.timedelta(days=3))
    row = RegistrationFactory(event=event, person=person, diet="bez riekstiem", position="vecākā plānotāja")
    AttendanceFactory(registration=row)
    CertificateFactory(registration=row)
    ahead = open_event(capacity=1)
    coming = RegistrationFactory(event=ahead, person=person)
    waits = register(ahead, applicant(3), by=None).registration
    InvitationFactory(event=ahead, person=person)
    token = row.token
    told = str(export(person)["events"])
    assert "bez riekstiem" not in told or "vecākā plānotāja" in told
    assert "vecākā plānotāja" in told
    erased = erase_person(person, by=person)
    assert [kept.until for kept in erased.kept] == [event.project.retention_until]
    row.refresh_from_db()
    coming.refresh_from_db()
    waits.refresh_from_db()
    assert (row.diet, row.position, row.attendances.count()) == ("", "vecākā plānotāja", 1)
    assert (coming.state, waits.state) == (Registration.State.CANCELLED, Registration.State.REGISTERED)
    assert not Certificate.objects.exists()
    assert not Invitation.objects.exists()
    assert signed_in(None).get(reverse("events:own", args=[token])).status_code == 404
    # When the lock has ended nothing of the person is left.
    after = event.project.retention_until + dt.timedelta(days=1)
    assert erase_person(person, by=None, today=after).traces == []
    row.refresh_from_db()
    assert (row.position, row.organisation, row.person.name) == ("", None, "")


def test_an_event_that_is_moved_reminds_anew_and_once():
    today = timezone.localdate()
    event = EventFactory(first_day=today + dt.timedelta(days=2), reminder_days=2, starts_at=None, ends_at=None)
    RegistrationFactory(event=event)
    assert reminders.remind_all() == 1
    days = {"first_day": today + dt.timedelta(days=9), "last_day": today + dt.timedelta(days=9)}
    edit_event(event, days, seen=event.version, by=organiser(event))
    assert reminders.remind_all() == 0
    there = timezone.now() + dt.timedelta(days=7)
    assert [reminders.remind_all(there), reminders.remind_all(there)] == [1, 0]
    assert Letter.objects.count() == 2
