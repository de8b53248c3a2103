"""Every page that takes a table: people, organisations, resources, registrations, attendance, feedback, invitations,
cards, indicators, budget. Each is sent as a browser does, and where it may then be accepted, accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoDbBlocker

from talka.documents.sheets import Column
from talka.events.actions import invitation_lists
from talka.events.actions.imports import columns_of
from talka.people import columns as people_columns
from talka.plans.columns import TABLES as PLAN_TABLES
from talka.programmes.columns import BUDGET
from talka.resources.columns import COLUMNS as RESOURCES
from talka.results.columns import INDICATORS
from talka.workshops.columns import CARDS
from tests.own_database import own_database
from tests.planted import World, build

from .feeding import fed, rows_in_all, undone
from .files import tables

NOTES = (
    "people_import",
    "resources_import",
    "events_sheetimport",
    "plans_planimport",
    "django_session",
    "procrastinate_jobs",
    "procrastinate_events",
    "pghistory_context",
)
"""What may stay of a table that was not taken: the note of what is wrong in it."""


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "fed"):
        yield build()


def right_value(column: Column) -> str:
    if column.choices:
        return next(iter(column.choices))
    by_kind = {"integer": "3", "decimal": "2,5", "date": "2026-02-11", "datetime": "2026-02-11 10:00", "boolean": "jā"}
    if column.kind in by_kind:
        return by_kind[column.kind]
    known = {
        "email": "ina@example.test",
        "given_name": "Ina",
        "family_name": "Cita",
        "code": "ABC234",
        "phone": "+37120000000",
        "lane": "Trūkst",
        "group": "1",
    }
    return known.get(column.key, str(column.example) or "Cits")


def of(columns: tuple[Column, ...]) -> Any:
    return tables([column.key for column in columns], [right_value(column) for column in columns])


@dataclass
class Page:
    """A page that takes a file, as the organiser of the own project meets it."""

    world: World
    path: str

    def send(self, name: str, content: bytes, **more: str) -> None:
        client = Client()
        client.force_login(self.world.people["organiser"].account)
        with undone():
            before = rows_in_all(*NOTES)
            data = {"file": SimpleUploadedFile(name, content), **more}
            answer = client.post(self.path, data)
            assert answer.status_code in (200, 302, 303, 400, 409, 413, 422), answer.status_code
            if answer.status_code >= 400:
                assert rows_in_all(*NOTES) == before, "refused, and yet something stays"
                return
            if answer.status_code < 300:
                assert "{{" not in answer.content.decode()
                return
            self._accept(client, answer.headers["Location"])

    def _accept(self, client: Client, to: str) -> None:
        """See what was read, and let it in."""
        page = client.get(to)
        assert page.status_code == 200, (to, page.status_code)
        for row in re.findall(r"(?:rinda|row) (-?\d+)", page.content.decode()):
            assert int(row) > 0
        if to.startswith("/plans/"):
            self._posted(client, to, {})
        elif to.startswith(("/people/imports/", "/resources/imports/")):
            self._posted(client, to, {"overwrite": "on"})
        elif "/import/" in to:
            self._posted(client, f"{to}decide/", {"decision": "take"})
        elif "/invitations/table/" in to:
            self._posted(client, to, {"do": "take", "deed": "take", "decision": "take"})

    def _posted(self, client: Client, to: str, data: dict[str, str]) -> None:
        before = rows_in_all(*NOTES)
        done = client.post(to, data)
        assert done.status_code in (200, 302, 303, 400, 409, 410, 422), (to, done.status_code)
        if done.status_code >= 400:
            assert rows_in_all(*NOTES) == before, "refused, and yet something stays"
        elif done.status_code >= 300:
            assert client.get(done.headers["Location"]).status_code == 200


@fed(of(people_columns.PERSONS))
def test_people(world: World, file: tuple[str, bytes]) -> None:
    Page(world, "/people/import/").send(*file)


@fed(of(RESOURCES))
def test_resources(world: World, file: tuple[str, bytes]) -> None:
    Page(world, "/resources/import/").send(*file)


@fed(of(people_columns.ORGANISATIONS))
def test_organisations(world: World, file: tuple[str, bytes]) -> None:
    Page(world, "/organisations/import/").send(*file)


@pytest.mark.parametrize("kind", ["registrations", "attendance", "feedback"])
def test_tables_of_an_event(world: World, kind: str) -> None:
    event = world.own.has["event"]

    @fed(of(columns_of(event, kind)))
    def send(file: tuple[str, bytes]) -> None:
        Page(world, f"/e/{event.slug}/import/{kind}/").send(*file)

    send()


@fed(of(invitation_lists.COLUMNS))
def test_invitations(world: World, file: tuple[str, bytes]) -> None:
    Page(world, f"/e/{world.own.has['event'].slug}/manage/invitations/").send(*file, deed="list", do="list")


@fed(of(CARDS))
def test_cards(world: World, file: tuple[str, bytes]) -> None:
    has = world.own.has
    path = f"/e/{has['event'].slug}/groups/{has['workshop'].slug}/paper/"
    Page(world, path).send(*file, batch="6f0bbf2e-0d2c-7000-8000-000000000001", good_rows="on")


@pytest.mark.parametrize("kind", list(PLAN_TABLES))
def test_tables_of_a_planning_document(world: World, kind: str) -> None:
    @fed(of(PLAN_TABLES[kind]))
    def send(file: tuple[str, bytes]) -> None:
        Page(world, f"/plans/{world.own.has['plan'].key}/tables/").send(*file, kind=kind)

    send()


@fed(of(INDICATORS))
def test_indicators(world: World, file: tuple[str, bytes]) -> None:
    Page(world, f"/projects/{world.own.project.slug}/results/import/").send(*file)


@fed(of(BUDGET))
def test_budget(world: World, file: tuple[str, bytes]) -> None:
    Page(world, f"/projects/{world.own.project.slug}/budget/import/").send(*file)
