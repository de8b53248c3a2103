"""Who looks at an event file in tests: its project's team, and those who are not of it."""

from django.test import Client

from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import TeamMemberFactory
from talka.programmes.models import Project

READ = {"auditor", "organiser", "administrator"}
KEEP = {"organiser", "administrator"}


def team_of(project: Project) -> dict[str, Person | None]:
    """Somebody of each kind; elsewhere: an organiser of another programme."""
    made: dict[str, Person | None] = {"anonymous": None, "outsider": PersonFactory(with_account=True)}
    for role in ("viewer", "facilitator", "auditor", "organiser"):
        made[role] = TeamMemberFactory(project=project, role=role).person
    made["elsewhere"] = TeamMemberFactory(role="organiser").person
    made["administrator"] = PersonFactory(administrator=True)
    return made


def client_of(person: Person | None) -> Client:
    """A browser that asks in English."""
    client = Client(headers={"accept-language": "en"})
    if person is not None:
        client.force_login(person.account)
    return client
