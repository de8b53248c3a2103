"""What this room keeps of a person: resources they entered or are the contact of."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions, held, versions_of
from talka.people.traces import Naming, naming_with_doubles, tables_naming
from talka.ui.folding import fold

from .models import Import, Resource

CONTACT_WORDS = ("contact_name", "contact_email", "contact_phone")
TOLD = ("rows", "faults", "result")


def export(person: Person) -> Mapping[str, Any]:
    told: dict[str, Any] = {
        _("Resources you are the contact of"): [
            {
                _("Resource"): str(row.title),
                _("Territory"): row.area.name,
                _("Name"): row.contact_name or person.name,
                _("E-mail"): row.contact_email or person.email,
                _("Phone"): row.contact_phone or person.phone,
            }
            for row in _contact_of(person).select_related("area").order_by("pk")
        ],
        _("Resources you entered"): [
            {_("Resource"): str(row.title), _("Territory"): row.area.name, _("When"): row.entered_at}
            for row in Resource.objects.filter(entered_by=person).select_related("area").order_by("pk")
        ],
        _("Resources you confirmed"): [
            {_("Resource"): str(row.title), _("When"): row.confirmed_on}
            for row in Resource.objects.filter(confirmed_by=person).order_by("pk")
        ],
        _("Tables of resources you sent"): [
            {_("File"): row.file_name, _("When"): row.created_at}
            for row in Import.objects.filter(by=person).order_by("pk")
        ],
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Nobody is named as a contact by it any more, in the rows, their versions and tables on their way; the resource
    itself is of the place and stays."""
    named = naming_with_doubles(person)
    rows = list(_contact_of(person).values_list("pk", flat=True))
    # Earlier versions may name somebody whom the row does not name any more.
    versions = _versions_naming(named)
    Resource.objects.filter(pk__in=rows).update(
        contact_person=None, contact_name="", contact_email="", contact_phone="", contact_office=False
    )
    blank_versions(Resource, {*rows, *versions}, [*CONTACT_WORDS, "contact_person"])
    Resource.objects.filter(entered_by=person).update(entered_by=None)
    Resource.objects.filter(confirmed_by=person).update(confirmed_by=None)
    Import.objects.filter(pk__in=tables_naming(Import, TOLD, named)).delete()
    Import.objects.filter(by=person).delete()
    return []


def hold(person: Person, naming: Naming) -> bool:
    """False where a table that names the person is being entered: its rows would bring them back."""
    return held(Import, tables_naming(Import, TOLD, naming), busy=[Import.Progress.RUNNING])


def holds(today: dt.date) -> Sequence[Any]:
    """Contacts of resources that are shown."""
    rows = Resource.objects.filter(withdrawn_at=None).exclude(contact_person=None)
    return (rows.values("contact_person"),)


def _contact_of(person: Person) -> QuerySet[Resource]:
    """By the register, or by words that are theirs: the address, the number, the name. An address or a number by which
    somebody else is known too is an office's as likely as theirs."""
    mine = Q(contact_person=person)
    others = Person.objects.filter(merged_into=None, erased_at=None).exclude(pk=person.pk)
    if person.email and not others.filter(email__iexact=person.email).exists():
        mine |= Q(contact_email__iexact=person.email)
    if len(person.phone) >= 6 and not others.filter(phone=person.phone).exists():
        mine |= Q(contact_phone=person.phone)
    if person.given_name and person.family_name:
        mine |= Q(pk__in=_named(person))
    return Resource.objects.filter(mine)


def _named(person: Person) -> list[int]:
    """Names are compared without case and marks, either way around, also with an office beside them."""
    names = {fold(f"{person.given_name} {person.family_name}"), fold(f"{person.family_name} {person.given_name}")}
    rows = Resource.objects.exclude(contact_name="").values_list("pk", "contact_name")
    return [pk for pk, said in rows if any(name in fold(said) for name in names)]


def _versions_naming(named: Naming) -> set[int]:
    wanted = {fold(word) for word in named.words}
    found: set[int] = set()
    versions = versions_of(Resource)[0]._base_manager.exclude(contact_name="", contact_email="", contact_phone="")
    for pk, *said in versions.values_list("pgh_obj_id", *CONTACT_WORDS):
        text = fold(" ".join(said))
        if pk is not None and any(word in text for word in wanted):
            found.add(pk)
    return found
