"""Nonsense in addresses, questions and forms gets a clear answer: never a 500, and what was right stays."""

import itertools
import re
import traceback
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from lxml import html
from pytest_django import DjangoDbBlocker

from .addresses import Address, addresses, filled
from .own_database import own_database
from .planted import World, build

WRONG_PARTS = ["%00", "%ED%A0%80", "%C2%B2", "9" * 30, "Šķiņķis", "a%0D%0Ab"]
"""In an address: NUL, half a surrogate, a digit that is none, too large a number, unicode, line ends."""
QUESTIONS = [
    "page",
    "q",
    "i",
    "r",
    "w",
    "day",
    "show",
    "state",
    "kind",
    "group",
    "region",
    "came",
    "code",
    "who",
    "next",
    "keep",
    "gone",
    "area",
    "year",
    "date",
    "at",
    "person",
    "person_kind",
    "organisation",
    "words",
    "json",
    "event",
    "who",
    "from",
    "to",
    "number",
    "theme",
    "step",
    "lane",
    "public",
    "lang",
    "sort",
    "view",
    "on",
]
WRONG_ANSWERS = ["²", "9" * 30, "0001-01-01", "a\r\nb: c"]
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
WRONG_VALUES = ["\x00", "²", "9" * 30, "0001-01-01", "\x08a\r\nBcc: all@example.org" + SCRIPT, "ā" * 100_000]


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "nonsense"):
        yield build()


class Watch:
    """Sends requests that are undone, and keeps what broke."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.raised: list[str] = []

    def note(self, **_kwargs: object) -> None:
        self.raised.append("".join(traceback.format_exc().splitlines(keepends=True)[-7:]))

    def __enter__(self) -> "Watch":
        got_request_exception.connect(self.note)
        return self

    def __exit__(self, *_exception: object) -> None:
        got_request_exception.disconnect(self.note)

    def send(self, client: Client, told: str, path: str, data: object = None, method: str = "get") -> bytes:
        self.raised.clear()
        with transaction.atomic():
            answer = getattr(client, method)(path, data) if data is not None else getattr(client, method)(path)
            body = b"".join(answer) if answer.streaming else answer.content
            if self.raised or (answer.status_code >= 500 and not path.startswith("/readyz")):
                self.faults.append(f"{told}: {answer.status_code} {''.join(self.raised)}")
            answer.close()
            transaction.set_rollback(True)
        return body


def told(faults: list[str]) -> str:
    return f"{len(faults)} faults\n" + "\n".join(faults[:60])


def opened(world: World) -> list[tuple[Address, str]]:
    return [(address, path) for address in addresses() for path in filled(address, world.own)]


@pytest.mark.parametrize("role", ["administrator"])
def test_nonsense_in_an_address(world: World, role: str) -> None:
    client = world.client(role)
    with Watch() as watch:
        for address in addresses():
            names = re.findall(r"<(\w+)>", address.route)
            right = filled(address, world.own)[0]
            for name, wrong in itertools.product(names, WRONG_PARTS):
                # Only one argument is wrong: the others let the view get as far as it can.
                pattern = re.sub(
                    r"<(\w+)>",
                    lambda m, n=name: "(?P<x>.+?)" if m[1] == n else "[^/]+?",
                    re.escape(address.route).replace("\\<", "<").replace("\\>", ">"),
                )
                found = re.fullmatch("/" + pattern, right)
                assert found, (right, pattern)
                path = right[: found.start("x")] + quote(wrong, safe="%") + right[found.end("x") :]
                watch.send(client, f"{role} {address.name} {path[:200]}", path)
    assert not watch.faults, told(watch.faults)


@pytest.mark.parametrize("wrong", WRONG_ANSWERS, ids=lambda value: repr(value[:12]))
def test_nonsense_behind_the_question_mark(world: World, wrong: str) -> None:
    client = world.client("administrator")
    asked = "?" + "&".join(f"{name}={quote(wrong)}" for name in QUESTIONS)
    seen = set()
    with Watch() as watch:
        for address, path in opened(world):
            if address.name in seen or path.endswith(("pdf", "docx")):
                continue
            seen.add(address.name)
            watch.send(client, f"{address.name} {wrong[:20]!r}", path + asked)
    assert not watch.faults, told(watch.faults)


def forms_of(body: bytes, path: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Each form that posts: where to, and its fields with what stands in them."""
    if not body.strip().startswith(b"<"):
        return
    for form in html.document_fromstring(body).xpath("//form[translate(@method,'POST','post')='post']"):
        fields: dict[str, list[str]] = {}
        for field in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]|.//button[@name]"):
            kind = field.get("type", "")
            if kind in ("checkbox", "radio"):
                fields.setdefault(field.get("name"), []).append(field.get("value", "on"))
            elif field.tag == "select":
                fields[field.get("name")] = field.xpath(".//option/@value")[-1:]
            elif field.tag == "textarea":
                fields[field.get("name")] = [field.text_content()]
            elif kind != "file":
                fields.setdefault(field.get("name"), [field.get("value", "")])
        fields.pop("csrfmiddlewaretoken", None)
        yield form.get("action") or path, fields


def plausible(name: str, values: list[str]) -> list[str]:
    if any(values):
        return values
    if "email" in name:
        return ["ina@example.test"]
    return ["2030-01-01"] if "day" in name or "date" in name else ["1"]


@pytest.mark.parametrize("role", ["organiser", "anonymous"])
def test_nonsense_in_every_field_of_every_form(world: World, role: str) -> None:
    client = world.client(role)
    seen: set[tuple[str, str]] = set()
    with Watch() as watch:
        for _address, path in opened(world):
            if path.endswith((".pdf", ".docx", ".xlsx", ".csv", ".ics")):
                continue
            for action, fields in forms_of(watch.send(client, path, path), path):
                whole = {name: plausible(name, values) for name, values in fields.items()}
                for name in fields:
                    mark = (re.sub(r"[\d-]+|[\w-]{12,}", "#", action), re.sub(r"\d+", "#", name))
                    if mark in seen:
                        continue
                    seen.add(mark)
                    for wrong in WRONG_VALUES:
                        data = {**whole, name: [wrong]}
                        watch.send(client, f"{role} POST {action} {name}={wrong[:20]!r}", action, data, "post")
                    less = {key: value for key, value in whole.items() if key != name}
                    watch.send(client, f"{role} POST {action} without {name}", action, less, "post")
    assert len(seen) > 10
    assert not watch.faults, told(watch.faults)
