"""Who gets which page: every address of the room, every role."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.actions import archive_project
from talka.programmes.factories import (
    ActivityFactory,
    BudgetLineFactory,
    LogoFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    TeamMemberFactory,
)
from talka.programmes.models import Programme, Project, TeamMember
from talka.programmes.urls import urlpatterns

pytestmark = pytest.mark.django_db
Role = TeamMember.Role

ANYBODY = {
    "anonymous",
    "outsider",
    "viewer",
    "facilitator",
    "auditor",
    "elsewhere",
    "organiser",
    "leader",
    "administrator",
}
TEAM = {"viewer", "facilitator", "auditor", "organiser", "leader", "administrator"}
ORGANISERS = {"organiser", "leader", "administrator"}
LEADERS = {"leader", "administrator"}


@dataclass
class House:
    programme: Programme
    project: Project
    people: dict[str, Person | None]

    def client(self, role: str) -> Client:
        client = Client()
        person = self.people[role]
        if person is not None:
            client.force_login(person.account)
        return client


@pytest.fixture
def house() -> House:
    programme = ProgrammeFactory(slug="lv07", public=False)
    project = ProjectFactory(programme=programme, slug="imc", public=False, funder_template="norway-2009-14")
    people: dict[str, Person | None] = {"anonymous": None, "outsider": PersonFactory(with_account=True)}
    for role in (Role.VIEWER, Role.FACILITATOR, Role.AUDITOR, Role.ORGANISER):
        people[role.value] = TeamMemberFactory(project=project, role=role).person
    people["leader"] = TeamMemberFactory(project=None, programme=programme, role=Role.ORGANISER).person
    people["elsewhere"] = TeamMemberFactory(role=Role.ORGANISER).person
    people["administrator"] = PersonFactory(administrator=True)
    return House(programme, project, people)


def address(name: str, house: House) -> str:
    project = house.project
    parts = {
        "activity": lambda: ActivityFactory(project=project).pk,
        "budget_line": lambda: BudgetLineFactory(project=project).pk,
        "partner": lambda: ProjectPartnerFactory(project=project).pk,
        "member": lambda: TeamMemberFactory(project=project, role=Role.VIEWER).pk,
    }
    if name in {"programmes", "mine", "new_programme"}:
        return reverse(f"programmes:{name}")
    if name == "project":
        return reverse("programmes:project", args=["lv07", "imc"])
    if name in {
        "programme",
        "edit_programme",
        "archive_programme",
        "restore_programme",
        "programme_team",
        "new_project",
    }:
        return reverse(f"programmes:{name}", args=["lv07"])
    if name == "export_budget":
        return reverse("programmes:export_budget", args=["imc", "xlsx"])
    whose = {
        "activity": "activity",
        "remove_activity": "activity",
        "budget_line": "budget_line",
        "remove_budget_line": "budget_line",
        "remove_partner": "partner",
        "remove_from_project": "member",
    }
    if name in whose:
        return reverse(f"programmes:{name}", args=["imc", parts[whose[name]]()])
    if name == "remove_from_programme":
        member = TeamMemberFactory(project=None, programme=house.programme, role=Role.VIEWER)
        return reverse("programmes:remove_from_programme", args=["lv07", member.pk])
    if name in {"publicity_duty", "reopen_duty"}:
        return reverse(f"programmes:{name}", args=["imc", "participants"])
    if name == "name_logo":
        return reverse("programmes:name_logo", args=["imc", LogoFactory(project=project).pk])
    if name == "remove_logo":
        return reverse("programmes:remove_logo", args=["imc", 1])
    return reverse(f"programmes:{name}", args=["imc"])


READ = {
    "programmes": ANYBODY,
    "programme": TEAM,
    "project": TEAM,
    "new_programme": {"administrator"},
    "edit_programme": LEADERS,
    "programme_team": LEADERS,
    "new_project": LEADERS,
    "work": TEAM,
    "publicity": TEAM,
    "publicity_duty": ORGANISERS,
    "edit_project": ORGANISERS,
    "logos": ORGANISERS,
    "activities": ORGANISERS,
    "activity": ORGANISERS,
    "budget": TEAM,
    "export_budget": TEAM,
    "import_budget": ORGANISERS,
    "budget_line": ORGANISERS,
    "partners": ORGANISERS,
    "team": ORGANISERS,
}
WRITE = {
    "archive_programme": LEADERS,
    "restore_programme": LEADERS,
    "remove_from_programme": LEADERS,
    "archive_project": ORGANISERS,
    "restore_project": ORGANISERS,
    "remove_activity": ORGANISERS,
    "remove_budget_line": ORGANISERS,
    "remove_partner": ORGANISERS,
    "remove_from_project": ORGANISERS,
    "take_funders_text": ORGANISERS,
    "reopen_duty": ORGANISERS,
    "name_logo": ORGANISERS,
}


@pytest.mark.parametrize("name", sorted(READ))
def test_reading(house: House, name: str) -> None:
    url = address(name, house)
    got = {role for role in ANYBODY if house.client(role).get(url).status_code == 200}
    assert got == READ[name]


@pytest.mark.parametrize("name", sorted(READ))
def test_those_who_may_not_know_of_it_are_told_nothing(house: House, name: str) -> None:
    url = address(name, house)
    for role in ANYBODY - READ[name]:
        response = house.client(role).get(url)
        assert response.status_code == 404
        assert house.project.number not in response.content.decode()


@pytest.mark.parametrize("name", sorted(WRITE))
@pytest.mark.parametrize("role", sorted(ANYBODY))
def test_writing(house: House, name: str, role: str) -> None:
    response = house.client(role).post(address(name, house))
    assert response.status_code == (302 if role in WRITE[name] else 404)


@pytest.mark.parametrize("name", sorted(WRITE))
def test_looking_changes_nothing(house: House, name: str) -> None:
    assert house.client("administrator").get(address(name, house)).status_code == 405


@pytest.mark.parametrize("role", sorted(ANYBODY - {"organiser", "leader", "administrator"}))
def test_forms_cannot_be_sent_by_others(house: House, role: str) -> None:
    before = (Project.objects.count(), TeamMember.objects.count())
    for name in ("new_programme", "new_project", "edit_project", "activities", "budget", "partners", "team"):
        response = house.client(role).post(
            address(name, house), {"title_0": "Mans", "number": "1", "role": "organiser"}
        )
        assert response.status_code in {403, 404}
    assert (Project.objects.count(), TeamMember.objects.count()) == before


def test_my_projects_asks_to_sign_in(house: House) -> None:
    assert house.client("anonymous").get(reverse("programmes:mine")).status_code == 302


def test_my_projects_are_mine(house: House) -> None:
    html = house.client("viewer").get(reverse("programmes:mine")).content.decode()
    assert house.project.number in html
    html = house.client("elsewhere").get(reverse("programmes:mine")).content.decode()
    assert house.project.number not in html


def test_every_address_of_the_room_is_tested() -> None:
    named = {pattern.name for pattern in urlpatterns}
    assert named == set(READ) | set(WRITE) | {"mine", "logo", "remove_logo"}


def test_public_pages_are_for_all_and_archived_ones_are_not() -> None:
    project = ProjectFactory()
    url = reverse("programmes:project", args=[project.programme.slug, project.slug])
    assert Client().get(url).status_code == 200
    assert Client().get(reverse("programmes:project", args=["other", project.slug])).status_code == 404
    archive_project(project, by=PersonFactory(administrator=True))
    assert Client().get(url).status_code == 404
