"""What a reader found, put into the one shape: bounds kept, cells said twice told."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from talka.documents.printable import clean

from . import limits
from .labels import distinct, single_roles
from .table import Category, CellFault, Dimension, StatisticalTable, Status

LONGEST_FACT = 2_000
MOST_NOTES = 3_000


@dataclass
class Faults:
    """The single cells that cannot be read. Refuses the file where there are too many to be single."""

    name: str
    kept: list[CellFault] = field(default_factory=list)

    def add(self, row: int, column: int, what: str, shown: object = "") -> None:
        if len(self.kept) >= limits.MOST_FAULTS:
            raise limits.too_many_faults(self.name)
        self.kept.append(CellFault(row, column, what, clean(str(shown))[: limits.SHOWN]))


@dataclass
class Cells:
    """Cells as they are gathered. places: one after another, each as many numbers as there are dimensions."""

    name: str
    places: "array[int]" = field(default_factory=lambda: array("i"))
    values: "array[float]" = field(default_factory=lambda: array("d"))
    statuses: list[str] = field(default_factory=list)
    rows: "array[int]" = field(default_factory=lambda: array("i"))
    columns: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, place: Sequence[int], value: float, status: str, row: int = 0, column: int = 0) -> None:
        if len(self.values) >= limits.MOST_CELLS:
            raise limits.too_many_cells(self.name)
        self.places.extend(place)
        self.values.append(value)
        self.statuses.append(status)
        self.rows.append(row)
        self.columns.append(column)


def cleaned(text: object) -> str:
    """A fact of the file as one line without control signs, of a length that can be kept."""
    return " ".join(clean(str(text or "")).split())[:LONGEST_FACT]


def table_of_cells(
    name: str, dimensions: Sequence[Dimension], cells: Cells, *, faults: Faults, notes: Iterable[str] = (), **facts: str
) -> StatisticalTable:
    """The table of cells as they were gathered; a role that was guessed for two dimensions is nobody's."""
    return table_of(
        name,
        single_roles(dimensions),
        cells.places,
        cells.values,
        cells.statuses,
        faults,
        rows=cells.rows,
        columns=cells.columns,
        notes=notes,
        **facts,
    )


def table_of(
    name: str,
    dimensions: Sequence[Dimension],
    places: Any,
    values: Any,
    statuses: Any,
    faults: Faults,
    *,
    rows: Any = None,
    columns: Any = None,
    notes: Iterable[str] = (),
    **facts: str,
) -> StatisticalTable:
    """The table. Of cells with one place the first is kept, each further one is a fault. Refuses a table of none."""
    count = len(values)
    if count > limits.MOST_CELLS:
        raise limits.too_many_cells(name)
    if not count and not faults.kept:
        raise limits.without_figures(name)
    if len(dimensions) > limits.MOST_DIMENSIONS:
        raise limits.refused(
            _("The table “%(name)s” has more than %(count)s dimensions.")
            % {"name": name, "count": limits.MOST_DIMENSIONS},
            _("It was not read."),
            _("Choose fewer of them where it was exported."),
        )
    dimensions = _keepable(dimensions)
    where = np.asarray(places, np.int32).reshape(count, len(dimensions))
    table: dict[str, Any] = {
        "places": where,
        "values": np.asarray(values, np.float64).reshape(count),
        "statuses": np.asarray(statuses, "<U1").reshape(count),
        "rows": np.zeros(count, np.int32) if rows is None else np.asarray(rows, np.int32).reshape(count),
        "columns": np.zeros(count, np.int32) if columns is None else np.asarray(columns, np.int32).reshape(count),
    }
    again = _said_again(where, [len(each.categories) for each in dimensions])
    if again.any():
        for at in np.flatnonzero(again):
            faults.add(int(table["rows"][at]), int(table["columns"][at]), _twice(dimensions, where[at]))
        table = {key: column[~again] for key, column in table.items()}
    # NaN stands for no value and compares false.
    beyond = np.abs(table["values"]) > limits.LARGEST
    if beyond.any():
        for at in np.flatnonzero(beyond):
            shown = f"{table['values'][at]:g}"
            faults.add(
                int(table["rows"][at]),
                int(table["columns"][at]),
                _("The number is too large, or it is not a number."),
                shown,
            )
        table = {key: column[~beyond] for key, column in table.items()}
    title = cleaned(facts.pop("title", "")) or name
    told: dict[str, Any] = {key: cleaned(fact) for key, fact in facts.items()}
    return StatisticalTable(
        title=title,
        dimensions=tuple(dimensions),
        notes=tuple(cleaned(note) for note in list(dict.fromkeys(notes))[:MOST_NOTES] if cleaned(note)),
        faults=tuple(faults.kept),
        **table,
        **told,
    )


def _keepable(dimensions: Sequence[Dimension]) -> list[Dimension]:
    """The same, without signs that no document holds, and every code only once."""
    codes = distinct([clean(each.code) for each in dimensions])
    return [
        replace(each, code=code, label=clean(each.label), categories=_categories(each.categories))
        for code, each in zip(codes, dimensions, strict=True)
    ]


def _categories(categories: tuple[Category, ...]) -> tuple[Category, ...]:
    codes = [each.code for each in categories]
    if len(set(codes)) == len(codes) and all(map(str.isprintable, codes)):
        if all(each.label.isprintable() for each in categories):
            return categories
        new = codes
    else:
        new = distinct(list(map(clean, codes)))
    became = dict(zip(codes, new, strict=True))
    return tuple(
        replace(each, code=code, label=clean(each.label), under=became.get(each.under, ""))
        for code, each in zip(new, categories, strict=True)
    )


def _twice(dimensions: Sequence[Dimension], place: NDArray[np.int32]) -> str:
    named = ", ".join(each.categories[at].label for each, at in zip(dimensions, place, strict=True))
    return _("The value for “%(place)s” stands in the file already; this one is left out.") % {"place": named[:300]}


def _said_again(places: NDArray[np.int32], shape: Sequence[int]) -> NDArray[np.bool_]:
    """True for each cell whose place an earlier one has."""
    count = len(places)
    again = np.zeros(count, bool)
    if count < 2:
        return again
    whole = 1
    for size in shape:
        whole *= size
    if whole < 2**62:
        key = np.zeros(count, np.int64)
        for at, size in enumerate(shape):
            key = key * size + places[:, at]
        _keys, first = np.unique(key, return_index=True)
    else:
        _keys, first = np.unique(places, axis=0, return_index=True)
    again[:] = True
    again[first] = False
    return again


def status_of_value(value: float | None, status: Status | None) -> str:
    """The status to keep: what the file says, else normal where there is a value and missing where there is none."""
    if status is not None and not (status == Status.NORMAL and value is None):
        return status.value
    return Status.MISSING.value if value is None else Status.NORMAL.value
