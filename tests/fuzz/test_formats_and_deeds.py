"""Files of formats that a project brings along, and what phones send as deeds."""

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import tomli_w
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from talka.workshops.factories import SeatFactory
from talka.workshops.formats.reading import FOLDER
from talka.workshops.views.frame import cookie_name
from tests.own_database import own_database
from tests.planted import World, build

from .feeding import fed, rows_in_all, undone
from .files import edited, edits, words

SHIPPED = [path.read_bytes() for path in sorted(FOLDER.glob("*.toml"))]
values = st.recursive(
    st.one_of(words, st.none(), st.booleans(), st.integers(-5, 5), st.integers(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
    max_leaves=12,
)


def put(thing: Any, way: list[float], value: Any) -> Any:
    """The thing with one of its parts replaced; the numbers say which way down."""
    if way and isinstance(thing, dict) and thing:
        key = sorted(thing)[int(way[0] * len(thing))]
        return {**thing, key: put(thing[key], way[1:], value)}
    if way and isinstance(thing, list) and thing:
        at = int(way[0] * len(thing))
        return [*thing[:at], put(thing[at], way[1:], value), *thing[at + 1 :]]
    return value


ways = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=4)


def plain(value: Any) -> Any:
    """What TOML can say of it."""
    if isinstance(value, dict):
        return {
            str(key).encode("utf-8", "replace").decode(): plain(each) for key, each in value.items() if each is not None
        }
    if isinstance(value, list):
        return [plain(each) for each in value if each is not None]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


format_files = st.one_of(
    st.builds(edited, st.sampled_from(SHIPPED), edits),
    st.builds(
        lambda content, way, value: tomli_w.dumps(plain(put(tomllib.loads(content.decode()), way, value))).encode(),
        st.sampled_from(SHIPPED),
        ways,
        st.one_of(values, st.dictionaries(words, values, max_size=3)).filter(lambda value: value is not None),
    ),
    st.sampled_from(
        [
            b"a = " + b"[" * 5000 + b"]" * 5000,
            b"a = " + b"9" * 5000,
            b"a" * 400_000,
            b"\xff\xfe",
            b"",
            b"a = 1979-13-99T99:99:99Z",
        ]
    ),
)


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "fed_by_phones"):
        made = build()
        has = made.own.has
        SeatFactory(
            group=has["group"],
            credential="fed",
            joined_at=has["event"].created_at if hasattr(has["event"], "created_at") else None,
        )
        yield made


@fed(format_files, most=60)
def test_a_format_brought_to_a_project(world: World, content: bytes) -> None:
    client = Client()
    client.force_login(world.people["organiser"].account)
    project, own = world.own.project.slug, world.own.has["format"].key
    for path in (f"/projects/{project}/formats/", f"/projects/{project}/formats/{own}/replace/"):
        with undone():
            before = rows_in_all("django_session")
            answer = client.post(path, {"file": SimpleUploadedFile("f.toml", content)})
            assert answer.status_code in (302, 400, 409, 413, 422), (path, answer.status_code)
            if answer.status_code == 302:
                assert client.get(answer.headers["Location"]).status_code == 200
            else:
                assert rows_in_all("django_session") == before


ID = "018f2d3e-0000-7000-8000-00000000000"
RIGHT = [
    {"deed": "card", "stage": "lack", "lane": "lack", "text": "Trūkst datu"},
    {"deed": "correct", "card": ID + "1", "lane": "lack", "text": "Trūkst"},
    {"deed": "withdraw", "card": ID + "1"},
    {"deed": "vote", "stage": "vote", "thing": "theme:1", "value": 1},
    {"deed": "answer", "stage": "reflect", "answers": {"a": "b"}},
    {"deed": "call", "call": 1},
    {"deed": "sheet", "stage": "idea", "version": 1, "words": {"title": "a"}},
    {"deed": "share", "people": 2},
]
deeds = st.builds(
    lambda right, number, way, value, change: (
        put({"id": ID + str(number), **right}, way, value) if change else {"id": ID + str(number), **right}
    ),
    st.sampled_from(RIGHT),
    st.integers(0, 9),
    ways,
    values,
    st.booleans(),
)
bodies = st.one_of(
    st.lists(deeds, max_size=4).map(lambda each: json.dumps({"deeds": each}).encode()),
    values.map(lambda value: json.dumps({"deeds": value}).encode()),
    values.map(lambda value: json.dumps(value).encode()),
    st.builds(edited, st.just(json.dumps({"deeds": [{"id": ID + "1", **each} for each in RIGHT]}).encode()), edits),
    st.sampled_from(
        [
            b"[" * 100_000,
            b'{"deeds":' + b"[" * 9000 + b"]" * 9000 + b"}",
            b'{"deeds":[' + b"9" * 5000 + b"]}",
            b"\xff",
            b"",
        ]
    ),
)


@fed(bodies, most=150)
def test_deeds(world: World, body: bytes) -> None:
    """Each deed is done or refused for good: a status of 5xx would stay in a phone's outbox for ever."""
    workshop = world.own.has["workshop"]
    client = Client()
    client.cookies[cookie_name(workshop)] = "fed"
    with undone():
        answer = client.post(
            f"/w/{workshop.code}/deeds/", body, content_type="application/json", headers={"Origin": "http://testserver"}
        )
        assert answer.status_code in (200, 400, 413, 415, 422), answer.status_code
        if answer.status_code == 200:
            for result in answer.json()["results"]:
                assert result["status"] == 200 or 400 <= result["status"] < 500, result
                assert result["status"] not in (401, 403), result
