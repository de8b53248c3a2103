"""What the tests of published tables share: small files, and a table as a mapping from names to values."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter

from talka.documents.statistics.reading import read_statistics
from talka.documents.statistics.table import StatisticalTable
from talka.ui.refusals import Refusal


def read(content: bytes | str, name: str = "tabula") -> StatisticalTable:
    return read_statistics(content if isinstance(content, bytes) else content.encode(), name)


def cells(table: StatisticalTable) -> dict[tuple[str, ...], tuple[float | None, str]]:
    """(value or None, status) by the codes of the categories."""
    found = {}
    for place, value, status in zip(table.places, table.values.tolist(), table.statuses.tolist(), strict=True):
        codes = tuple(each.categories[at].code for each, at in zip(table.dimensions, place, strict=True))
        found[codes] = (None if value != value else value, status)
    assert len(found) == len(table.values), "a place twice"
    return found


def values(table: StatisticalTable) -> list[float | None]:
    return [None if value != value else value for value in table.values.tolist()]


def faults(table: StatisticalTable) -> list[tuple[int, int]]:
    return [(fault.row, fault.column) for fault in table.faults]


def codes(table: StatisticalTable, at: int) -> list[str]:
    return [each.code for each in table.dimensions[at].categories]


def labels(table: StatisticalTable, at: int) -> list[str]:
    return [each.label for each in table.dimensions[at].categories]


def refusal(content: bytes | str, name: str = "tabula") -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(content, name)
    assert caught.value.status == 400
    assert str(caught.value.what), "a refusal without words"
    return caught.value


def workbook(
    rows: Sequence[Sequence[Any]], *, name: str | None = None, merged: Sequence[tuple[Any, ...]] = ()
) -> bytes:
    """An XLSX file; a text that begins with “=” is a formula. merged: (row, column, row, column, text), from 0."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(name)
    for line, row in enumerate(rows):
        page.write_row(line, 0, row)
    for where in merged:
        page.merge_range(*where)
    book.close()
    return out.getvalue()
