"""The columns of the tables that go out and come in again: registrations, attendance, feedback."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from talka.documents.addresses import email_fault
from talka.documents.sheets import Column
from talka.people.models import Organisation
from talka.programmes.funders import template_of, words
from talka.ui import numbers

from . import clock, funder_asked
from .forms.registration import INTERPRETATION, option_text
from .models import Event, Question, Registration
from .queries.questions import Block


def registration_columns(event: Event, blocks: list[Block]) -> tuple[Column, ...]:
    """What a registration says, in the order of the form; the code names the row when it comes back."""
    columns = [
        Column("code", _("Code"), aliases=("kods",), longest=12),
        Column("given_name", _("Given name"), aliases=("vards", "first name"), required=True, longest=100),
        Column(
            "family_name", _("Family name"), aliases=("uzvards", "surname", "last name"), required=True, longest=100
        ),
        Column(
            "email",
            _("E-mail"),
            aliases=("epasts", "email", "mail"),
            longest=254,
            check=email_fault,
            example="ilze@novads.lv",
        ),
        Column("organisation", _("Organisation"), aliases=("institucija", "iestade", "institution"), longest=200),
        Column("kind", _("Kind of organisation"), choices=dict(Organisation.Kind.choices)),
        Column("position", _("Position"), aliases=("amats", "job title"), longest=200),
        Column("state", _("State"), choices=dict(Registration.State.choices)),
        Column("language", _("Language of letters"), choices={"lv": _("Latvian"), "en": _("English")}),
    ]
    for number, block in enumerate(blocks):
        for rank in range(1, block.asked + 1):
            title = _("Choice %(rank)s") % {"rank": rank}
            if len(blocks) > 1:
                title = f"{title} ({block.name})"
            columns.append(
                Column(f"group_{number}_{rank}", title, choices={item.key: str(item.title) for item in block.items})
            )
    columns += [question_column(question) for question in event.questions.all()]
    columns += funder_columns(event)
    columns.append(Column("remark", _("Remark"), longest=500))
    columns.append(Column("photos", _("Agreed to photographs"), kind="boolean"))
    columns.append(Column("registered_at", _("Registered on"), kind="datetime"))
    return tuple(columns)


def question_column(question: Question) -> Column:
    """An answer as a cell: several choices are parted by semicolons."""
    key, title = f"q_{question.key}", str(question.label) or question.get_kind_display()
    match question.kind:
        case Question.Kind.INTERPRETATION:
            return Column(key, title, choices={code: words for code, words in INTERPRETATION if code})
        case Question.Kind.OVERNIGHT | Question.Kind.YES_NO:
            return Column(key, title, kind="boolean")
        case Question.Kind.ONE:
            return Column(key, title, choices={str(n): option_text(o) for n, o in enumerate(question.options)})
        case Question.Kind.LONG_TEXT:
            return Column(key, title, longest=2000)
    return Column(key, title, longest=2000 if question.kind == Question.Kind.SEVERAL else 300)


def funder_columns(event: Event) -> list[Column]:
    """What the funder has participants asked: only where its template asks it."""
    return [
        Column(funder_asked.PREFIX + one.key, words(one.label), choices=dict(funder_asked.choices_of(one)))
        for one in funder_asked.asked_of(event)
    ]


def several_as_text(question: Question, places: object) -> str:
    """["0", "2"] as the words of the options."""
    texts = [option_text(option) for option in question.options]
    chosen = places if isinstance(places, list) else []
    return "; ".join(texts[int(place)] for place in chosen if str(place).isdigit() and int(place) < len(texts))


def several_from_text(question: Question, text: str) -> list[str] | None:
    """The words of the options as places; None where one of them is none of the options."""
    places: list[str] = []
    by_text: dict[str, str] = {}
    for place, option in enumerate(question.options):
        for wording in option.values() if isinstance(option, Mapping) else [option]:
            by_text[str(wording).strip().casefold()] = str(place)
    for part in text.split(";"):
        if not part.strip():
            continue
        if (place := by_text.get(part.strip().casefold())) is None:
            return None
        places.append(place)
    return places


def attendance_columns(event: Event) -> tuple[Column, ...]:
    """A row per registration and a column per day of the event; between them what the funder's list has, in its order,
    and what it has participants asked."""
    days = tuple(
        Column(day_key(day), numbers.short_date(day), aliases=(day.isoformat(),), kind="boolean")
        for day in clock.days_of(event)
    )
    known = {
        "name": Column("name", _("Name, surname"), longest=220),
        "organisation": Column("organisation", _("Organisation"), longest=200),
        "organisation_kind": Column(
            "organisation_kind", _("Kind of organisation"), choices=dict(Organisation.Kind.choices)
        ),
        "municipality": Column("municipality", _("Municipality"), longest=200),
        "position": Column("position", _("Position"), longest=200),
    }
    template = template_of(event.project)
    order = template.attendance.columns if template else ("name", "organisation", "position")
    return (
        Column("code", _("Code"), aliases=("kods",), required=True, longest=12),
        *(known[key] for key in order if key in known),
        *funder_columns(event),
        *days,
    )


def day_key(day: dt.date) -> str:
    return f"day_{day.isoformat()}"


def feedback_columns() -> tuple[Column, ...]:
    """A row per sheet, without anything that says whose it is."""
    from .actions.feedback import LONGEST, RATINGS, TEXTS

    marks: dict[str, Any] = {str(mark): str(mark) for mark in range(1, 6)}
    return (
        Column("sheet", _("Sheet"), required=True, longest=64, example="1"),
        *(Column(key, question, choices=marks) for key, question in RATINGS.items()),
        *(Column(key, question, longest=LONGEST) for key, question in TEXTS.items()),
    )
