"""Entering and changing organisations; finding one by the name somebody wrote."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talka.people import names
from talka.people.access import may_keep_people, not_allowed
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.folding import fold, visible
from talka.ui.refusals import Refusal

_KINDS: tuple[tuple[Organisation.Kind, tuple[str, ...]], ...] = (
    (Organisation.Kind.REGION, ("planosanas regions", "planning region")),
    (Organisation.Kind.MINISTRY, ("ministrija", "valsts kanceleja", "ministry", "valsts agentura")),
    (Organisation.Kind.ASSOCIATION, ("pasvaldibu savieniba", "pasvaldibu asociacija", "association of")),
    (Organisation.Kind.ACTION_GROUP, ("vietejas ricibas grupa", "action group", "lauku partneriba")),
    (Organisation.Kind.RESIDENTS, ("iedzivotaju padome", "residents' council")),
    (Organisation.Kind.UNIVERSITY, ("universitate", "augstskola", "university", "akademija")),
    (
        Organisation.Kind.MUNICIPALITY,
        ("novada dome", "novada pasvaldiba", "pilsetas dome", "valstspilseta", "pilsetas pasvaldiba", "municipality"),
    ),
    (Organisation.Kind.NGO, ("biedriba", "nodibinajums", "association", "foundation", "nvo")),
    (Organisation.Kind.COMPANY, ("sia", "as", "ltd", "ik")),
)


@dataclass(frozen=True)
class OrganisationData:
    name: str
    name_en: str = ""
    short_name: str = ""
    kind: str = ""
    area: Area | None = None
    website: str = ""


def create_organisation(data: OrganisationData, *, by: Person | None, illustrative: bool = False) -> Organisation:
    """Enter an organisation; where the kind is not said, the name tells. by None: see `create_person`."""
    data = _checked(data)
    with deed(by):
        return Organisation.objects.create(**_columns(data), illustrative=illustrative)


def change_organisation(organisation: Organisation, data: OrganisationData, *, by: Person | None) -> Organisation:
    if not may_keep_people(by) or organisation.merged_into_id:
        raise not_allowed()
    data = _checked(data)
    with deed(by):
        row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        if row.merged_into_id:  # while we waited for it
            raise not_allowed()
        for name, value in _columns(data).items():
            setattr(row, name, value)
        row.save()
    return row


def find_organisation(name: str) -> Organisation | None:
    """By its name, short name or English name, without case and diacritics; a merged one gives the one it is now."""
    said = fold(name)
    if not said:
        return None
    # The stored folded text holds all three names; which of them it is decides below.
    for row in Organisation.objects.filter(folded__contains=said).select_related("merged_into").order_by("pk"):
        if said in {fold(row.name), fold(row.short_name), fold(row.name_en)}:
            return row.merged_into or row
    return None


class AllOrganisations:
    """All organisations by every name they have: one query for a table of any length."""

    def __init__(self) -> None:
        self.names: dict[str, Organisation] = {}
        for row in Organisation.objects.select_related("merged_into").order_by("-pk"):
            self.add(row)

    def add(self, row: Organisation) -> None:
        for name in (row.name_en, row.short_name, row.name):
            if name:
                self.names[fold(name)] = row.merged_into or row

    def find(self, name: str) -> Organisation | None:
        return self.names.get(fold(name))


def find_or_create_organisation(
    name: str,
    *,
    by: Person | None,
    kind: str = "",
    area: Area | None = None,
    illustrative: bool = False,
    known: AllOrganisations | None = None,
) -> Organisation:
    """The organisation of that name; entered when not known, its kind and area read from the name where not said.

    known: for long tables.
    """
    name = visible(" ".join(name.split())).strip()
    with deed(by):
        if known is not None:
            if (found := known.find(name)) is None:
                found = create_organisation(
                    OrganisationData(name, kind=kind, area=area), by=by, illustrative=illustrative
                )
                known.add(found)
            return found
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"organisation {fold(name)}"])
        found = find_organisation(name)
        if found:
            return found
        return create_organisation(OrganisationData(name, kind=kind, area=area), by=by, illustrative=illustrative)


def guess_kind(name: str) -> str:
    """The kind that a name tells, else "other": "Madonas novada pašvaldība" is a municipality."""
    plain = fold(name)
    words = plain.replace('"', " ").replace(",", " ").split()
    for kind, signs in _KINDS:
        for sign in signs:
            if sign in words or (len(sign) > 3 and sign in plain):
                return kind
    return Organisation.Kind.OTHER


def guess_area(name: str) -> Area | None:
    """The present municipality or region in whose genitive the name begins: "Madonas novada pašvaldība"."""
    plain = fold(name)
    rows = Area.objects.filter(
        Q(valid_to=None),
        kind__in=(Area.Kind.MUNICIPALITY, Area.Kind.STATE_CITY, Area.Kind.REGION),
    ).exclude(genitive="")
    for area in rows.only("pk", "name", "genitive", "name_en", "kind").order_by("-kind"):
        starts = {fold(area.genitive), fold(area.name)}
        if any(plain == start or plain.startswith(f"{start} ") for start in starts):
            return area
    return None


def refusal_of_organisation(name: str) -> Refusal | None:
    """Why nothing can be called so, asked before anything is written; no name at all is no fault."""
    if not name.strip():
        return None
    try:
        _checked(OrganisationData(name, kind=Organisation.Kind.OTHER))
    except Refusal as refusal:
        return refusal
    return None


def _checked(data: OrganisationData) -> OrganisationData:
    name = visible(" ".join(data.name.split())).strip()
    if not name:
        raise Refusal(_("The name of the organisation is missing."), status=422)
    if len(name) > 200:
        raise Refusal(_("The name of the organisation is too long: at most 200 characters fit."), status=422)
    kind = data.kind or guess_kind(name)
    area = data.area
    if area is None and kind in (Organisation.Kind.MUNICIPALITY, Organisation.Kind.REGION):
        area = guess_area(name)
    return OrganisationData(
        name=name,
        name_en=visible(" ".join(data.name_en.split())),
        short_name=visible(" ".join(data.short_name.split())),
        kind=kind,
        area=area,
        website=data.website.strip(),
    )


def _columns(data: OrganisationData) -> dict[str, object]:
    return {
        "name": data.name,
        "name_en": data.name_en,
        "short_name": data.short_name,
        "kind": data.kind,
        "area": data.area,
        "website": data.website,
        "sort_key": names.organisation_sort_key(data.name),
        "folded": names.organisation_folded(data.name, data.short_name, data.name_en),
    }
