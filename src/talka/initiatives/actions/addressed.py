"""Who is meant by a name and an address that somebody typed: found among the known persons, or entered anew."""

from talka.people.actions.persons import PersonData, create_person, find_or_create_person
from talka.people.models import Person
from talka.ui.folding import fold


def person_at(given_name: str, family_name: str, email: str, language: str, *, illustrative: bool) -> Person:
    """The known person of this address and name, else a new one; what is known of somebody stays as it is. Where
    another name is known at the address, they may be two people: doubles can be merged, mix-ups cannot. Raises Refusal
    for what is no name or no address."""
    data = PersonData(given_name=given_name, family_name=family_name, email=email.lower(), language=language)
    found = find_or_create_person(data, by=None, illustrative=illustrative).person
    if fold(found.name) != fold(f"{given_name} {family_name}") or not found.email:
        return create_person(data, by=None, illustrative=illustrative)
    return found
