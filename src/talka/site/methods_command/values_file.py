"""values.csv, the table that methods about territories share: read into columns, with every fault at its line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from talka.site.methods_command.tables import Faults, Table, whole_number

if TYPE_CHECKING:
    from talka.methods.values import Values


def values_of(table: Table | None, faults: Faults, *, year_needed: bool = False, groups: bool = False) -> Values:
    """The values of a table read with area, indicator and value, and year and group where there are such columns and
    they are wanted; what cannot be read is a fault and missing here."""
    # NumPy comes with it, for which --help does not wait.
    from talka.methods.values import Values

    if table is None:
        return Values((), (), ())
    return Values(
        area=tuple(cells["area"] for cells in table.rows),
        indicator=tuple(cells["indicator"] for cells in table.rows),
        value=tuple(number(table, row, "value", faults) for row in range(len(table.rows))),
        year=years_of(table, faults, needed=year_needed),
        group=tuple(cells["group"] for cells in table.rows) if groups and "group" in table.columns else (),
    )


def years_of(table: Table, faults: Faults, *, needed: bool = False) -> tuple[int, ...]:
    """The column year; empty where there is none or nothing stands in it."""
    texts = [cells.get("year", "") for cells in table.rows]
    if not needed and not any(texts):
        return ()
    years = []
    for row, text in enumerate(texts):
        year = whole_number(text)
        if year is None:
            what = f'"{text}" is no year' if text else "the year is empty, and others are not"
            faults.add(table.path, table.line(row), "year", what)
        # A year of its own, so that the row is not told to stand twice as well.
        years.append(-1 - row if year is None else year)
    return tuple(years)


def number(table: Table, row: int, column: str, faults: Faults) -> float | None:
    """The number of a cell; None where it is empty, and where a fault was found."""
    text = table.rows[row][column]
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    hint = "; write decimals with a point" if "," in text else ""
    faults.add(table.path, table.line(row), column, f'"{text}" is not a number{hint}')
    return None
