"""What the tests of the day share: an open event, its team, a filled-in form."""

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talka.events.actions.applicants import Applicant
from talka.events.factories import AgendaItemFactory, EventFactory
from talka.events.models import Event
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import TeamMemberFactory
from talka.programmes.models import TeamMember

ROLES = ("visitor", "participant", "viewer", "auditor", "facilitator", "organiser", "administrator", "stranger")


def open_event(**fields: Any) -> Event:
    """An event that anybody may register for, thirty days ahead."""
    day = timezone.localdate() + dt.timedelta(days=30)
    return EventFactory(**{"first_day": day, "registration_open": True, **fields})


def event_today(**fields: Any) -> Event:
    """An event that is held today at its place, all day."""
    now = timezone.now()
    return EventFactory(
        **{
            "first_day": timezone.localdate(now, dt.timezone(dt.timedelta(hours=3))),
            "starts_at": None,
            "ends_at": None,
            "registration_open": True,
            "time_zone": "Etc/GMT-3",
            **fields,
        }
    )


def member(event: Event, role: str) -> Person:
    return TeamMemberFactory(project=event.project, role=role).person


def signed_in(person: Person | None) -> Client:
    client = Client()
    client.cookies["talka_language"] = "en"
    if person is not None and person.account is not None:
        client.force_login(person.account)
    return client


def client_of(event: Event, role: str) -> Client:
    """A browser of somebody with this role in the event's project."""
    match role:
        case "visitor":
            return signed_in(None)
        case "participant":
            return signed_in(PersonFactory(with_account=True))
        case "administrator":
            return signed_in(PersonFactory(administrator=True))
        case "stranger":
            # An organiser of another project.
            return signed_in(TeamMemberFactory(role=TeamMember.Role.ORGANISER).person)
    return signed_in(member(event, role))


def organiser(event: Event) -> Person:
    return member(event, "organiser")


def two_groups(event: Event, block: str = "groups") -> list[Any]:
    return [AgendaItemFactory(event=event, kind="group", block=block, key=f"group-{n}") for n in (1, 2, 3)]


def form(**fields: str) -> dict[str, str]:
    """The public form as a browser sends it."""
    return {
        "given_name": "Anna",
        "family_name": "Bērziņa",
        "email": "anna@example.test",
        "organisation": "",
        "position": "plānotāja",
        **fields,
    }


def register_url(event: Event) -> str:
    return reverse("events:register", args=[event.slug])


def letters_to(address: str) -> list[str]:
    return list(Letter.objects.filter(to_address=address).order_by("pk").values_list("kind", flat=True))


def applicant(number: int = 0, **fields: Any) -> Applicant:
    return Applicant(
        **{"given_name": "Jānis", "family_name": f"Ozols {number}", "email": f"janis{number}@example.test", **fields}
    )
