"""Support of an initiative: one person once, by account or by a link to a mailbox, given and taken back."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from talka.initiatives.actions import initiatives
from talka.initiatives.actions import supporters as actions
from talka.initiatives.actions.initiatives import InitiativeData
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
from talka.initiatives.mailboxes import mailbox_of
from talka.initiatives.models import Supporter
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.people.models import Consent, FailedCode, Person
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def english():
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def row():
    return InitiativeFactory(title="Laipa pār purvu")


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def text(answer):
    return answer.content.decode()


def link_in(letter):
    return re.search(r"/initiatives/\d+/support/[\w-]+/", letter.text)[0]


def asked(client, row, email, name="Anna Bērziņa"):
    given, family = name.split()
    sent = {"given_name": given, "family_name": family, "email": email}
    answer = client.post(address("support_initiative", row.pk), sent)
    assert answer.status_code == 200
    return answer


def test_with_an_account_it_is_a_button_and_pressing_it_twice_counts_once(english, row):
    person = PersonFactory(with_account=True)
    english.force_login(person.account)
    first = english.post(address("support_initiative", row.pk), {"wants_answer": "on"}, follow=True)
    assert "your support counts" in text(first)
    again = english.post(address("support_initiative", row.pk), {}, follow=True)
    assert "You support it already: it counts once" in text(again)
    assert row.supporters.count() == 1
    assert row.supporters.get().wants_answer is False, "what was said last holds"
    assert "1 person supports it." in text(Client(headers={"accept-language": "en"}).get(address("initiative", row.pk)))


def test_by_a_link_nothing_counts_before_the_button_behind_it_is_pressed(english, row):
    asked(english, row, "anna.berzina@example.test")
    assert not row.supporters.exists()
    way = link_in(Letter.objects.get(to_address="anna.berzina@example.test"))
    assert "I support it" in text(english.get(way))
    assert not row.supporters.exists(), "a mail scanner that opens the link supports nothing"
    english.post(way, {"named": "on", "wants_answer": "on"})
    assert row.supporters.get().by_link is True
    assert "Anna Bērziņa" in text(english.get(address("initiative", row.pk)))
    again = english.post(way, {"named": "on"}, follow=True)
    assert "it counts once" in text(again)
    assert row.supporters.count() == 1


@pytest.mark.parametrize(
    "other", ["ANNA.BERZINA@Example.TEST", "annaberzina@example.test", "anna.berzina+2@example.test"]
)
def test_the_same_mailbox_written_otherwise_is_the_same_person(english, row, other):
    asked(english, row, "anna.berzina@example.test")
    english.post(link_in(Letter.objects.get()), {})
    Letter.objects.all().delete()
    asked(english, row, other, name="Cita Persona")
    letter = Letter.objects.get()
    assert letter.to_address == "anna.berzina@example.test", "it goes where the support came from"
    assert "supported already" in letter.text
    english.post(link_in(letter), {})
    assert row.supporters.count() == 1


def test_two_links_asked_for_before_either_was_pressed_count_once(english, row):
    asked(english, row, "anna.berzina@example.test")
    asked(english, row, "annaberzina@example.test", name="Anna Otrā")
    for letter in Letter.objects.order_by("pk"):
        english.post(link_in(letter), {})
    assert Letter.objects.count() == 2
    assert row.supporters.count() == 1


def test_an_account_and_a_link_to_its_address_are_one_person(english, row):
    person = PersonFactory(with_account=True, email="pet.eris@example.test")
    actions.support(row, person, by=person)
    asked(english, row, "peteris@example.test", name="Pēteris Kalns")
    english.post(link_in(Letter.objects.get()), {})
    assert [one.person for one in row.supporters.all()] == [person]


def test_the_database_itself_counts_a_mailbox_once(row):
    SupporterFactory(initiative=row, mailbox=mailbox_of("a@example.test"))
    with pytest.raises(Exception, match="supporter_mailbox_counts_once"), transaction.atomic():
        SupporterFactory(initiative=row, mailbox=mailbox_of("A@example.test"))


def test_the_answer_does_not_tell_whether_an_address_is_known(english, row):
    known = PersonFactory(email="zinama@example.test")
    actions.support(row, known, by=None)
    one, other = asked(english, row, "zinama@example.test"), asked(english, row, "nezinama@example.test")
    plain = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(each)) for each in (one, other)]
    assert plain[0] == plain[1]


def test_support_is_taken_back_and_nothing_is_kept(english, row):
    asked(english, row, "anna@example.test")
    way = link_in(Letter.objects.get())
    english.post(way, {"named": "on"})
    shown = english.post(f"{way}back/", follow=True)
    assert "nothing is kept" in text(shown)
    assert not row.supporters.exists()
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert "You do not support it." in text(english.post(f"{way}back/", follow=True))
    person = PersonFactory(with_account=True)
    english.force_login(person.account)
    english.post(address("support_initiative", row.pk), {})
    english.post(address("take_support_back", row.pk))
    assert not row.supporters.exists()


def test_a_link_opens_its_own_initiative_only(english, row):
    other = InitiativeFactory()
    asked(english, row, "anna@example.test")
    way = link_in(Letter.objects.get())
    assert english.get(way.replace(f"/{row.pk}/", f"/{other.pk}/")).status_code == 404
    assert english.post(address("support_by_link", row.pk, "nonsense")).status_code == 404


def test_names_stand_there_with_consent_only(english, row):
    SupporterFactory(initiative=row, person__family_name="Redzamā", named=True)
    SupporterFactory(initiative=row, person__family_name="Neredzamā")
    for name in ("initiative", "initiative_supporters"):
        shown = text(english.get(address(name, row.pk)))
        assert "Redzamā" in shown and "Neredzamā" not in shown, name
        assert "2 people support" in shown
    assert "And 1 person who gives no name." in shown


@pytest.mark.parametrize("state", ["accepted", "done", "withdrawn", "declined"])
def test_one_that_looks_for_no_support_counts_none_and_says_so(english, row, state):
    type(row).objects.filter(pk=row.pk).update(state=state)
    person = PersonFactory(with_account=True)
    english.force_login(person.account)
    answer = english.post(address("support_initiative", row.pk), {})
    assert answer.status_code == 409
    assert "does not look for support now" in text(answer)
    english.logout()
    sent = {"given_name": "A", "family_name": "B", "email": "a@example.test"}
    assert english.post(address("support_initiative", row.pk), sent).status_code == 409
    assert not row.supporters.exists() and not Letter.objects.exists()


def test_a_draft_is_supported_by_nobody(english):
    draft = InitiativeFactory(draft=True)
    person = PersonFactory(with_account=True)
    assert english.get(address("support_initiative", draft.pk)).status_code == 404
    with pytest.raises(Refusal):
        actions.support(draft, person, by=person)
    with pytest.raises(Refusal):
        actions.support(InitiativeFactory(), person, by=PersonFactory())


def test_letters_are_not_written_without_end(english, row):
    for _n in range(3):
        asked(english, row, "anna@example.test")
    assert Letter.objects.count() == 1, "one within ten minutes"
    for _n in range(100):
        FailedCode.objects.create(what="initiative-letter", address="127.0.0.1")
    answer = english.post(
        address("support_initiative", row.pk), {"given_name": "A", "family_name": "B", "email": "b@example.test"}
    )
    assert answer.status_code == 429
    assert not Person.objects.filter(email="b@example.test").exists()


def test_supporters_see_that_the_text_changed_since(english, row):
    author = AuthorFactory(initiative=InitiativeFactory(draft=True)).person
    mine = author_row = type(row).objects.get(authors__person=author)
    initiatives.publish(mine, by=author)
    person = PersonFactory(with_account=True)
    actions.support(mine, person, by=person)
    english.force_login(person.account)
    assert "changed since you supported" not in text(english.get(address("initiative", mine.pk)))
    author_row.refresh_from_db()
    data = InitiativeData("Pavisam cits", "Kas cits.", author_row.area)
    initiatives.change(author_row, data, version=author_row.version, by=author)
    shown = text(english.get(address("initiative", mine.pk)))
    assert "changed since you supported" in shown and address("initiative_text", mine.pk, 1) in shown
    other = PersonFactory(with_account=True)
    actions.support(mine, other, by=other)
    english.force_login(other.account)
    assert "changed since you supported" not in text(english.get(address("initiative", mine.pk)))
    assert {one.text for one in Supporter.objects.filter(initiative=mine)} == {1, 2}


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_counts_once():
    row = InitiativeFactory()
    people = [PersonFactory(email=email) for email in ("anna.b@example.test", "annab@example.test") * 2]
    start = threading.Barrier(len(people))

    def press(person):
        try:
            start.wait(30)
            return actions.support(row, person, by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        fresh = list(pool.map(press, people))
    assert sum(fresh) == 1
    assert row.supporters.count() == 1
