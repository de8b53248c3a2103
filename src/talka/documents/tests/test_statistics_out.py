"""What is written is read back as the same table, whatever is in it."""

import dataclasses
import io

import numpy as np
import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.documents.statistics.json_stat_out import written
from talka.documents.statistics.sheets_out import long_csv, long_xlsx, wide_csv, wide_xlsx
from talka.documents.statistics.table import Category, Dimension, Role, StatisticalTable, Status
from talka.ui.refusals import Refusal

from .statistical import cells, read

FLAGS = st.sampled_from([each.value for each in Status])
WITHOUT = st.sampled_from([Status.MISSING.value, Status.SUPPRESSED.value, Status.NIL.value])
WORDS = st.text(st.characters(exclude_categories=("C", "Z", "M")), min_size=1, max_size=12)
NAMES = st.text("abcdefgāēšž", min_size=3, max_size=9)
NUMBERS = st.one_of(
    st.integers(-(2**50), 2**50), st.floats(-1e9, 1e9), st.sampled_from([0.1 + 0.2, 1.234, -5.678, 12.345])
)


def table_with(dimensions, places, values, statuses, **facts) -> StatisticalTable:
    count = len(values)
    return StatisticalTable(
        title=facts.pop("title", "Tabula"),
        dimensions=tuple(dimensions),
        places=np.array(places, np.int32).reshape(count, len(dimensions)),
        values=np.array(values, np.float64),
        statuses=np.array(statuses, "<U1"),
        rows=np.zeros(count, np.int32),
        columns=np.zeros(count, np.int32),
        **facts,
    )


@st.composite
def dimensions(draw: st.DrawFn, name: str, role: Role, words: st.SearchStrategy[str]) -> Dimension:
    """Categories as they are indented in a publication: each at most one step further in than the one before."""
    labels = draw(st.lists(words, min_size=1, max_size=5, unique=True))
    categories, above = [], []
    for at, label in enumerate(labels):
        depth = draw(st.integers(0, len(above)))
        del above[depth:]
        code = f"K{at}x"
        categories.append(Category(code, label, depth=depth, under=above[-1] if above else ""))
        above.append(code)
    return Dimension(name, name, role, tuple(categories))


@st.composite
def tables(draw: st.DrawFn, words: st.SearchStrategy[str] = WORDS, *, facts: bool = True) -> StatisticalTable:
    area = draw(dimensions("Region", Role.AREA, words))
    sex = draw(dimensions("Sex", Role.OTHER, words))
    years = tuple(Category(str(2015 + at), str(2015 + at)) for at in range(draw(st.integers(1, 4))))
    time = Dimension("Year", "Year", Role.TIME, years)
    whole = [
        (a, b, c) for a in range(len(area.categories)) for b in range(len(sex.categories)) for c in range(len(years))
    ]
    some = draw(st.lists(st.sampled_from(whole), min_size=1, unique=True))
    places = sorted(whole if draw(st.booleans()) else some)
    values, statuses = [], []
    for _place in places:
        value = draw(st.one_of(NUMBERS, st.none()))
        values.append(float("nan") if value is None else value)
        statuses.append(draw(WITHOUT if value is None else FLAGS))
    more = {
        key: draw(st.one_of(st.just(""), NAMES)) for key in ("code", "source", "licence", "updated", "unit", "language")
    }
    more = more if facts else {}
    return table_with([area, sex, time], places, values, statuses, **more)


def same(one: StatisticalTable, two: StatisticalTable) -> None:
    for each in dataclasses.fields(StatisticalTable):
        left, right = getattr(one, each.name), getattr(two, each.name)
        if isinstance(left, np.ndarray):
            assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f"), each.name
        else:
            assert left == right, each.name


@given(tables())
@settings(max_examples=60, deadline=None)
def test_json_stat_is_read_back_equal(table):
    same(table, read(written(table)))


def test_json_stat_keeps_notes_units_and_hierarchies():
    area = Dimension(
        "a", "Area", Role.AREA, (Category("1", "Riga", "Noted.", 3), Category("2", "Ogre", under="1", depth=1))
    )
    what = Dimension(
        "w", "What", Role.MEASURE, (Category("p", "People", unit="persons"), Category("k", "Area", unit="km2"))
    )
    places = [(0, 0), (1, 1)]
    table = table_with([area, what], places, [1.5, 2], ["A", "B"], notes=("One.", "Two."), updated="2021-06-01")
    same(table, read(written(table)))


def shapes(table: StatisticalTable) -> list[dict[str, tuple[str, int, str]]]:
    """Categories that have a figure, by code: a sheet knows no others."""
    found = []
    for at, each in enumerate(table.dimensions):
        used = {each.categories[place].code for place in table.places[:, at]}
        found.append({one.code: (one.label, one.code in used) for one in each.categories if one.code in used})
    return found


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("write", [long_csv, wide_csv, long_xlsx, wide_xlsx])
def test_sheets_are_read_back_equal(write, language):
    @given(tables(NAMES, facts=False))
    @settings(max_examples=25, deadline=None)
    def back(table):
        with translation.override(language):
            found = read(write(table))
        assert found.faults == ()
        assert cells(found) == cells(table)
        assert shapes(found) == shapes(table)
        assert [each.role for each in found.dimensions] == [Role.AREA, Role.OTHER, Role.TIME]

    back()


@pytest.mark.parametrize("write", [long_csv, wide_csv, long_xlsx, wide_xlsx])
def test_indents_and_hierarchies_come_back(write):
    categories = (
        Category("K1", "Latvia"),
        Category("K2", "Riga", depth=1, under="K1"),
        Category("K3", "Centre", "", 2, "K2"),
    )
    area = Dimension("Region", "Region", Role.AREA, categories)
    year = Dimension("Year", "Year", Role.TIME, (Category("2020", "2020"),))
    table = table_with([area, year], [(0, 0), (1, 0), (2, 0)], [1, 2, 3], ["A"] * 3)
    assert read(write(table)).dimensions[0].categories == categories


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@SUM(A1)", "'=x", "\tx"])
def test_a_name_that_a_spreadsheet_takes_for_a_formula(name):
    area = Dimension("Region", "Region", Role.AREA, (Category("K1", name), Category("K2", "b")))
    year = Dimension("Year", "Year", Role.TIME, (Category("2020", "2020"),))
    table = table_with([area, year], [(0, 0), (1, 0)], [1, 2], ["A", "A"])
    for write in (long_csv, wide_csv):
        text = write(table).decode("utf-8-sig")
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t")) for line in text.splitlines() for cell in line.split(";")
        )
    for write in (long_csv, wide_csv, long_xlsx, wide_xlsx):
        assert read(write(table)).dimensions[0].categories[0].label == name.strip()


def test_the_second_sheet_tells_what_the_figures_do_not():
    area = Dimension("Region", "Region", Role.AREA, (Category("K1", "Riga", "A note."),))
    table = table_with([area], [(0,)], [1], ["P"], source="Statistics", notes=("In thousands.",), unit="persons")
    with translation.override("en"):
        book = openpyxl.load_workbook(io.BytesIO(long_xlsx(table)))
    found = {tuple(cell.value for cell in row) for row in book.worksheets[1].iter_rows()}
    assert {("Source", "Statistics"), ("Note", "In thousands."), ("Unit", "persons"), ("P", "provisional")} <= found
    assert ("Note", "Region, Riga: A note.") in found


def test_a_table_that_no_worksheet_holds_is_refused():
    count = 1_048_576
    area = Dimension("Region", "Region", Role.AREA, tuple(Category(str(at), str(at)) for at in range(count)))
    table = table_with([area], [(at,) for at in range(count)], [1] * count, ["A"] * count)
    with pytest.raises(Refusal):
        long_xlsx(table)
