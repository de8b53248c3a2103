"""Tables as they should not be: from the file to the answer, nothing changed until somebody accepts."""

import io
import json

import openpyxl
import pytest

from talka.indicators.actions import catalogue, imports
from talka.indicators.actions.figures import Figure, enter
from talka.indicators.factories import ReleaseFactory
from talka.indicators.models import Category, Classification, FigureImport, Indicator, Observation
from talka.indicators.queries.incoming import Told, areas_meant, mapping_told
from talka.indicators.reading.mapping import Mapping
from talka.people.factories import PersonFactory
from talka.territories.models import Area
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
State = FigureImport.State


@pytest.fixture
def admin():
    return PersonFactory(administrator=True)


def looked_at(admin, *lines, encoding="utf-8"):
    """The table sent and told apart; nothing of it holds yet."""
    row = imports.send(io.BytesIO("\n".join(lines).encode(encoding)), "tabula.csv", by=admin)
    area, time = (code for code, _label, _count in row.about["dimensions"])
    imports.tell(row, Told(Mapping(area=area, time=time), new=[""]), by=admin)
    row.refresh_from_db()
    assert row.state == State.CHECKED
    assert not Observation.objects.exists(), "nothing holds before it is accepted"
    return row


def held(row, admin, **more):
    imports.accept(row, by=admin, **more)
    rows = Observation.objects.filter(current=True).order_by("area__key", "year")
    return list(rows.values_list("area__key", "year", "value", "status"))


def faults(row):
    return [(number, shown) for number, _column, _what, shown in row.outlook["faults"]]


def test_decimal_commas_and_thousands_parted_by_blanks(register, admin):
    row = looked_at(
        admin, "Teritorija;2022;2023", "Cēsu novads;10,5;1 234,5", "Smiltenes novads;1\u00a0234;1\u202f234\u202f567"
    )
    assert [value for _area, _year, value, _status in held(row, admin)] == [10.5, 1234.5, 1234, 1234567]


def test_footnote_marks_and_signs_for_what_is_missing(register, admin):
    row = looked_at(admin, "Teritorija;2021;2022;2023", "Cēsu novads;10*;11 p;5¹", "Smiltenes novads;:;…;x")
    assert any("*" in note for note in row.about["notes"]), "a mark that nobody explains is told"
    assert [told[2:] for told in held(row, admin)] == [
        (10, "A"),
        (11, "P"),
        (5, "A"),
        (None, "M"),
        (None, "M"),
        (None, "Q"),
    ]


def test_merged_header_cells(register, admin):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["Teritorija", "Vīrieši", None, "Sievietes", None], [None, "2022", "2023", "2022", "2023"]):
        sheet.append(line)
    sheet.append(["Cēsu novads", 1, 2, 3, 4])
    sheet.append(["Smiltenes novads", 5, 6, 7, 8])
    for merged in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    row = imports.send(io.BytesIO(file.getvalue()), "apvienotas.xlsx", by=admin)
    told = {label: count for _code, label, count in row.about["dimensions"]}
    assert sorted(told.values()) == [2, 2, 2]
    assert row.about["cells"] == 8


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1257"])
def test_letters_of_older_files(register, admin, encoding):
    row = looked_at(admin, "Teritorija;2022;2023", "Cēsu novads;1;2", "Ķekavas novads;3;4", encoding=encoding)
    assert row.outlook["faulty"] == 0
    assert {area for area, *_rest in held(row, admin)} == {"cesu-novads", "kekavas-novads"}


def test_latin_1(register, admin):
    row = looked_at(admin, "Teritorija;2022;2023", "Valmieras novads;1;2", "S\u00e5r vald;3;4", encoding="latin-1")
    assert faults(row) == [(3, "Sår vald")]
    assert len(held(row, admin, without_faulty=True)) == 2


def test_a_negative_population(register, admin):
    row = looked_at(admin, "Teritorija;2022;2023", "Cēsu novads;-5;11", "Smiltenes novads;3;4")
    assert faults(row) == [(2, "Cēsu novads: -5")]
    with pytest.raises(Refusal):
        imports.accept(row, by=admin)
    assert not Observation.objects.exists()


def test_a_code_that_means_another_area_by_now(register, admin):
    row = looked_at(admin, "Teritorija;2022;2023", "LV0022000 Smiltenes novads;1;2", "LV0042000 Cēsu novads;3;4")
    assert faults(row)[0] == (2, "Smiltenes novads")
    assert "0022000" in row.outlook["faults"][0][2]


def test_two_areas_with_one_name_are_answered_for_one_by_one(register, admin):
    row = looked_at(admin, "Teritorija;2022;2023", "Pilskalnes pagasts;10;11", "Pilskalnes pagasts;3;4")
    assert row.outlook["counts"]["ambiguous_area"] == 4
    labels = [each["label"] for each in row.outlook["open"]]
    assert len(set(labels)) == 2, "each can be answered for"
    imports.tell_areas(row, dict(zip(labels, ["pilskalne-neretas", "pilskalne-ilukstes"], strict=True)), by=admin)
    row.refresh_from_db()
    assert [told[:3] for told in held(row, admin)] == [
        ("pilskalne-ilukstes", 2022, 3),
        ("pilskalne-ilukstes", 2023, 4),
        ("pilskalne-neretas", 2022, 10),
        ("pilskalne-neretas", 2023, 11),
    ]


@pytest.mark.parametrize("number", ["1e400", "1e308", "-1e19"])
def test_numbers_that_cannot_be_figures(register, admin, number):
    row = looked_at(admin, "Teritorija;2022;2023", f"Cēsu novads;{number};1", "Smiltenes novads;2;3")
    assert row.outlook["unreadable"] == 1
    assert faults(row)[0][0] == 2


def test_a_table_of_more_combinations_than_memory_holds_is_read_and_said_to_have_too_many(register, admin):
    lines = [";".join(["Teritorija", *(f"Pazīme {n}" for n in range(12)), "2022"])]
    lines += [";".join(["Cēsu novads", *(f"vērtība {at} no {n}" for n in range(12)), "1"]) for at in range(40)]
    row = imports.send(io.BytesIO("\n".join(lines).encode()), "plata.csv", by=admin)
    assert row.state == State.READ


def json_stat(code, label):
    dimensions = {
        "geo": {"category": {"index": ["a"], "label": {"a": "Cēsu novads"}}},
        "nozare": {"label": "Darbība", "category": {"index": ["T", code], "label": {"T": "Kopā", code: label}}},
        "time": {"category": {"index": ["2022"]}},
    }
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Darbības",
        "id": list(dimensions),
        "size": [1, 2, 1],
        "role": {"geo": ["geo"], "time": ["time"]},
        "dimension": dimensions,
        "value": [1, 2],
    }


@pytest.mark.parametrize(
    ("code", "label"),
    [("k", "x" * 300), ("k" * 90, "Meži"), ("", "漢字"), ("k", "a\x00b"), ("k", "M\ud800"), ("k", "😀")],
)
def test_odd_names_of_categories_become_categories_and_never_the_total(register, admin, code, label):
    row = imports.send(io.BytesIO(json.dumps(json_stat(code, label)).encode()), "d.json", by=admin)
    post = {"area": "geo", "time": "time", "breakdown": "nozare", "classification": "+"}
    imports.tell(row, mapping_told(row, post), by=admin)
    row.refresh_from_db()
    post |= {"series-0": "+", "category-0": "", "category-1": "+"}
    imports.tell(row, mapping_told(row, post), by=admin)
    row.refresh_from_db()
    imports.accept(row, by=admin)
    told = Observation.objects.values_list("category__code", "value").order_by("value")
    assert [value for _code, value in told] == [1, 2]
    assert told[0][0] is None
    assert told[1][0]


def test_a_code_of_a_category_that_changed_its_meaning_is_refused(register, admin):
    classification = Classification.objects.create(key="darbibas", title="Darbības")
    Category.objects.create(classification=classification, code="A", title="Meži")
    Category.objects.create(classification=classification, code="B", title="Ūdeņi")
    assert catalogue.categories_for(classification, [("A", "Meži"), ("", "Ūdeņi")], by=admin) == {
        "Meži": "A",
        "Ūdeņi": "B",
    }
    with pytest.raises(Refusal) as refusal:
        catalogue.categories_for(classification, [("A", "Ūdeņi")], by=admin)
    assert "A" in refusal.value.text()
    two = [("", "x" * 70 + "1"), ("", "x" * 70 + "2")]
    assert len(set(catalogue.categories_for(classification, two, by=admin).values())) == 2, "not one for both"


def test_answers_that_no_form_offers_are_passed_over(register, admin):
    row = imports.send(io.BytesIO("Teritorija;2022;2023\nCēsu novads;1;2".encode()), "t.csv", by=admin)
    area, time = (code for code, _label, _count in row.about["dimensions"])
    computed = Indicator.objects.exclude(formula={}).first()
    same = {"area": area, "time": time}
    for wrong in ("\x00", "\ud800", "no-such-key", computed.key):
        told = mapping_told(row, {**same, "breakdown": wrong, "classification": wrong, "series-0": wrong})
        assert (told.mapping.breakdown, told.mapping.classification, told.mapping.series) == ("", "", {})
        imports.tell(row, told, by=admin)
    row.refresh_from_db()
    assert row.state == State.READ
    assert areas_meant({"A": "\x00", "B": "\ud800", "C": "smiltenes-novads"}) == {"C": "smiltenes-novads"}


def test_what_another_window_does_meanwhile_is_seen(register, admin):
    row = looked_at(admin, "Teritorija;2022;2023", "Cēsu novads;1;2", "Smiltenes novads;3;4")
    stale = FigureImport.objects.get(pk=row.pk)
    imports.accept(row, by=admin)
    for deed in (
        lambda: imports.tell_areas(stale, {}, by=admin),
        lambda: imports.tell(stale, Told(Mapping.from_json(stale.mapping)), by=admin),
        lambda: imports.drop(stale, by=admin),
        lambda: imports.accept(stale, by=admin),
    ):
        with pytest.raises(Refusal):
            deed()
    row.refresh_from_db()
    assert row.state == State.ENTERED
    release = row.release
    assert imports.take_back(release, by=admin) == 4
    assert imports.take_back(release, by=admin) == 0


def test_a_table_whose_kept_file_is_gone_says_so_and_is_not_waited_for(register, admin):
    row = looked_at(admin, "Teritorija;2022;2023", "Cēsu novads;1;2")
    FigureImport.objects.filter(pk=row.pk).update(state=State.ENTERING)
    row.file.storage.delete(row.file.name)
    imports.enter_later(row.key)
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert row.fault
    assert not Observation.objects.exists()


def test_taking_back_a_table_in_the_middle_leaves_the_newest_and_then_the_oldest(register, admin):
    """Three tables tell one figure; the second is taken back, then the third."""
    indicator = Indicator.objects.get(key="population-registered")
    area = Area.objects.get(key="cesu-novads")
    releases = []
    for value in (1.0, 2.0, 3.0):
        releases.append(ReleaseFactory())
        enter(releases[-1], [Figure(indicator.pk, None, area.pk, 1999, value)])

    def holds():
        return list(Observation.objects.filter(current=True, year=1999).values_list("value", flat=True))

    imports.take_back(releases[1], by=admin)
    assert holds() == [3]
    imports.take_back(releases[2], by=admin)
    assert holds() == [1]
    imports.take_back(releases[0], by=admin)
    assert holds() == []


def test_no_indicator_takes_the_address_of_another_page(register, admin, client):
    for title in ("New", "Tables"):
        key = catalogue.add_series(title, "", by=admin)
        assert client.get(f"/indicators/{key}/").status_code == 200
