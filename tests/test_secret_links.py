"""Addresses that hold a secret: wrong, over, of another event, of somebody erased, or made for another door."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from talka.events.models import Event
from talka.people import personal_links, signin
from talka.people.actions.erasure import erase_person
from talka.people.models import PersonalLink

from .own_database import own_database
from .planted import Place, World, build

OPENS_NOTHING = {401, 404, 409, 410, 422, 429}


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "secrets"):
        yield build()


@pytest.fixture(autouse=True)
def undone(world: World) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def doors(place: Place) -> dict[str, list[str]]:
    """By kind of secret, every address it opens in this place."""
    has = place.has
    token, invitation, code = has["registration"].token, has["invitation"].token, has["workshop"].code
    own = [f"/r/{token}/{part}" for part in ("", "calendar.ics", "change/", "substitute/", "words/", "certificate.pdf")]
    return {
        "registration": [*own, f"/f/{token}/"],
        "invitation": [f"/i/{invitation}/"],
        "seat": [f"/w/{code}/me/{token}/"],
        "certificate": [f"/t/{has['training certificate'].token}/"],
        "card": [f"/q/{has['event'].slug}/{has['registration'].code}/"],
    }


def opened(path: str, *places: Place) -> list[str]:
    """Planted words that somebody without an account reads there."""
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code < 500, path
    body = b"".join(answer) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    return [word for place in places for word in place.words.values() if word in text and word not in path]


def test_right_secrets_open_their_own_place(world: World) -> None:
    """That the doors below are doors at all."""
    for path in doors(world.own)["registration"][:4] + doors(world.own)["invitation"] + doors(world.own)["seat"]:
        assert Client().get(path).status_code in (200, 302), path
    assert opened(doors(world.own)["registration"][0], world.own)


def test_no_secret_of_one_place_tells_of_another(world: World) -> None:
    faults = [
        f"{path} tells {word}"
        for place, other in ((world.own, world.hidden), (world.hidden, world.own))
        for paths in doors(place).values()
        for path in paths
        for word in opened(path, other)
    ]
    assert not faults, "\n".join(faults)


def test_a_secret_fits_its_own_door_only(world: World) -> None:
    has = world.own.has
    registration, invitation, sign_in = has["registration"].token, has["invitation"].token, has["signin"]
    wrong = [f"/{door}/{secret}/" for door in ("r", "f", "signin") for secret in (invitation, has["certificate"].code)]
    wrong += [f"/i/{registration}/", f"/i/{sign_in}/", f"/r/{sign_in}/", f"/f/{sign_in}/", f"/signin/{registration}/"]
    wrong += [f"/c/{has['registration'].code}/", f"/e/{has['event'].slug}/speaker/{registration}/"]
    for path in wrong:
        assert Client().get(path, follow=True).status_code in OPENS_NOTHING, path
    elsewhere = f"/w/{world.own.has['workshop'].code}/me/{world.hidden.has['registration'].token}/"
    assert Client().post(elsewhere).status_code in OPENS_NOTHING, "a seat by a registration of another event"


@pytest.mark.parametrize("secret", ["-", "x", "0", "null", "a" * 200, "..", "%2e%2e", "'or'1'='1", "%25", "*", "_"])
def test_made_up_secrets_open_nothing(world: World, secret: str) -> None:
    for door in ("r", "f", "i", "t", "signin", "c"):
        answer = Client(raise_request_exception=False).get(f"/{door}/{secret}/", follow=True)
        listed = answer.status_code == 200 and answer.request["PATH_INFO"] in ("/c/", "/")
        assert answer.status_code in OPENS_NOTHING or listed, (door, answer.status_code)
    guest = f"/w/{world.own.has['workshop'].code}/guest/{secret}/"
    assert Client(raise_request_exception=False).post(guest).status_code in OPENS_NOTHING


def test_sign_in_links_end(world: World) -> None:
    person = world.people["organiser"]
    over = signin.make_link(person)
    PersonalLink.objects.filter(digest=personal_links.digest_of(over.strip("/").split("/")[-1])).update(
        expires_at=timezone.now() - dt.timedelta(seconds=1)
    )
    used = signin.make_link(person)
    assert Client().post(used).status_code == 302
    for path in (over, used):
        client = Client()
        assert client.post(path).status_code == 410
        assert "_auth_user_id" not in client.session


def test_secrets_of_an_erased_person_open_nothing_of_theirs(world: World) -> None:
    person = world.own.has["person"]
    erase_person(person, by=world.people["administrator"])
    for kind in ("registration", "seat", "card"):
        for path in doors(world.own)[kind]:
            told = opened(path, world.own)
            private = {world.own.words[name] for name in ("name", "email", "phone", "diet", "access", "answer")}
            assert not private & set(told), path


def test_a_cancelled_event_and_a_draft_keep_their_doors(world: World) -> None:
    """Who registered may still see that; nobody changes anything there."""
    for state in (Event.State.DRAFT, Event.State.CANCELLED):
        Event.objects.filter(pk=world.own.has["event"].pk).update(state=state)
        token = world.own.has["registration"].token
        for part in ("change/", "substitute/"):
            answer = Client().post(f"/r/{token}/{part}", {"given_name": "Cits"})
            assert answer.status_code in OPENS_NOTHING, (state, part, answer.status_code)


def test_a_new_session_begins_with_signing_in(world: World) -> None:
    """Whoever put a session into somebody's browser before does not hold it afterwards."""
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    assert client.post(signin.make_link(world.people["organiser"])).status_code == 302
    assert client.session.session_key != before
    assert client.cookies["sessionid"]["httponly"]
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert stranger.get("/me/").status_code == 302, "the old session is nobody's"


ELSEWHERE = (
    *("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example"),
    "/a\r\nSet-Cookie: x=1",
)


@pytest.mark.parametrize("to", ELSEWHERE)
def test_no_link_of_ours_leads_elsewhere(world: World, to: str) -> None:
    client = Client()
    answers = [
        client.post("/ui/language/", {"language": "en", "next": to}),
        client.post("/ui/look/", {"theme": "dark", "next": to}),
        client.post("/i18n/setlang/", {"language": "en", "next": to}),
        client.post(f"{signin.make_link(world.people['organiser'])}?next={to}"),
    ]
    for answer in answers:
        led = answer.headers.get("Location", "/")
        assert "evil" not in led, led
        assert not led.startswith("javascript"), led
        assert "x" not in answer.cookies
