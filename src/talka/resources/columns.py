"""The columns in which resources come in and go out: every export is a valid import."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from talka.documents.addresses import email_fault, website_fault
from talka.documents.sheets import Column
from talka.people.models import Person
from talka.ui.refusals import Words

from . import access
from .kinds import Kind, OwnerKind, State, Unit, Use
from .languages import CODES, plain
from .models import Resource
from .queries.page import contact_of
from .queries.places import whole_names

KINDS: Mapping[str, Words] = dict(Kind.choices)
STATES: Mapping[str, Words] = dict(State.choices)
USES: Mapping[str, Words] = dict(Use.choices)
OWNER_KINDS: Mapping[str, Words] = dict(OwnerKind.choices)
UNITS: Mapping[str, Words] = dict(Unit.choices)
_NAMES: Mapping[str, Words] = {"lv": _("Name in Latvian"), "en": _("Name in English")}
_DESCRIPTIONS: Mapping[str, Words] = {"lv": _("Description in Latvian"), "en": _("Description in English")}
_ALIASES = {"title_lv": ("nosaukums", "name", "title"), "description_lv": ("apraksts", "description")}

COLUMNS: tuple[Column, ...] = (
    Column("key", _("Mark"), aliases=("id", "atslēga"), longest=32),
    *(
        Column(
            f"title_{code}",
            _NAMES.get(code, code),
            aliases=_ALIASES.get(f"title_{code}", ()),
            longest=300,
            example="Bijusī pienotava" if code == "lv" else "Former dairy",
        )
        for code in CODES
    ),
    *(
        Column(
            f"description_{code}",
            _DESCRIPTIONS.get(code, code),
            aliases=_ALIASES.get(f"description_{code}", ()),
            longest=10_000,
        )
        for code in CODES
    ),
    Column("kind", _("Kind of resource"), aliases=("veids", "kind"), required=True, choices=KINDS),
    Column(
        "area",
        _("Territory"),
        aliases=("novads", "pagasts", "municipality", "parish", "area"),
        required=True,
        longest=250,
        example="Kalnu pagasts, Ābeļu novads",
    ),
    Column("place", _("Address, or words that say where"), aliases=("adrese", "address", "vieta"), longest=300),
    Column("lat", _("Latitude"), aliases=("lat",), kind="decimal", example="56,8567"),
    Column("lon", _("Longitude"), aliases=("lon", "lng"), kind="decimal", example="26,2172"),
    Column("size", _("Size"), aliases=("platība", "area size"), kind="decimal", example="2,5"),
    Column("unit", _("Unit of the size"), aliases=("mērvienība", "unit"), choices=UNITS),
    Column("state", _("State it is in"), aliases=("stāvoklis", "state"), choices=STATES),
    Column("use", _("Use"), aliases=("izmantojums", "use"), choices=USES),
    Column("owner_kind", _("Kind of owner"), aliases=("īpašuma veids",), choices=OWNER_KINDS),
    Column("owner", _("Owner"), aliases=("īpašnieks",), longest=200),
    Column("contact_organisation", _("Organisation to ask"), longest=200),
    Column("contact_name", _("Office or name of who to ask"), aliases=("kontaktpersona", "contact"), longest=200),
    Column("contact_email", _("E-mail to ask at"), longest=254, check=email_fault),
    Column("contact_phone", _("Phone to ask at"), longest=40),
    Column("contact_office", _("An office's address"), kind="boolean"),
    Column("source", _("Source"), aliases=("avots",), longest=300),
    Column("source_link", _("Source on the web"), longest=500, check=website_fault),
    Column("year", _("Year of the source"), aliases=("gads", "year"), kind="integer"),
    Column("confirmed_on", _("Confirmed on"), aliases=("apstiprināts",), kind="date"),
)
PLAIN = ("place", "size", "unit", "state", "use", "owner_kind", "source", "source_link", "year", "confirmed_on")


def rows_of(rows: QuerySet[Resource], person: Person | None) -> list[dict[str, object]]:
    """Resources in COLUMNS, contacts as far as the reader may see them. A fixed number of queries."""
    found = list(
        rows.select_related("owner", "area", "contact_organisation", "contact_person__organisation").defer(
            "folded", "area__boundary", "area__outline"
        )
    )
    reads, agreed = access.may_read_contacts(person), access.agreed_contacts(found)
    names = whole_names({row.area_id: row.area for row in found}.values())
    return [_row(row, names[row.area_id], reads, row.pk in agreed) for row in found]


def _row(row: Resource, area: str, reads: bool, agreed: bool) -> dict[str, object]:
    contact = contact_of(row, reads=reads, agreed=agreed)
    values: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    for code in CODES:
        values[f"title_{code}"] = plain(row.title).get(code, "")
        values[f"description_{code}"] = plain(row.description).get(code, "")
    # A person of the register is named by the register; the table would make words of them.
    by_words = row.contact_person_id is None
    return values | {
        "key": row.key,
        "kind": row.kind,
        "area": area,
        "lat": row.lat,
        "lon": row.lon,
        "owner": row.owner.name if row.owner else row.owner_words,
        "contact_organisation": contact.organisation,
        "contact_name": contact.name if by_words else "",
        "contact_email": contact.email if by_words else "",
        "contact_phone": contact.phone if by_words else "",
        "contact_office": row.contact_office if by_words and contact.name + contact.email + contact.phone else None,
    }
