"""Tables out and in: every export is a valid import; faults are told with their row; nothing comes in unaccepted."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from talka.documents.sheets import Sheet, write_csv
from talka.resources import access, actions
from talka.resources.actions.imports import accept_import, check_import, outlook_of
from talka.resources.columns import COLUMNS, rows_of
from talka.resources.factories import ResourceFactory
from talka.resources.models import Import, Resource
from talka.ui.refusals import Refusal

from . import world
from .world import data, signed_in

pytestmark = pytest.mark.django_db
SAID = (
    "title", "description", "kind", "area_id", "place", "lat", "lon", "size", "unit", "state", "use", "owner_kind",
    "owner_id", "owner_words", "contact_name", "contact_email", "contact_phone", "contact_office", "source",
    "source_link", "year", "confirmed_on",
)  # fmt: skip


@pytest.fixture
def w() -> world.World:
    return world.build()


def rich(w: world.World) -> Resource:
    from decimal import Decimal

    return actions.enter(
        data(
            w.parish,
            '=Zeme; "pie" stacijas',
            kind="land",
            description="Pirmā rinda\nOtrā rinda",
            place="Stacijas iela 1",
            lat=56.8567,
            lon=26.2172,
            size=Decimal("12.50"),
            unit="ha",
            state="ready",
            use="for_sale",
            owner_kind="private",
            owner_words="SIA Ābele",
            contact_name="Attīstības nodaļa",
            contact_email="attistiba@example.test",
            contact_phone="64 800 000",
            contact_office=True,
            source="Zemes reģistrs",
            source_link="https://example.org/zeme",
            year=2024,
        ),
        by=w.community,
    )


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_comes_out_goes_in(w, language, ending):
    rich(w)
    ResourceFactory(area=w.place, owner=w.municipality.organisation)
    before = {row.key: {name: getattr(row, name) for name in SAID} for row in Resource.objects.all()}
    client = signed_in(w.organiser)
    client.cookies["talka_language"] = language
    file = client.get(f"/resources/export/{ending}/?area={w.town_hall.key}").content
    Resource.objects.all().delete()
    with override(language):
        table = check_import(io.BytesIO(file), f"r.{ending}", by=w.organiser)
        assert table.faults == [] and len(table.rows) == 2
        accept_import(table, by=w.organiser)
    after = {row.key: {name: getattr(row, name) for name in SAID} for row in Resource.objects.all()}
    assert after == before
    again = check_import(io.BytesIO(file), f"r.{ending}", by=w.organiser)
    assert outlook_of(again).known == 2 and outlook_of(again).differs == []


def test_the_export_is_exactly_what_was_found(w):
    rich(w)
    ResourceFactory(area=w.elsewhere, title="Dzirnavas")
    said = signed_in(None).get(f"/resources/export/csv/?area={w.town_hall.key}&kind=land").content.decode("utf-8-sig")
    assert "stacijas" in said and "Dzirnavas" not in said
    assert signed_in(None).get("/resources/export/odt/").status_code == 404


def sent(w, text: str, by=None):
    return check_import(io.BytesIO(text.encode()), "tabula.csv", by=by or w.community)


def test_each_fault_is_told_with_its_row_and_the_right_rows_are_entered(w):
    head = "nosaukums;veids;novads;platība;mērvienība;stāvoklis;e-pasts, kur jautāt;gads\n"
    with override("lv"):
        table = sent(
            w,
            head
            + "Klēts;building;Kalnu pagasts;;;;;2020\n"
            + "Pils;castle;Kalnu pagasts;;;;;\n"
            + "Ēka;building;Nekur;;;;;\n"
            + "Svešs;building;Bērzu novads;;;;;\n"
            + "Cits;building;Lejas pagasts;;;;;\n"
            + "Zeme;land;Kalnu pagasts;-3;ha;;;\n"
            + "Prasme;skills;Kalnu pagasts;;;ruin;;\n"
            + ";building;Kalnu pagasts;;;;;\n"
            + "Klēts;building;Kalnmuiža;;;;;3020\n",
        )
    assert [number for number, _values in table.rows] == [2]
    assert sorted({row for row, *_rest in table.faults}) == [3, 4, 5, 6, 7, 8, 9, 10]
    assert all(what and str(what) for _row, _column, what, _advice in table.faults)
    assert not Resource.objects.exists()
    accept_import(table, by=w.community)
    assert [str(row.title) for row in Resource.objects.all()] == ["Klēts"]
    assert Resource.objects.get().entered_for == w.community.organisation


def test_what_we_know_otherwise_is_shown_and_written_over_only_when_asked(w):
    row = rich(w)
    text = f"key;name;kind;area;size;unit\n{row.key};;land;Kalnu pagasts;13;ha\n"
    text = text.replace(f"{row.key};;", f"{row.key};{row.title};")
    outlook = outlook_of(sent(w, text.replace('=Zeme; "pie" stacijas', "Zeme")))
    assert outlook.known == 1 and {each[4] for each in outlook.differs} == {"Zeme", "13"}
    table = sent(w, text.replace('=Zeme; "pie" stacijas', "Zeme"))
    accept_import(table, by=w.community)
    row.refresh_from_db()
    assert row.size == 12.5
    table = sent(w, text.replace('=Zeme; "pie" stacijas', "Zeme"))
    accept_import(table, by=w.community, overwrite=True)
    row.refresh_from_db()
    assert row.size == 13 and row.smallest_size == 130_000 and str(row.title) == "Zeme"
    assert row.place == "Stacijas iela 1" and row.contact_email == "attistiba@example.test", "silence changes nothing"


def test_nobody_changes_by_a_table_what_they_may_not(w):
    row = rich(w)
    text = f"key;name;kind;area\n{row.key};Mana;land;Lejas pagasts, Ābeļu novads\n"
    table = sent(w, text, by=w.neighbour)
    assert table.rows == [] and table.faults[0][0] == 2
    text = "name;kind;area\n=Zeme; pie;land;Kalnu pagasts\n"
    assert sent(w, text, by=w.neighbour).rows == []
    with pytest.raises(Refusal):
        sent(w, text, by=w.viewer)


def test_rights_lost_while_the_table_waited_enter_nothing(w):
    table = sent(w, "name;kind;area\nViens;land;Kalnu pagasts\nDivi;land;Kalnmuiža\n")
    assert len(table.rows) == 2
    w.community.organisation = w.neighbour.organisation
    w.community.save()
    w.community.asked = None
    done = accept_import(table, by=w.community)
    assert done.state == Import.Progress.FAILED and done.result["fault"] and done.rows == []
    assert not Resource.objects.exists()


def test_a_mark_that_stands_twice_is_entered_once_and_said(w):
    """A new one, and one that is known: else the second row would take back what the first said."""
    known = actions.enter(data(w.parish, "Klēts", place="Vecā"), by=w.community)
    head = "Mark;name;Territory;Kind of resource;Address, or words that say where;Source\n"
    lines = (
        "abcdef1;Viens;Kalnu pagasts;Building;;",
        "abcdef1;Divi;Kalnu pagasts;Building;;",
        f"{known.key};Klēts;Kalnu pagasts;Building;Jaunā;",
        f"{known.key};Klēts;Kalnu pagasts;Building;;Saruna",
    )
    text = head + "\n".join(lines)
    with override("en"):
        table = check_import(io.BytesIO(text.encode()), "x.csv", by=w.community)
        assert table.faults == [] and table.ignored == []
        assert outlook_of(table).twice == [[3, "Divi", 2], [5, "Klēts", 4]]
        accept_import(table, by=w.community, overwrite=True)
    known.refresh_from_db()
    assert known.place == "Jaunā" and Resource.objects.filter(key="abcdef1").count() == 1


def test_a_row_that_stands_twice_is_entered_once_and_said(w):
    table = sent(w, "name;kind;area\nViens;land;Kalnu pagasts\nVIENS;land;Kalnu pagasts\n")
    assert outlook_of(table).twice == [[3, "VIENS", 2]]
    accept_import(table, by=w.community)
    assert Resource.objects.count() == 1


def test_a_long_table_asks_no_more_and_goes_to_the_worker(w, django_assert_max_num_queries, monkeypatch):
    deferred = []
    from talka.resources import jobs

    monkeypatch.setattr(jobs.enter_import, "defer", lambda **how: deferred.append(how))
    lines = "".join(f"Ēka {number};building;Kalnu pagasts\n" for number in range(501))
    with django_assert_max_num_queries(30):
        table = sent(w, f"name;kind;area\n{lines}")
        assert outlook_of(table).new == 501
    accept_import(table, by=w.community)
    table.refresh_from_db()
    assert table.state == Import.Progress.RUNNING
    from talka.resources.actions.imports import carry_out

    carry_out(table.key)
    table.refresh_from_db()
    assert table.state == Import.Progress.DONE and Resource.objects.count() == 501


def test_the_pages_of_a_table(w):
    client = signed_in(w.community)
    file = SimpleUploadedFile(
        "tabula.csv", "name;kind;area;krāsa\nKlēts;land;Kalnu pagasts;zaļa\n;land;Kalnu pagasts;\n".encode()
    )
    answer = client.post("/resources/import/", {"file": file})
    where = answer.headers["Location"]
    page = client.get(where).content.decode()
    assert "krāsa" in page and "3" in page
    assert signed_in(w.organiser).get(where).status_code == 404, "a table is for who sent it"
    assert client.post(where).status_code == 302
    assert client.get(where).status_code == 200 and Resource.objects.count() == 1
    assert client.post(where).status_code == 409


def test_contacts_that_the_reader_may_not_see_are_not_in_the_table(w):
    row = ResourceFactory(area=w.parish, contact_name="Līga Kalniņa", contact_email="liga@example.test")
    rows = Resource.objects.filter(pk=row.pk)
    assert rows_of(rows, None)[0]["contact_name"] == "" and rows_of(rows, w.viewer)[0]["contact_name"] == "Līga Kalniņa"
    assert access.may_read_contacts(w.viewer)
    file = write_csv(Sheet("R", COLUMNS, rows_of(rows, None)))
    table = check_import(io.BytesIO(file), "r.csv", by=w.municipality)
    accept_import(table, by=w.municipality, overwrite=True)
    row.refresh_from_db()
    assert row.contact_name == "Līga Kalniņa"
