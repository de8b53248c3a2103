"""Answers as people read them: words of the file beside what was chosen, days and sums as the language writes them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from i18nfield.strings import LazyI18nString

from talka.ui import numbers

from .answers import amount
from .legal import form_names
from .register import Column, Question


@dataclass(frozen=True)
class Table:
    """rows: each a tuple of (head, cell)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Told:
    """An answer. text: words; items: several choices; table: rows under heads. badge: yes, partly, no, unknown."""

    label: str
    group: str
    public: bool
    text: str = ""
    items: tuple[str, ...] = ()
    table: Table | None = None
    said: str = ""
    badge: str = "neutral"


TONES = {"yes": "success", "partly": "warning", "no": "error", "unknown": "neutral"}


def said_words() -> Mapping[str, str]:
    """What an answer of a checklist is called."""
    return {
        "yes": pgettext("answer of a checklist", "yes"),
        "partly": pgettext("answer of a checklist", "partly"),
        "no": pgettext("answer of a checklist", "no"),
        "unknown": pgettext("answer of a checklist", "not known"),
    }


def told(questions: Iterable[Question], answers: Mapping[str, Any], partners: Mapping[str, str]) -> tuple[Told, ...]:
    """The questions that were answered, in their order. partners: names by key of the organisation."""
    return tuple(_told(one, answers[one.key], partners) for one in questions if answers.get(one.key))


def _told(question: Question, value: Any, partners: Mapping[str, str]) -> Told:
    label, group = str(question.label), str(question.group)
    if question.kind == "many":
        items = tuple(_choice(question, key) for key in value)
        return Told(label, group, question.public, items=items)
    if question.kind == "answer":
        said = value.get("said", "")
        words = said_words().get(said, "")
        return Told(label, group, question.public, value.get("words", ""), said=words, badge=TONES.get(said, "neutral"))
    if question.kind == "table":
        heads = tuple(str(column.label) for column in question.columns)
        rows = tuple(
            tuple((str(one.label), cell(one, row.get(one.key, ""), partners)) for one in question.columns)
            for row in value
        )
        return Told(label, group, question.public, table=Table(heads, rows))
    return Told(label, group, question.public, text=cell(question, value, partners))


def cell(asked: Question | Column, value: str, partners: Mapping[str, str]) -> str:
    """One kept text as people read it; what the file does not know any more stands as it was kept."""
    if not value:
        return ""
    if asked.kind == "choice":
        return _choice(asked, value)
    if asked.kind == "yes_no":
        return {"yes": _("yes"), "no": _("no")}.get(value, value)
    if asked.kind == "partner":
        return partners.get(value, value)
    if asked.kind == "legal_form":
        return str(form_names().get(value, value))
    if asked.kind == "date":
        return numbers.date(dt.date.fromisoformat(value))
    if asked.kind in ("number", "money"):
        found = amount(value)
        if found is None:
            return value
        return numbers.euro(found) if asked.kind == "money" else numbers.number(found)
    return value


def _choice(asked: Question | Column, key: str) -> str:
    words: Mapping[str, LazyI18nString] = {choice.key: choice.label for choice in asked.choices}
    return str(words.get(key, key))


def total(rows: Iterable[Mapping[str, str]], column: str) -> Decimal:
    """The sum of a column of numbers; what is empty or no number counts nothing."""
    return sum((amount(row.get(column, "")) or Decimal(0) for row in rows), Decimal(0))
