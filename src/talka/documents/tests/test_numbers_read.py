import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.documents.statistics.labels import categories_of, codes_and_names, is_period
from talka.documents.statistics.marks import beside, legend_line, meant_by
from talka.documents.statistics.numbers import Decimals, decimals_of, parse_number, parted
from talka.documents.statistics.table import Status


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1234", ".", 1234),
        ("1 234,5", ",", 1234.5),
        ("1\u00a0234\u00a0567", ".", 1234567),
        ("1\u202f234,25", ",", 1234.25),
        ("1'234.5", ".", 1234.5),
        ("1’234’567", ".", 1234567),
        ("1.234.567,8", ",", 1234567.8),
        ("1,234,567.8", ".", 1234567.8),
        ("1,234", ".", 1234),
        ("1.234", ",", 1234),
        ("1.234", ".", 1.234),
        ("-5", ".", -5),
        ("−5", ".", -5),
        ("–5,5", ",", -5.5),
        ("+7", ".", 7),
        (",5", ",", 0.5),
        ("1e3", ".", 1000),
        (" 12 ", ".", 12),
    ],
)
def test_a_number_as_people_write_it(text, decimal, value):
    assert parse_number(text, decimal) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1 23",
        "12 34",
        "1,2,3",
        "1.2.3",
        "12,34",
        "nan",
        "inf",
        "1e999",
        "1_000",
        "٣",
        "²",
        "0x10",
        "--1",
        "1-",
        "a",
        "9" * 400,
    ],
)
def test_what_is_no_number(text):
    assert parse_number(text) is None


@given(
    st.floats(-1e12, 1e12).map(lambda value: round(value, 3)),
    st.sampled_from(".,"),
    st.sampled_from("\u00a0\u202f '’ "),
)
def test_a_written_number_is_read_back(value, decimal, blank):
    text = f"{value:,.3f}".replace(",", "\x00").replace(".", decimal).replace("\x00", blank)
    assert parse_number(text, decimal) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("texts", "custom", "sign", "sure"),
    [
        (["1.234", "0.5"], "", ".", True),
        (["1,234", "0,5"], "", ",", True),
        (["1,234", "12,5"], ".", ",", True),
        (["1.234.567", "1.234"], "", ",", True),
        (["1 234,567"], "", ",", True),
        (["1,234", "1234"], "", ",", True),
        (["1,234", "999"], ".", ".", True),
        (["1,234", "999"], "", ".", True),
        (["1,234", "12,000"], "", ",", False),
        (["1.234"], ",", ",", False),
        (["1,234"], ",", ",", True),
        (["5", "x"], "", ".", True),
        ([], "", ".", True),
    ],
)
def test_the_whole_file_says_what_parts_decimals(texts, custom, sign, sure):
    assert decimals_of(texts, custom) == Decimals(sign, sure)


@pytest.mark.parametrize(
    ("text", "number", "mark"),
    [
        ("1234*", "1234", "*"),
        ("1 234¹", "1 234", "¹"),
        ("1234 1)", "1234", "1)"),
        ("12,5 p", "12,5", "p"),
        ("12.5 be", "12.5", "be"),
        ("12(a)", "12", "a"),
        ("5†", "5", "†"),
        ("7 %", "7", "%"),
    ],
)
def test_a_footnote_mark_is_parted_from_its_number(text, number, mark):
    assert parted(text) == (number, mark.rstrip(")"))


def test_a_legend_tells_what_a_mark_means():
    assert legend_line("… = \tData not available or too uncertain for presentation") == ("…", Status.MISSING)
    assert legend_line(". = Data not released for confidentiality reasons") == (".", Status.SUPPRESSED)
    assert legend_line("- = Magnitude zero") == ("-", Status.NIL)
    assert legend_line("Population = all who live here") is None
    assert meant_by("Pagaidu dati") == Status.PROVISIONAL


def test_flags_stand_for_a_status():
    assert [beside(flag) for flag in ("p", "b", "bp", "e", "c", "u", "s", "d", "z", "n", "f", "i")] == [
        Status.PROVISIONAL,
        Status.BREAK,
        Status.BREAK,
        Status.ESTIMATED,
        Status.SUPPRESSED,
        Status.UNRELIABLE,
        Status.ESTIMATED,
        Status.NORMAL,
        Status.MISSING,
        Status.UNRELIABLE,
        Status.FORECAST,
        Status.IMPUTED,
    ]
    assert beside("P") == Status.PROVISIONAL
    assert beside("xq") is None


def test_a_label_is_parted_into_code_indent_and_name():
    labels = ["LV LATVIA", "LV0010000 Riga", "LV0010058 ..Āgenskalns", "UNK_REG Unknown"]
    found = categories_of(labels)
    assert [(each.code, each.label, each.depth, each.under) for each in found] == [
        ("LV", "LATVIA", 0, ""),
        ("LV0010000", "Riga", 0, ""),
        ("LV0010058", "Āgenskalns", 1, "LV0010000"),
        ("UNK_REG", "Unknown", 0, ""),
    ]


@pytest.mark.parametrize(
    "labels",
    [
        ["0-4 years", "5-9 years"],
        ["1 person", "2 persons"],
        ["2020 M01", "2020 M02"],
        ["Riga city", "Ogre"],
        ["RIGA city"],
    ],
)
def test_a_first_word_that_is_no_code_stays(labels):
    assert codes_and_names(labels) == [("", label) for label in labels]


def test_two_of_one_name_are_told_apart_by_what_they_stand_under():
    found = categories_of(["Babīte municipality", "..Sala", "Sala municipality", "..Sala", "Total", "Total"])
    assert [each.code for each in found][1::2] == [
        "Sala (Babīte municipality)",
        "Sala (Sala municipality)",
        "Total (2)",
    ]
    assert [each.label for each in found][1::2] == ["Sala", "Sala", "Total"]


def test_periods():
    right = [
        "2020",
        "2020M01",
        "2020-01",
        "2020Q4",
        "2020-Q4",
        "2020K2",
        "2020/21",
        "2019-2020",
        "2020W53",
        "2020-05-31",
    ]
    assert all(map(is_period, right))
    assert not any(map(is_period, ["", "1234", "20200", "Riga", "2020M13", "LV2020", "0-4", "3020"]))
