"""Files made to overwhelm whoever opens them, and the process of its own in which test_bombs.py lets one be opened."""

import io
import os
import resource
import struct
import sys
import zipfile
import zlib

os.environ["DJANGO_SETTINGS_MODULE"] = "talka.site.settings"
import django

django.setup()

from talka.documents.pictures import image_variant  # noqa: E402
from talka.documents.sheets import Column  # noqa: E402
from talka.documents.tables import read_table  # noqa: E402
from talka.documents.toml import TomlFault, toml_table  # noqa: E402
from talka.documents.uploads import check_upload  # noqa: E402
from talka.ui.refusals import Refusal  # noqa: E402

COLUMNS = (Column("name", "Name"), Column("number", "Number", kind="integer"))


def packed(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return out


OPEN = b"http://schemas.openxmlformats.org"
KINDS = (
    b'<Types xmlns="%b/package/2006/content-types">' % OPEN
    + b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + b'<Override PartName="/xl/workbook.xml" ContentType='
    + b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    + b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    + b'"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def links(kind: bytes, target: bytes) -> bytes:
    one = b'<Relationship Id="r1" Type="%b/officeDocument/2006/relationships/%b" Target="%b"/>' % (OPEN, kind, target)
    return b'<Relationships xmlns="%b/package/2006/relationships">%b</Relationships>' % (OPEN, one)


def sheet(rows: bytes, before: bytes = b"") -> io.BytesIO:
    """An XLSX file by hand, with these rows as they are; before: what stands in front of each part."""
    main = b"%b/spreadsheetml/2006/main" % OPEN
    space = b'xmlns="%b" xmlns:r="%b/officeDocument/2006/relationships"' % (main, OPEN)
    book = b'<workbook %b><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>' % space
    return packed(
        {
            "[Content_Types].xml": KINDS,
            "_rels/.rels": links(b"officeDocument", b"xl/workbook.xml"),
            "xl/workbook.xml": before + book,
            "xl/_rels/workbook.xml.rels": links(b"worksheet", b"worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": before + b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (space, rows),
        }
    )


HEAD = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
LAUGHS = b"".join(b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
LAUGHS = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + LAUGHS + b"]>"
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
LAUGH = HEAD + b'<row r="2"><c r="A2" t="inlineStr"><is><t>&a9;</t></is></c></row>'


def png(width, height, mode=2):
    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = zlib.compress(bytes(1 + width * 3) * min(height, 2000), 9)
    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, mode, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", lines) + part(b"IEND", b""))


def table(made):
    read = read_table(made, "t.xlsx", COLUMNS)
    said = [str(fault) for fault in read.faults]
    kept = " ".join(str(row.values["name"]) for row in read.rows)
    assert "root:" not in kept and "hahaha" not in kept, kept[:100]
    return said


def refused(deed):
    try:
        deed()
    except Refusal as refusal:
        return [refusal.text()]
    return []


def overlapping():
    whole = bytearray(packed({"a": bytes(3_000_000), "b": bytes(3_000_000)}).getvalue())
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 42 : at + 46] = struct.pack("<I", 0)
    return io.BytesIO(bytes(whole))


def hoax():
    """A picture in front, a web page behind."""
    return io.BytesIO(png(2, 2).getvalue() + b"<html><script>alert(1)</script>")


def office(kind, name):
    """300 MB of nothing in a kilobyte's place."""
    parts = {"[Content_Types].xml": f"{kind}.main".encode(), "document.xml": bytes(300_000_000)}
    return refused(lambda: check_upload(packed(parts), name))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'

BOMBS = {
    "xlsx-zeros": lambda: table(sheet(HEAD + b" " * 300_000_000)),
    "docx-zeros": lambda: office("wordprocessingml.document", "a.docx"),
    "pptx-zeros": lambda: office("presentationml.presentation", "a.pptx"),
    "many-entries": lambda: refused(lambda: check_upload(packed({f"f{n}": b"" for n in range(12_000)}), "a.docx")),
    "overlapping": lambda: refused(lambda: check_upload(overlapping(), "a.docx")),
    "laughs": lambda: table(sheet(LAUGH, LAUGHS)),
    "outside": lambda: table(sheet(LAUGH, OUTSIDE)),
    "row-far-away": lambda: (
        table(sheet(HEAD + b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>')) or ["read in no time"]
    ),
    "cell-far-away": lambda: table(sheet(HEAD + b'<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>')),
    "million-rows": lambda: table(sheet(HEAD + b"<row><c><v>1</v></c></row>" * 1_000_000)),
    "million-blank-rows": lambda: table(sheet(HEAD + b"<row/>" * 1_000_000)) or ["nothing is in it"],
    "wide-csv": lambda: table(io.BytesIO(b"Name;Number\n" + b";" * 10_000_000)) or ["nothing is in it"],
    "one-quote": lambda: table(io.BytesIO(b'Name;Number\n"' + b"a;1\n" * 2_000_000)),
    "huge-png": lambda: refused(lambda: image_variant(png(60_000, 60_000), 320)),
    "tall-png": lambda: refused(lambda: image_variant(png(1, 2_000_000_000), 320)),
    "short-png": lambda: refused(lambda: image_variant(png(6_000, 8_000), 320)) or ["shown, within its bounds"],
    "no-picture": lambda: refused(lambda: image_variant(io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(100)), 320)),
    "svg": lambda: refused(lambda: check_upload(io.BytesIO(SVG), "a.png")),
    "picture-and-page": lambda: [] if b"<script" in image_variant(hoax(), 320)[0] else ["drawn anew"],
    "deep-toml": lambda: toml(b"a = " + b"[" * 100_000),
    "long-number": lambda: toml(b"a = " + b"9" * 150_000),
}


def toml(content):
    try:
        toml_table(content)
    except TomlFault as fault:
        return [str(fault)]
    return []


def main(name: str) -> None:
    """Prints how many refusals, by how many MB the process grew, seconds of the processor, and the first refusal."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    said = BOMBS[name]()
    after = resource.getrusage(resource.RUSAGE_SELF)
    grown, seconds = (after.ru_maxrss - before.ru_maxrss) // 1024, round(after.ru_utime - before.ru_utime)
    print(len(said), grown, seconds, " ".join("".join(said[:1])[:200].split()), sep="|")


if __name__ == "__main__":
    main(sys.argv[1])
