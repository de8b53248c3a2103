"""No cookie is set but those that the privacy notice names, with the marks that keep them to us."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from talka.events.factories import EventFactory
from talka.people.factories import PersonFactory
from talka.people.signin import make_link
from talka.protection.documents.notice import cookie_rows
from talka.workshops.factories import GroupFactory, WorkshopFactory

from .addresses import addresses

pytestmark = pytest.mark.django_db


def named(name: str) -> bool:
    told = [row[0] for row in cookie_rows()]
    return any(re.fullmatch(re.escape(each).replace("…", ".+"), name) for each in told)


def visited() -> list[Client]:
    """Browsers that have been everywhere one can go without an argument, as everybody, signed in, and at a table."""
    admin = PersonFactory(administrator=True)
    visitor, member, seated = Client(), Client(), Client()
    for client in (visitor, member):
        if client is member:
            client.post(make_link(admin))
        for address in addresses():
            if "<" not in address.route and address.name != "account_logout":
                client.get(f"/{address.route}")
        client.post("/ui/look/", {"theme": "dark", "next": "/"})
        client.post("/ui/look/", {"scale": "large", "next": "/"})
        client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    event = EventFactory(registration_open=True)
    workshop = WorkshopFactory(event=event)
    group = GroupFactory(workshop=workshop)
    seated.get(reverse("workshops:join", args=[workshop.code]))
    seated.post(reverse("workshops:join", args=[workshop.code]), {"group": str(group.number)})
    seated.get(reverse("events:register", args=[event.slug]))
    return [visitor, member, seated]


def test_only_the_cookies_that_are_told_are_set() -> None:
    found = {name for client in visited() for name in client.cookies}
    assert {"sessionid", "csrftoken", "talka_language", "talka_theme"} <= found, (
        "the walk has been where cookies are set"
    )
    assert [name for name in found if not named(name)] == []


def test_no_cookie_is_read_by_scripts_or_sent_by_other_pages() -> None:
    for client in visited():
        for name, cookie in client.cookies.items():
            assert cookie["samesite"] in ("Lax", "Strict"), name
            assert cookie["httponly"] or name in ("talka_language",), name
            assert not cookie["domain"], name


def test_over_https_cookies_travel_only_so() -> None:
    """The setting is made from the address at start; here as it would be."""
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True, LANGUAGE_COOKIE_SECURE=True):
        client = Client()
        client.post(make_link(PersonFactory(with_account=True)), secure=True)
        assert client.cookies["sessionid"]["secure"]
