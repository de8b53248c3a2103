"""A table from the file to the figures that hold: told apart, checked, accepted, taken back."""

import io
from pathlib import Path

import openpyxl
import pytest

from talka.indicators.actions import imports
from talka.indicators.models import FigureImport, Indicator, Observation, Release, TableMapping
from talka.indicators.queries.incoming import NEW, Told
from talka.indicators.reading.mapping import Mapping
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
REAL = Path(__file__).parents[5] / "shared" / "data" / "latvia"


@pytest.fixture
def admin():
    return PersonFactory(administrator=True)


def csv(*lines):
    return io.BytesIO("\n".join(lines).encode())


WIDE = ("Teritorija;2022;2023", "Cēsu novads;100;110", "Smiltenes novads;50;55")


def sent(admin, *lines, name="uznemumi-2023.csv"):
    return imports.send(csv(*lines), name, by=admin)


def told(row, **more):
    """As a person would say it whose table has areas, years and one new series."""
    codes = {label: code for code, label, _n in row.about["dimensions"]}
    time = next(code for label, code in codes.items() if label != "Teritorija")
    return Told(Mapping(area=codes["Teritorija"], time=time, **more), new=[""])


def held():
    rows = Observation.objects.filter(current=True).order_by("area__key", "year")
    return list(rows.values_list("area__key", "year", "value"))


def test_a_plain_table_is_told_apart_entered_remembered_and_taken_back(register, admin):
    row = sent(admin, *WIDE)
    assert row.state == FigureImport.State.READ
    imports.tell(row, told(row), by=admin)
    row.refresh_from_db()
    assert row.state == FigureImport.State.CHECKED
    assert row.outlook["counts"]["figure"] == row.outlook["cells"] == 4
    assert row.outlook["entered"] == {"new": 4, "revised": 0, "same": 0, "outdone": 0}
    assert held() == []
    row = imports.accept(row, by=admin)
    assert row.state == FigureImport.State.ENTERED
    assert held() == [
        ("cesu-novads", 2022, 100),
        ("cesu-novads", 2023, 110),
        ("smiltenes-novads", 2022, 50),
        ("smiltenes-novads", 2023, 55),
    ]
    assert not row.file
    again = sent(
        admin, "Teritorija;2023;2024", "Cēsu novads;111;120", "Smiltenes novads;55;60", name="uznemumi-2024.csv"
    )
    assert again.state == FigureImport.State.CHECKED, "what is what was remembered"
    assert again.outlook["entered"] == {"new": 2, "revised": 1, "same": 1, "outdone": 0}
    imports.accept(again, by=admin)
    again.refresh_from_db()
    imports.take_back(again.release, by=admin)
    assert held()[1] == ("cesu-novads", 2023, 110)
    assert len(held()) == 4


def test_a_breakdown_becomes_a_classification(register, admin):
    row = sent(admin, "Teritorija;Nozare;2022", "Cēsu novads;Kopā;10", "Cēsu novads;Meži;4", "Cēsu novads;Ūdeņi;6")
    assert row.state == FigureImport.State.READ
    codes = {label: code for code, label, _n in row.about["dimensions"]}
    time = next(code for label, code in codes.items() if label not in ("Teritorija", "Nozare"))
    mapping = Mapping(
        area=codes["Teritorija"],
        time=time,
        breakdown=codes["Nozare"],
        categories={"Kopā": "", "Meži": NEW, "Ūdeņi": NEW},
    )
    imports.tell(row, Told(mapping, new=[""]), by=admin)
    row.refresh_from_db()
    imports.accept(row, by=admin)
    rows = Observation.objects.filter(current=True).select_related("category")
    assert {str(row.category): row.value for row in rows} == {"None": 10.0, "Meži": 4.0, "Ūdeņi": 6.0}


def test_faulty_rows_are_named_and_only_left_out_when_somebody_says_so(register, admin):
    row = sent(admin, *WIDE, "Nekurienes novads;1;2", "Valkas novads;tukšs;-7")
    imports.tell(row, told(row), by=admin)
    row.refresh_from_db()
    assert row.outlook["counts"]["figure"] == 4
    shown = {(fault[0], fault[3].split(":")[0]) for fault in row.outlook["faults"]}
    assert (4, "Nekurienes novads") in shown
    assert any(number == 5 for number, _what in shown)
    counted = sum(row.outlook["counts"].values()) + row.outlook["unreadable"]
    assert counted == 8, "nothing is silently dropped"
    with pytest.raises(Refusal):
        imports.accept(row, by=admin)
    assert held() == []
    imports.accept(row, by=admin, without_faulty=True)
    assert len(held()) == 4


def test_an_area_told_by_hand_is_remembered(register, admin):
    row = sent(admin, "Teritorija;2022;2023", "Pebalgas puse;7;8", "Cēsu novads;1;2")
    imports.tell(row, told(row), by=admin)
    row.refresh_from_db()
    assert [each["label"] for each in row.outlook["open"]] == ["Pebalgas puse"]
    imports.tell_areas(row, {"Pebalgas puse": "smiltenes-novads"}, by=admin)
    row.refresh_from_db()
    assert row.outlook["faulty"] == 0
    imports.accept(row, by=admin)
    assert TableMapping.objects.get().mapping["areas"] == {"Pebalgas puse": "smiltenes-novads"}
    again = sent(admin, "Teritorija;2022;2023", "Pebalgas puse;7;9", "Cēsu novads;1;2")
    assert again.outlook["entered"]["revised"] == 1


def test_a_file_for_another_country_is_said_to_be_one(register, admin):
    row = sent(admin, "Teritorija;2022;2023", *(f"{name};1;2" for name in ("Tartu linn", "Võru vald", "Narva linn")))
    imports.tell(row, told(row), by=admin)
    row.refresh_from_db()
    assert row.outlook["counts"]["figure"] == 0
    assert len(row.outlook["faults"]) == 3
    assert row.outlook["foreign"]
    with pytest.raises(Refusal):
        imports.accept(row, by=admin, without_faulty=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nekas.csv", b""),
        ("attels.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("dati.json", b"{" * 5000),
        ("teksts.csv", "Šis nav tabula.".encode()),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_kept(register, admin, name, content):
    with pytest.raises(Refusal) as refusal:
        imports.send(io.BytesIO(content), name, by=admin)
    assert refusal.value.text()
    assert FigureImport.objects.count() == 0


def test_a_file_of_200_mb_is_refused_before_it_is_read(register, admin):
    class Large(io.RawIOBase):
        def seek(self, offset, whence=0):
            return 200_000_000

        def tell(self):
            return 200_000_000

        def read(self, size=-1):
            raise AssertionError("it was read")

    with pytest.raises(Refusal) as refusal:
        imports.send(Large(), "liels.csv", by=admin)
    assert "100" in refusal.value.text()
    assert FigureImport.objects.count() == 0


def test_a_formula_is_a_fault_of_its_cell(register, admin):
    book = openpyxl.Workbook()
    book.active.append(["Teritorija", "2022", "2023"])
    book.active.append(["Cēsu novads", 1, "=A1+1"])
    file = io.BytesIO()
    book.save(file)
    row = imports.send(file, "formula.xlsx", by=admin)
    imports.tell(row, told(row), by=admin)
    row.refresh_from_db()
    assert [fault[:2] for fault in row.outlook["faults"]] == [[2, 3]]


def test_a_unit_that_differs_is_asked_about(register, admin):
    row = sent(admin, *WIDE)
    imports.tell(row, told(row), by=admin)
    row.refresh_from_db()
    Indicator.objects.filter(key=next(iter(row.mapping["series"].values()))).update(unit="EUR")
    row.refresh_from_db()
    assert row.outlook["units"] == []


def test_who_may_not_enter_may_do_none_of_it(register, admin):
    row, stranger = sent(admin, *WIDE), PersonFactory(with_account=True)
    for deed in (
        lambda by: imports.send(csv(*WIDE), "x.csv", by=by),
        lambda by: imports.tell(row, told(row), by=by),
        lambda by: imports.tell_areas(row, {}, by=by),
        lambda by: imports.accept(row, by=by),
        lambda by: imports.drop(row, by=by),
        lambda by: imports.take_back(Release(), by=by),
    ):
        for by in (None, stranger):
            with pytest.raises(Refusal) as refusal:
                deed(by)
            assert refusal.value.status == 403
    assert Observation.objects.count() == 0


def test_a_table_set_aside_is_gone_and_cannot_be_accepted(register, admin):
    row = sent(admin, *WIDE)
    imports.drop(row, by=admin)
    row.refresh_from_db()
    assert row.state == FigureImport.State.DROPPED
    with pytest.raises(Refusal):
        imports.accept(row, by=admin)


@pytest.mark.skipif(not REAL.is_dir(), reason="the published tables are not beside the project")
@pytest.mark.parametrize(
    ("name", "cells", "no_area"),
    [
        ("csb_population_by_sex.xlsx", 8292, 0),
        ("csb_wages_by_sector.xlsx", 1920, 0),
        ("csb_mean_age.xlsx", 5022, 0),
        ("csb_mean_years_of_schooling.xlsx", 2237, 5),
    ],
)
def test_the_published_tables_are_known_and_every_cell_is_answered_for(register, admin, name, cells, no_area):
    with (REAL / name).open("rb") as file:
        row = imports.send(file, name, by=admin)
    assert row.state == FigureImport.State.CHECKED, "Talka knows this table"
    counts = row.outlook["counts"]
    assert (row.outlook["cells"], counts["figure"], counts["no_area"]) == (cells, cells - no_area, no_area)
    assert row.outlook["faulty"] == row.outlook["unreadable"] == 0
    row = imports.accept(row, by=admin)
    assert row.state == FigureImport.State.ENTERING
    imports.enter(row.key)
    assert Observation.objects.filter(current=True).count() == cells - no_area
