"""Tables of agreements: out as XLSX, CSV and JSON, and in again."""

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from talka.cooperation.actions.agreements import drafting, imports
from talka.cooperation.agreements.columns import COLUMNS, rows_of
from talka.cooperation.agreements.json_rows import write_json
from talka.cooperation.factories import MunicipalityFactory
from talka.cooperation.models import Agreement, AgreementImport
from talka.cooperation.queries.agreements.register import Asked, register_of
from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory

from .agreement_world import FIRST, again, drafted, entered, in_force, refused

pytestmark = pytest.mark.django_db


def sent_back(rows, how, language):
    with override(language):
        if how == "json":
            return io.BytesIO(write_json(rows)), "agreements.json"
        sheet = Sheet("Reģistrs", COLUMNS, rows)
        return io.BytesIO(write_xlsx(sheet) if how == "xlsx" else write_csv(sheet)), f"agreements.{how}"


@pytest.mark.parametrize("how", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("language", ["lv", "en"])
def test_what_comes_out_goes_in(case, planner, neighbour, clerk, friend, how, language):
    row = in_force(drafted(case, planner), planner, planner, neighbour)
    drafting.publish(row, by=planner)
    money = {"budget": Decimal("10000.01"), "amounts": (Decimal("7000.01"), Decimal("3000.00"))}
    entered(clerk, friend, title='=Formula; "pie" poligona', renewal="automatic", renews_months=12, **money)
    entered(clerk, friend, title="Beidzies", state="terminated", ended_on=dt.date(2025, 1, 1), state_reason="Dārgi")
    rows = rows_of(register_of(None, Asked()))
    file, name = sent_back(rows, how, language)
    table = imports.check_table(file, name, by=clerk)
    assert (table.faults, table.result) == ([], {"new": 0, "changed": 0, "same": 3})
    Agreement.objects.filter(standing=True).delete()
    table = imports.accept_table(imports.check_table(*sent_back(rows, how, language), by=clerk), by=clerk)
    assert (table.state, table.result) == ("done", {"new": 2, "changed": 0, "same": 1})
    assert rows_of(register_of(None, Asked()).order_by("slug")) == sorted(rows, key=lambda one: one["key"])


def test_a_table_changes_what_one_entered_and_says_per_row_what_is_wrong(case, planner, clerk, friend):
    mine = entered(clerk, friend)
    theirs = drafted(case, planner)
    drafting.publish(theirs, by=planner)
    stranger = MunicipalityFactory(name="Cits novads")
    rows = rows_of(register_of(None, Asked()).order_by("pk"))
    assert [row["key"] for row in rows] == [mine.slug, theirs.slug]
    changed, foreign = rows[0] | {"valid_to": dt.date(2030, 1, 1)}, rows[1] | {"title": "Mans"}
    parties = f"{clerk.organisation.name}; {friend.name}"
    new = {"title": "Jauns", "form": "joint-company", "parties": parties, "valid_from": FIRST}
    wrong = [
        new | {"parties": f"{clerk.organisation.name}; Nezināmie"},
        new | {"parties": f"{clerk.organisation.name}; {clerk.organisation.name}"},
        new | {"parties": f"{stranger.name}; {friend.name}"},
        new | {"valid_to": dt.date(2020, 1, 1)},
        new | {"budget": Decimal("10"), "amounts": "4; 5"},
        new | {"amounts": "četri"},
        new | {"form": "Rokasspiediens"},
        changed,
    ]
    file, name = sent_back([changed, foreign, new, *wrong], "csv", "en")
    with override("en"):
        table = imports.check_table(file, name, by=clerk)
    told = {fault[0]: fault[2] for fault in table.faults}
    assert set(told) == {3, 5, 6, 7, 8, 9, 10, 11, 12}
    assert "drafted here" in told[3] and "Nezināmie" in told[5] and "twice" in told[6]
    assert "before it begins" in told[8] and "less than the budget" in told[9]
    assert table.result == {"new": 1, "changed": 1, "same": 0}
    assert again(mine).valid_to is None
    imports.accept_table(table, by=clerk)
    assert again(mine).valid_to == dt.date(2030, 1, 1)
    assert again(mine).versions.filter(valid_to=None).exists()
    assert Agreement.objects.get(title="Jauns").standing
    assert again(theirs).title == theirs.title
    with refused("entered already"):
        imports.accept_table(again(table), by=clerk)


def test_a_long_table_is_entered_in_the_background(django_capture_on_commit_callbacks, monkeypatch, clerk, friend):
    monkeypatch.setattr(imports, "BACKGROUND_FROM", 1)
    parties = f"{clerk.organisation.name}; {friend.name}"
    rows = [
        {"title": f"Līgums {at}", "form": "joint-company", "parties": parties, "valid_from": FIRST} for at in range(2)
    ]
    table = imports.check_table(*sent_back(rows, "xlsx", "lv"), by=clerk)
    assert imports.accept_table(table, by=clerk).state == "running"
    imports.carry_out(table.key)
    assert (again(table).state, Agreement.objects.count(), again(table).rows) == ("done", 2, [])
    imports.carry_out(table.key)  # a job that runs twice
    assert Agreement.objects.count() == 2


@pytest.mark.parametrize("content", [b"{}", b"[1]", b"no json", b'{"agreements": {}}', b"[" * 100_000])
def test_what_is_no_list_of_agreements_is_told_so(clerk, content):
    table = imports.check_table(io.BytesIO(content), "x.json", by=clerk)
    assert table.rows == [] and len(table.faults) == 1


def test_json_with_lists_in_cells_is_a_fault_of_its_row(clerk):
    content = json.dumps({"agreements": [{"title": ["x"], "form": "joint-company", "parties": "a; b"}]}).encode()
    table = imports.check_table(io.BytesIO(content), "x.json", by=clerk)
    assert [fault[0] for fault in table.faults] == [1]


def test_the_pages_of_a_table(client, clerk, friend):
    client.force_login(clerk.account)
    address = reverse("cooperation:send_agreements")
    assert client.get(address).status_code == 200
    parties = f"{clerk.organisation.name}; {friend.name}"
    file, name = sent_back(
        [{"title": "Jauns", "form": "joint-company", "parties": parties, "valid_from": FIRST}], "xlsx", "lv"
    )
    answer = client.post(address, {"file": SimpleUploadedFile(name, file.getvalue())})
    assert client.get(answer.url).status_code == 200
    client.force_login(PersonFactory(with_account=True, organisation=friend).account)
    assert client.get(answer.url).status_code == 404  # of whoever sent it
    client.force_login(clerk.account)
    assert client.post(answer.url).status_code == 302
    assert client.get(answer.url).status_code == 200
    assert AgreementImport.objects.get().result["new"] == 1
    assert Agreement.objects.get().published_at


# -- letters


def test_tables_of_whoever_is_erased_go(clerk, friend):
    entered(clerk, friend)
    other = PersonFactory(with_account=True, organisation=clerk.organisation)
    rows = rows_of(register_of(None, Asked()))
    naming = [rows[0] | {"subject": f"Vienojās {clerk.name}, {friend}"}]
    for person, told in ((clerk, rows), (other, naming), (other, rows)):
        imports.check_table(*sent_back(told, "csv", "lv"), by=person)
    erase_person(clerk, by=clerk)
    assert AgreementImport.objects.get().by == other


def test_tables_of_yesterday_go(clerk):
    AgreementImport.objects.create(by=clerk, file_name="x.csv")
    from django.utils import timezone

    assert imports.forget_imports(now=timezone.now() + dt.timedelta(hours=23)) == 0
    assert imports.forget_imports(now=timezone.now() + dt.timedelta(hours=25)) == 1
