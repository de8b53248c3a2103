"""Every address of the house asked by everybody: nothing breaks, and nobody reads what they may not know.

The list of addresses is read from the resolver, so a new view cannot be forgotten: where an argument has no value
here, the test says so. Every request is undone, so the world stays as it was planted.
"""

import copy
import io
import re
import traceback
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
import pytest
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from pytest_django import DjangoDbBlocker

from .own_database import own_database
from .planted import ROLES, Place, World, build

TEAM = {"viewer", "auditor", "facilitator", "organiser", "administrator"}
PEOPLE = TEAM - {"viewer"}
RUN = {"facilitator", "organiser", "administrator"}
ORGANISERS = {"organiser", "administrator"}
KNOWN_TO = {
    "draftitem": TEAM,
    "presentation": TEAM,
    "presentationurl": TEAM,
    "photo": TEAM,
    "findings": TEAM,
    "need": TEAM,
    "measure": TEAM,
    "theme": TEAM,
    "themedo": TEAM,
    "report": TEAM,
    "indicator": TEAM,
    "indicatorvalue": TEAM,
    "resultreport": TEAM,
    "indicatorproof": PEOPLE,
    "budgetline": TEAM,
    "name": PEOPLE,
    "email": PEOPLE,
    "phone": PEOPLE,
    "diet": PEOPLE,
    "access": PEOPLE,
    "answer": PEOPLE,
    "feedback": PEOPLE,
    "invited": ORGANISERS,
    "invitedemail": ORGANISERS,
    "cost": {"auditor", "organiser", "administrator"},
    "card": RUN,
    "carddo": RUN,
    "format": RUN,
    "token": ORGANISERS,
    "invitationtoken": ORGANISERS,
    "importrow": ORGANISERS,
    "importfault": ORGANISERS,
    "letter": ORGANISERS,
    "lettername": ORGANISERS,
    "reason": RUN,
    "expert": TEAM,
    "correction": ORGANISERS,
    "followup": TEAM,
    "taken": ORGANISERS,
    "kept": ORGANISERS,
}
"""Who may know of what is planted in their own project. In the hidden one it is the administrator alone."""
REGISTER = {"name", "email", "phone", "invited", "invitedemail", "expert"}
"""What stands in the register of persons, which organisers of anything keep (`people.access.may_keep_people`)."""
BY_LINK = re.compile(r"^(r|f|i|signin|q|c|w)/")
"""Whoever holds such an address holds its secret; what it opens is asked by those rooms' own tests. In the hidden
place it opens nothing, as long as the event is a draft; certificates outlive their event."""


@dataclass(frozen=True)
class Address:
    route: str
    name: str
    arguments: tuple[tuple[str, type], ...]


def addresses() -> list[Address]:
    """All of them, included ones and allauth's too."""
    return sorted(_below(get_resolver(), "", ""), key=lambda address: address.route)


def _below(resolver: URLResolver, before: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = before + _readable(entry)
        if isinstance(entry, URLResolver):
            inside = f"{entry.namespace or entry.app_name or ''}:" if entry.namespace else namespace
            yield from _below(entry, route, inside)
        else:
            yield Address(route, f"{namespace}{entry.name or ''}", ())


def _readable(entry: URLPattern | URLResolver) -> str:
    """The route with its arguments as <name>; of a regular expression the named groups."""
    text = str(entry.pattern)
    if isinstance(entry.pattern, RegexPattern):
        text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)
        text = text.lstrip("^").rstrip("$").replace("\\.", ".").replace("\\Z", "")
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", text)


def value(address: Address, name: str, place: Place) -> list[str]:
    """What stands for an argument in this place; an argument nobody thought of fails the test."""
    has, route = place.has, address.route
    room = address.name.partition(":")[0]
    registration, workshop = has["registration"], has["workshop"]
    if route.startswith(("e/<slug>", "q/<slug>")):
        table = {
            "slug": has["event"].slug,
            "key": has["question"].key if "questions" in route else has["item"].key,
            "token": has["photo"].token if "photos" in route else has["presentation"].token,
            "code": has["certificate"].code if "certificates/" in route else registration.code,
            "workshop": workshop.slug,
            "theme": str(has["theme"].pk),
            "card_id": str(has["card"].pk),
            "step": "report",
            "picture": "1",
            "seat": "1",
            "ending": ["xlsx", "csv"],
            "number": str(
                1
                if room == "workshops"
                else has["cost"].pk
                if "costs" in route
                else has["quota"].pk
                if "quotas" in route
                else has["import invitations"].pk
                if "invitations" in route
                else has["import registrations"].pk
            ),
            "kind": ["pattern", "csv", "xlsx"]
            if "invitations" in route
            else "registrations"
            if "<number>" in route
            else ["registrations", "attendance", "feedback"],
        }
        if route.startswith("e/<slug>/speaker/"):
            table["token"] = "none-such"
    else:
        table = {
            "slug": place.project.slug
            if "project" in route or "<programme>" in route
            else place.project.programme.slug,
            "programme": place.project.programme.slug,
            "token": registration.token if route[:2] in ("r/", "f/", "w/") else has["invitation"].token,
            "code": workshop.code if route.startswith("w/") else has["certificate"].code,
            "card_id": str(has["card"].pk),
            "step": "report",
            "stage": ["lack", "nonsense"],
            "picture": "1",
            "seat": "1",
            "number": "1",
            "what": ["join", "board", "votes", "report", "nonsense"],
            "ending": ["xlsx", "csv", "odt"],
            "part": ["tables", "nonsense"],
            "table": ["events", "needs", "measures", "answers", "cards", "nonsense"],
            "rest": "change/",
            "provider_id": "eid",
            "uidb36": "1",
            "key": {
                "letters": has["letter"].key,
                "territories": has["area"].key,
                "needs": has["competence"].key,
                "workshops": [has["format"].key, "working-group", "nonsense"],
                "programmes": ["website", "nonsense"],
            }.get(room, has["organisation"].key if "organisations" in route else has["person"].key),
            "kind": ["needs", "measures"],
            "pk": _pk(route, has),
        }
        if room == "results":
            table["number"] = str(has["indicator" if "reports" in route else "value"].pk)
            table["language"] = ["lv", "en", "xx"]
        if room == "people" and "imports" in route:
            table["key"] = has["people import"].key
        if route.startswith("signin/"):
            table["token"] = has["signin"]
        if route.startswith("trail/"):
            table |= {"kind": list(TRAILS), "pk": "<pk>"}
        if room == "needs":
            table["day"] = str(has["taken"].pk)
    if name not in table:
        pytest.fail(f"{address.name} ({route}) has an argument {name} that this test has no value for")
    found = table[name]
    return found if isinstance(found, list) else [found]


TRAILS = {
    "card": "card",
    "cluster": "theme",
    "need": "need",
    "measure": "measure",
    "event": "event",
    "workshop": "workshop",
    "group": "group",
    "project": "project",
    "programme": "programme",
    "activity": "activity",
    "cost": "cost",
}


def _pk(route: str, has: dict) -> str:
    for words, name in (
        ("catalogue/<pk>", "kept"),
        ("followup", "follow_up"),
        ("results", "indicator"),
        ("reports", "result report"),
        ("needs", "need"),
        ("measures", "measure"),
        ("activities", "activity"),
        ("budget", "line"),
        ("partners", "partner"),
        ("team", "member"),
    ):
        if words in route:
            return str(has[name].pk)
    return str(has["need"].pk)


def filled(address: Address, place: Place) -> list[str]:
    """The address with values, one per choice of them."""
    found = [address.route]
    for name in re.findall(r"<(\w+)>", address.route):
        found = [one.replace(f"<{name}>", each) for one in found for each in value(address, name, place)]
    if address.route.startswith("trail/"):
        things = {**place.has, "project": place.project, "programme": place.project.programme}
        found = [one.replace("<pk>", str(things[TRAILS[one.split("/")[1]]].pk)) for one in found]
    return [f"/{one}" for one in found]


def text_of(answer: HttpResponse) -> str:
    """All words of an answer, those in PDF, DOCX and XLSX too; and where it leads."""
    body = b"".join(answer) if answer.streaming else answer.content
    words = answer.headers.get("Location", "") + " "
    if body.startswith(b"%PDF"):
        return words + "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return words + " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return words + body.decode(errors="replace")


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "roles"):
        yield build()


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


def asked(world: World, role: str, method: str, faults: list[str]) -> Iterator[tuple[Address, str, Place, str, int]]:
    """Every address of both places by one role; each request is undone. Exceptions go to `faults`."""
    raised: list[str] = []

    def note(**_kwargs: object) -> None:
        raised.append("".join(traceback.format_exc().splitlines(keepends=True)[-6:]))

    got_request_exception.connect(note)
    signed_in = world.client(role).cookies
    try:
        for address in addresses():
            places = [world.own, world.hidden] if "<" in address.route else [world.own]
            for place in places:
                paths = filled(address, place)
                for path in paths if place is world.own else paths[:1]:
                    raised.clear()
                    with transaction.atomic():
                        client = Client(raise_request_exception=False)
                        client.cookies = copy.deepcopy(signed_in)
                        answer = client.get(path) if method == "GET" else client.post(path, DEEDS)
                        text = text_of(answer)
                        if raised or (answer.status_code >= 500 and address.name != "readyz"):
                            faults.append(f"{role} {method} {path} ({address.name}): {answer.status_code}\n{raised}")
                        yield address, path, place, text, answer.status_code
                        transaction.set_rollback(True)
    finally:
        got_request_exception.disconnect(note)


def may_know(role: str, place: Place, kind: str, address: Address) -> bool:
    if role == "administrator":
        return True
    if role in ("stranger", "organiser") and kind in REGISTER and address.name.startswith("people:"):
        return True
    if role in ("stranger", "organiser") and kind == "kept" and address.name.startswith("needs:catalogue"):
        return True
    return place.mark == "own" and role in KNOWN_TO[kind]


@pytest.mark.parametrize("role", ROLES)
def test_no_address_breaks_or_tells_more_than_one_may_know(world: World, role: str) -> None:
    faults: list[str] = []
    for address, path, place, text, status in asked(world, role, "GET", faults):
        if BY_LINK.match(address.route) and (place is world.own or address.name == "events:certificate"):
            continue
        for each in (world.own, world.hidden):
            for kind, word in each.words.items():
                if word in text and word not in path and not may_know(role, each, kind, address):
                    faults.append(f"{role} GET {path} ({address.name}, {status}) tells {word}")
    assert not faults, "\n".join(faults)


WRITING = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
OWN_TRACES = re.compile(
    r"^(django_session|people_account|people_failedcode|procrastinate\w*|account_\w+|mfa_\w+|letters_\w+|pghistory\w+)$"
)
OPEN_DEEDS = {
    "events:register",
    "events:register_colleague",
    "events:resend_link",
    "events:self_check_in",
    "workshops:join",
    "people:edit_me",
    "people:withdraw",
    "people:erase_me",
    # for whoever may organise something, their own work
    "people:new_person",
    "people:new_organisation",
    "people:invite",
    "needs:catalogue",
}
"""Deeds that are for everybody, or for every organiser, or about oneself."""
OF_THE_PROGRAMME = {
    "needs:record",
    "needs:framework",
    "needs:competence",
    "needs:move_competence",
    "needs:retire_competence",
    "needs:restore_competence",
    "needs:new_measure",
    "needs:take_measure",
    "needs:new_follow_up",
    "needs:block_day",
}
"""Deeds on what the projects of a programme share; both places here belong to one."""


@pytest.mark.parametrize("role", ["anonymous", "viewer", "stranger", "organiser"])
def test_no_deed_breaks_and_only_the_project_s_own_change_anything(world: World, role: str) -> None:
    faults: list[str] = []
    written: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if (found := WRITING.match(sql)) and not OWN_TRACES.match(found[2]):
            written.append(f"{found[1]} {found[2]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for address, path, place, _text, status in asked(world, role, "POST", faults):
            changed, written[:] = list(written), []
            here = place is world.own or address.name in OF_THE_PROGRAMME
            mine = role == "administrator" or (here and role in RUN)
            if changed and not mine and address.name not in OPEN_DEEDS and not BY_LINK.match(address.route):
                faults.append(f"{role} POST {path} ({address.name}, {status}) writes {sorted(set(changed))}")
    assert not faults, "\n".join(faults)
