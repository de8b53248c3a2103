"""Who gets which page of the register: every address of the room, every role."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation, Person
from talka.people.urls import urlpatterns
from talka.programmes.factories import TeamMemberFactory
from talka.programmes.models import TeamMember

pytestmark = pytest.mark.django_db
ANYBODY = {"anonymous", "outsider", "viewer", "facilitator", "auditor", "organiser", "administrator"}
SIGNED_IN = ANYBODY - {"anonymous"}
KEEPERS = {"organiser", "administrator"}
ADMINISTRATOR = {"administrator"}


@dataclass
class House:
    person: Person
    double: Person
    organisation: Organisation
    other: Organisation
    people: dict[str, Person | None]

    def client(self, role: str) -> Client:
        client = Client()
        person = self.people[role]
        if person is not None:
            client.force_login(person.account)
        return client


@pytest.fixture
def house() -> House:
    organisation = OrganisationFactory(name="Slepenā pašvaldība")
    person = PersonFactory(given_name="Ilze", family_name="Slepenā", organisation=organisation)
    double = PersonFactory(given_name="Ilze", family_name="Slepena", organisation=organisation)
    people: dict[str, Person | None] = {"anonymous": None, "outsider": PersonFactory(with_account=True)}
    for role in TeamMember.Role.values:
        people[role] = TeamMemberFactory(role=role).person
    people["administrator"] = PersonFactory(administrator=True)
    return House(person, double, organisation, OrganisationFactory(), people)


READ = {
    "people": KEEPERS,
    "new_person": KEEPERS,
    "export_people": KEEPERS,
    "import_people": KEEPERS,
    "merge_people": KEEPERS,
    "person": KEEPERS,
    "edit_person": KEEPERS,
    "data_of": ADMINISTRATOR,
    "erase_person": ADMINISTRATOR,
    "organisations": KEEPERS,
    "new_organisation": KEEPERS,
    "export_organisations": KEEPERS,
    "import_organisations": KEEPERS,
    "merge_organisations": KEEPERS,
    "organisation": KEEPERS,
    "edit_organisation": KEEPERS,
}
WRITE = {
    "invite": KEEPERS,
    "signin_link": ADMINISTRATOR,
    "account": ADMINISTRATOR,
}
OWN = {"me", "edit_me", "my_data", "my_data_json", "my_data_pdf", "erase_me"}
ELSEWHERE = {"withdraw", "signin", "import", "undo_merge", "request_code", "confirm_code", "close_own", None}


def address(name: str, house: House) -> str:
    if name in {"person", "edit_person", "data_of", "erase_person", "invite", "signin_link", "account"}:
        return reverse(f"people:{name}", args=[house.person.key])
    if name in {"organisation", "edit_organisation"}:
        return reverse(f"people:{name}", args=[house.organisation.key])
    if name in {"export_people", "export_organisations"}:
        return reverse(f"people:{name}", args=["csv"])
    if name == "merge_people":
        return reverse("people:merge_people") + f"?keep={house.person.key}&gone={house.double.key}"
    if name == "merge_organisations":
        return reverse("people:merge_organisations") + f"?keep={house.organisation.key}&gone={house.other.key}"
    return reverse(f"people:{name}")


@pytest.mark.parametrize("name", sorted(READ))
def test_reading(house: House, name: str) -> None:
    url = address(name, house)
    answers = {role: house.client(role).get(url) for role in ANYBODY}
    assert {role for role, answer in answers.items() if answer.status_code == 200} == READ[name]
    for role in ANYBODY - READ[name]:
        assert answers[role].status_code == 404
        assert "Slepenā" not in answers[role].content.decode()


@pytest.mark.parametrize("name", sorted(WRITE))
def test_writing(house: House, name: str) -> None:
    url = address(name, house)
    for role in ANYBODY - WRITE[name]:
        assert house.client(role).post(url, {"do": "administrator"}).status_code == 404
    house.person.refresh_from_db()
    assert house.person.account is None, "nobody without the right has given an account"
    assert house.client("administrator").get(url).status_code == 405


@pytest.mark.parametrize("name", sorted(OWN))
def test_ones_own_pages(house: House, name: str) -> None:
    url = address(name, house)
    assert house.client("anonymous").get(url).status_code == 302
    answer = house.client("outsider").get(url)
    assert answer.status_code == 200
    assert "Slepenā" not in answer.content.decode(errors="replace")


def test_forms_cannot_be_sent_by_others(house: House) -> None:
    before = (Person.objects.count(), Organisation.objects.count(), Person.objects.filter(merged_into=None).count())
    for role in ANYBODY - KEEPERS:
        client = house.client(role)
        for name in (
            "new_person",
            "edit_person",
            "new_organisation",
            "edit_organisation",
            "merge_people",
            "merge_organisations",
        ):
            answer = client.post(
                address(name, house), {"name": "X", "given_name": "A", "family_name": "B", "language": "lv"}
            )
            assert answer.status_code == 404
    assert before == (
        Person.objects.count(),
        Organisation.objects.count(),
        Person.objects.filter(merged_into=None).count(),
    )


def test_an_organiser_cannot_touch_who_may_sign_in(house: House) -> None:
    """Else an organiser could change an administrator's address and be sent their code."""
    admin = house.people["administrator"]
    client = house.client("organiser")
    assert client.get(reverse("people:edit_person", args=[admin.key])).status_code == 404
    merge = reverse("people:merge_people") + f"?keep={house.people['organiser'].key}&gone={admin.key}"
    assert client.post(merge).status_code == 403
    admin.refresh_from_db()
    assert admin.merged_into_id is None


def test_every_address_of_the_room_is_tested() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(READ) | set(WRITE) | OWN | ELSEWHERE
