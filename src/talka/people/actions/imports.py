"""Tables of persons and organisations: checked first, entered when somebody has seen what would happen."""

from dataclasses import dataclass, field, fields
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents.tables import Fault, TableRead, read_table
from talka.people import columns, names
from talka.people.access import may_keep_people, not_allowed
from talka.people.history import deed
from talka.people.models import Import, Organisation, Person
from talka.territories.models import Area
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from .organisations import (
    AllOrganisations,
    OrganisationData,
    change_organisation,
    create_organisation,
    find_or_create_organisation,
    refusal_of_organisation,
)
from .persons import (
    PersonData,
    ReadAtOnce,
    change_person,
    differences,
    find_or_create_person,
    find_person,
    refusal_of,
)
from .sent_tables import BACKGROUND_FROM, enter_accepted, waiting

MOST_SHOWN = 200


@dataclass
class Outlook:
    """What entering the rows would do, or did. differs: [row, who, field, kept, said]; twice: [row, who, first row]."""

    new: int = 0
    known: int = 0
    changed: int = 0
    differs: list[list[Any]] = field(default_factory=list)
    more_differs: int = 0
    twice: list[list[Any]] = field(default_factory=list)
    not_changed: list[list[Any]] = field(default_factory=list)


def check_import(kind: str, file: BinaryIO, name: str, *, by: Person | None) -> Import:
    """Read a table and keep its right rows and its faults; nothing is entered yet."""
    if by is None or not may_keep_people(by):
        raise not_allowed()
    persons = kind == Import.Kind.PERSONS
    read = read_table(file, name, columns.PERSONS if persons else columns.ORGANISATIONS)
    _check_areas(read)
    _check_rows(read, persons)
    return Import.objects.create(
        kind=kind,
        file_name=name[:200],
        rows=[[row.number, row.values] for row in read.rows],
        faults=[[fault.row, fault.column, fault.what, fault.advice] for fault in read.faults],
        faulty=read.rows_with_faults,
        ignored=read.ignored,
        by=by,
        language=get_language() or "lv",
    )


def accept_import(done: Import, *, by: Person | None, overwrite: bool = False) -> Import:
    """Enter the right rows: at once, or in the background past 500. overwrite: what the table says holds."""
    if by is None or not may_keep_people(by):
        raise not_allowed()
    with deed(by):
        row = waiting(done, by=by)
        row.state = Import.State.RUNNING
        row.overwrite = overwrite
        row.save(update_fields=["state", "overwrite"])
        if len(row.rows) > BACKGROUND_FROM:
            from talka.people.jobs import enter_import

            key = row.key
            transaction.on_commit(lambda: enter_import.defer(key=key))
        else:
            enter(row.key)
    row.refresh_from_db()
    return row


def enter(key: str) -> None:
    """Enter the rows of an accepted table, all or none; what came of it stands in its `result`."""
    enter_accepted(Import, key, lambda row: vars(_enter(row)))


def outlook_of(table: Import) -> Outlook:
    """What entering the rows would do. A fixed number of queries for a table of any length."""
    outlook = Outlook()
    seen: dict[str, int] = {}
    if table.kind == Import.Kind.PERSONS:
        known, organisations, areas = ReadAtOnce(), AllOrganisations(), _areas()
        for number, values in table.rows:
            data = _person_data(values, organisations, areas, by=None, make=False)
            who = f"{data.given_name} {data.family_name}".strip()
            same = fold(f"{who} {data.email} {values.get('organisation', '')}")
            person, _shares = find_person(data, known)
            if same in seen:
                outlook.twice.append([number, who, seen[same]])
            elif person is None:
                outlook.new += 1
                known.add(_would_be(data))
            else:
                outlook.known += 1
                _note(outlook, number, who, differences(person, data))
            seen.setdefault(same, number)
    else:
        every, areas = AllOrganisations(), _areas()
        for number, values in table.rows:
            name = str(values["name"])
            found = every.find(name)
            if fold(name) in seen:
                outlook.twice.append([number, name, seen[fold(name)]])
            elif found is None:
                outlook.new += 1
            else:
                outlook.known += 1
                _note(outlook, number, found.name, _organisation_differs(found, _organisation_data(values, areas)))
            seen.setdefault(fold(name), number)
    return outlook


def _enter(row: Import) -> Outlook:
    outlook, by = Outlook(), row.by
    known, organisations, areas = ReadAtOnce(), AllOrganisations(), _areas()
    with deed(by):
        for number, values in row.rows:
            if row.kind == Import.Kind.ORGANISATIONS:
                _enter_organisation(outlook, number, _organisation_data(values, areas), organisations, row)
                continue
            data = _person_data(values, organisations, areas, by=by, make=True)
            found = find_or_create_person(data, by=by, complete=True, known=known)
            outlook.new += found.created
            outlook.known += not found.created
            if not found.differs:
                continue
            if not row.overwrite:
                _note(outlook, number, found.person.name, found.differs)
                continue
            try:
                change_person(found.person, _laid_over(found.person, data), by=by)
                known.renew(found.person)
                outlook.changed += 1
            except Refusal as refusal:  # somebody who keeps their own data
                outlook.not_changed.append([number, found.person.name, refusal.text()])
    return outlook


def _enter_organisation(
    outlook: Outlook, number: int, data: OrganisationData, known: AllOrganisations, row: Import
) -> None:
    found = known.find(data.name)
    if found is None:
        outlook.new += 1
        known.add(create_organisation(data, by=row.by))
        return
    outlook.known += 1
    differs = _organisation_differs(found, data)
    if differs and row.overwrite:
        merged = OrganisationData(
            name=data.name,
            name_en=data.name_en or found.name_en,
            short_name=data.short_name or found.short_name,
            kind=data.kind or found.kind,
            area=data.area or found.area,
            website=data.website or found.website,
        )
        known.add(change_organisation(found, merged, by=row.by))
        outlook.changed += 1
    else:
        _note(outlook, number, found.name, differs)


def _note(outlook: Outlook, number: int, who: str, differs: dict[str, tuple[str, str]]) -> None:
    for name, (kept, said) in differs.items():
        if len(outlook.differs) < MOST_SHOWN:
            outlook.differs.append([number, who, name, kept, said])
        else:
            outlook.more_differs += 1


def _laid_over(person: Person, data: PersonData) -> PersonData:
    """What is kept, with what the table says laid over it; silence in the table changes nothing."""
    values = {name: getattr(data, name) or getattr(person, name) for name in PersonData.__dataclass_fields__}
    return PersonData(**values)


def _person_data(
    values: dict[str, Any],
    organisations: AllOrganisations | None,
    areas: dict[str, Area],
    *,
    by: Person | None,
    make: bool,
) -> PersonData:
    name = str(values.get("organisation") or "")
    organisation: Organisation | None = None
    if name and make:
        area = areas.get(fold(str(values.get("area") or "")))
        organisation = find_or_create_organisation(
            name, by=by, kind=str(values.get("kind") or ""), area=area, known=organisations
        )
    elif name and organisations is not None:
        organisation = organisations.find(name)
        if organisation is None:  # it would be entered: no row of the register, and the same for all rows that name it
            organisation = Organisation(pk=-1 - len(organisations.names), name=name)
            organisations.add(organisation)
    return PersonData(
        given_name=values.get("given_name") or "",
        family_name=values.get("family_name") or "",
        email=values.get("email") or "",
        phone=values.get("phone") or "",
        organisation=organisation,
        position=values.get("position") or "",
        language=values.get("language") or "",
        expertise=values.get("expertise") or "",
    )


def _would_be(data: PersonData) -> Person:
    """Who would be entered: a later row may mean them too."""
    said = {each.name: getattr(data, each.name) for each in fields(data)}
    return Person(**said, sort_key=names.person_sort_key(data.given_name, data.family_name))


def _organisation_data(values: dict[str, Any], areas: dict[str, Area]) -> OrganisationData:
    return OrganisationData(
        name=values.get("name") or "",
        name_en=values.get("name_en") or "",
        short_name=values.get("short_name") or "",
        kind=values.get("kind") or "",
        area=areas.get(fold(str(values.get("area") or ""))),
        website=values.get("website") or "",
    )


def _organisation_differs(kept: Organisation, said: OrganisationData) -> dict[str, tuple[str, str]]:
    differs = {}
    for name in ("name", "name_en", "short_name", "kind", "area", "website"):
        ours, theirs = getattr(kept, name), getattr(said, name)
        if theirs and theirs != ours and not (name == "name" and fold(str(ours)) != fold(str(theirs))):
            differs[name] = (str(ours or ""), str(theirs))
    return differs


def _areas() -> dict[str, Area]:
    """Present municipalities, cities and regions by their names; a former name does for what has no present one."""
    rows = Area.objects.filter(
        kind__in=[Area.Kind.MUNICIPALITY, Area.Kind.STATE_CITY, Area.Kind.REGION, Area.Kind.STATE]
    )
    found: dict[str, Area] = {}
    for area in sorted(rows.defer("boundary"), key=lambda each: each.valid_to is None):
        for name in (area.name, area.name_en, area.genitive):
            if name:
                found[fold(name)] = area
    return found


def _check_areas(read: TableRead) -> None:
    """A territory that the register does not know is a fault of its row, if the register has been loaded at all."""
    areas = _areas()
    if not areas:
        return
    right = []
    for row in read.rows:
        said = str(row.values.get("area") or "")
        if said and fold(said) not in areas:
            read.rows_with_faults += 1
            read.fault(
                Fault(
                    row.number,
                    _("Territory"),
                    _("The register knows no territory “%(name)s”.") % {"name": said},
                    _("Write it as in the register, for example “Madonas novads”, or leave the cell empty."),
                )
            )
        else:
            right.append(row)
    read.rows = right


def _check_rows(read: TableRead, persons: bool) -> None:
    """What each row would be refused for is told with its row, before anything is entered."""
    right = []
    for row in read.rows:
        name = str(row.values.get("organisation" if persons else "name") or "")
        refusal = refusal_of_organisation(name)
        if refusal is None and persons:
            refusal = refusal_of(_person_data(row.values, None, {}, by=None, make=False))
        if refusal is None:
            right.append(row)
        else:
            read.rows_with_faults += 1
            read.fault(Fault(row.number, "", str(refusal.what), str(refusal.advice)))
    read.rows = right
