"""What the one door says of files that are no tables, too large, packed to swell, or not what they are called."""

import contextlib
import gzip
import io
import time
import zipfile

import pytest

from talka.documents.sheets import Column
from talka.documents.statistics import limits
from talka.documents.statistics.reading import read_statistics
from talka.documents.tables import read_table
from talka.ui.refusals import Refusal

from .statistical import read, refusal, workbook


class Unread(io.BytesIO):
    """A file that says how large it is and must not be read."""

    size = 200_000_000

    def read(self, *_size: int | None) -> bytes:
        raise AssertionError("read into memory")


class Long(io.RawIOBase):
    """A file of 200 MB that tells its size by its end."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 200_000_000 if whence == io.SEEK_END else offset

    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("read into memory")


@pytest.mark.parametrize("file", [Unread(b"x"), Long()])
def test_200_mb_are_refused_before_they_are_read(file):
    with pytest.raises(Refusal) as caught:
        read_statistics(file, "liels.csv")
    assert "100 MB" in caught.value.what
    assert "liels.csv" in caught.value.what
    assert caught.value.advice


def test_what_lies_about_its_size_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    with pytest.raises(Refusal):
        read_statistics(b"a" * 101, "x")

    class Lying(io.BytesIO):
        size = 5

    with pytest.raises(Refusal):
        read_statistics(Lying(b"a" * 101), "x")


def test_a_gz_that_swells():
    packed = gzip.compress(b"0" * (limits.MOST_UNPACKED + 1), mtime=0)
    assert len(packed) < 1_000_000
    assert "200 MB" in refusal(packed).what


def test_a_workbook_that_swells():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (limits.MOST_UNPACKED + 1))
    refusal(out.getvalue())


def test_a_sheet_that_says_it_is_endlessly_wide():
    rows = "".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(1, 3_000))
    content = workbook([["a"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text[: text.index(b"<sheetData>")] + f"<sheetData>{rows}</sheetData></worksheet>".encode()
            new.writestr(name, text)
    refusal(out.getvalue())


@pytest.mark.parametrize("entry", ["xl/theme/theme1.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_an_entry_that_is_packed_wrongly(entry):
    content = bytearray(workbook([["Area", "2020"], ["Riga", 1]]))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        info = packed.getinfo(entry)
    start = info.header_offset + 30 + len(entry)
    content[start : start + 20] = b"\xff" * 20
    refusal(bytes(content))
    assert read_table(bytes(content), "saraksts.xlsx", (Column("area", "Area"),)).unreadable


def test_more_cells_than_a_table_may_have(monkeypatch):
    monkeypatch.setattr(limits, "MOST_CELLS", 10)
    refusal("Area;2020;2021\n" + "".join(f"a{at};1;2\n" for at in range(20)))
    refusal("geo\\time\t2020\t2021\n" + "".join(f"a{at}\t1\t2\n" for at in range(20)))


def test_more_faults_than_a_person_reads(monkeypatch):
    monkeypatch.setattr(limits, "MOST_FAULTS", 5)
    rows = [["Area", "2020"], *([f"a{at}", 1] for at in range(9)), *([f"b{at}", "=1+1"] for at in range(6))]
    assert "5" in refusal(workbook(rows)).what


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf \r\n",
        b"\x1f\x8b",
        b"\x1f\x8b" + b"x" * 40,
        gzip.compress(b"Area;2020\nRiga;1\n" * 99, mtime=0)[:-30],
        b"%PDF-1.7 x",
        b"<!DOCTYPE html><html></html>",
        b"<html><body>Sign in</body></html>",
        b"\x89PNG\r\n\x1a\n" + bytes(99),
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        bytes(range(256)) * 8,
        workbook([]),
        workbook([["only words"]]),
    ],
)
def test_what_is_no_table_is_refused_with_words(content):
    assert refusal(content, "datne").advice


def test_the_name_of_the_file_decides_nothing():
    for name in ("a.xlsx", "a.px", "a.json", "a", ""):
        assert read("Area;2020\nRiga;1\n", name).values.tolist() == [1]


def test_a_hidden_first_sheet_is_passed_by():
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    hidden = book.add_worksheet()
    page = book.add_worksheet()
    page.activate()
    page.set_first_sheet()
    hidden.hide()
    page.write_row(0, 0, ["Area", "2020"])
    page.write_row(1, 0, ["Riga", 1])
    book.close()
    assert read(out.getvalue()).values.tolist() == [1]


@pytest.mark.parametrize(
    "content",
    [
        "TITLE(" + '"a"  ' * 3_000 + "=",
        "t" + " by x" * 20_000 + "\n\n;2020\na;1\n",
        "Area;2020\nRiga;1\n\n" + "<a href=x>" * 12_000,
        "a" + " " * 60_000 + "b;2020\nRiga;1\n",
        "Area;" + "1" + " " * 60_000 + "x\nRiga;1\n",
        "Area;2020\n" + "".join("." * at + "x;1\n" for at in range(1, 1_000)),
        'TITLE="t";\nSTUB="a";\nHEADING="y";\nVALUES("y")="1";\nVALUES("a")='
        + ",".join(f'"{at}"' for at in range(5_000))
        + ';\nHIERARCHIES("a")="0"'
        + "".join(f',"{at}":"{at + 1}"' for at in range(4_999))
        + ";\nDATA="
        + "1 " * 5_000
        + ";",
    ],
)
def test_what_is_made_to_take_long_does_not(content):
    begun = time.process_time()
    with contextlib.suppress(Refusal):
        read(content)
    assert time.process_time() - begun < 5
