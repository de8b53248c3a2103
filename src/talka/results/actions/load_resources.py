"""What places have, from resources.toml: entered or brought to what the file says, by their marks."""

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.models import Organisation
from talka.resources.actions import ResourceData, add_paper, add_photo
from talka.resources.actions.photos import edit_photo
from talka.resources.actions.records import Record, take_in
from talka.resources.languages import many
from talka.resources.models import Resource
from talka.ui.refusals import Refusal

from ..record_files import read_toml, words
from .load import Reading, unknown, wrong
from .load_measures import day_of, tables_of

FOLDER = "resources"
PLAIN = (
    "kind", "place", "lat", "lon", "size", "unit", "state", "use", "owner_kind", "owner_words", "source", "source_link",
    "year",
)  # fmt: skip
CONTACT = ("contact_name", "contact_email", "contact_phone")
NUMBERS = ("lat", "lon", "size", "year")
KEY = re.compile(r"[A-Za-z0-9_-]{1,32}")


def load_resources(reading: Reading) -> None:
    path = reading.folder / "resources.toml"
    if not path.exists():
        return
    for number, row in enumerate(tables_of(read_toml(path), "resource", path.name), start=1):
        where = f"{path.name} [[resource]] {number}"
        record = _record(reading, row, where)
        try:
            resource = take_in(record)
            _photos(resource, row, reading.folder / FOLDER, where)
            _papers(resource, row, reading.folder / FOLDER, where)
        except Refusal as refusal:
            raise Refusal(f"{where}: {refusal.what}", refusal.meaning, refusal.advice, status=422) from None


def _record(reading: Reading, row: dict[str, Any], where: str) -> Record:
    key = str(row.get("key", ""))
    if not KEY.fullmatch(key):
        raise wrong(where, f"key = {key}", _("Write at most 32 letters, digits and dashes."))
    area = reading.area(str(row.get("area", "")), where)
    if area is None or area.illustrative != reading.programme.illustrative:
        raise unknown(where, str(row.get("area", "")))

    def organisation(name: str) -> Organisation | None:
        return reading.organisation(str(row.get(name, "")), where)

    person = str(row.get("contact_person", ""))
    texts = {name: str(row.get(name, "")) for name in (*PLAIN, *CONTACT) if name not in NUMBERS}
    year = row.get("year")
    data = ResourceData(
        title=words(row.get("title")),
        description=words(row.get("description")),
        area=area,
        **texts,
        lat=_number(row, "lat", where),
        lon=_number(row, "lon", where),
        size=_size(row, where),
        year=None if year is None else int(year),
        owner=organisation("owner"),
        contact_organisation=organisation("contact_organisation"),
        contact_person=reading.person(person, where) if person else None,
        contact_office=bool(row.get("contact_office")),
    )
    gone = row.get("withdrawn_on")
    return Record(
        key=key,
        data=data,
        confirmed_on=day_of(row.get("confirmed_on", timezone.localdate()), where),
        entered_for=organisation("entered_for"),
        withdrawn_on=day_of(gone, where) if gone else None,
        withdrawn_why=str(row.get("withdrawn_why", "")),
    )


def _number(row: dict[str, Any], name: str, where: str) -> float | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise wrong(where, f"{name} = {value}", _("Write degrees, such as 56.8567.")) from None


def _size(row: dict[str, Any], where: str) -> Decimal | None:
    value = row.get("size")
    if value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise wrong(where, f"size = {value}", _("Write a number of 0 or more, such as 1200.50.")) from None


def _photos(resource: Resource, row: dict[str, Any], folder: Path, where: str) -> None:
    """The pictures in their order; one that is there is kept, with the words of the file."""
    there = list(resource.photos.all())
    for place, told in enumerate(tables_of(row, "photo", where)):
        said: dict[str, Any] = {
            "alt": many(words(told.get("alt"))),
            "people": str(told.get("people", "")),
            "credit": str(told.get("credit", "")),
        }
        if place < len(there):
            if any(getattr(there[place], name) != value for name, value in said.items()):
                edit_photo(there[place], **said, by=None)
            continue
        path = _inside(folder, str(told.get("file", "")), where)
        with path.open("rb") as file:
            add_photo(resource, file=file, name=path.name, **said, by=None)


def _papers(resource: Resource, row: dict[str, Any], folder: Path, where: str) -> None:
    there = resource.papers.count()
    for told in tables_of(row, "paper", where)[there:]:
        title = words(told.get("title"))
        if told.get("link"):
            add_paper(resource, title=title, link=str(told["link"]), by=None)
            continue
        path = _inside(folder, str(told.get("file", "")), where)
        with path.open("rb") as file:
            add_paper(resource, title=title, file=file, name=str(told.get("name") or path.name), by=None)


def _inside(folder: Path, name: str, where: str) -> Path:
    """A file of the folder beside, by its bare name."""
    path = folder / name
    if not name or Path(name).name != name or path.is_symlink() or not path.is_file():
        raise unknown(where, f"{FOLDER}/{name}")
    return path
