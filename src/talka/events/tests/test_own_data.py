"""Who has only a personal link sees, corrects, takes, restricts and erases everything: by a code to their address."""

import datetime as dt
import io
import json
import re
from typing import Any

import pypdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import EventFactory, InvitationFactory, RegistrationFactory
from talka.events.models import Registration
from talka.letters.models import Letter
from talka.people.factories import ConsentFactory, PersonFactory
from talka.people.models import Person
from talka.people.own import MOST_CODES
from talka.protection.models import Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Registration:
    person = PersonFactory(given_name="Ilze", family_name="Šķiņķe", email="ilze@novads.test", phone="26112233")
    return RegistrationFactory(event=EventFactory(), person=person, remark="bez riekstiem")


def browser() -> Client:
    client = Client()
    client.cookies["talka_language"] = "en"
    return client


def code_sent() -> str:
    letter = Letter.objects.filter(to_address="ilze@novads.test").latest("pk")
    found = re.search(r"\b([A-Z2-7]{4}) ([A-Z2-7]{4})\b", letter.text)
    assert found
    return f"{found[1].lower()} {found[2]}"


def opened(row: Registration) -> Client:
    client, url = browser(), reverse("events:own_data", args=[row.token])
    client.post(url)
    answer = client.post(url, {"code": code_sent()})
    assert answer.status_code == 302 and answer["Location"] == reverse("people:me")
    return client


OWN = ["me", "my_data", "my_data_json", "my_data_pdf", "edit_me", "erase_me"]


@pytest.mark.parametrize("page", OWN)
def test_a_link_alone_opens_none_of_it(row: Registration, page: str) -> None:
    client = browser()
    client.get(reverse("events:own", args=[row.token]))
    html = client.get(reverse("events:own_data", args=[row.token])).content.decode()
    assert "ilze@novads.test" not in html and "i•••@novads.test" in html
    assert not Letter.objects.exists(), "looking sends nothing"
    assert client.get(reverse(f"people:{page}")).status_code == 302


def test_with_the_code_everything_is_seen_and_taken(row: Registration) -> None:
    client = opened(row)
    page = client.get(reverse("people:me")).content.decode()
    assert "Šķiņķe" in page and "26112233" in page and "Passkeys" not in page
    told = json.loads(client.get(reverse("people:my_data_json")).content)["person"]
    assert told["people"]["person"]["email"] == "ilze@novads.test" and told["events"]
    pdf = client.get(reverse("people:my_data_pdf")).content
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "26112233" in text and "Šķiņķe" in text
    assert "26112233" in client.get(reverse("people:my_data")).content.decode()


def test_it_is_corrected_and_consent_taken_back(row: Registration) -> None:
    consent = ConsentFactory(person=row.person)
    client = opened(row)
    answer = client.post(
        reverse("people:edit_me"),
        {"given_name": "Ilze", "family_name": "Bērziņa", "email": "ilze@novads.test", "language": "lv"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    client.post(reverse("people:withdraw"), {"consent": consent.pk})
    row.person.refresh_from_db()
    consent.refresh_from_db()
    assert row.person.family_name == "Bērziņa" and consent.withdrawn_at


def test_it_is_restricted_and_erased(row: Registration) -> None:
    client = opened(row)
    client.post(reverse("protection:restrict_me"), {"why": "accuracy"})
    assert Request.objects.get().person == row.person
    assert client.get(reverse("people:erase_me")).status_code == 200
    assert client.post(reverse("people:erase_me")).status_code == 200
    row.person.refresh_from_db()
    assert row.person.erased_at and not row.person.family_name
    assert client.get(reverse("people:me")).status_code == 302


def test_wrong_codes_open_nothing_and_are_counted(row: Registration) -> None:
    client, url = browser(), reverse("events:own_data", args=[row.token])
    client.post(url)
    right = code_sent()
    for _try in range(30):
        assert client.post(url, {"code": "AAAA AAAA"}).status_code == 422
    assert client.post(url, {"code": right}).status_code == 429
    assert client.get(reverse("people:me")).status_code == 302


def test_a_code_works_once_for_a_quarter_of_an_hour_and_for_its_person(row: Registration) -> None:
    other = RegistrationFactory(event=row.event, person=PersonFactory(email="ilze@novads.test", given_name="Cita"))
    url = reverse("events:own_data", args=[row.token])
    client = browser()
    client.post(url)
    code = code_sent()
    wrong = browser().post(reverse("events:own_data", args=[other.token]), {"code": code})
    assert wrong.status_code == 422, "a mailbox that two share opens only whose link it is"
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert client.post(url, {"code": code}).status_code == 422
    assert client.post(url, {"code": code}).status_code == 302
    assert browser().post(url, {"code": code}).status_code == 422


def test_what_was_confirmed_ends_by_itself_and_by_a_button(row: Registration) -> None:
    client = opened(row)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31)):
        assert client.get(reverse("people:me")).status_code == 302
    assert client.get(reverse("people:me")).status_code == 200
    client.post(reverse("people:close_own"))
    assert client.get(reverse("people:me")).status_code == 302


def test_a_mailbox_is_not_filled(row: Registration) -> None:
    client, url = browser(), reverse("events:own_data", args=[row.token])
    answers = [client.post(url).status_code for _try in range(MOST_CODES + 1)]
    assert answers == [200] * MOST_CODES + [429]
    assert Letter.objects.count() == MOST_CODES


def test_without_an_address_the_page_says_whom_to_ask(row: Registration) -> None:
    Person.objects.filter(pk=row.person.pk).update(email="")
    client, url = browser(), reverse("events:own_data", args=[row.token])
    assert "no e-mail address" in client.get(url).content.decode()
    assert client.post(url).status_code == 409


def test_an_own_page_shows_no_other_person_and_no_page_of_the_team(row: Registration) -> None:
    other = InvitationFactory(event=row.event, person=PersonFactory(family_name="Zqcitade"))
    client = opened(row)
    for name in OWN:
        answer = client.get(reverse(f"people:{name}"))
        assert "Zqcitade" not in answer.content.decode(errors="replace"), (name, other)
    for address in (reverse("people:people"), reverse("people:person", args=[other.person.key])):
        assert client.get(address).status_code == 404
    assert client.get(reverse("protection:overview")).status_code == 404


def test_the_export_holds_every_declared_table_that_leads_to_the_person(row: Registration, everything: Any) -> None:
    missing = everything(row)
    assert missing == []


@pytest.fixture
def everything() -> Any:
    """Which declared tables have a row of the person's that their export does not tell of."""
    from talka.people.personal_data import export, models_of, rooms

    def missing(row: Registration) -> list[str]:
        InvitationFactory(event=row.event, person=row.person)
        ConsentFactory(person=row.person)
        told = export(row.person)
        speaking = {room.name for room in rooms() if room.export}
        found = []
        for model, column in models_of(Person):
            stands = model._base_manager.filter(**{column.name: row.person}).exists()
            if stands and not {model._meta.app_label} & (set(told) | speaking):
                found.append(model._meta.label)
        for words in ("bez riekstiem", "26112233", "Piekrītu, ka mani fotografē"):
            if words not in json.dumps(told, ensure_ascii=False, default=str):
                found.append(words)
        return found

    return missing
