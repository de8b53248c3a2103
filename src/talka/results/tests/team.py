"""Who looks at a project's results in tests: its team, and those who are not of it."""

from django.http import HttpResponse
from django.test import Client
from lxml import html

from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import TeamMemberFactory
from talka.programmes.models import Project, TeamMember

Role = TeamMember.Role
TEAM = ("viewer", "facilitator", "auditor", "organiser", "administrator")
ALL = ("anonymous", "outsider", "elsewhere", *TEAM)
KEEP = {"organiser", "administrator"}


def team_of(project: Project) -> dict[str, Person | None]:
    """Somebody of each kind; elsewhere: an organiser of another programme."""
    made: dict[str, Person | None] = {"anonymous": None, "outsider": PersonFactory(with_account=True)}
    for role in (Role.VIEWER, Role.FACILITATOR, Role.AUDITOR, Role.ORGANISER):
        made[role.value] = TeamMemberFactory(project=project, role=role).person
    made["elsewhere"] = TeamMemberFactory(role=Role.ORGANISER).person
    made["administrator"] = PersonFactory(administrator=True)
    return made


def client_of(person: Person | None) -> Client:
    """A browser that asks in English."""
    client = Client(headers={"accept-language": "en"})
    if person is not None:
        client.force_login(person.account)
    return client


def words_of(answer: HttpResponse) -> str:
    return " ".join(html.document_fromstring(answer.content).text_content().split())
