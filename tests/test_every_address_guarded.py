"""What holds at every address whoever asks: foreign pages send nothing, odd methods reach nothing, headers stand."""

import copy
import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from .addresses import Address, addresses, filled
from .asking import DEEDS, Tables, text_of
from .own_database import own_database
from .planted import World, build

WITHOUT_A_TOKEN = {"workshops:deeds", "ui:set_language", "ui:look", "results:list_rows"}
"""Deeds sent without a form's token: a seat's deeds, whose origin is checked; language and look, which stay in one's
own browser; and the open data, where nothing is changed."""
HOLDS_A_SECRET = re.compile(r"^(r|f|i|t|signin|w/<code>/me|w/<code>/guest|learning/application/<pk>/link)/")
AS_SENT = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups; frame-ancestors 'none'"
"""A letter is shown with the styles it went out with, and can do nothing."""


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "guarded"):
        yield build()


@pytest.fixture(scope="module")
def tables(world: World) -> Tables:
    planted = Tables()
    planted.plant()
    return planted


Answered = tuple[Address, str, HttpResponse, str, set[str]]


def each_asked(world: World, tables: Tables, role: str, method: str, **how: bool) -> Iterator[Answered]:
    """Every address of the own place, its first choice of values: answer, its words, and the tables it changed."""
    signed_in = world.client(role).cookies
    for address in addresses():
        path = filled(address, world.own)[0]
        with transaction.atomic():
            client = Client(raise_request_exception=False, **how)
            client.cookies = copy.deepcopy(signed_in)
            answer = client.post(path, DEEDS) if method == "POST" else client.generic(method, path)
            text, changed = text_of(answer), tables.changed()
            transaction.set_rollback(True)
        yield address, path, answer, text, changed


def test_no_page_of_another_site_can_send_a_deed(world: World, tables: Tables) -> None:
    """The administrator's browser is sent every deed by a foreign page: it holds the cookies, but no token."""
    faults, refused = [], 0
    sent = each_asked(world, tables, "administrator", "POST", enforce_csrf_checks=True)
    for address, path, answer, _text, changed in sent:
        refused += answer.status_code == 403
        if changed or (answer.status_code not in (403, 404, 405) and address.name not in WITHOUT_A_TOKEN):
            faults.append(f"POST {path} ({address.name}): {answer.status_code}, changes {sorted(changed)}")
    assert not faults, "\n".join(faults)
    assert refused > 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_methods_that_no_page_has_do_nothing(world: World, tables: Tables, method: str) -> None:
    faults = [
        f"{method} {path} ({address.name}): {answer.status_code}, changes {sorted(changed)}"
        for address, path, answer, _text, changed in each_asked(world, tables, "administrator", method)
        if changed or answer.status_code != 405
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["anonymous", "administrator"])
def test_asking_what_is_possible_tells_and_changes_nothing(world: World, tables: Tables, role: str) -> None:
    """OPTIONS may be answered as a question is, never with more."""
    words = world.kept_from_all() if role == "anonymous" else set()
    faults = []
    for address, path, answer, text, changed in each_asked(world, tables, role, "OPTIONS"):
        told = {word for word in words if word in text and word not in path}
        if HOLDS_A_SECRET.match(address.route):
            told = set()
        if changed or told or (answer.status_code >= 500 and address.name != "readyz"):
            faults.append(f"OPTIONS {path} ({address.name}): {answer.status_code}, tells {told}, changes {changed}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["anonymous", "administrator"])
def test_headers_stand_on_every_answer(world: World, tables: Tables, role: str) -> None:
    faults = []
    for address, path, answer, _text, _changed in each_asked(world, tables, role, "GET"):
        wrong = list(_wrong_headers(address, answer, known=role != "anonymous"))
        if wrong:
            faults.append(f"GET {path} ({address.name}, {answer.status_code}): {'; '.join(wrong)}")
    assert not faults, "\n".join(faults)


def _wrong_headers(address: Address, answer: HttpResponse, *, known: bool) -> Iterator[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    if policy != AS_SENT and ("default-src 'none'" not in policy or "unsafe" in policy or "*" in policy):
        yield f"policy {policy!r}"
    if "frame-ancestors 'none'" not in policy or answer.headers.get("X-Frame-Options") != "DENY":
        yield "may be framed"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "may be sniffed"
    if answer.headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield "tells other sites its address"
    shared = "Access-Control-Allow-Origin" in answer.headers
    if shared and (not _is_for_all(address) or "Access-Control-Allow-Credentials" in answer.headers):
        yield "may be read by other sites"
    kept = answer.headers.get("Cache-Control", "")
    private = "private" in kept or "no-store" in kept
    if known and not private and not _is_for_all(address):
        yield f"is kept as {kept!r} though somebody is signed in"
    if HOLDS_A_SECRET.match(address.route) and answer.status_code == 200 and not private:
        yield f"is kept as {kept!r} though its address is a secret"
    if answer.cookies and not private and any(cookie.value for cookie in answer.cookies.values()):
        yield f"is kept as {kept!r} with cookies {sorted(answer.cookies)}"
    for cookie in answer.cookies.values():
        if cookie["samesite"] not in ("Lax", "Strict") or not (cookie["httponly"] or cookie.key == "talka_language"):
            yield f"cookie {cookie.key} is open: {cookie.OutputString()}"
    acts = answer.headers.get("Content-Type", "").startswith(("image/svg", "text/xml", "application/xml"))
    if acts and "script-src 'self'" in policy and "sandbox" not in policy:
        yield "is a drawing that could act"


FOR_ALL = {"results:data_csv", "results:data_json", "results:data_package", "results:openapi", "workshops:worker"} | {
    "indicators:json_stat",
    "indicators:catalogue_data",
    "learning:badge_keys",
    "learning:badge_key",
    "learning:badge_issuer",
    "learning:badge_achievement",
    "learning:badge_status",
}


def _is_for_all(address: Address) -> bool:
    """What is the same for everybody, and says so itself."""
    return address.name in FOR_ALL or address.route.startswith("api/")
