"""Those who write an initiative together: invited by letter, accepting, declining, leaving, named or not."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from talka.initiatives.access import initiatives as access
from talka.initiatives.actions import authors as actions
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory
from talka.initiatives.models import Author
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.people.models import Consent
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
    return InitiativeFactory(draft=True, title="Laipa pār purvu")


@pytest.fixture
def author(row):
    return AuthorFactory(initiative=row).person


@pytest.fixture
def invited(row, author):
    actions.invite(row, "Juris", "Kalns", "juris@example.test", by=author)
    return Author.objects.get(initiative=row, state="invited").person


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def text(answer):
    return answer.content.decode()


def link_in(letter):
    return re.search(r"/initiatives/\d+/author/[\w-]+/", letter.text)[0]


def test_an_invited_person_accepts_by_the_link_in_the_letter(english, row, author):
    english.force_login(author.account)
    sent = {"given_name": "Juris", "family_name": "Kalns", "email": "juris@example.test"}
    english.post(address("initiative_authors", row.pk), sent)
    letter = Letter.objects.get()
    assert author.name in letter.text and "Laipa pār purvu" in letter.subject
    english.logout()
    way = link_in(letter)
    assert "Laipa pār purvu" in text(english.get(way))
    assert not access.may_change(Author.objects.get(state="invited").person, row), "reading the link accepts nothing"
    answer = english.post(way, {"answer": "yes"})
    assert "Jūs esat šīs iniciatīvas autors" in text(answer)
    juris = Author.objects.get(person__email="juris@example.test")
    assert juris.state == "accepted" and access.may_change(juris.person, row)
    assert not Consent.objects.exists()


def test_declining_changes_nothing_and_cannot_be_undone_by_the_same_link(english, row, invited):
    way = link_in(Letter.objects.get())
    assert "You have declined" in text(english.post(way, {"answer": "no"}))
    with pytest.raises(Refusal):
        actions.answer(row, invited, accepts=True, by=None)
    assert not access.may_change(invited, row)
    assert english.get(address("initiative", row.pk)).status_code == 404


def test_an_invitation_taken_back_opens_nothing(english, row, author, invited):
    way = link_in(Letter.objects.get())
    english.force_login(author.account)
    one = Author.objects.get(person=invited)
    english.post(address("remove_author", row.pk, one.pk))
    english.logout()
    assert english.get(way).status_code == 404
    assert not Author.objects.filter(person=invited).exists()


def test_who_has_accepted_cannot_be_taken_out_by_others(row, author):
    other = AuthorFactory(initiative=row)
    with pytest.raises(Refusal):
        actions.take_invitation_back(other, by=author)
    assert Author.objects.filter(pk=other.pk).exists()


def test_inviting_an_author_again_is_said_and_writes_nothing(english, row, author):
    other = AuthorFactory(initiative=row, person__given_name="Juris", person__family_name="Kalns").person
    english.force_login(author.account)
    sent = {"given_name": "Juris", "family_name": "Kalns", "email": other.email.upper()}
    answer = english.post(address("initiative_authors", row.pk), sent)
    assert answer.status_code == 422
    assert "is an author already" in text(answer)
    assert not Letter.objects.exists()


def test_a_stranger_does_not_become_somebody_of_another_name_at_the_same_address(row, author):
    known = PersonFactory(given_name="Anna", family_name="Liepa", email="novads@example.test")
    one = actions.invite(row, "Juris", "Kalns", "novads@example.test", by=author)
    assert one.person != known and one.person.name == "Juris Kalns"


def test_the_name_stands_there_with_consent_only_and_goes_with_it(english, row, author):
    type(row).objects.filter(pk=row.pk).update(state="open", published_at="2026-05-05T10:00Z")
    english.force_login(author.account)
    stranger = Client()
    assert author.family_name not in text(stranger.get(address("initiative", row.pk)))
    english.post(address("name_author", row.pk), {"named": "1"})
    assert author.family_name in text(stranger.get(address("initiative", row.pk)))
    assert "name as that of an author" in Consent.objects.get().wording
    english.post(address("name_author", row.pk), {})
    assert author.family_name not in text(stranger.get(address("initiative", row.pk)))


def test_one_of_several_leaves_and_the_only_one_does_not(english, row, author):
    with pytest.raises(Refusal):
        actions.leave(row, by=author)
    other = AuthorFactory(initiative=row, named=True).person
    english.force_login(other.account)
    assert english.post(address("leave_initiative", row.pk)).status_code == 302
    assert not access.may_change(other, row) and access.may_change(author, row)
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert english.get(address("initiative", row.pk)).status_code == 404
    with pytest.raises(Refusal):
        actions.answer(row, other, accepts=True, by=other)


def test_an_invited_person_with_an_account_reads_the_draft_and_answers_there(english, row, author):
    person = AuthorFactory(initiative=row, state="invited").person
    english.force_login(person.account)
    assert address("answer_invitation", row.pk) in text(english.get(address("initiative", row.pk)))
    assert english.get(address("edit_initiative", row.pk)).status_code == 404
    english.post(address("answer_invitation", row.pk), {"answer": "yes", "named": "on"})
    assert english.get(address("edit_initiative", row.pk)).status_code == 200
    assert access.named_among(row, access.AUTHOR, [person.pk]) == {person.pk}


def test_others_neither_invite_nor_answer(english, row, author):
    stranger = PersonFactory(with_account=True)
    with pytest.raises(Refusal):
        actions.invite(row, "A", "B", "a@example.test", by=stranger)
    with pytest.raises(Refusal):
        actions.answer(row, stranger, accepts=True, by=stranger)
    with pytest.raises(Refusal):
        actions.answer(row, author, accepts=False, by=stranger)
    english.force_login(stranger.account)
    published = InitiativeFactory()
    assert english.get(address("answer_invitation", published.pk)).status_code == 404
    assert english.get(address("author_by_link", row.pk, "nonsense")).status_code == 404
    assert Author.objects.count() == 1 and not Letter.objects.exists()


def test_thirty_write_one_at_most(row, author):
    for _n in range(29):
        AuthorFactory(initiative=row, state="invited")
    with pytest.raises(Refusal):
        actions.invite(row, "Juris", "Kalns", "juris@example.test", by=author)
    assert not Letter.objects.exists()


def test_whoever_declined_is_not_asked_again_where_there_are_as_many_as_may_be(row, author, invited, monkeypatch):
    actions.answer(row, invited, accepts=False, by=None)
    monkeypatch.setattr(actions, "MOST", 1)
    with pytest.raises(Refusal, match="at most 1 authors"):
        actions.invite(row, "Juris", "Kalns", "juris@example.test", by=author)


def test_whoever_left_is_not_told_that_the_invitation_was_taken_back(row, author, invited):
    actions.answer(row, invited, accepts=True, by=None)
    actions.leave(row, by=invited)
    with pytest.raises(Refusal, match="You have left this initiative"):
        actions.answer(row, invited, accepts=True, by=None)
