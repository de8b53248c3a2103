"""The read API as programs meet it: its document, its pages, its headers, its faults.

The document is kept in openapi.json beside this file, so that no change of the API goes unseen. After a change that is
wanted: RENEW_SNAPSHOTS=1 pytest src/talka/results/tests/test_api.py, and read the difference before it is committed.
"""

import json
import os
from pathlib import Path

import pytest
from django.utils.translation import override

from talka.events.factories import EventFactory
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory, ProjectFactory
from talka.results.dictionary import TABLES

SNAPSHOT = Path(__file__).with_name("openapi.json")
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    programme = ProgrammeFactory(slug="atverta")
    project = ProjectFactory(programme=programme)
    for number in range(5):
        EventFactory(project=project, state="published", slug=f"pasakums-{number}")
    return programme


def test_the_document_is_the_one_that_was_promised(client):
    told = client.get("/api/v1/openapi.json").json()
    if os.environ.get("RENEW_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    assert told == json.loads(SNAPSHOT.read_text()), "renew the snapshot if this change is wanted"


def test_the_document_is_in_english_whoever_asks(client):
    client.cookies["talka_language"] = "lv"
    latvian = client.get("/api/v1/openapi.json").content
    client.cookies["talka_language"] = "en"
    assert latvian == client.get("/api/v1/openapi.json").content
    with override("lv"):
        assert client.get("/api/v1/openapi.json").content == latvian


def test_every_column_of_the_dictionary_stands_in_the_document(client):
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    for table in TABLES.values():
        told = schemas[f"{table.name.capitalize()}Row"]["properties"]
        assert list(told) == [field.name for field in table.fields]
        assert all(each["description"] for each in told.values())


def test_pages_follow_each_other_and_hold_everything_once(client, programme):
    address, seen, turns = "/api/v1/programmes/atverta/events?limit=2", [], 0
    while address:
        page = client.get(address.removeprefix("http://testserver")).json()
        assert page["total"] == 5
        assert len(page["rows"]) <= 2
        seen += [row["id"] for row in page["rows"]]
        address, turns = page["next"], turns + 1
    assert turns == 3
    assert sorted(seen) == [f"pasakums-{number}" for number in range(5)]
    back = client.get(page["previous"].removeprefix("http://testserver")).json()
    assert [row["id"] for row in back["rows"]] == seen[2:4]
    assert (
        client.get("/api/v1/programmes/atverta/events?offset=1&limit=3").json()["previous"].endswith("limit=1&offset=0")
    )


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=201", "limit=x", "limit=²", "offset=-1", "offset=99999999999999999999"]
)
def test_an_impossible_page_is_refused_in_words(client, programme, asked):
    answer = client.get(f"/api/v1/programmes/atverta/events?{asked}")
    assert answer.status_code == 422
    assert all(answer.json()["refusal"].values())
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_past_the_end_there_is_nothing(client, programme):
    page = client.get("/api/v1/programmes/atverta/events?offset=200").json()
    assert (page["rows"], page["next"], page["total"]) == ([], None, 5)


@pytest.mark.parametrize("address", ["programmes/none-such", "programmes/none-such/needs"])
def test_what_is_not_there_is_said_in_words(client, address):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    assert "/api/v1/programmes" in answer.json()["refusal"]["advice"]


ADDRESSES = [
    "/api/v1/openapi.json",
    "/api/v1/programmes",
    "/api/v1/programmes/atverta",
    "/api/v1/programmes/atverta/events",
    "/programmes/atverta/data/events.csv",
    "/programmes/atverta/data/events.json",
    "/programmes/atverta/data/datapackage.json",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_site_may_read_and_is_told_when_nothing_has_changed(client, programme, address):
    client.force_login(PersonFactory(with_account=True).account)
    answer = client.get(address)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    assert answer["Cache-Control"] == "public, no-cache", "it is the same for everybody, signed in or not"
    assert "Access-Control-Allow-Credentials" not in answer
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    assert client.head(address)["ETag"] == answer["ETag"]
    asked = client.options(address, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert client.post(address, {}).status_code == 405


def test_what_has_changed_has_another_mark(client, programme):
    address = "/api/v1/programmes/atverta/events"
    mark = client.get(address)["ETag"]
    EventFactory(project=programme.projects.get(), state="published")
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_no_page_of_the_house_is_shared_with_other_sites(client, programme):
    for address in ("/", "/p/atverta/", "/programmes/atverta/data/", "/programmes/atverta/needs/", "/api/v1/"):
        assert "Access-Control-Allow-Origin" not in client.get(address)


def test_the_page_of_the_api_names_every_address(client, programme):
    page = client.get("/api/v1/").content.decode()
    for table in TABLES:
        assert f"/{table}</code>" in page
    assert "/programmes/atverta/data/" in page
