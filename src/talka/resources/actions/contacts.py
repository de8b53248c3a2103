"""A person named as contact decides whether everybody sees their name and address."""

from django.utils.translation import get_language

from talka.people.access import not_allowed
from talka.people.actions import give_consent, withdraw_consent
from talka.people.models import Consent, Person

from ..access import CONTACT
from ..models import Resource


def agree_to_be_shown(resource: Resource, *, wording: str, by: Person | None) -> Consent:
    """The contact person agrees, in the words they saw; a keeper of the register writes down a consent on paper."""
    person = resource.contact_person
    if person is None or by is None:
        raise not_allowed()
    return give_consent(
        person,
        Consent.Kind.CONTACT,
        wording=wording,
        language=get_language() or "lv",
        by=by,
        subject_kind=CONTACT,
        subject_id=resource.pk,
    )


def stop_being_shown(resource: Resource, *, by: Person | None) -> None:
    """From now on only teams and those who enter resources see the contact person."""
    if resource.contact_person is None or by is None:
        raise not_allowed()
    standing = Consent.objects.filter(
        person=resource.contact_person, subject_kind=CONTACT, subject_id=str(resource.pk), withdrawn_at=None
    )
    for consent in standing:
        withdraw_consent(consent, by=by)
