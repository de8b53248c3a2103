"""What is kept of a person, as a document to be read: the same as the JSON file, nothing left out."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents.report import Block, Heading, Report, Section, Table
from talka.ui import numbers

from .export_words import words_for
from .models import Person

WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")
"""A day or a moment as JSON holds it: some rooms export it as text."""

Row = list[tuple[str, str]]
Sections = list[tuple[str, list[Row]]]


def rooms_of(told: Mapping[str, Any]) -> list[tuple[str, Sections]]:
    """The export as rooms with headings and rows of (name, value)."""
    return [(words_for(name), _sections(part)) for name, part in told.items()]


def document_of(person: Person, told: Mapping[str, Any]) -> Report:
    """The export as a document in the active language."""
    return Report(
        title=_("All that is kept"),
        kind=str(person),
        facts=((_("Made on"), numbers.date(timezone.localdate())),),
        sections=tuple(
            Section(room, (), tuple(Section(heading, _tables(heading, rows)) for heading, rows in sections))
            for room, sections in rooms_of(told)
        ),
        language=get_language() or "lv",
    )


def _tables(heading: str, rows: list[Row]) -> tuple[Block, ...]:
    headings = (Heading(_("What"), 1), Heading(_("Value"), 3))
    return tuple(Table("", headings, tuple((name, value) for name, value in row)) for row in rows if row)


def _sections(part: Any) -> Sections:
    sections = []
    for heading, value in part.items():
        rows = value if isinstance(value, list) else [value]
        sections.append((capfirst(words_for(str(heading))), [_pairs(row) for row in rows]))
    return sections


def _pairs(row: Any) -> Row:
    if not isinstance(row, dict):
        return [("", _text(row))]
    return [
        (capfirst(words_for(str(name))), _language(value) if name == "language" else _text(value))
        for name, value in row.items()
        if value not in (None, "", [], {})
    ]


def _language(code: str) -> str:
    """The language as people call it."""
    return {"lv": _("Latvian"), "en": _("English")}.get(code, code)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{words_for(str(name))}: {_text(each)}" for name, each in value.items())
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{numbers.date(local)} {numbers.time(local)}"
    if isinstance(value, str) and WRITTEN.fullmatch(value):
        return _text(parse_datetime(value) if "T" in value else parse_date(value))
    return numbers.date(value) if isinstance(value, dt.date) else str(value)
