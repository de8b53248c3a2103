"""Finding a person again, and never writing over what is kept."""

import pytest

from talka.people.actions import (
    change_person,
    create_person,
    find_or_create_organisation,
    find_or_create_person,
)
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Person
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


def test_lists_sort_by_family_name_in_latvian_order() -> None:
    for given, family in [("Anna", "Šķiņķe"), ("Zane", "Ābola"), ("Jānis", "Sala"), ("Aija", "Bērza")]:
        create_person(PersonData(given, family), by=None)
    assert [person.family_name for person in Person.objects.all()] == ["Ābola", "Bērza", "Sala", "Šķiņķe"]


def test_signs_that_nobody_sees_make_nobody_else() -> None:
    """Marks that turn the line, blanks of no width, letters taken apart: the name that is read is the one kept."""
    kept = create_person(PersonData("Il\u200bze\ufeff", "\u202eS\u030cķiņķe\u202c", position="m\x07ērs"), by=None)
    assert (kept.given_name, kept.family_name, kept.position) == ("Ilze", "Šķiņķe", "mērs")
    again = find_or_create_person(PersonData("Ilze", "Šķiņķe\u200e", "ilze@novads.test"), by=None)
    assert again.person == kept
    with pytest.raises(Refusal):
        create_person(PersonData("\u200b", "\u202e"), by=None)
    one = find_or_create_organisation("Mežmalas\u200b novada dome", by=None)
    assert find_or_create_organisation("Mežmalas novada dome\u202e", by=None) == one
    assert one.name == "Mežmalas novada dome"


@pytest.mark.parametrize(
    "said",
    [
        PersonData("Ilze", "Šķiņķe", "ilze@novads.test"),
        PersonData("ilze", "skinke", "ILZE@Novads.test"),
        PersonData("I.", "Šķiņķe", "ilze@novads.test"),
        PersonData("Ilze", "Šķinķe", "ilze@novads.test"),
        PersonData("Šķiņķe", "Ilze", "ilze@novads.test"),
    ],
)
def test_found_by_email_whatever_the_spelling(said: PersonData) -> None:
    kept = PersonFactory(given_name="Ilze", family_name="Šķiņķe", email="ilze@novads.test")
    found = find_or_create_person(said, by=None)
    assert found.person == kept and not found.created
    kept.refresh_from_db()
    assert (kept.given_name, kept.family_name, kept.email) == ("Ilze", "Šķiņķe", "ilze@novads.test")


def test_what_differs_is_told_and_not_written() -> None:
    old = OrganisationFactory(name="Vecā pašvaldība")
    new = OrganisationFactory(name="Jaunā pašvaldība")
    kept = PersonFactory(
        given_name="Ilze", family_name="Ozola", email="i@x.test", organisation=old, position="", phone="1"
    )
    found = find_or_create_person(
        PersonData("Ilze", "Ozola", "I@X.test", phone="2", organisation=new, position="mērs"), by=None
    )
    kept.refresh_from_db()
    assert found.differs == {
        "phone": ("1", "2"),
        "organisation": ("Vecā pašvaldība", "Jaunā pašvaldība"),
        "position": ("", "mērs"),
    }
    assert (kept.phone, kept.organisation, kept.position) == ("1", old, "")


def test_an_import_may_fill_what_is_empty_and_nothing_else() -> None:
    kept = PersonFactory(given_name="Ilze", family_name="Ozola", email="i@x.test", position="", phone="1")
    found = find_or_create_person(
        PersonData("Ilze", "Ozola", "i@x.test", phone="2", position="mērs"), by=None, complete=True
    )
    kept.refresh_from_db()
    assert (kept.phone, kept.position) == ("1", "mērs")
    assert found.differs == {"phone": ("1", "2")}


def test_two_who_share_a_mailbox_are_two() -> None:
    first = PersonFactory(given_name="Ilze", family_name="Ozola", email="dome@novads.test")
    found = find_or_create_person(PersonData("Jānis", "Bērziņš", "dome@novads.test"), by=None)
    assert found.created and found.shares_email and found.person != first
    again = find_or_create_person(PersonData("Jānis", "Bērziņš", "dome@novads.test"), by=None)
    assert again.person == found.person and not again.created


def test_without_email_by_name_and_organisation() -> None:
    here, there = OrganisationFactory(), OrganisationFactory()
    kept = PersonFactory(given_name="Ilze", family_name="Ozola", email="i@x.test", organisation=here)
    assert find_or_create_person(PersonData("Ilze", "Ozola", organisation=here), by=None).person == kept
    assert find_or_create_person(PersonData("Ilze", "Ozola", organisation=there), by=None).created


def test_merged_and_erased_persons_are_never_found() -> None:
    keep = PersonFactory(email="new@x.test")
    PersonFactory(given_name="Ilze", family_name="Ozola", email="i@x.test", merged_into=keep)
    assert find_or_create_person(PersonData("Ilze", "Ozola", "i@x.test"), by=None).created


@pytest.mark.parametrize("email", ["nav", "a@b", "a b@c.lv", "a@b.lv, c@d.lv"])
def test_a_wrong_address_is_refused(email: str) -> None:
    with pytest.raises(Refusal, match=r"e-mail|e-pasta"):
        find_or_create_person(PersonData("Ilze", "Ozola", email), by=None)
    assert not Person.objects.exists()


def test_versions_tell_who_changed_what() -> None:
    admin = PersonFactory(administrator=True)
    person = PersonFactory(position="plānotāja")
    change_person(person, PersonData(person.given_name, person.family_name, position="vadītāja"), by=admin)
    versions = list(person.versions.order_by("pgh_id"))
    assert [version.position for version in versions] == ["plānotāja", "vadītāja"]
    assert versions[-1].pgh_context.metadata == {"by": admin.pk}


def test_who_may_change_whom() -> None:
    admin, stranger = PersonFactory(administrator=True), PersonFactory(with_account=True)
    data = PersonData("Zane", "Liepa")
    with pytest.raises(Refusal) as refusal:
        change_person(PersonFactory(), data, by=stranger)
    assert refusal.value.status == 403
    with pytest.raises(Refusal):
        change_person(admin, data, by=stranger)
    with pytest.raises(Refusal):
        change_person(admin, data, by=None)
    assert change_person(stranger, data, by=stranger).name == "Zane Liepa"
    assert change_person(stranger, data, by=admin).name == "Zane Liepa"


@pytest.mark.parametrize("name", ["https://slikti.example", "WWW.slikti.example", "Jānis slikti.lv/x"])
def test_a_name_that_would_become_a_link_in_a_letter_is_refused(name: str) -> None:
    with pytest.raises(Refusal):
        create_person(PersonData(given_name=name, family_name="Ozols"), by=None)
    assert not Person.objects.filter(family_name="Ozols").exists()


def test_ordinary_names_with_dots_stay() -> None:
    assert create_person(PersonData(given_name="J. Chr.", family_name="Bērziņš-O'Neil"), by=None).pk
