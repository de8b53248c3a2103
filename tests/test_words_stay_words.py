"""Whatever people write stays words: no page runs it, no paper breaks on it, no table takes it for a formula.

In the planted world every text that somebody may write holds signs of every trade at once; then each page and paper is
opened.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import translation
from docx import Document
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString
from icalendar import Calendar
from lxml import html
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from talka.events import letters_of_planning
from talka.events.actions.events import cancel_event
from talka.events.actions.release import freeze
from talka.events.models import Event
from talka.letters.models import Letter
from talka.letters.transport import message_of
from talka.protection.models import Facts

from .addresses import addresses, filled
from .own_database import own_database
from .planted import World, build

NASTY = (
    '=1+1"\'><script>alert(1)</script></script><b>{{7*7}}{% now "Y" %}#{1}$x$ *b* _i_ `c` @a <l> '
    "\\n&amp;\x0b\u202e\u200b\ud7ff"
)
"""A formula, code of HTML, of two template languages and of Typst, signs that XML forbids and that turn the line."""
FIXED = re.compile(
    r"token|code|key|slug|digest|sha256|state|kind|source|language|time_zone|media_type|file|block|email|address|"
    r"website|url|folded|credential|model|session|password|username|checksum|what|format|step|audience|on_screen|"
    r"sort|id$|name_of|role|how|place|purpose|method|lock|queue|task|channel|lane|item|criterion|question|type|based_on|"
    r"counted|^members$|issuer"
)
"""Texts that nobody writes freely: codes, choices, addresses, what is computed."""


def plant(world: World) -> int:
    """Put the nasty text into every free text of every row; how many texts that were."""
    done = 0
    for model in apps.get_models():
        if not model.__module__.startswith("talka.") or model._meta.app_label in {
            "territories",
            "letters",
            "decisions",
        }:
            continue
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.CharField | models.TextField | I18nCharField | I18nTextField):
                continue
            if field.choices or (FIXED.search(field.name) and field.name != "file_name"):
                continue
            limit = getattr(field, "max_length", None) or 10_000
            text: Any = NASTY if len(NASTY) <= limit else NASTY[:limit]
            if isinstance(field, I18nCharField | I18nTextField):
                text = LazyI18nString({"lv": NASTY, "en": NASTY})
            if isinstance(text, str) and (stands_once(field) or not may_stand_everywhere(field)):
                done += sum(write(row, field, text, limit) for row in model._default_manager.all())
            else:
                done += model._default_manager.update(**{field.name: text})
    return done


def write(row: models.Model, field: models.Field, text: str, limit: int) -> int:
    """Into one row, where the database lets it: of a visit that is only agreed nobody can say what was done there."""
    once = text[: limit - len(str(row.pk))] + str(row.pk)
    try:
        with transaction.atomic():
            return type(row)._default_manager.filter(pk=row.pk).update(**{field.name: once})
    except IntegrityError:
        return 0


def may_stand_everywhere(field: models.Field) -> bool:
    """Whether no rule of the database ties the text to another column."""
    rules = (rule for rule in field.model._meta.constraints if isinstance(rule, models.CheckConstraint))
    return not any(f"'{field.name}'" in str(rule.condition) for rule in rules)


def stands_once(field: models.Field) -> bool:
    """Whether two rows that hang on the same may not have the same text."""
    return any(
        isinstance(rule, models.UniqueConstraint) and field.name in rule.fields
        for rule in field.model._meta.constraints
    )


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "nasty"):
        made = build()
        Facts.objects.create()  # the installation's own
        assert plant(made) > 60
        freeze(made.own.has["event"])
        yield made


def faults_of(kind: str, body: bytes) -> list[str]:
    if kind.startswith("text/html"):
        tree = html.document_fromstring(body.decode())
        faults = [f"runs {s.text[:60]!r}" for s in tree.xpath("//script[not(@src)]") if "json" not in s.get("type", "")]
        for data in tree.xpath("//script[contains(@type, 'json')]"):
            json.loads(data.text)
        faults += [f"takes {name}= as markup" for name in tree.xpath("//@*[starts-with(name(), 'on')]")]
        return (
            faults
            + ["holds the script"] * (b"<script>alert" in body)
            + ["reckons"] * (b"=1+1&quot;&#x27;&gt;49" in body)
        )
    if kind == "application/pdf":
        return [] if "alert(1)" in "".join(p.extract_text() for p in PdfReader(io.BytesIO(body)).pages) else ["lost it"]
    if "wordprocessing" in kind:
        Document(io.BytesIO(body))
    elif "spreadsheet" in kind:
        book = openpyxl.load_workbook(io.BytesIO(body))
        return [f"formula in {c.coordinate}" for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    elif kind.startswith("text/csv"):
        text = body.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
        return [f"formula {cell[:20]!r}" for row in rows for cell in row if cell[:1] in "=+@\t\r" and cell]
    elif kind.startswith("text/calendar"):
        events = Calendar.from_ical(body).walk("VEVENT")
        return [] if events and all("alert(1)" in str(one["SUMMARY"]) for one in events) else ["lost an event"]
    return []


def test_every_page_and_paper_holds_what_people_wrote(world: World) -> None:
    client = world.client("administrator")
    kinds: dict[str, int] = {}
    faults = []
    for address in addresses():
        for path in filled(address, world.own)[:4]:
            answer = client.get(path)
            body = b"".join(answer) if answer.streaming else answer.content
            kind = answer.headers.get("Content-Type", "").split(";")[0]
            if answer.status_code >= 500 and address.name != "readyz":
                faults.append(f"{path}: {answer.status_code}")
            elif answer.status_code == 200:
                kinds[kind] = kinds.get(kind, 0) + 1
                faults += [f"{path}: {fault}" for fault in faults_of(kind, body)]
            answer.close()
    assert not faults, "\n".join(faults)
    assert {"text/html", "application/pdf", "text/calendar"} <= set(kinds), kinds
    assert sum(count for kind, count in kinds.items() if "openxml" in kind or kind == "text/csv") > 6, kinds


def test_letters_have_one_subject_and_no_header_of_a_strangers(world: World) -> None:
    event = Event.objects.get(pk=world.own.has["event"].pk)
    Letter.objects.all().delete()
    letters_of_planning.send_speaker_link(event, world.own.has["person"], "https://talka.example/x/")
    cancel_event(event, by=world.people["organiser"])
    letters = list(Letter.objects.all())
    assert letters
    for letter in letters:
        with translation.override(letter.language):
            sent = message_from_bytes(
                message_of(letter, "Talka <talka@example.lv>").message().as_bytes(), policy=policy.default
            )
        assert sent["Bcc"] is None
        assert len(sent.get_all("Subject")) == len(sent.get_all("To")) == 1
        assert "alert(1)" in sent["Subject"]
        assert "<script>" not in sent.get_body(("html",)).get_content()
