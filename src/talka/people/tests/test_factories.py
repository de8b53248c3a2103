"""The factories that all rooms build on make rows that can be kept."""

import pytest

from talka.people.factories import AccountFactory, ConsentFactory, PersonFactory
from talka.programmes import access
from talka.programmes.factories import TeamMemberFactory

pytestmark = pytest.mark.django_db


def test_a_person_with_account_may_sign_in_by_code() -> None:
    person = PersonFactory(with_account=True)
    assert person.account.emailaddress_set.get().email == person.email
    assert not access.is_administrator(person)


def test_an_administrator() -> None:
    assert access.is_administrator(PersonFactory(administrator=True))
    assert AccountFactory(administrator=True).is_staff


def test_roles() -> None:
    member = TeamMemberFactory()
    assert access.roles_in(member.person, member.project) == {"organiser"}
    assert ConsentFactory().person.pk
