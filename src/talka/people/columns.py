"""The columns in which persons and organisations come in and go out: every export is a valid import."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from talka.documents.addresses import email_fault, website_fault
from talka.documents.sheets import Column
from talka.ui.refusals import Words

from .models import Organisation, Person

KINDS: Mapping[str, Words] = dict(Organisation.Kind.choices)
LANGUAGES: Mapping[str, Words] = dict(settings.LANGUAGES)

PERSONS: tuple[Column, ...] = (
    Column("given_name", _("Given name"), aliases=("vārds", "name", "first name"), longest=100, example="Ilze"),
    Column(
        "family_name",
        _("Family name"),
        aliases=("uzvārds", "surname", "last name"),
        required=True,
        longest=100,
        example="Šķiņķe",
    ),
    Column(
        "email",
        _("E-mail"),
        aliases=("e-pasts", "epasta adrese", "e-pasta adrese", "email address", "mail"),
        longest=254,
        example="ilze.skinke@novads.lv",
        check=email_fault,
    ),
    Column(
        "phone", _("Phone"), aliases=("tālrunis", "telefons", "tālr.", "telephone"), longest=40, example="+371 20000000"
    ),
    Column(
        "organisation",
        _("Organisation"),
        aliases=("iestāde", "institūcija", "pašvaldība", "institution", "organization"),
        longest=200,
        example="Madonas novada pašvaldība",
    ),
    Column("kind", _("Kind of organisation"), choices=KINDS),
    Column("area", _("Territory"), aliases=("novads", "municipality", "area"), longest=120, example="Madonas novads"),
    Column("position", _("Position"), aliases=("amats", "job title"), longest=200, example=_("planner")),
    Column("language", _("Language"), choices=LANGUAGES),
    Column("expertise", _("Field of expertise"), longest=2000),
)

ORGANISATIONS: tuple[Column, ...] = (
    Column(
        "name",
        _("Name of the organisation"),
        aliases=("nosaukums",),
        required=True,
        longest=200,
        example="Madonas novada pašvaldība",
    ),
    Column("name_en", _("Name in English"), longest=200),
    Column("short_name", _("Short name"), aliases=("saīsinājums",), longest=60),
    Column("kind", _("Kind of organisation"), aliases=("veids", "kind"), choices=KINDS),
    Column("area", _("Territory"), aliases=("novads", "municipality", "area"), longest=120, example="Madonas novads"),
    Column("website", _("Website"), aliases=("tīmekļvietne", "mājaslapa", "web"), longest=200, check=website_fault),
)


def person_row(person: Person) -> dict[str, object]:
    """A person in the columns of PERSONS; organisation and its area must be read with them."""
    organisation = person.organisation
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "phone": person.phone,
        "organisation": organisation.name if organisation else "",
        "kind": organisation.kind if organisation else "",
        "area": organisation.area.name if organisation and organisation.area else "",
        "position": person.position,
        "language": person.language,
        "expertise": person.expertise,
    }


def organisation_row(organisation: Organisation) -> dict[str, object]:
    return {
        "name": organisation.name,
        "name_en": organisation.name_en,
        "short_name": organisation.short_name,
        "kind": organisation.kind,
        "area": organisation.area.name if organisation.area else "",
        "website": organisation.website,
    }
