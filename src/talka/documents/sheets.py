"""XLSX and CSV out. What is written here is read back equal by `tables.read_table` with the same columns."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, TypeGuard

import xlsxwriter
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .printable import clean

Words = str | Promise
Kind = Literal["text", "integer", "decimal", "date", "datetime", "boolean"]
CELL_LIMIT = 32_767
FORMULA_SIGNS = "=+-@\t\r\n"
ESCAPE = "'"
# Excel counts 29 February 1900 as a day; earlier dates go as text.
FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Column:
    """One column of a table, the same for writing and reading.

    key: the name in the code and in every row's mapping; title: the header people see (translated);
    aliases: other headers people use, in any language; required: the column must be there and filled in every row;
    kind: text, integer, decimal, date, datetime (naive, local) or boolean;
    choices: value in the code and its (translated) words, where only some values are right;
    longest: the most characters of a text; example: what a right value looks like, for advice;
    check: takes the value, returns None or what is wrong with it (translated), for rules such as "an e-mail address";
    link: the key under which a row holds the address that its cell leads to in a workbook; a CSV shows the value alone.
    """

    key: str
    title: Words
    aliases: tuple[str, ...] = ()
    required: bool = False
    kind: Kind = "text"
    choices: Mapping[str, Words] | None = None
    longest: int = 2000
    example: Words = ""
    check: "Callable[[object], Words | None] | None" = None
    width: int = 0
    link: str = ""


@dataclass(frozen=True)
class Sheet:
    """What is to be written: a title, columns and rows keyed by the columns' keys. A missing key is an empty cell."""

    title: Words
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, object]]


def guarded(text: str) -> str:
    """A text no spreadsheet takes for a formula. An apostrophe in front says: what follows is exactly the value."""
    return ESCAPE + text if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`; others' cells lose the blanks around them."""
    if text.startswith(ESCAPE) and _needs_guard(text[1:]):
        return text[1:]
    return text.strip()


def _needs_guard(text: str) -> bool:
    if not text:
        return False
    if text[0] in FORMULA_SIGNS or text != text.strip():
        return True
    return text[0] == ESCAPE and _needs_guard(text[1:])


def storable(text: str) -> str:
    """A text as a table can keep it: without control signs, no longer than a cell holds."""
    return clean(text)[: CELL_LIMIT - 1]


def write_xlsx(*sheets: Sheet) -> bytes:
    """One workbook with a worksheet per sheet: header row fixed and filterable, real dates and numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": storable(str(sheets[0].title))[:250]})
    head = book.add_format({"bold": True, "bg_color": "#F6F1E6", "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"valign": "top"})
    linked = book.add_format({"valign": "top", "font_color": "#17543D", "underline": 1})
    formats = {
        "date": book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"}),
        "datetime": book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss", "valign": "top", "align": "left"}),
    }
    names: set[str] = set()
    for sheet in sheets:
        page = book.add_worksheet(_sheet_name(str(sheet.title), names))
        page.freeze_panes(1, 0)
        for at, column in enumerate(sheet.columns):
            page.write_string(0, at, guarded(storable(str(column.title))), head)
            page.set_column(at, at, column.width or _width(column, sheet.rows))
        for line, row in enumerate(sheet.rows, start=1):
            for at, column in enumerate(sheet.columns):
                value = row.get(column.key)
                if value is None or value == "":
                    continue
                style = body
                address = str(row.get(column.link) or "") if column.link else ""
                if address.startswith(("https://", "http://")):
                    # The link stands in the cell first; what is written over it keeps it, and stays a number.
                    style = linked if page.write_url(line, at, address, linked, string="…") == 0 else body
                if isinstance(value, datetime) and column.kind == "datetime" and value.date() >= FIRST_DAY:
                    page.write_datetime(line, at, _local(value), formats["datetime"])
                elif type(value) is date and column.kind == "date" and value >= FIRST_DAY:
                    page.write_datetime(line, at, datetime.combine(value, time()), formats["date"])
                elif column.kind in ("integer", "decimal") and _exact_in_a_cell(value):
                    page.write_number(line, at, float(value), style)
                else:
                    page.write_string(line, at, _cell(value, column), style)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    book.close()
    return out.getvalue()


def write_csv(sheet: Sheet, *, delimiter: str = ";") -> bytes:
    """UTF-8 with a byte order mark and semicolons: what Excel opens rightly where the decimal sign is a comma."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([guarded(storable(str(column.title))) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(row.get(column.key), column) for column in sheet.columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _cell(value: object, column: Column) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if column.choices is not None and str(value) in column.choices:
        return guarded(storable(str(column.choices[str(value)])))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _local(value).isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal) and column.kind != "text":
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        return text.replace(".", ",") if translation.get_language() != "en" else text
    return guarded(storable(str(value)))


def _local(value: datetime) -> datetime:
    """To the second, without a zone: a sheet knows none, so a moment with one is shown as in the active zone."""
    value = timezone.make_naive(value) if timezone.is_aware(value) else value
    return value.replace(microsecond=0)


def _exact_in_a_cell(value: object) -> TypeGuard[int | float | Decimal]:
    """Excel keeps 15 digits; longer numbers go as text so that they come back whole."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return len(format(Decimal(str(value)), "f").replace("-", "").replace(".", "").lstrip("0")) <= 15


def _width(column: Column, rows: Sequence[Mapping[str, object]]) -> int:
    longest = max((len(str(row.get(column.key) or "")) for row in rows[:200]), default=0)
    return max(8, min(60, max(longest, len(str(column.title))) + 2))


def _sheet_name(title: str, taken: set[str]) -> str:
    """At most 31 characters, without the signs Excel forbids, each only once."""
    name = re.sub(r"[\[\]:*?/\\']", " ", storable(title)).strip()[:28].strip() or "1"
    number, whole = 1, name
    while whole.casefold() in taken:
        number += 1
        whole = f"{name} {number}"
    taken.add(whole.casefold())
    return whole
