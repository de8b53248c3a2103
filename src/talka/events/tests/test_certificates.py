"""Certificates hold without their event; feedback has no names."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from talka.events.actions import certificates as actions
from talka.events.actions import feedback
from talka.events.factories import (
    AttendanceFactory,
    CertificateFactory,
    EventFactory,
    FeedbackAnswerFactory,
    RegistrationFactory,
)
from talka.events.models import Certificate, Event, FeedbackAnswer
from talka.events.queries.feedback import feedback_summary
from talka.letters.models import Letter
from talka.people.models import FailedCode
from talka.ui.refusals import Refusal

from .day import client_of, organiser, signed_in

pytestmark = pytest.mark.django_db


def two_days(**fields) -> Event:
    return EventFactory(
        first_day=dt.date(2030, 5, 2), last_day=dt.date(2030, 5, 3), certificate_hours=12, starts_at=None, **fields
    )


def test_those_who_came_get_one_each_with_their_share_of_the_hours():
    event = two_days()
    both, one, absent = RegistrationFactory.create_batch(3, event=event)
    AttendanceFactory(registration=both, day=event.first_day)
    AttendanceFactory(registration=both, day=event.last_day)
    AttendanceFactory(registration=one, day=event.last_day)
    by = organiser(event)
    assert actions.issue_many(event, by=by) == 2
    assert actions.issue_many(event, by=by) == 0
    assert both.certificate.facts["hours"] == "12"
    assert (one.certificate.facts["hours"], one.certificate.facts["days"]) == ("6", ["2030-05-03"])
    assert not Certificate.objects.filter(registration=absent).exists()
    with pytest.raises(Refusal):
        actions.issue(absent, by=by)
    assert {letter.to_address for letter in Letter.objects.filter(kind="events.certificate")} == {
        both.person.email,
        one.person.email,
    }


def test_a_certificate_verifies_after_the_event_and_the_person_are_gone():
    event = two_days()
    row = RegistrationFactory(event=event, person__given_name="Žanna", person__family_name="Zārdiņa")
    AttendanceFactory(registration=row, day=event.first_day)
    certificate = actions.issue(row, by=organiser(event))
    title = event.title.localize("lv")
    event.title = "Pavisam cits nosaukums"
    event.save()
    url = reverse("events:certificate", args=[certificate.code])
    row.attendances.all().delete()
    event.registrations.all().delete()
    Event.objects.filter(pk=event.pk).delete()
    page = signed_in(None).get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Žanna Zārdiņa" in text
    assert certificate.facts["words"]["en"]["event"] in text
    assert title in certificate.facts["words"]["lv"]["event"]
    assert "cits nosaukums" not in text
    assert event.project.number in text
    # Typed in small letters with a dash it is the same certificate.
    assert (
        signed_in(None).get(reverse("events:certificate", args=[certificate.code.lower()]), follow=True).status_code
        == 200
    )


def test_a_wrong_code_is_clear_and_counted():
    CertificateFactory(holder="Noslēpumaina Persona")
    client = signed_in(None)
    answers = [client.get(reverse("events:certificate", args=["ABCDEFGHJKM2"])) for _ in range(32)]
    assert answers[0].status_code == 404
    assert "Noslēpumaina" not in answers[0].content.decode()
    assert "No such certificate" in answers[0].content.decode()
    assert answers[-1].status_code == 429
    assert FailedCode.objects.filter(what="certificate").count() == 30


def test_a_revoked_certificate_says_so_with_the_reason():
    certificate = CertificateFactory()
    event = certificate.event
    by = organiser(event)
    with pytest.raises(Refusal):
        actions.revoke(certificate, "", by=by)
    actions.revoke(certificate, "Izsniegts citai personai.", by=by)
    page = signed_in(None).get(reverse("events:certificate", args=[certificate.code])).content.decode()
    assert "does not hold" in page
    assert "Izsniegts citai personai." in page
    assert (
        signed_in(None).get(reverse("events:own_certificate", args=[certificate.registration.token])).status_code == 410
    )


def test_the_holder_downloads_their_own_and_nobody_elses():
    mine = CertificateFactory(registration__person__family_name="Šķiņķe")
    answer = signed_in(None).get(reverse("events:own_certificate", args=[mine.registration.token]))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert mine.holder in text
    assert mine.code in text.replace("\u00a0", "").replace(" ", "")
    other = RegistrationFactory(event=mine.event)
    assert signed_in(None).get(reverse("events:own_certificate", args=[other.token])).status_code == 404


def test_feedback_is_sent_once_and_leads_to_nobody():
    row = RegistrationFactory(event=EventFactory(feedback_open=True))
    client = signed_in(None)
    url = reverse("events:feedback", args=[row.token])
    assert client.post(url, {"useful": ""}).status_code == 422
    assert client.post(url, {"useful": "5", "best": "Pusdienas"}).status_code == 302
    assert client.post(url, {"useful": "1"}).status_code == 200
    sheet = FeedbackAnswer.objects.get()
    assert (sheet.ratings, sheet.best) == ({"useful": 5}, "Pusdienas")
    row.refresh_from_db()
    assert row.feedback_given
    kept = [str(getattr(sheet, field.attname)) for field in sheet._meta.concrete_fields]
    for secret in (row.token, row.code, str(row.person.email)):
        assert all(secret not in value for value in kept)
    with pytest.raises(Refusal):
        feedback.send(row, {"useful": 1}, {})


def test_feedback_that_is_not_asked_for_is_refused():
    row = RegistrationFactory(event=EventFactory(feedback_open=False))
    assert signed_in(None).get(reverse("events:feedback", args=[row.token])).status_code == 410
    with pytest.raises(Refusal):
        feedback.send(row, {"useful": 1}, {})


def test_four_sheets_show_nothing_five_show_all_together():
    event = EventFactory()
    FeedbackAnswerFactory.create_batch(4, event=event, best="Atpazīstams teikums")
    client = client_of(event, "organiser")
    url = reverse("events:feedback_summary", args=[event.slug])
    assert "Atpazīstams" not in client.get(url).content.decode()
    assert feedback_summary(event).sheets is None
    assert client.get(reverse("events:feedback_summary_export", args=[event.slug, "xlsx"])).status_code == 409
    FeedbackAnswerFactory(event=event, ratings={"useful": 2})
    summary = feedback_summary(event)
    assert (summary.sheets, summary.rated[0].mean, summary.rated[1].mean) == (5, 3.6, None)
    assert "Atpazīstams" in client.get(url).content.decode()


def test_those_who_came_are_asked_once_by_letter():
    event = EventFactory(feedback_open=True)
    came, absent = RegistrationFactory.create_batch(2, event=event)
    AttendanceFactory(registration=came)
    assert feedback.ask_for_feedback(event) == 1
    assert feedback.ask_for_feedback(event) == 0
    letter = Letter.objects.get()
    assert letter.to_address == came.person.email
    assert reverse("events:feedback", args=[came.token]) in letter.text
    assert absent.token not in letter.text
