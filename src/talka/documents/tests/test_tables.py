import io
import time as clock
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.documents.sheets import Column, Sheet, guarded, unguarded, write_csv, write_xlsx
from talka.documents.tables import read_table

COLUMNS = (
    Column("name", "Name, surname", ("vārds, uzvārds", "Vārds uzvārds"), required=True, longest=100),
    Column("email", "E-mail", ("e-pasts", "epasts")),
    Column("number", "Number", ("skaits",), kind="integer"),
    Column("amount", "Amount", ("summa",), kind="decimal"),
    Column("day", "Day", ("diena",), kind="date"),
    Column("at", "Moment", kind="datetime"),
    Column("agrees", "Agrees", ("piekrīt",), kind="boolean"),
    Column("kind", "Kind", choices={"region": _("Planning region"), "other": "Cits"}),
)
WRITERS = (write_xlsx, write_csv)


def xlsx(*rows, setup=None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    if setup:
        setup(book, page)
    book.close()
    return out.getvalue()


def faults(content, name="saraksts.xlsx", columns=COLUMNS, **more):
    return [(fault.row, fault.column) for fault in read_table(content, name, columns, **more).faults]


def values(content, name="saraksts.xlsx", columns=COLUMNS):
    read = read_table(content, name, columns)
    assert read.faults == []
    return [row.values for row in read.rows]


# -- what goes out comes in ---------------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\t\n=+-@'\";,|éāķ"), max_size=40
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": TEXTS.filter(lambda text: text.strip()),
            "email": TEXTS.map(lambda text: text if text.strip() else ""),
            "number": st.none() | st.integers(-(10**20), 10**20),
            "amount": st.none() | st.decimals(-(10**12), 10**12, allow_nan=False, places=4),
            "day": st.none() | st.dates(),
            "at": st.none() | st.datetimes(timezones=st.none()).map(lambda at: at.replace(microsecond=0)),
            "agrees": st.none() | st.booleans(),
            "kind": st.sampled_from(["", "region", "other"]),
        }
    ),
    max_size=4,
)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("language", ["lv", "en"])
def test_what_is_written_is_read_back_equal(write, language):
    @settings(max_examples=60, deadline=None)
    @given(ROWS)
    def check(rows):
        with translation.override(language):
            content = write(Sheet("Dati", COLUMNS, rows))
        with translation.override("en" if language == "lv" else "lv"):
            assert values(content) == rows

    check()


@given(TEXTS)
def test_the_guard_can_be_taken_off(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.mark.parametrize(
    "text", ["=1+1", "+371 26 123 456", "-", "@x", "'=1", "''=1", "'s-Hertogenbosch", "\tx", " x ", "'"]
)
@pytest.mark.parametrize("write", WRITERS)
def test_formula_signs_are_harmless_and_come_back(write, text):
    row = {"name": text}
    content = write(Sheet("x", COLUMNS[:2], [row]))
    assert values(content, columns=COLUMNS[:2])[0]["name"] == text
    if write is write_xlsx:
        cell = openpyxl.load_workbook(io.BytesIO(content)).active["A2"]
        assert cell.data_type == "s" and not cell.value.startswith(("=", "+", "-", "@", "\t"))


def test_a_hand_typed_apostrophe_stays():
    assert values(b"Name, surname\n's-Hertogenbosch\n")[0]["name"] == "'s-Hertogenbosch"


def test_sheets_keep_numbers_and_dates_as_such():
    rows = [{"name": "Anna", "number": 5, "amount": Decimal("1.5"), "day": date(2015, 2, 11)}]
    page = openpyxl.load_workbook(
        io.BytesIO(write_xlsx(Sheet("A: [x]/*?", COLUMNS, rows), Sheet("A: [x]/*?", COLUMNS, [])))
    ).worksheets
    assert len(page) == 2
    assert [cell.value for cell in page[0][2]][2:5] == [5, 1.5, datetime.fromisoformat("2015-02-11")]
    assert page[0].freeze_panes == "A2" and page[0].auto_filter.ref == "A1:H2"


def test_moments_are_written_in_the_active_zone():
    (row,) = values(write_csv(Sheet("x", COLUMNS, [{"name": "A", "at": datetime(2015, 7, 1, 9, tzinfo=UTC)}])))
    assert row["at"] == datetime.fromisoformat("2015-07-01 12:00")


# -- what people bring --------------------------------------------------------------------------------------------


def test_headers_are_found_in_either_language_below_a_title_in_any_order():
    content = xlsx(
        ["Pasākuma dalībnieki"],
        [],
        ["E-PASTS *", "Piezīmes", " vārds,  UZVĀRDS"],
        ["a@b.lv", "x", " Anna\u00a0"],
        [],
        ["", "", "Juris"],
    )
    read = read_table(content, "x.xlsx", COLUMNS)
    assert [(row.number, row.values["name"], row.values["email"]) for row in read.rows] == [
        (4, "Anna", "a@b.lv"),
        (6, "Juris", ""),
    ]
    assert read.ignored == ["Piezīmes"] and read.found == ["name", "email"] and read.right


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1257", "utf-16"])
def test_csv_in_every_common_shape(delimiter, encoding):
    text = (
        delimiter.join(['"Vārds, uzvārds"', "E-pasts", "Summa"])
        + "\r\n"
        + delimiter.join(['"Šķēle; ""Ņina"", a\tb"', "a@b.lv", '"1 234,50"'])
        + "\r\n\r\n"
    )
    (row,) = values(text.encode(encoding), "saraksts.csv")
    assert row["name"] == 'Šķēle; "Ņina", a\tb' and row["amount"] == Decimal("1234.50")


def test_excel_s_own_separator_line():
    assert values(b"sep=|\r\nName, surname|E-mail\r\nAnna|a@b.lv\r\n")[0]["email"] == "a@b.lv"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("11.02.2015", date(2015, 2, 11)),
        ("11.02.2015.", date(2015, 2, 11)),
        ("2015-02-11", date(2015, 2, 11)),
        ("1.2.2015", date(2015, 2, 1)),
        ("2015. 02. 11.", date(2015, 2, 11)),
        ("11/02/2015", date(2015, 2, 11)),
    ],
)
def test_dates_as_people_write_them(typed, day):
    assert values(f"Name, surname;Diena\nAnna;{typed}\n".encode())[0]["day"] == day


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("1\u00a0000", "1000"),
    ],
)
def test_numbers_as_people_write_them(typed, number):
    assert values(f"Name, surname\tSumma\nAnna\t{typed}\n".encode())[0]["amount"] == Decimal(number)


def test_numbers_and_dates_in_text_cells_are_text():
    content = xlsx(["Name, surname", "E-mail"], [371, 26123456.0])
    assert values(content)[0] == {**values(content)[0], "name": "371", "email": "26123456"}


def test_every_fault_is_told_with_row_column_and_advice():
    content = xlsx(
        ["Name, surname", "Number", "Day", "Agrees", "Kind", "Amount"],
        ["Anna", 1, "11.02.2015", "jā", "Plānošanas reģions", 1.5],
        ["", 1.5, "31.02.2015", "varbūt", "Mēness", "daudz"],
        ["x" * 101, "", "", "", "", ""],
        ["Juris", "2", "", "NĒ", "cits", ""],
    )
    with translation.override("en"):
        read = read_table(content, "x.xlsx", COLUMNS)
    assert [(fault.row, fault.column) for fault in read.faults] == [
        (3, "Name, surname"),
        (3, "Number"),
        (3, "Amount"),
        (3, "Day"),
        (3, "Agrees"),
        (3, "Kind"),
        (4, "Name, surname"),
    ]
    assert [row.values["name"] for row in read.rows] == ["Anna", "Juris"] and read.rows_with_faults == 2
    assert "Mēness" in read.faults[5].what and "Planning region" in read.faults[5].advice
    with translation.override("en"):
        assert str(read.faults[3]).startswith("Row 3, Day: ")
    assert not read.right and not read.unreadable


def test_a_rule_of_the_column_is_asked():
    column = Column(
        "email", "E-mail", check=lambda value: None if "@" in str(value) else "not an address", example="a@b.lv"
    )
    (fault,) = read_table(b"E-mail\nanna\na@b.lv\n", "x.csv", [column]).faults
    assert (fault.row, fault.what) == (2, "not an address") and "a@b.lv" in fault.advice


def test_a_formula_gives_its_value_and_without_one_it_is_a_fault():
    def formulas(_book, page):
        page.write_formula("A2", '="An"&"na"', None, "Anna")
        page.write_formula("A3", '="Ju"&"ris"', None, "")
        page.write_formula("A4", "=1/0", None, "#DIV/0!")

    content = xlsx(["Name, surname", "E-mail"], ["", "a@b.lv"], ["", "b@b.lv"], ["", "c@b.lv"], setup=formulas)
    read = read_table(content, "x.xlsx", COLUMNS)
    assert [row.values["name"] for row in read.rows] == ["Anna"]
    assert [(fault.row, fault.column) for fault in read.faults] == [(3, "Name, surname"), (4, "Name, surname")]
    book = openpyxl.Workbook()
    book.active.append(["Name, surname"])
    book.active.append(["=HYPERLINK(A1)"])
    out = io.BytesIO()
    book.save(out)
    assert faults(out.getvalue()) == [(2, "Name, surname")]


def test_hidden_worksheets_are_passed_over():
    book = openpyxl.Workbook()
    book.active.append(["Name, surname"])
    book.active.append(["Slepens"])
    book.active.sheet_state = "hidden"
    seen = book.create_sheet("Redzams")
    seen.append(["Name, surname"])
    seen.append(["Anna"])
    out = io.BytesIO()
    book.save(out)
    assert [row["name"] for row in values(out.getvalue())] == ["Anna"]


def test_empty_rows_at_the_end_do_not_count():
    def formatted(book, page):
        for row in range(2, 3000):
            page.write_blank(row, 0, None, book.add_format({"bold": True}) if row == 2 else None)
        page.write_blank(1_000_000, 0, None, book.add_format())

    started = clock.perf_counter()
    assert len(values(xlsx(["Name, surname"], ["Anna"], setup=formatted))) == 1
    assert clock.perf_counter() - started < 3


# -- what cannot be read ------------------------------------------------------------------------------------------


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    return out.getvalue()


def zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def entity_bomb() -> bytes:
    good = zipfile.ZipFile(io.BytesIO(xlsx(["Name, surname"], ["Anna"])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            content = good.read(name)
            if name == "xl/sharedStrings.xml":
                lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
                content = content.replace(b"<sst", lol + b"<sst", 1).replace(b"Anna", b"&b;")
            archive.writestr(name, content)
    return out.getvalue()


GOOD = xlsx(["Name, surname"], ["Anna"])
UNREADABLE = {
    "empty": b"",
    "blank": b"\xef\xbb\xbf \r\n \r\n",
    "cut in half": GOOD[: len(GOOD) // 2],
    "an archive of other things": zipped("a.txt", "x"),
    "web page": b"<html><table><tr><td>Name, surname</td></tr></table></html>",
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"),
    "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "PDF": b"%PDF-1.7 x",
    "no header": xlsx(["Anna", "a@b.lv"], ["Juris", "b@b.lv"]),
    "missing column": xlsx(["E-mail"], ["a@b.lv"]),
    "column twice": xlsx(["Name, surname", "E-pasts", "epasts"], ["Anna", "a", "b"]),
    "bomb": bomb(),
    "entities": entity_bomb(),
    "no sheet": zipped("xl/workbook.xml", "<workbook/>"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_told_and_gives_no_row(what):
    for language in ("lv", "en"):
        with translation.override(language):
            read = read_table(io.BytesIO(UNREADABLE[what]), "saraksts.xlsx", COLUMNS)
        assert read.rows == [] and read.unreadable
        (fault,) = read.faults
        assert fault.row is None and fault.what and fault.advice


def test_limits_are_kept_and_told():
    assert faults(GOOD, most_bytes=100) == [(None, "")]
    content = xlsx(["Name, surname"], *[[f"A{at}"] for at in range(6)])
    assert faults(content, most_rows=5) == [(None, "")]
    assert faults(content, most_rows=6) == []


def test_too_many_faults_are_counted():
    content = "Name, surname;Number\n" + "Anna;x\n" * 500
    read = read_table(content.encode(), "x.csv", COLUMNS)
    assert len(read.faults) == 200 and read.more_faults == 300 and read.rows_with_faults == 500


@pytest.mark.parametrize("write", WRITERS)
def test_ten_thousand_rows_are_read_in_seconds(write):
    rows = [
        {"name": f"Anna {at}", "email": f"a{at}@b.lv", "number": at, "day": date(2015, 2, 11)} for at in range(10_000)
    ]
    content = write(Sheet("x", COLUMNS, rows))
    started = clock.process_time()
    assert len(read_table(content, "x", COLUMNS).rows) == 10_000
    assert clock.process_time() - started < 3
