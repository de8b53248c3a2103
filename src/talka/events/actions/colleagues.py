"""Who registers a colleague without having a registration of their own."""

from collections.abc import Mapping
from typing import Any

from talka.events.models import Event
from talka.people.models import Person

from .applicants import Applicant, person_of


def registrar_of(said: Mapping[str, Any], event: Event) -> Person:
    """The person who fills in the colleague's form: known by address and name, or entered."""
    applicant = Applicant(
        given_name=said["registrar_given_name"],
        family_name=said["registrar_family_name"],
        email=said["registrar_email"],
    )
    return person_of(applicant, event, None, by=None)
