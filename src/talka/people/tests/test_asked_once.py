"""What a page asks about the person who looks at it is found out once; elsewhere each time anew."""

import pytest
from django.contrib.auth import get_user
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from talka.people.access import ask_anew, once
from talka.people.factories import PersonFactory
from talka.people.middleware import person_of
from talka.people.models import Person

pytestmark = pytest.mark.django_db


def looking(client: Client) -> Person:
    """The person as a request sees them."""
    request = RequestFactory().get("/")
    request.session = client.session
    request.user = get_user(request)
    found = person_of(request)
    assert found is not None
    return found


def test_asked_once_per_request_and_anew_after_a_change(client: Client) -> None:
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    here = looking(client)
    assert once(here, "number", lambda: 1) == 1
    assert once(here, "number", lambda: 2) == 1
    ask_anew(here)
    assert once(here, "number", lambda: 3) == 3
    assert once(looking(client), "number", lambda: 4) == 4


def test_a_person_who_is_not_looking_is_asked_about_each_time() -> None:
    person = PersonFactory()
    assert [once(person, "number", lambda n=n: n) for n in (1, 2)] == [1, 2]


def test_two_questions_do_not_meet(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.force_login(PersonFactory(with_account=True).account)
    here = looking(client)
    with django_assert_num_queries(2):
        for _ in range(3):
            assert not once(here, "people", Person.objects.filter(given_name="Nav").exists)
            assert once(here, "persons", Person.objects.filter(given_name="Ilze").exists)
