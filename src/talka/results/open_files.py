"""Open data as files: a table as CSV and JSON, and the whole as a descriptor that machines read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from talka.documents.sheets import Column, Sheet, write_csv
from talka.programmes.models import Programme
from talka.ui.refusals import Words

from .dictionary import TABLES, Field, Kind, Row, Table, Value

LICENCES = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("Creative Commons Zero 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODbL-1.0": ("Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
FEW_PEOPLE = _("No figure is told of fewer than five people.")
MADE_UP = _("Made-up data: this programme is an example.")
LIST_SIGN = " "
"""Between the values of a list in a CSV cell: they are numbers or short names, which hold no blank."""

TYPES: Mapping[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "texts": "list",
    "integers": "list",
}
"""Kinds of values in the words of a Table Schema."""


@dataclass(frozen=True)
class Licence:
    """name: its short name as SPDX gives it."""

    name: str
    title: str
    url: str


@dataclass(frozen=True)
class Funding:
    """What the funder of a project wants to be said wherever its results are used."""

    project: str
    number: str
    title_lv: str
    title_en: str
    text_lv: str
    text_en: str


@dataclass(frozen=True)
class About:
    """What goes with every table of a programme. illustrative: all of it is made up; note: what to know
    before a figure is used; page: the page that describes the data."""

    programme: str
    code: str
    title_lv: str
    title_en: str
    funder_lv: str
    funder_en: str
    illustrative: bool
    note_lv: str
    note_en: str
    licence: Licence
    publicity: tuple[Funding, ...]
    source: str
    page: str


def licence() -> Licence:
    """The licence of this installation's open data: the setting TALKA_DATA_LICENCE, a short name of SPDX."""
    name = settings.DATA_LICENCE
    title, url = LICENCES.get(name, (name, f"https://spdx.org/licenses/{name}.html"))
    return Licence(name, title, url)


def about(programme: Programme, *, base: str) -> About:
    """One query: the projects that anybody may know of."""
    projects = programme.projects.filter(public=True, archived_at=None)
    note = _named("note", format_lazy("{} {}", MADE_UP, FEW_PEOPLE) if programme.illustrative else FEW_PEOPLE)
    return About(
        programme=programme.slug,
        code=programme.code,
        title_lv=_in(programme.title, "lv"),
        title_en=_in(programme.title, "en"),
        funder_lv=_in(programme.funder, "lv"),
        funder_en=_in(programme.funder, "en"),
        illustrative=programme.illustrative,
        note_lv=note["note_lv"],
        note_en=note["note"],
        licence=licence(),
        publicity=tuple(
            Funding(
                project=project.slug,
                number=project.number,
                title_lv=_in(project.title, "lv"),
                title_en=_in(project.title, "en"),
                text_lv=_in(project.publicity, "lv") or _in(project.funder, "lv"),
                text_en=_in(project.publicity, "en") or _in(project.funder, "en"),
            )
            for project in projects
        ),
        source=programme.source,
        page=base + reverse("results:data", args=[programme.slug]),
    )


def _in(words: Any, language: str) -> str:
    """The text in that language, else in another."""
    return str(words.localize(language) if hasattr(words, "localize") else words)


def table_csv(table: Table, rows: Sequence[Row]) -> bytes:
    """UTF-8 with a byte order mark and commas; true and false in English, decimals with a point, lists with blanks
    between; what a spreadsheet would take for a formula behind an apostrophe."""
    columns = tuple(Column(field.name, field.name) for field in table.fields)
    told = [{field.name: _cell(row[field.name]) for field in table.fields} for row in rows]
    with override("en"):
        return write_csv(Sheet(table.name, columns, told), delimiter=",")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SIGN.join(map(str, value))
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def table_json(table: Table, rows: Sequence[Row], said: About) -> bytes:
    """The rows with the columns' meaning and what goes with them; the keys of a row are the headers of the CSV."""
    fields = [descriptor(field) for field in table.fields]
    return _json({"about": asdict(said), "table": table.name, "fields": fields, "rows": [dict(row) for row in rows]})


def package_json(said: About, *, base: str) -> bytes:
    """A Data Package descriptor (the Frictionless specification) of all tables, with their CSV and JSON addresses."""
    resources = []
    for table in TABLES.values():
        address = reverse("results:data_csv", args=[said.programme, table.name])
        resources.append(
            {
                "name": table.name,
                **_named("title", table.title),
                **_named("description", table.meaning),
                "path": base + address,
                "json": base + reverse("results:data_json", args=[said.programme, table.name]),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "header": True},
                "schema": {
                    "fields": [descriptor(field) for field in table.fields],
                    "primaryKey": list(table.keys),
                    "foreignKeys": [
                        {"fields": field.name, "reference": {"resource": field.points_to, "fields": "id"}}
                        for field in table.fields
                        if field.points_to and field.kind in ("text", "integer")
                    ],
                    "missingValues": [""],
                },
            }
        )
    owed = {"name": said.licence.name, "title": said.licence.title, "path": said.licence.url}
    return _json(
        {
            "name": said.programme,
            "title": said.title_en,
            "title_lv": said.title_lv,
            "homepage": said.page,
            "licenses": [owed],
            "sources": [{"title": said.title_en, "path": said.source}] if said.source else [],
            "about": asdict(said),
            "resources": resources,
        }
    )


def descriptor(field: Field) -> dict[str, object]:
    """A column in the words of a Table Schema, its title and meaning in English and in Latvian."""
    told: dict[str, object] = {"name": field.name, "type": TYPES[field.kind]}
    if field.kind in ("texts", "integers"):
        told |= {"itemType": "string" if field.kind == "texts" else "integer", "delimiter": LIST_SIGN}
    told |= {**_named("title", field.title), **_named("description", field.meaning)}
    if field.unit:
        told |= _named("unit", field.unit)
    rules: dict[str, object] = {"required": True} if field.always else {}
    if field.choices is not None:
        rules["enum"] = list(field.choices)
        told["categories"] = [{"value": key, **_named("label", words)} for key, words in field.choices.items()]
    return told | ({"constraints": rules} if rules else {})


def _named(name: str, words: Words) -> dict[str, str]:
    with override("en"):
        english = str(words)
    with override("lv"):
        return {name: english, f"{name}_lv": str(words)}


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1, default=_value).encode()


def _value(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value)} has no place in JSON")
