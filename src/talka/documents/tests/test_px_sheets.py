"""PxWeb's XLSX: small workbooks laid out as the Latvian statistics bureau's exports are."""

import time

import pytest

from talka.documents.statistics.table import Role, Status

from .statistical import cells, codes, faults, labels, read, refusal, workbook

PEOPLE = "Population by sex in regions and municipalities by Sex, Territorial unit, Indicator and Time period"
TABLE = [
    [PEOPLE],
    [],
    [None, None, None, "2020", "2021"],
    ["Total", "LATVIA", "By actual place", 1907675, "…"],
    [None, None, "By registered place", 1907675, 1893223],
    [None, "Babīte municipality", "By actual place", 10, "…"],
    [None, None, "By registered place", 11, 12],
    [None, "..Sala rural territory", "By actual place", 1, "."],
    [None, None, "By registered place", 2, "-"],
    [None, "Sala municipality", "By actual place", 20, "…"],
    [None, None, "By registered place", 21, 22],
    [None, "..Sala rural territory", "By actual place", 3, 4],
    [None, None, "By registered place", 5, 6],
    ["Males", "LATVIA", "By actual place", 900000, "…"],
    [None, None, "By registered place", 900001, 900002],
    [None, "Babīte municipality", "By actual place", 5, 5],
    [None, None, "By registered place", 5, 5],
    [None, "..Sala rural territory", "By actual place", 7, 7],
    [None, None, "By registered place", 7, 7],
    [None, "Sala municipality", "By actual place", 8, 8],
    [None, None, "By registered place", 8, 8],
    [None, "..Sala rural territory", "By actual place", 9, 9],
    [None, None, "By registered place", 9, 9],
    [],
    ["Boundaries were drawn anew in 2018."],
    ["<A HREF= https://stat.example.test/en/metadata/5911 TARGET=_blank>Metadata</A>"],
    ["… = \tData not available or too uncertain for presentation"],
    [". = \tData not released for confidentiality reasons"],
    ["- = Magnitude zero"],
    ["Territorial unit:"],
    ["Sala municipality:"],
    ["Divided until 14.02.2010."],
    [],
    ["Territorial unit:"],
    ["..Sala rural territory:"],
    ["Of one of the two."],
    [],
    ["Time period:"],
    ["At the beginning of the year."],
    [],
    ["Latest update:"],
    ["2021-06-01 13:00"],
    [],
    ["Source:"],
    ["Central Statistical Bureau"],
]


def changed(row: int, column: int, cell: object) -> list[list[object]]:
    """The table with one cell changed, counted as a person does."""
    rows = [list(each) for each in TABLE]
    rows[row - 1][column - 1] = cell
    return rows


@pytest.fixture(scope="module")
def table():
    return read(workbook(TABLE, name="IRD060"), "csb.xlsx")


def test_dimensions_and_their_names(table):
    assert [(each.label, each.role) for each in table.dimensions] == [
        ("Sex", Role.OTHER),
        ("Territorial unit", Role.AREA),
        ("Indicator", Role.MEASURE),
        ("Time period", Role.TIME),
    ]
    assert codes(table, 0) == ["Total", "Males"]
    assert codes(table, 3) == ["2020", "2021"]
    assert table.title == PEOPLE
    assert table.code == "IRD060"


def test_every_cell_has_its_place_and_status(table):
    found = cells(table)
    assert len(found) == 2 * 5 * 2 * 2
    assert table.faults == ()
    assert found["Total", "LATVIA", "By actual place", "2020"] == (1907675, "A")
    assert found["Total", "LATVIA", "By actual place", "2021"] == (None, "M")
    assert found["Males", "LATVIA", "By registered place", "2021"] == (900002, "A")
    at = table.values.tolist().index(1893223)
    assert (table.rows[at], table.columns[at]) == (5, 5)


def test_the_legend_of_the_file_decides_what_a_mark_means(table):
    found = cells(table)
    sala = "Sala rural territory (Babīte municipality)"
    assert found["Total", sala, "By actual place", "2021"] == (None, Status.SUPPRESSED)
    assert found["Total", sala, "By registered place", "2021"] == (None, Status.NIL)


def test_two_areas_of_one_name_stay_two(table):
    assert labels(table, 1).count("Sala rural territory") == 2
    found = cells(table)
    assert found["Males", "Sala rural territory (Babīte municipality)", "By actual place", "2020"] == (7, "A")
    assert found["Males", "Sala rural territory (Sala municipality)", "By actual place", "2020"] == (9, "A")


def test_notes_stay_where_they_belong(table):
    noted = {each.code: each.note for each in table.dimensions[1].categories if each.note}
    assert noted == {"Sala municipality": "Divided until 14.02.2010."}
    assert "Metadata (https://stat.example.test/en/metadata/5911)" in table.notes
    assert "Time period: At the beginning of the year." in table.notes
    assert "Territorial unit, ..Sala rural territory: Of one of the two." in table.notes
    assert (table.updated, table.source) == ("2021-06-01 13:00", "Central Statistical Bureau")


def test_codes_in_front_of_the_names():
    rows = [["Mean age by All territories and Time period"], [], [None, "2020", "2021"]]
    rows += [["LV LATVIA", 42, 42], ["LV0010000 Riga", 42, "…"], ["LV0010058 ..Āgenskalns", 36.5, 37]]
    table = read(workbook(rows, name="RIG020"))
    assert [(each.code, each.label, each.depth, each.under) for each in table.dimensions[0].categories] == [
        ("LV", "LATVIA", 0, ""),
        ("LV0010000", "Riga", 0, ""),
        ("LV0010058", "Āgenskalns", 1, "LV0010000"),
    ]
    assert cells(table)["LV0010058", "2020"] == (36.5, "A")


def test_codes_in_a_column_of_their_own():
    rows = [["Mean age by Region and Year"], [], [None, None, "2020"], ["R1", "Riga", 1], ["R2", "Ogre", 2]]
    table = read(workbook(rows))
    assert [(each.code, each.label) for each in table.dimensions[0].categories] == [("R1", "Riga"), ("R2", "Ogre")]
    assert [each.label for each in table.dimensions] == ["Region", "Year"]


def test_two_header_rows_with_merged_cells():
    rows = [
        ["Wages by Region, Sex and Year"],
        [],
        [None, "Males", None, "Females"],
        [None, "2020", "2021", "2020", "2021"],
    ]
    rows += [["Riga", 1, 2, 3, 4]]
    merged = [(2, 1, 2, 2, "Males"), (2, 3, 2, 4, "Females")]
    table = read(workbook(rows, merged=merged))
    assert [each.label for each in table.dimensions] == ["Region", "Sex", "Year"]
    assert cells(table)["Riga", "Females", "2020"] == (3, "A")


def test_a_name_that_holds_a_comma_and_an_and():
    rows = [["Turnover by Kind of activity, size and owner, Region and Year"], [], [None, None, "2020"]]
    rows += [["All", "Riga", 1], [None, "Ogre", 2], [], ["Kind of activity, size and owner:"], ["All:"], ["Noted."]]
    table = read(workbook(rows))
    assert [each.label for each in table.dimensions] == ["Kind of activity, size and owner", "Region", "Year"]
    assert table.dimensions[0].categories[0].note == "Noted."


def test_a_latvian_title():
    rows = [["Iedzīvotāju skaits pēc Teritoriālā vienība un Laika periods"], [], [None, "2020"], ["Rīga", 1]]
    table = read(workbook(rows))
    assert [(each.label, each.role) for each in table.dimensions] == [
        ("Teritoriālā vienība", Role.AREA),
        ("Laika periods", Role.TIME),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "n. z.", True, "12 abc", "inf", "1,2,3"])
def test_a_cell_that_cannot_be_read_is_one_fault(cell):
    table = read(workbook(changed(6, 4, cell)))
    assert faults(table) == [(6, 4)]
    assert len(table.values) == 39


def test_what_a_formula_gave_is_not_believed():
    [fault] = read(workbook(changed(6, 4, "=SUM(D7:D8)"))).faults
    assert (fault.row, fault.column, fault.shown) == (6, 4, "=SUM(D7:D8)")
    assert "formula" in fault.what


def test_a_negative_number_is_a_value():
    assert -7 in read(workbook(changed(6, 4, -7))).values.tolist()


def test_a_year_that_stands_in_the_header_twice():
    table = read(workbook(changed(3, 5, "2020")))
    assert faults(table) == [(3, 5)]
    assert codes(table, 3) == ["2020"]
    assert len(table.values) == 20


def test_a_value_without_a_heading():
    rows = [list(each) for each in TABLE]
    rows[5].append(99)
    assert faults(read(workbook(rows))) == [(6, 6)]


def test_a_table_without_a_figure_is_refused():
    refusal(workbook([["Title by Region and Year"], [], [None, "2020"], ["Riga"]]))
    refusal(workbook([]))


def test_a_table_of_a_whole_country_is_read_at_once():
    """As many rows as the bureau's table of population by sex: 4,146 rows, two years."""
    rows = [[PEOPLE], [], [None, None, None, "2020", "2021"]]
    for sex in ("Total", "Males", "Females"):
        for area in range(691):
            for first, what in enumerate(("By actual place", "By registered place")):
                rows.append(
                    [sex if not area and not first else None, None if first else f"..Area {area}", what, area, "…"]
                )
    content = workbook(rows, name="IRD060")
    begun = time.process_time()
    table = read(content)
    assert time.process_time() - begun < 2
    assert [len(each.categories) for each in table.dimensions] == [3, 691, 2, 2]
    assert len(table.values) == 8292
