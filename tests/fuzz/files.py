"""Files gone wrong: right ones with a few places changed, in the ways that break programs that read files."""

import csv
import io
import zipfile
from collections.abc import Sequence

import xlsxwriter
from hypothesis import strategies as st

NASTY = (
    "",
    " ",
    "\x00",
    "\x08",
    "\x1b[31m",
    "\r",
    "\n",
    "\r\n\r\n",
    "\t",
    "\ufeff",
    "\u202e",
    "\u200b",
    "\ud800",
    "\uffff",
    "²",
    "٣",
    "🫀",
    "a\u0301" * 40,
    "'",
    "''",
    '"',
    '"""',
    ";",
    ",",
    "=",
    "=1+1",
    '=HYPERLINK("http://x")',
    "@SUM(A1)",
    "+1",
    "-",
    "--1",
    "'=1",
    "{{7*7}}",
    "{% x %}",
    '#import "x"',
    "<script>",
    "&lt;",
    "%s",
    "%(x)s",
    "{0}",
    "../../etc/passwd",
    "C:\\x",
    "None",
    "null",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "1e999",
    "1e-999",
    "1E5",
    "0x10",
    "1_000",
    "9" * 30,
    "9" * 5000,
    "-1",
    "0",
    "1.5",
    "1,5",
    "1.2.3",
    "true",
    "jā",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "2026-13-01",
    "31.02.2026",
    "1.1.1",
    "24:00",
    "2026-02-11T25:61",
    "2026-02-11T10:00+99:99",
    "2026-02-11 10:00",
    "a@b",
    "a@b.lv",
    "A@B.LV",
    "x" * 300,
    "ā" * 5000,
    "a;b;c",
    "a=1;b=2",
    "[]",
    "{}",
    "[1",
    '{"a": 1}',
    "1=2=3",
    "#3",
    "#0",
    "#99999999999999999999",
    "lv",
    "event:theme",
    "\\",
    "\\u0000",
    "$",
    "*",
    "?",
    "|",
)

words = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
_at = st.floats(0, 1, exclude_max=True)
_payload = st.one_of(words.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=12))
_edit = st.tuples(st.sampled_from(["put", "over", "cut", "double", "swap"]), _at, _at, _payload)
edits = st.lists(_edit, max_size=4)


def edited(content: bytes, changes: Sequence[tuple[str, float, float, bytes]]) -> bytes:
    """The content with each change made where its first number says, of a length as its second."""
    for kind, at, far, payload in changes:
        start = int(at * (len(content) + 1))
        end = min(len(content), start + 1 + int(far * far * 200))
        part = content[start:end]
        middle = {"put": payload + part, "over": payload, "cut": b"", "double": part + part, "swap": part[::-1]}[kind]
        content = content[:start] + middle + content[end:]
    return content


def edited_cell(rows: list[list[str]], at: float, across: float, text: str) -> list[list[str]]:
    """A table with one cell changed."""
    changed = [list(row) for row in rows]
    row = changed[int(at * len(changed))]
    if row:
        row[int(across * len(row))] = text
    return changed


@st.composite
def tables(draw: st.DrawFn, headers: Sequence[str], right: Sequence[str], most_rows: int = 4) -> tuple[str, bytes]:
    """A CSV or XLSX file (name, content): some of the headers, rows mostly right, cells at times nonsense; edits."""
    kept = draw(st.lists(st.sampled_from(range(len(headers))), unique=True, max_size=3))
    columns = [at for at in range(len(headers)) if at not in kept] if draw(st.booleans()) else range(len(headers))
    head = [headers[at] for at in columns]
    body = []
    for _row in range(draw(st.integers(0, most_rows))):
        row = [right[at] for at in columns]
        for _cell in range(draw(st.integers(0, 2))):
            if row:
                row[draw(st.integers(0, len(row) - 1))] = draw(words)
        body.append(row)
    changes = draw(edits) if draw(st.booleans()) else []
    if draw(st.booleans()):
        return "tabula.xlsx", draw(damaged(workbook([head, *body]))) if changes else workbook([head, *body])
    return "tabula.csv", edited(comma([head, *body], draw(st.sampled_from(";,\t|"))), changes)


def comma(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, escapechar="\\").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        for at, cell in enumerate(row):
            page.write_string(line, at, cell.encode("utf-8", "replace").decode()[:32_000])
    book.close()
    return out.getvalue()


SNIPPETS = (
    b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>',
    b'<row r="1048577"/>',
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="A1" t="s"><v>99999</v></c>',
    b'<c r="A1" t="s"><v>-1</v></c>',
    b'<c t="e"><v>#REF!</v></c>',
    b'<c t="d"><v>2026-99-99</v></c>',
    b'<c s="999"><v>1</v></c>',
    b"<f>1/0</f>",
    b'<c t="b"><v>2</v></c>',
    b'<c t="n"><v>nan</v></c>',
    b'<c t="n"><v>1e400</v></c>',
    b'<c t="inlineStr"><is><t>_x0000_</t></is></c>',
    b"&xxe;",
    b"]]>",
    b"<",
)


@st.composite
def damaged(draw: st.DrawFn, packed: bytes) -> bytes:
    """A ZIP file with an entry changed, gone, doubled, or its own bytes bitten."""
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    name = draw(st.sampled_from(sorted(entries)))
    way = draw(st.sampled_from(["edit", "snippet", "away", "bite", "empty"]))
    if way == "bite":
        return edited(packed, draw(edits))
    if way == "edit":
        entries[name] = edited(entries[name], draw(edits))
    elif way == "snippet":
        at = draw(st.sampled_from([at for at, sign in enumerate(entries[name]) if sign in b"<>"] or [0]))
        entries[name] = entries[name][:at] + draw(st.sampled_from(SNIPPETS)) + entries[name][at:]
    elif way == "away":
        del entries[name]
    else:
        entries[name] = b""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for each, content in entries.items():
            target.writestr(each, content)
    return out.getvalue()
