"""Who deliberates in these tests, and with which browser."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from talka.people.models import Person

SET = {
    "question": "Kam lai kalpo vecā skola?",
    "introduction": "Tā stāv tukša.",
    "entry": "account",
    "checking": "after",
    "showing": "closed",
    "most_per_person": 10,
    "most_per_hour": 3,
}
"""A form of a deliberation, filled in."""


def address(name: str, *args: object) -> str:
    return reverse(f"initiatives:{name}", args=args)


def browser(person: Person | None = None) -> Client:
    """Reads English; signed in as the person, or as nobody."""
    client = Client()
    if person is not None:
        assert person.account is not None
        client.force_login(person.account)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
