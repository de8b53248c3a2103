"""Tables of resources: checked first, entered when somebody has seen what would happen."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.documents.tables import Fault, Row, read_table
from talka.people.access import not_allowed
from talka.people.actions.organisations import AllOrganisations
from talka.people.actions.sent_tables import BACKGROUND_FROM, enter_accepted, waiting
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from .. import access
from ..columns import COLUMNS
from ..kinds import Kind, OwnerKind, State, Unit, Use
from ..languages import CODES, first, plain
from ..models import Import, Resource
from ..queries.places import AreasByName
from .resources import ResourceData, change, data_of, enter, fault_of

MOST_SHOWN = 200
KEY = re.compile(r"[A-Za-z0-9_-]{6,32}")
CHOICES = {"kind": Kind, "unit": Unit, "state": State, "use": Use, "owner_kind": OwnerKind}
WORDS_OF = {column.key: column.title for column in COLUMNS}


@dataclass
class Outlook:
    """What entering the rows would do, or did. differs: [row, title, field, kept, said]; twice: [row, title, first]."""

    new: int = 0
    known: int = 0
    changed: int = 0
    differs: list[list[Any]] = field(default_factory=list)
    more_differs: int = 0
    twice: list[list[Any]] = field(default_factory=list)


class Registers:
    """All that a table of any length is compared with, read once: areas, organisations, resources of those areas."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        rows = list(rows)
        self.areas = AreasByName()
        self.organisations = AllOrganisations()
        meant = [self.areas.meant(str(row.get("area") or "")).area for row in rows]
        keys = [str(row["key"]) for row in rows if row.get("key")]
        everything = Resource.objects.select_related(
            "owner", "area", "contact_organisation", "contact_person", "entered_for"
        ).defer("area__boundary", "area__outline")
        self.by_key = {each.key: each for each in everything.filter(key__in=keys)}
        self.by_title: dict[tuple[int, str], Resource] = {}
        for each in everything.filter(area__in={area.pk for area in meant if area}, withdrawn_at=None).order_by("-pk"):
            for title in plain(each.title).values():
                self.by_title[each.area_id, fold(title)] = each

    def known(self, values: dict[str, Any], data: ResourceData) -> Resource | None:
        """By its mark, else by a title in the same area."""
        found = self.by_key.get(str(values.get("key") or ""))
        if found:
            return found
        titles = [fold(title) for title in plain(data.title).values()]
        return next((self.by_title[data.area.pk, one] for one in titles if (data.area.pk, one) in self.by_title), None)


def check_import(file: BinaryIO, name: str, *, by: Person | None) -> Import:
    """Read a table and keep its right rows and its faults; nothing is entered yet."""
    if by is None or not access.may_enter(by):
        raise not_allowed()
    access.ask_once(by)
    read = read_table(file, name, COLUMNS)
    registers = Registers(row.values for row in read.rows)
    right = []
    for row in read.rows:
        fault = _fault(row, registers, by)
        if fault is None:
            right.append(row)
        else:
            read.rows_with_faults += 1
            read.fault(fault)
    return Import.objects.create(
        file_name=name[:200],
        rows=[[row.number, _storable(row.values)] for row in right],
        faults=[[fault.row, fault.column, fault.what, fault.advice] for fault in read.faults],
        faulty=read.rows_with_faults,
        ignored=read.ignored,
        by=by,
        language=get_language() or "lv",
    )


def accept_import(done: Import, *, by: Person | None, overwrite: bool = False) -> Import:
    """Enter the right rows: at once, or in the background past 500. overwrite: what the table says holds."""
    if by is None or not access.may_enter(by):
        raise not_allowed()
    with deed(by):
        row = waiting(done, by=by)
        row.state, row.overwrite = Import.Progress.RUNNING, overwrite
        row.save(update_fields=["state", "overwrite"])
        if len(row.rows) > BACKGROUND_FROM:
            from ..jobs import enter_import

            key = row.key
            transaction.on_commit(lambda: enter_import.defer(key=key))
        else:
            carry_out(row.key)
    row.refresh_from_db()
    return row


def carry_out(key: str) -> None:
    """Enter the rows of an accepted table, all or none; what came of it stands in its `result`."""
    enter_accepted(Import, key, lambda row: asdict(_go(row.rows, row.by, write=True, overwrite=row.overwrite)))


def outlook_of(table: Import) -> Outlook:
    """What entering the rows would do. A fixed number of queries for a table of any length."""
    return _go(table.rows, table.by, write=False)


def _go(rows: list[Any], by: Person, *, write: bool, overwrite: bool = False) -> Outlook:
    outlook, registers = Outlook(), Registers(values for _number, values in rows)
    access.ask_once(by)
    seen: dict[Any, int] = {}  # by the row it is, by its mark, by area and title
    for number, values in rows:
        data = _data(values, registers)
        if data is None:  # an area or kind that went while the table waited
            raise Refusal(_("Row %(row)s cannot be entered any more.") % {"row": number}, _("Nothing was entered."))
        title = first(data.title)
        place = (data.area.pk, fold(title))
        found = registers.known(values, data)
        key = str(values.get("key") or "")
        marks: list[Any] = [found.pk] if found else [key] if key else []
        before = next((seen[mark] for mark in (*marks, *([] if key else [place])) if mark in seen), None)
        if before is not None:
            outlook.twice.append([number, title, before])
            continue
        seen |= {mark: number for mark in (*marks, place) if mark not in seen}
        if found is None:
            outlook.new += 1
            if write:
                enter(data, by=by, confirmed_on=_day(values), key=key)
            continue
        outlook.known += 1
        differs = _differs(found, data, values)
        if write and overwrite and differs:
            change(found, _laid_over(found, data, values), by=by, confirmed_on=_day(values))
            outlook.changed += 1
        else:
            _note(outlook, number, title, differs)
    return outlook


def _note(outlook: Outlook, number: int, title: str, differs: dict[str, tuple[str, str]]) -> None:
    for name, (kept, said) in differs.items():
        if len(outlook.differs) < MOST_SHOWN:
            outlook.differs.append([number, title, str(WORDS_OF[name]), kept, said])
        else:
            outlook.more_differs += 1


def _fault(row: Row, registers: Registers, by: Person) -> Fault | None:
    """What the row would be refused for, told with it before anything is entered."""
    said = str(row.values.get("area") or "")
    meant = registers.areas.meant(said)
    column = str(WORDS_OF["area"])
    if meant.several:
        what = _("Several places have the name “%(name)s”.") % {"name": said}
        return Fault(row.number, column, what, _("Write which one: %(names)s") % {"names": "; ".join(meant.several)})
    if meant.area is None:
        what = _("The register knows no territory “%(name)s”.") % {"name": said}
        return Fault(row.number, column, what, _("Write it as on the page of the territory."))
    named = str(row.values.get("contact_organisation") or "")
    if named and registers.organisations.find(named) is None:
        what = _("The register knows no organisation “%(name)s”.") % {"name": named}
        advice = _("Leave the cell empty, and write the office into the next column.")
        return Fault(row.number, str(WORDS_OF["contact_organisation"]), what, advice)
    data = _data(row.values, registers)
    refusal = fault_of(data) if data else None
    if refusal:
        return Fault(row.number, "", str(refusal.what), str(refusal.advice))
    found = registers.known(row.values, data) if data else None
    key = str(row.values.get("key") or "")
    if key and not KEY.fullmatch(key):
        return Fault(row.number, str(WORDS_OF["key"]), _("This is not a mark of a resource."), _("Leave it empty."))
    day = _day(row.values)
    if day and day > timezone.localdate():
        return Fault(row.number, str(WORDS_OF["confirmed_on"]), _("The day lies in the future."))
    if found and (found.withdrawn_at or not access.may_correct(by, found)):
        return Fault(row.number, "", _("This resource is not yours to change, or it was taken back."))
    if found and found.illustrative != meant.area.illustrative:
        return Fault(row.number, column, _("A made-up place and a true one cannot take each other's resources."))
    if not access.may_enter_in(by, meant.area):
        return Fault(row.number, column, _("You may not enter resources of “%(name)s”.") % {"name": said})
    return None


def _data(values: dict[str, Any], registers: Registers) -> ResourceData | None:
    area = registers.areas.meant(str(values.get("area") or "")).area
    if area is None:
        return None
    owner_name = str(values.get("owner") or "")
    owner = registers.organisations.find(owner_name) if owner_name else None
    named = str(values.get("contact_organisation") or "")
    text = {name: str(values.get(name) or "") for name in CHOICES}
    size, lat, lon, year = (values.get(name) for name in ("size", "lat", "lon", "year"))
    return ResourceData(
        title=_words(values, "title"),
        description=_words(values, "description"),
        area=area,
        kind=text["kind"],
        unit=text["unit"],
        state=text["state"],
        use=text["use"],
        owner_kind=text["owner_kind"],
        place=str(values.get("place") or ""),
        lat=None if lat is None else float(lat),
        lon=None if lon is None else float(lon),
        size=None if size is None else Decimal(str(size)),
        owner=owner,
        owner_words="" if owner else owner_name,
        contact_organisation=registers.organisations.find(named) if named else None,
        contact_name=str(values.get("contact_name") or ""),
        contact_email=str(values.get("contact_email") or ""),
        contact_phone=str(values.get("contact_phone") or ""),
        contact_office=bool(values.get("contact_office")),
        source=str(values.get("source") or ""),
        source_link=str(values.get("source_link") or ""),
        year=None if year is None else int(year),
    )


def _words(values: dict[str, Any], name: str) -> LazyI18nString:
    return LazyI18nString({code: str(values.get(f"{name}_{code}") or "") for code in CODES})


def _day(values: dict[str, Any]) -> dt.date | None:
    said = values.get("confirmed_on")
    return parse_date(said) if isinstance(said, str) else said


SINGLE = (
    "kind", "area", "place", "lat", "lon", "size", "unit", "state", "use", "owner_kind", "contact_organisation",
    "contact_name", "contact_email", "contact_phone", "source", "source_link", "year",
)  # fmt: skip
BY_WORDS = ("contact_name", "contact_email", "contact_phone")


def _differs(kept: Resource, said: ResourceData, values: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What the table says otherwise than we know; silence in the table says nothing."""
    differs = {}
    for name in ("title", "description"):
        ours, theirs = plain(getattr(kept, name)), plain(getattr(said, name))
        for code, text in theirs.items():
            if " ".join(text.split()) != " ".join(ours.get(code, "").split()):
                differs[f"{name}_{code}"] = (ours.get(code, ""), text)
    for name in SINGLE:
        if name in BY_WORDS and kept.contact_person_id:
            continue
        one, other = getattr(kept, name), getattr(said, name)
        if other not in (None, "") and other != one:
            differs[name] = (_in_words(name, one), _in_words(name, other))
    owner = kept.owner.name if kept.owner else kept.owner_words
    if values.get("owner") and (said.owner, said.owner_words) != (kept.owner, kept.owner_words):
        differs["owner"] = (owner, str(values["owner"]))
    if (day := _day(values)) and day > kept.confirmed_on:
        differs["confirmed_on"] = (kept.confirmed_on.isoformat(), day.isoformat())
    return differs


def _in_words(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    return str(CHOICES[name](value).label) if name in CHOICES else str(value)


def _laid_over(kept: Resource, said: ResourceData, values: dict[str, Any]) -> ResourceData:
    """What is kept, with what the table says laid over it."""
    data = data_of(kept)
    changes: dict[str, Any] = {
        name: LazyI18nString(plain(getattr(kept, name)) | plain(getattr(said, name)))
        for name in ("title", "description")
    }
    changes |= {
        name: getattr(said, name)
        for name in SINGLE
        if getattr(said, name) not in (None, "") and not (name in BY_WORDS and kept.contact_person_id)
    }
    if values.get("owner"):
        changes |= {"owner": said.owner, "owner_words": said.owner_words}
    if values.get("contact_office") is not None and not kept.contact_person_id:
        changes["contact_office"] = said.contact_office
    return replace(data, **changes)


def _storable(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them: decimals and days as texts."""
    encoder = DjangoJSONEncoder()
    return {
        name: encoder.default(value) if isinstance(value, Decimal | dt.date) else value
        for name, value in values.items()
        if value not in (None, "")
    }
