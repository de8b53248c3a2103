"""A statistical table as CSV and XLSX: long, one figure per row, and wide, the periods side by side.

Read back, the long form gives the same dimensions, codes, figures and statuses; the wide form the same but for the name
of the dimension above. Texts that a spreadsheet takes for a formula are escaped as everywhere (`documents.sheets`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from django.utils import translation
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from talka.documents.sheets import Column, Sheet, write_csv, write_xlsx
from talka.ui.refusals import Refusal

from .json_stat_out import status_words
from .table import Category, Dimension, Role, StatisticalTable, Status

MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
WITHOUT_VALUE = {Status.SUPPRESSED.value: "c", Status.NIL.value: "-"}
MISSING = ":"


def long_csv(table: StatisticalTable) -> bytes:
    return write_csv(long_sheet(table), delimiter=_delimiter())


def wide_csv(table: StatisticalTable) -> bytes:
    return write_csv(wide_sheet(table), delimiter=_delimiter())


def long_xlsx(table: StatisticalTable) -> bytes:
    return _workbook(table, long_sheet(table))


def wide_xlsx(table: StatisticalTable) -> bytes:
    return _workbook(table, wide_sheet(table))


def _delimiter() -> str:
    """The one that is customary where the decimal sign of the active language is."""
    return "," if translation.get_language() == "en" else ";"


def _workbook(table: StatisticalTable, sheet: Sheet) -> bytes:
    if len(sheet.rows) > MOST_ROWS or len(sheet.columns) > MOST_COLUMNS:
        raise Refusal(
            _("The table is too large for XLSX."),
            _("A worksheet holds a million rows and sixteen thousand columns."),
            _("Take it as CSV or JSON-stat."),
        )
    return write_xlsx(sheet, about_sheet(table))


@dataclass(frozen=True)
class Rows(Sequence[Mapping[str, object]]):
    """Rows made when they are written: a table may have millions."""

    number: int
    make: Any

    def __len__(self) -> int:
        return self.number

    @overload
    def __getitem__(self, at: int) -> Mapping[str, object]: ...

    @overload
    def __getitem__(self, at: slice) -> list[Mapping[str, object]]: ...

    def __getitem__(self, at: int | slice) -> Mapping[str, object] | list[Mapping[str, object]]:
        if isinstance(at, slice):
            return [self.make(each) for each in range(*at.indices(self.number))]
        if not 0 <= at < self.number:
            raise IndexError(at)
        made: Mapping[str, object] = self.make(at)
        return made


def long_sheet(table: StatisticalTable) -> Sheet:
    """Rows in the order of the table: for each dimension its code, where it differs, and its label; value; status."""
    names = [_names(dimension, place) for place, dimension in enumerate(table.dimensions)]
    columns = [column for columns, _of in names for column in columns]
    columns += [Column("value", _("Value"), kind="decimal"), Column("status", _("Status"))]

    def row(at: int) -> dict[str, object]:
        made: dict[str, object] = {}
        for place, (_columns, of) in enumerate(names):
            made |= of[table.places[at, place]]
        value = float(table.values[at])
        status = _status(value, str(table.statuses[at]))
        return made | {"value": _plain(value), "status": "" if status == Status.NORMAL else status}

    return Sheet(table.title, tuple(columns), Rows(len(table.values), row))


def wide_sheet(table: StatisticalTable) -> Sheet:
    """One row per place in the other dimensions, the periods side by side (else the last dimension)."""
    found = table.dimension(Role.TIME)
    across = found if found is not None else len(table.dimensions) - 1
    left = [place for place in range(len(table.dimensions)) if place != across]
    names = {place: _names(table.dimensions[place], place) for place in left}
    above = table.dimensions[across].categories
    keys, which = _rows_of(table.places[:, left])
    where = np.full((len(keys), len(above)), -1, np.int64)
    where[which, table.places[:, across]] = np.arange(len(table.values))

    def row(at: int) -> dict[str, object]:
        made: dict[str, object] = {}
        for order, place in enumerate(left):
            made |= names[place][1][keys[at, order]]
        for column in range(len(above)):
            cell = int(where[at, column])
            if cell >= 0:
                made[f"v{column}"] = _shown(float(table.values[cell]), str(table.statuses[cell]))
        return made

    columns = [column for place in left for column in names[place][0]]
    columns += [Column(f"v{at}", _heading(each), kind="decimal") for at, each in enumerate(above)]
    return Sheet(table.title, tuple(columns), Rows(len(keys), row))


def _rows_of(places: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """The different rows in the order in which they first come, and for each cell the number of its row."""
    if not places.shape[1]:
        return np.zeros((min(1, len(places)), 0), np.int32), np.zeros(len(places), np.intp)
    keys, first, which = np.unique(places, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.intp)
    rank[order] = np.arange(len(order))
    return keys[order], rank[which.reshape(-1)]


def about_sheet(table: StatisticalTable) -> Sheet:
    """What the figures alone do not tell: title, source, notes, and what the marks mean."""
    facts = [
        (_("Title"), table.title),
        (_("Code"), table.code),
        (_("Unit"), table.unit),
        (_("Source"), table.source),
        (_("Licence"), table.licence),
        (_("Updated"), table.updated),
        *((_("Note"), note) for note in table.notes),
        *(
            (_("Note"), f"{dimension.label}, {each.label}: {each.note}")
            for dimension in table.dimensions
            for each in dimension.categories
            if each.note
        ),
    ]
    words = status_words()
    used = sorted(set(np.unique(table.statuses).tolist()) - {Status.NORMAL.value})
    marks = [(_mark(status), words[Status(status)]) for status in used]
    columns = (Column("what", _("What"), width=20), Column("text", _("Text"), width=100))
    rows = [{"what": what, "text": text} for what, text in [*facts, *marks] if text]
    return Sheet(_("About the table"), columns, rows)


def _mark(status: str) -> str:
    """The letter, and where a value is absent the sign that stands in its place."""
    sign = MISSING if status == Status.MISSING else WITHOUT_VALUE.get(status, "")
    return f"{status} {sign}".strip()


def _names(dimension: Dimension, place: int) -> tuple[list[Column], list[dict[str, object]]]:
    """The columns of a dimension and what stands in them for each category. Two dots before a label are one step in."""
    categories = dimension.categories
    labels = [".." * each.depth + each.label for each in categories]
    if dimension.code == dimension.label and all(each.code == each.label for each in categories):
        return [Column(f"d{place}", dimension.label)], [{f"d{place}": label} for label in labels]
    code = Column(f"c{place}", _("%(name)s (code)") % {"name": dimension.code})
    cells: list[dict[str, object]] = [
        {f"c{place}": each.code, f"d{place}": label} for each, label in zip(categories, labels, strict=True)
    ]
    return [code, Column(f"d{place}", dimension.label)], cells


def _heading(category: Category) -> str:
    return category.label or category.code


def _status(value: float, status: str) -> str:
    if value == value:
        return status
    return status if status in WITHOUT_VALUE else Status.MISSING.value


def _plain(value: float) -> int | float | None:
    if value != value:
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _shown(value: float, status: str) -> object:
    """A figure alone where it is a normal one; with its letter else; a sign where there is none."""
    number = _plain(value)
    if number is None:
        return WITHOUT_VALUE.get(_status(value, status), MISSING)
    if status == Status.NORMAL:
        return number
    text = str(number)
    # A fourth decimal, so that nobody takes 1.234 for a thousand and more.
    text += "0" if len(text.partition(".")[2]) == 3 else ""
    return f"{text if translation.get_language() == 'en' else text.replace('.', ',')} {status}"
