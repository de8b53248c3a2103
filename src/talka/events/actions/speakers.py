"""Naming who speaks: somebody known, or somebody new who stands on public record from then on."""

from django.db import transaction
from i18nfield.strings import LazyI18nString

from talka.events.models import AgendaItem, Speaker
from talka.people.actions import PersonData, find_or_create_organisation, find_or_create_person
from talka.people.models import Person

from .agenda import add_speaker
from .events import refuse_unless_organiser


@transaction.atomic
def add_known(item: AgendaItem, person: Person, *, by: Person | None) -> Speaker:
    """Introduced as they are known; the words can be changed for this event."""
    parts = [person.position, person.organisation.name if person.organisation else ""]
    words = ", ".join(part for part in parts if part)
    return add_speaker(item, person, introduced_as=LazyI18nString({item.event.language: words} if words else ""), by=by)


@transaction.atomic
def add_new(item: AgendaItem, data: PersonData, *, organisation: str, by: Person | None) -> Speaker:
    """Enter the person (or find them again by e-mail or by name and organisation) and let them speak."""
    refuse_unless_organiser(by, item.event.project)
    illustrative = item.event.project.programme.illustrative
    place = (
        find_or_create_organisation(organisation, by=by, illustrative=illustrative) if organisation.strip() else None
    )
    found = find_or_create_person(
        PersonData(data.given_name, data.family_name, data.email, organisation=place, position=data.position),
        by=by,
        illustrative=illustrative,
        complete=True,
    )
    if found.created:
        Person.objects.filter(pk=found.person.pk).update(public=True)
    return add_known(item, found.person, by=by)
