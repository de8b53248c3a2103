"""Signing in: by code, by one-time link; guessing and listening get nobody anywhere."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from talka.letters.models import Letter
from talka.letters.rendering import first_link
from talka.people import personal_links, signin
from talka.people.actions import change_person, close_account, invite_to_account
from talka.people.actions.persons import PersonData
from talka.people.factories import AccountFactory, PersonFactory
from talka.people.models import FailedCode, Person, PersonalLink
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
OUTBOX = "talka.letters.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """allauth counts how often a mailbox was asked for in the cache."""
    cache.clear()


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def ask(client: Client, email: str) -> Any:
    return client.post(reverse("account_login"), {"email": email}, follow=True)


def code_in(text: str) -> str:
    found = re.search(r"\b([2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3})\b", text)
    assert found, text
    return found[1]


@override_settings(EMAIL_BACKEND=OUTBOX)
def test_by_code_through_the_outbox(client: Client) -> None:
    person = PersonFactory(with_account=True, email="ilze@novads.test")
    answer = ask(client, "Ilze@Novads.test")
    assert answer.status_code == 200 and signed_in(client) is None
    letter = Letter.objects.get(to_address="ilze@novads.test")
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(letter.text).lower()})
    assert answer.status_code == 302
    assert signed_in(client) == str(person.account.pk)
    assert letter.secret_until is not None, "the outbox forgets the code"


@pytest.mark.parametrize(("language", "words"), [("lv", "Jūsu kods"), ("en", "Your code")])
def test_the_letter_speaks_the_language_of_the_page(client: Client, language: str, words: str) -> None:
    PersonFactory(with_account=True, email="ilze@novads.test")
    client.cookies["talka_language"] = language
    ask(client, "ilze@novads.test")
    assert words in mail.outbox[0].body


def test_a_code_works_once_and_for_who_asked(client: Client) -> None:
    PersonFactory(with_account=True, email="ilze@novads.test")
    ask(client, "ilze@novads.test")
    code = code_in(mail.outbox[0].body)
    other = Client()
    PersonFactory(with_account=True, email="anna@novads.test")
    ask(other, "anna@novads.test")
    assert other.post(reverse("account_confirm_login_code"), {"code": code}).status_code == 200
    assert signed_in(other) is None


def test_a_wrong_code_is_counted_and_five_end_it(client: Client) -> None:
    PersonFactory(with_account=True, email="ilze@novads.test")
    ask(client, "ilze@novads.test")
    for _ in range(4):
        assert client.post(reverse("account_confirm_login_code"), {"code": "222-222"}).status_code == 200
    assert client.post(reverse("account_confirm_login_code"), {"code": "222-222"}).status_code == 302
    right = code_in(mail.outbox[0].body)
    client.post(reverse("account_confirm_login_code"), {"code": right})
    assert signed_in(client) is None, "the code died with the fifth wrong one"
    assert FailedCode.objects.filter(what="sign-in code").count() == 5


def test_guessing_at_speed_is_stopped_and_right_codes_wait_too(client: Client) -> None:
    FailedCode.objects.bulk_create(FailedCode(what="sign-in code", address="127.0.0.1") for _ in range(30))
    PersonFactory(with_account=True, email="ilze@novads.test")
    ask(client, "ilze@novads.test")
    right = code_in(mail.outbox[0].body)
    assert client.post(reverse("account_confirm_login_code"), {"code": right}).status_code == 429
    assert signed_in(client) is None


def test_nobody_learns_who_has_an_account() -> None:
    PersonFactory(with_account=True, email="ilze@novads.test")
    known, unknown = Client(), Client()
    answers = [ask(known, "ilze@novads.test"), ask(unknown, "anna@novads.test")]
    pages = [
        re.sub(r'value="[^"]{40,}"', "", answer.content.decode()).replace(email, "…")
        for answer, email in zip(answers, ["ilze@novads.test", "anna@novads.test"], strict=True)
    ]
    assert pages[0] == pages[1]
    assert [len(answer.redirect_chain) for answer in answers] == [1, 1]
    assert "kont" in mail.outbox[1].subject.lower() and mail.outbox[1].to == ["anna@novads.test"]


def test_a_closed_account_signs_nobody_in(client: Client) -> None:
    person = PersonFactory(with_account=True, email="ilze@novads.test")
    close_account(person, by=person)
    ask(client, "ilze@novads.test")
    for letter in mail.outbox:
        for code in re.findall(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}\b", letter.body):
            client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in(client) is None


@pytest.mark.parametrize("path", ["password/reset/", "password/change/", "email/", "confirm-email/"])
def test_there_are_no_passwords(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


def test_nobody_opens_an_account_by_themselves(client: Client) -> None:
    before = AccountFactory._meta.model.objects.count()
    assert client.get(reverse("account_signup")).status_code == 200
    client.post(reverse("account_signup"), {"email": "new@novads.test"})
    assert AccountFactory._meta.model.objects.count() == before


@pytest.mark.parametrize("next_url", ["²", "99", "//evil.test/", "https://evil.test/", "javascript:alert(1)"])
def test_signing_in_leads_to_our_own_pages_only(client: Client, next_url: str) -> None:
    person = PersonFactory(with_account=True)
    path = signin.make_link(person)
    answer = client.post(f"{path}?next={next_url}")
    assert answer.status_code == 302 and answer["Location"] == "/"


# -- one-time links -------------------------------------------------------------------------------------------------


def test_a_link_survives_being_looked_at_and_works_once(client: Client) -> None:
    person = PersonFactory(email="")
    path = signin.make_link(person)
    for _ in range(3):
        answer = client.get(path)
        assert answer.status_code == 200 and signed_in(client) is None
        assert person.name in answer.content.decode()
    assert client.post(path).status_code == 302
    person.refresh_from_db()
    assert signed_in(client) == str(person.account_id)
    other = Client()
    assert other.post(path).status_code == 410
    assert other.get(path).status_code == 410
    assert signed_in(other) is None


def test_a_link_expires(client: Client) -> None:
    path = signin.make_link(PersonFactory(with_account=True), minutes=60)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        assert client.post(path).status_code == 410
    assert signed_in(client) is None


def test_the_database_does_not_know_the_link() -> None:
    token = signin.make_link(PersonFactory(with_account=True)).split("/")[-2]
    assert not any(token in str(value) for row in PersonalLink.objects.values_list() for value in row)


def test_a_link_for_something_else_signs_nobody_in(client: Client) -> None:
    token = personal_links.make_token(PersonFactory(with_account=True), "registration")
    assert client.post(reverse("people:signin", args=[token])).status_code == 404
    assert client.post(reverse("people:signin", args=["guessed"])).status_code == 404
    assert signed_in(client) is None


def test_links_are_made_by_administrators() -> None:
    person, organiser = PersonFactory(), PersonFactory(with_account=True)
    with pytest.raises(Refusal) as refusal:
        signin.make_link(person, by=organiser)
    assert refusal.value.status == 403
    assert signin.make_link(person, by=PersonFactory(administrator=True)).startswith("/signin/")


def test_closed_and_erased_get_no_link() -> None:
    person = PersonFactory(with_account=True)
    close_account(person, by=person)
    with pytest.raises(Refusal):
        signin.make_link(Person.objects.get(pk=person.pk))
    with pytest.raises(Refusal):
        signin.make_link(PersonFactory(erased_at=timezone.now()))


def test_an_invitation_is_a_letter_to_the_person_alone(client: Client) -> None:
    admin, person = PersonFactory(administrator=True), PersonFactory(email="jauna@novads.test", language="en")
    client.force_login(admin.account)
    answer = client.post(reverse("people:invite", args=[person.key]), follow=True)
    letter = Letter.objects.get(to_address="jauna@novads.test")
    assert "//testserver" not in letter.text, "who writes to others does not say what the house is called"
    path = re.search(r"https?://[^/\s]+(/signin/\S+)", letter.text)[1]
    assert letter.language == "en" and path not in answer.content.decode()
    assert Client().post(path).status_code == 302


def test_two_cannot_sign_in_with_one_address() -> None:
    admin = PersonFactory(administrator=True)
    PersonFactory(with_account=True, email="dome@novads.test")
    second = PersonFactory(email="DOME@novads.test")
    with pytest.raises(Refusal, match=r"dome@novads\.test"), translation.override("en"):
        invite_to_account(second, by=admin, base_url="https://talka.test")
    second.refresh_from_db()
    assert second.account is None and not Letter.objects.exists()


def test_another_service_that_is_away_is_told_calmly(client: Client, settings) -> None:
    app = {"provider_id": "eid", "name": "eID", "client_id": "x", "settings": {"server_url": "http://127.0.0.1:9/"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert "/accounts/oidc/eid/login/" in client.get(reverse("account_login")).content.decode()
    answer = client.post("/accounts/oidc/eid/login/")
    assert answer.status_code == 503
    assert "Otra vietne neatbild" in answer.content.decode()
    assert client.get("/accounts/oidc/other/login/").status_code == 404


# -- passkeys --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("name", ["mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "account_logout"])
def test_pages_of_signing_in_are_ours_and_keep_the_policy(client: Client, name: str, language: str) -> None:
    client.force_login(PersonFactory(with_account=True).account)
    client.cookies["talka_language"] = language
    answer = client.get(reverse(name))
    html = answer.content.decode()
    assert answer.status_code == 200 and "site-header" in html
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", html)
    assert not inline and " style=" not in html and not re.search(r"\son\w+=", html)


def test_the_sign_in_page_offers_code_and_passkey(client: Client) -> None:
    html = client.get(reverse("account_login")).content.decode()
    assert 'name="email"' in html and 'id="passkey_login"' in html and 'type="password"' not in html
    assert client.get(reverse("account_request_login_code")).status_code == 302


def test_a_link_sent_to_a_mistyped_address_opens_nothing_once_it_is_corrected(client: Client) -> None:
    admin, person = PersonFactory(administrator=True), PersonFactory(email="cits@x.test")
    invite_to_account(person, by=admin, base_url="http://testserver")
    path = first_link(Letter.objects.get(to_address="cits@x.test").text).removeprefix("http://testserver")
    assert client.get(path).status_code == 200
    change_person(person, PersonData(person.given_name, person.family_name, "pareizais@x.test"), by=admin)
    assert client.get(path).status_code == client.post(path).status_code == 410
