"""Requests are written down, answered within a month, and restriction leaves data alone."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talka.letters.actions import SIGN_IN, queue_letter
from talka.letters.rendering import Words
from talka.people.actions import change_person, erase_person, merge_persons
from talka.people.actions.persons import PersonData, find_or_create_person
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import TeamMemberFactory
from talka.protection import personal
from talka.protection.actions import requests as deeds
from talka.protection.models import Request, Restriction
from talka.protection.queries.register import register, waiting
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return PersonFactory(administrator=True)


def browser(person: Person | None) -> Client:
    client = Client()
    client.cookies["talka_language"] = "en"
    if person and person.account:
        client.force_login(person.account)
    return client


def test_no_merge_and_no_table_touches_data_that_are_to_be_left_alone(admin: Person) -> None:
    organiser, person = TeamMemberFactory().person, PersonFactory(phone="")
    deeds.restrict(person, Restriction.Why.ACCURACY, by=person)
    with pytest.raises(Refusal):
        merge_persons(person, PersonFactory(phone="1"), by=organiser)
    said = PersonData(person.given_name, person.family_name, person.email, phone="1")
    find_or_create_person(said, by=organiser, complete=True)
    person.refresh_from_db()
    assert person.phone == ""
    find_or_create_person(said, by=admin, complete=True)
    person.refresh_from_db()
    assert person.phone == "1"


def test_an_address_that_was_changed_meanwhile_is_written_to_again(admin: Person) -> None:
    person = PersonFactory(email="klusums@example.test")
    deeds.restrict(person, Restriction.Why.CLAIMS, by=admin)
    person = change_person(person, PersonData("Cits", "Vārds", "cits@example.test"), by=admin)
    deeds.lift(person, by=admin)
    assert queue_letter(to="klusums@example.test", letter=Words("x", "y", "", "lv"), kind="news").state != "suppressed"


def test_the_first_answer_stands(admin: Person) -> None:
    row = deeds.note_request("access", channel="mail", came_on=timezone.localdate(), by=admin)
    deeds.answer(row, "done", by=admin)
    with pytest.raises(Refusal):
        deeds.answer(row, "refused", by=PersonFactory(administrator=True))
    row.refresh_from_db()
    assert (row.outcome, row.answered_by) == ("done", admin)


def test_ones_own_data_tell_the_local_day(admin: Person) -> None:
    with time_machine.travel(dt.datetime(2026, 1, 1, 22, 30, tzinfo=dt.UTC), tick=False):
        deeds.restrict(admin, Restriction.Why.ACCURACY, by=admin)
    assert "2026-01-02" in str(personal.export(admin))


@pytest.mark.parametrize(
    ("came", "extended", "last"),
    [
        ("2026-01-31", False, "2026-02-28"),
        ("2028-01-31", False, "2028-02-29"),
        ("2026-12-15", False, "2027-01-15"),
        ("2026-11-30", True, "2027-02-28"),
    ],
)
def test_an_answer_is_due_a_month_after(came: str, extended: bool, last: str) -> None:
    assert deeds.due(dt.date.fromisoformat(came), extended=extended) == dt.date.fromisoformat(last)


def test_a_request_by_mail_from_coming_to_answer(admin: Person, django_assert_num_queries: Any) -> None:
    person = PersonFactory()
    client = browser(admin)
    came = timezone.localdate() - dt.timedelta(days=40)
    answer = client.post(
        reverse("protection:requests"),
        {"kind": "access", "channel": "mail", "came_on": came.isoformat(), "person": person.key},
    )
    assert answer.status_code == 302
    row = Request.objects.get()
    assert row.person == person and row.due_on == deeds.due(came)
    assert waiting(timezone.localdate()) == (1, 1)
    assert "late" in client.get(reverse("protection:requests")).content.decode()
    assert "1 is late" in client.get(reverse("protection:overview")).content.decode()
    assert client.post(reverse("protection:request", args=[row.pk]), {"extend": "1"}).status_code == 409, "too late"
    client.post(reverse("protection:request", args=[row.pk]), {"outcome": "done"})
    row.refresh_from_db()
    assert (row.outcome, row.answered_on, row.answered_by) == ("done", timezone.localdate(), admin)
    for _more in range(2):
        deeds.note_request("erasure", channel="paper", came_on=timezone.localdate(), by=admin)
    with django_assert_num_queries(1):
        assert [line.request.outcome for line in register(timezone.localdate())] == ["open", "open", "done"]


def test_extending_within_the_month(admin: Person) -> None:
    row = deeds.note_request("access", channel="mail", came_on=timezone.localdate(), by=admin)
    assert deeds.extend(row, by=admin).due_on == deeds.due(row.came_on, extended=True)
    with pytest.raises(Refusal):
        deeds.note_request("access", channel="mail", came_on=timezone.localdate() + dt.timedelta(days=1), by=admin)


def test_only_administrators(admin: Person) -> None:
    organiser, other = TeamMemberFactory().person, PersonFactory(with_account=True)
    row = deeds.note_request("access", channel="mail", came_on=timezone.localdate(), by=admin, person=other)
    for who in (organiser, other, None):
        for address in (
            reverse("protection:requests"),
            reverse("protection:request", args=[row.pk]),
            reverse("protection:restrict", args=[other.key]),
        ):
            assert browser(who).get(address).status_code == 404
        for deed in (
            lambda who=who: deeds.answer(row, "done", by=who),
            lambda who=who: deeds.extend(row, by=who),
            lambda who=who: deeds.lift(other, by=who),
        ):
            with pytest.raises(Refusal):
                deed()
    with pytest.raises(Refusal):
        deeds.restrict(other, "accuracy", by=organiser)


def test_restricted_data_are_left_alone(admin: Person) -> None:
    organiser, person = TeamMemberFactory().person, PersonFactory(email="klusums@example.test")
    data = PersonData("Cits", "Vārds", person.email)
    change_person(person, data, by=organiser)
    client = browser(admin)
    assert client.post(reverse("protection:restrict", args=[person.key]), {"why": "accuracy"}).status_code == 302
    with pytest.raises(Refusal):
        change_person(person, data, by=organiser)
    change_person(person, data, by=admin)
    news = queue_letter(to=person.email, letter=Words("x", "y", "", "lv"), kind="news")
    code = queue_letter(to=person.email, letter=Words("x", "y", "", "lv"), kind=SIGN_IN)
    assert (news.state, code.state == "suppressed") == ("suppressed", False)
    page = browser(organiser).get(reverse("people:person", args=[person.key])).content.decode()
    assert "left alone since" in page
    client.post(reverse("protection:restrict", args=[person.key]), {"lift": "1"})
    change_person(person, data, by=organiser)
    assert queue_letter(to=person.email, letter=Words("x", "y", "", "lv"), kind="news").state != "suppressed"


def test_one_s_own_objection_holds_at_once_and_waits_to_be_weighed() -> None:
    person = PersonFactory(with_account=True)
    client = browser(person)
    assert "Have my data left alone" in client.get(reverse("people:me")).content.decode()
    for _twice in range(2):
        assert client.post(reverse("protection:restrict_me"), {"why": "objection"}).status_code == 302
    assert Restriction.objects.get().person == person
    row = Request.objects.get()
    assert (row.kind, row.channel, row.outcome) == ("objection", "page", "open")
    assert "Objection (Article 21)" in client.get(reverse("people:me")).content.decode()
    assert client.post(reverse("protection:restrict_me"), {"why": "nonsense"}).status_code == 422


def test_erased_that_a_request_came_stays_and_whose_it_was_goes(admin: Person) -> None:
    person = PersonFactory()
    row = deeds.note_request("erasure", channel="mail", came_on=timezone.localdate(), by=admin, person=person)
    deeds.restrict(person, "claims", by=admin)
    erase_person(person, by=admin)
    row.refresh_from_db()
    assert row.person is None and not Restriction.objects.exists()


def test_answered_requests_go_after_two_years(admin: Person) -> None:
    row = deeds.note_request("access", channel="mail", came_on=timezone.localdate(), by=admin)
    deeds.answer(row, "done", by=admin)
    assert deeds.forget_old() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=732)):
        assert deeds.forget_old() == 1
