import pytest

from talka.documents.statistics.table import Role

from .statistical import cells, codes, faults, labels, read, refusal, values, workbook

WIDE = "Novads;2020;2021\nRīga;1 234,5;…\nOgre;-5;6*\n"


def test_one_area_per_row_and_a_column_per_year():
    table = read(WIDE)
    assert [(each.code, each.role) for each in table.dimensions] == [("Novads", Role.AREA), ("time", Role.TIME)]
    assert cells(table) == {
        ("Rīga", "2020"): (1234.5, "A"),
        ("Rīga", "2021"): (None, "M"),
        ("Ogre", "2020"): (-5, "A"),
        ("Ogre", "2021"): (6, "A"),
    }
    assert (table.rows.tolist(), table.columns.tolist()) == ([2, 2, 3, 3], [2, 3, 2, 3])


@pytest.mark.parametrize(
    "content",
    [
        WIDE.encode(),
        b"\xef\xbb\xbf" + WIDE.encode(),
        WIDE.encode("utf-16"),
        WIDE.encode("utf-16-le"),
        WIDE.encode("utf-16-be"),
        WIDE.encode("windows-1257"),
        WIDE.replace(";", "\t").encode("windows-1257"),
        ("sep=;\n" + WIDE).encode(),
        WIDE.replace("\n", "\r\n").encode(),
        WIDE.replace(" ", "\u00a0").encode(),
        WIDE.replace(" ", "\u202f").encode(),
        WIDE.replace(" ", "'").encode(),
    ],
)
def test_encodings_delimiters_and_blanks(content):
    assert cells(read(content))["Rīga", "2020"] == (1234.5, "A")


def test_latin_1():
    table = read("Municipality;2020\nCórdoba;1\nOrléans;2\nGöteborg;3\n".encode("latin-1"))
    assert labels(table, 0) == ["Córdoba", "Orléans", "Göteborg"]


def test_a_charset_that_the_server_tells():
    from talka.documents.statistics.reading import read_statistics

    content = "Area;2020\nReykjavík þ;1\n".encode("iso-8859-1")
    table = read_statistics(content, "x", content_type="text/csv; charset=iso-8859-1")
    assert labels(table, 0) == ["Reykjavík þ"]


def test_one_figure_per_row():
    text = "area,indicator,year,value,unit,status\nLV,People,2020,5,persons,\n"
    text += "LV,People,2021,6,persons,p\nEE,People,2020,,persons,c\n"
    table = read(text)
    assert [(each.code, each.role) for each in table.dimensions] == [
        ("area", Role.AREA),
        ("indicator", Role.MEASURE),
        ("year", Role.TIME),
    ]
    assert cells(table) == {
        ("LV", "People", "2020"): (5, "A"),
        ("LV", "People", "2021"): (6, "P"),
        ("EE", "People", "2020"): (None, "Q"),
    }
    assert table.unit == "persons"


def test_a_figure_said_twice_is_a_fault():
    table = read("area,year,value\nLV,2020,5\nLV,2020,6\n")
    assert values(table) == [5]
    assert faults(table) == [(3, 3)]
    assert "LV, 2020" in table.faults[0].what


def test_several_figures_per_row():
    table = read("Area\tYear\tPopulation\tWage\nRiga\t2020\t1,234\t5\nRiga\t2021\t999\t7\n")
    assert [(each.code, each.role) for each in table.dimensions] == [
        ("Area", Role.AREA),
        ("Year", Role.TIME),
        ("indicator", Role.MEASURE),
    ]
    assert cells(table)["Riga", "2020", "Population"] == (1234, "A")


def test_pxwebs_csv():
    text = '"Population by region"\n\n"region","sex","Population 2020","Population 2021"\n'
    text += '"Riga","M",1,2\n"Riga","F",3,..\n\n"Source:"\n"Statistics"\n'
    table = read(text)
    assert table.title == "Population by region"
    assert [each.code for each in table.dimensions] == ["region", "sex", "indicator", "time"]
    assert cells(table)["Riga", "F", "Population", "2021"] == (None, "M")
    assert table.source == "Statistics"


def test_merged_headings():
    rows = [["Area", "People", "", "Wages", ""], ["", "2020", "2021", "2020", "2021"], ["Riga", 1, 2, 3, 4]]
    table = read(workbook(rows, merged=[(0, 1, 0, 2, "People"), (0, 3, 0, 4, "Wages"), (0, 0, 1, 0, "Area")]))
    assert cells(table) == {
        ("Riga", "People", "2020"): (1, "A"),
        ("Riga", "People", "2021"): (2, "A"),
        ("Riga", "Wages", "2020"): (3, "A"),
        ("Riga", "Wages", "2021"): (4, "A"),
    }


def test_names_that_are_merged_downwards():
    rows = [["Area", "Sex", "2020"], ["Riga", "M", 1], ["", "F", 2], ["Ogre", "M", 3], ["", "F", 4]]
    assert cells(read(workbook(rows)))["Ogre", "F", "2020"] == (4, "A")


@pytest.mark.parametrize("head", ["ATVK;Nosaukums", "Kods;Novads", "Novads (kods);Novads", "Region code;Region"])
def test_codes_beside_the_names(head):
    table = read(f"{head};2020\n0001000;Rīga;5\n0001001;Ogre;6\n")
    assert [(each.code, each.label) for each in table.dimensions[0].categories] == [
        ("0001000", "Rīga"),
        ("0001001", "Ogre"),
    ]


def test_codes_after_the_names():
    table = read("Novads;Novads kods;2020\nRīga;1;5\nOgre;2;6\n")
    assert [(each.code, each.label) for each in table.dimensions[0].categories] == [("1", "Rīga"), ("2", "Ogre")]
    assert len(table.dimensions) == 2


def test_two_areas_of_one_name():
    table = read("Novads;2020;2021\nSalas pagasts;1;2\nOgre;3;4\nSalas pagasts;5;6\n")
    assert labels(table, 0) == ["Salas pagasts", "Ogre", "Salas pagasts"]
    assert codes(table, 0) == ["Salas pagasts", "Ogre", "Salas pagasts (2)"]
    assert cells(table)["Salas pagasts (2)", "2020"] == (5, "A")


@pytest.mark.parametrize("cell", ["x y", "12 abc", "inf", "1,2,3", "12;", "=1+1"])
def test_a_cell_that_cannot_be_read_is_one_fault(cell):
    table = read(workbook([["Area", "2020", "2021"], ["Riga", cell, 2], ["Ogre", 3, 4]]))
    assert faults(table) == [(2, 2)]
    assert values(table) == [2, 3, 4]


def test_two_ways_of_writing_decimals_in_one_file():
    table = read("Area;2020;2021\nRiga;1,5;2,5\nOgre;3.5;4\n")
    assert values(table) == [1.5, 2.5, 4]
    assert faults(table) == [(3, 2)]
    assert "," in table.faults[0].what


def test_what_may_be_read_in_two_ways_is_noted():
    table = read("Area\t2020\nRiga\t1,234\nOgre\t5,678\n")
    assert values(table) == [1.234, 5.678]
    assert any("1,234" in note for note in table.notes)


def test_marks_for_missing():
    table = read(
        "Area;2020\n" + "".join(f"a{at};{mark}\n" for at, mark in enumerate([":", "…", "..", ".", "...", "n/a", "NaN"]))
    )
    assert table.statuses.tolist() == ["M"] * 7
    assert read("Area;2020\na;-\nb;1\n").statuses.tolist() == ["Z", "A"]


def test_a_blank_cell_says_nothing():
    assert values(read("Area;2020;2021\nRiga;1;\nOgre;;2\n")) == [1, 2]


def test_a_year_that_stands_in_the_header_twice():
    table = read("Area;2020;2020\nRiga;1;2\n")
    assert faults(table) == [(1, 3)]
    assert values(table) == [1]


def test_a_column_that_is_neither_name_nor_period_is_told():
    table = read("Area;km2;2020;2021\nRiga;304;1;2\n")
    assert faults(table) == [(1, 2)]
    assert values(table) == [1, 2]


def test_a_row_without_a_name():
    assert faults(read("Area;2020\nRiga;1\n;2\n")) == [(3, 1)]


def test_an_apostrophe_that_escapes_a_formula_is_taken_off():
    assert labels(read("Area;2020\n'=Riga;1\n"), 0) == ["=Riga"]


@pytest.mark.parametrize("text", ["hello", "a;b\n", "Area;2020\n", "\n\n\n", "Area\nRiga\n", '"Area";"2020\nRiga;1'])
def test_what_holds_no_figures_is_refused(text):
    refusal(text)


@pytest.mark.parametrize("heading", ["2021*", "2021¹", "2021 1)", "2021(2)", "2021.", "2021. gads", "2021.g."])
def test_a_year_in_the_header_with_a_mark_beside_it(heading):
    table = read(workbook([["Area", "2020", heading], ["Riga", 1, 2]]))
    assert table.dimensions[1].role == Role.TIME
    assert codes(table, 1) == ["2020", "2021"]


def test_lines_that_end_as_on_old_machines():
    assert values(read("Area;2020\rRiga;1\rOgre;2\r")) == [1, 2]


def test_a_line_break_within_quotation_marks():
    table = read('Area;2020\n"Riga\ncity";1\nOgre;2\n')
    assert labels(table, 0) == ["Riga\ncity", "Ogre"]
