"""Asking every address as somebody: what is told, and what was changed. Each request is undone."""

import copy
import io
import re
import traceback
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pypdf
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from .addresses import Address, addresses, filled, value
from .planted import World
from .planted_place import PLANTED

DEEDS = {
    "deed": "publish",
    "do": "open",
    "decision": "take",
    "title_0": "Cits",
    "title_1": "Other",
    "title": "Cits",
    "name": "Cits",
    "text": "Cits",
    "words": "Cits",
    "public": "1",
    "open": "yes",
    "given_name": "Ina",
    "family_name": "Cita",
    "email": "cita@example.test",
    "organisation": "Cita",
    "role": "viewer",
    "code": "2.9",
    "number": "9",
    "seats": "1",
    "planned_eur": "1",
    "what": "Cits",
    "kind": "lack",
    "stage": "lack",
    "lane": "lack",
    "step": "closed",
    "group": "1",
    "to": "1",
    "into": "named",
    "reason": "Cits",
    "version": "1",
    "screen": "join",
    "show": "join",
    "batch": "6f0bbf2e-0d2c-7000-8000-000000000001",
    "texts": "Cits",
    "cards": "Cits",
    "label_0": "Cits",
    "label_1": "Other",
    "direction": "up",
    "lead_0": "Cits",
    "lead": "Cits",
    "run": "1",
    "give": "theme:1:1",
    "consent": "1",
    "person": "x",
    "cluster": "1",
    "day": "2030-02-11",
    "overwrite": "on",
}


@lru_cache(maxsize=500)
def _text_of_pdf(body: bytes) -> str:
    """A document with the same words has the same bytes, whoever asks for it."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def text_of(answer: HttpResponse) -> str:
    """All words of an answer, those in PDF, DOCX and XLSX too; and where it leads."""
    body = b"".join(answer) if answer.streaming else answer.content
    words = answer.headers.get("Location", "") + " "
    if body.startswith(b"%PDF"):
        return words + _text_of_pdf(body)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return words + " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return words + body.decode(errors="replace")


def told(text: str, path: str, words: set[str]) -> frozenset[str]:
    """The planted words in a text which the address that was asked does not hold itself."""
    if PLANTED not in text:
        return frozenset()
    return frozenset(word for word in words if word in text and word not in path)


WROTE_AT_ALL = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL"
"""A transaction gets its number with the first row it writes, also where a savepoint took that back."""
WRITES = """
SELECT relname FROM (
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
        + pg_stat_get_xact_tuples_deleted(oid) AS written
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
) AS tables WHERE written > 0
"""
"""What the view pg_stat_xact_user_tables counts, without joining all indexes to it at each request. Requests a moment
before may be counted too."""
OWN_TRACES = re.compile(
    r"^(django_session|people_account|people_failedcode|procrastinate\w*|account_\w+|mfa_\w+|letters_\w+|pghistory\w+)$"
)
"""What anybody's visit may leave: that they came, that a letter goes out, that a code was wrong."""


@dataclass(frozen=True)
class Asked:
    """One request and what came of it. told: the planted words it shows, which the address itself does not hold;
    changed: tables that were not afterwards as before; to: where it leads."""

    address: Address
    path: str
    place: str
    status: int
    told: frozenset[str]
    changed: frozenset[str]
    to: str = ""


class Tables:
    """Which tables a request has changed: what PostgreSQL itself counts, and where it counted, what stands there."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def touched(self) -> set[str]:
        """At least those that this transaction wrote to."""
        with connection.cursor() as cursor:
            cursor.execute(WROTE_AT_ALL)
            if not cursor.fetchone()[0]:
                return set()
            cursor.execute(WRITES)
            return {name for (name,) in cursor.fetchall()}

    def digest(self, table: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t")
            return str(cursor.fetchone()[0])

    def changed(self) -> set[str]:
        """Refused deeds may have written and taken it back: only what stands there now counts."""
        return {
            name for name in self.touched() if not OWN_TRACES.match(name) and self.digest(name) != self.planted[name]
        }

    def plant(self) -> None:
        """Remember every table as it stands now."""
        self.planted = {name: self.digest(name) for name in connection.introspection.table_names()}


def crossed(address: Address, world: World) -> list[str]:
    """The first argument of the own place, the others of the hidden one: a door that is open, and what lies behind
    another."""
    names = re.findall(r"<(\w+)>", address.route)
    if len(names) < 2 or address.route.startswith("trail/"):
        return []
    path = address.route
    for name in names:
        place = world.own if name == names[0] else world.hidden
        path = path.replace(f"<{name}>", value(address, name, place)[0])
    return [f"/{path}"] if f"/{path}" not in filled(address, world.own) else []


def asked(world: World, tables: Tables, role: str, method: str, faults: list[str]) -> Iterator[Asked]:
    """Every address by one role: in the own place, the hidden one, and crossed. Each request is undone.

    What breaks goes to `faults`.
    """
    raised: list[str] = []
    words = {*world.own.words.values(), *world.hidden.words.values()}

    def note(**_kwargs: object) -> None:
        raised.append("".join(traceback.format_exc().splitlines(keepends=True)[-6:]))

    got_request_exception.connect(note)
    signed_in = world.client(role).cookies
    try:
        for address in addresses():
            paths = [("own", path) for path in filled(address, world.own)]
            if "<" in address.route:
                paths += [("hidden", path) for path in filled(address, world.hidden)[:1]]
                paths += [("crossed", path) for path in crossed(address, world)]
            for place, path in paths:
                raised.clear()
                with transaction.atomic():
                    client = Client(raise_request_exception=False)
                    client.cookies = copy.deepcopy(signed_in)
                    answer = client.get(path) if method == "GET" else client.post(path, DEEDS)
                    text = text_of(answer)
                    if raised or (answer.status_code >= 500 and address.name != "readyz"):
                        faults.append(f"{role} {method} {path} ({address.name}): {answer.status_code}\n{raised}")
                    shown, changed = told(text, path, words), frozenset(tables.changed())
                    transaction.set_rollback(True)
                yield Asked(
                    address, path, place, answer.status_code, shown, changed, answer.headers.get("Location", "")
                )
    finally:
        got_request_exception.disconnect(note)
