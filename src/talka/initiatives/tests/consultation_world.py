"""A municipality that consults on a draft, its people, and browsers that read English."""

from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.urls import reverse

from talka.initiatives.factories.consultations import ConsultationFactory, ConsultationPartFactory
from talka.initiatives.models import Consultation, ConsultationPart
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Person


@dataclass
class World:
    """row is open; roads and schools are its parts. clerk and colleague work for the municipality, neighbour lives
    there, stranger works for another one."""

    row: Consultation
    roads: ConsultationPart
    schools: ConsultationPart
    clerk: Person
    colleague: Person
    neighbour: Person
    stranger: Person


def world(**given: object) -> World:
    row = ConsultationFactory(**given)
    people = [
        PersonFactory(with_account=True, given_name=name, family_name=family, organisation=organisation)
        for name, family, organisation in (
            ("Dace", "Domniece", row.organisation),
            ("Uldis", "Darbinieks", row.organisation),
            ("Kaija", "Ksaverija", None),
            ("Svens", "Svešinieks", OrganisationFactory()),
        )
    ]
    return World(
        row,
        ConsultationPartFactory(consultation=row, order=1, heading="1. Ceļi"),
        ConsultationPartFactory(consultation=row, order=2, heading="2. Skolas"),
        *people,
    )


def browser(person: Person | None = None) -> Client:
    """Reads English, signed in as the person."""
    client = Client()
    if person is not None:
        client.force_login(person.account)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"initiatives:{name}", args=args)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def posted(client: Client, path: str, data: dict[str, object] | None = None, status: int = 302) -> str:
    answer = client.post(path, data or {})
    assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[:3000])
    return answer.content.decode()
