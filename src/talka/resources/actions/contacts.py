"""A person named as contact decides whether everybody sees their name and address."""

from talka.people.actions import agree_to_be_named, stop_being_named
from talka.people.models import Consent, Person

from ..access import CONTACT
from ..models import Resource


def agree_to_be_shown(resource: Resource, *, wording: str, by: Person | None) -> Consent:
    """The contact person agrees, in the words they saw; a keeper of the register writes down a consent on paper."""
    return agree_to_be_named(resource.contact_person, CONTACT, resource.pk, wording=wording, by=by)


def stop_being_shown(resource: Resource, *, by: Person | None) -> None:
    """From now on only teams and those who enter resources see the contact person."""
    stop_being_named(resource.contact_person, CONTACT, resource.pk, by=by)
