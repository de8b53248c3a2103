import gzip

import pytest

from talka.documents.statistics.table import Role

from .statistical import cells, faults, read, refusal

TSV = (
    "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \t2021 \n"
    "A,PC,LV\t12.3 p\t: \t5 \n"
    "A,PC,EE\t: c\t-7.5 bp\t: z\n"
    "A,PC,LT\t1 e\t2 u\t3 s\n"
)


@pytest.mark.parametrize("content", [TSV.encode(), gzip.compress(TSV.encode(), mtime=0), TSV.encode("utf-16")])
def test_whole(content):
    table = read(content, "demo.tsv.gz")
    assert [(each.code, each.role) for each in table.dimensions] == [
        ("freq", Role.OTHER),
        ("unit", Role.OTHER),
        ("geo", Role.AREA),
        ("TIME_PERIOD", Role.TIME),
    ]
    assert cells(table) == {
        ("A", "PC", "LV", "2019"): (12.3, "P"),
        ("A", "PC", "LV", "2020"): (None, "M"),
        ("A", "PC", "LV", "2021"): (5, "A"),
        ("A", "PC", "EE", "2019"): (None, "Q"),
        ("A", "PC", "EE", "2020"): (-7.5, "B"),
        ("A", "PC", "EE", "2021"): (None, "M"),
        ("A", "PC", "LT", "2019"): (1, "E"),
        ("A", "PC", "LT", "2020"): (2, "U"),
        ("A", "PC", "LT", "2021"): (3, "E"),
    }
    assert table.unit == "PC"
    assert (table.rows[0], table.columns[0]) == (2, 2)


def test_the_older_heading():
    assert len(read(TSV.replace("\\TIME_PERIOD", "\\time")).values) == 9


@pytest.mark.parametrize("cell", ["x9", "12.3 q", "12,3", "inf", "nan", "1_0", "1 2 3"])
def test_a_cell_that_cannot_be_read(cell):
    assert faults(read(TSV.replace("12.3 p", cell))) == [(2, 2)]


def test_a_year_that_stands_in_the_header_twice():
    table = read(TSV.replace("2020 ", "2019 "))
    assert faults(table) == [(1, 3)]
    assert len(table.values) == 6


def test_rows_that_are_wrong():
    assert faults(read(TSV + "A,PC\t1\t2\t3\n")) == [(5, 1)]
    assert faults(read(TSV + "A,PC,LV\t1\t2\t3\n")) == [(5, 2), (5, 3), (5, 4)]
    assert faults(read(TSV + "A,PC,PL\t1\t2\t3\t4\n")) == [(5, 5)]


def test_a_table_without_rows_is_refused():
    refusal("geo\\time\t2019\n")
