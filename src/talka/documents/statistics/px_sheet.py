"""PxWeb's table as XLSX, or as CSV with a heading: title, header rows, names at the left, notes below.

The title stands in the first cell, the worksheet is called by the table's code; header rows leave the cells above the
names at the left empty. Read here and not by a library: none that is kept reads this layout.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .building import Cells, Faults, table_of_cells
from .cell_values import CellValues, decimals_in
from .grid import SEARCH, Grid, blank, words
from .labels import categories_of, heading_of, role_of
from .levels import Level, levels_of
from .px_notes import Below, read_below
from .px_title import names_in
from .table import Category, Dimension, StatisticalTable


class Layout:
    """Where things stand. header: rows of the grid with headings; stubs: columns with names at the left; columns:
    those with a heading above; body: rows with values; below: rows after the last of them."""

    def __init__(self, grid: Grid, first: int, stubs: int, header: range) -> None:
        self.title = " ".join(words(cell) for _number, row in grid.rows[:first] for cell in row if not blank(cell))
        self.header = header
        self.stubs = stubs
        width = max(len(row) for _number, row in grid.rows[first:])
        self.columns = range(stubs, width)
        valued = [at for at in range(header.stop, len(grid.rows)) if not _empty_from(grid.rows[at][1], stubs)]
        self.body = valued
        self.below = range(valued[-1] + 1, len(grid.rows)) if valued else range(header.stop, header.stop)


def _empty_from(row: Sequence[Any], start: int) -> bool:
    return all(blank(cell) for cell in row[start:])


def layout_of(grid: Grid) -> Layout | None:
    """The layout, where the grid is laid out like PxWeb's table; else None."""
    rows = grid.rows
    if not rows or blank(rows[0][1][0] if rows[0][1] else None) or not _empty_from(rows[0][1], 1):
        return None
    first = next((at for at, (_number, row) in enumerate(rows[1 : SEARCH + 1], 1) if not _empty_from(row, 1)), None)
    if first is None or not blank(rows[first][1][0]):
        return None
    stubs = next(at for at, cell in enumerate(rows[first][1]) if not blank(cell))
    end = first
    while end < len(rows) and rows[end][1] and all(blank(cell) for cell in rows[end][1][:stubs]):
        end += 1
    if end >= len(rows) or any(not isinstance(rows[at][1][0], str) for at in range(1, first) if rows[at][1]):
        return None
    return Layout(grid, first, stubs, range(first, end))


def read_px_sheet(grid: Grid, layout: Layout, name: str) -> StatisticalTable:
    faults = Faults(name)
    below = read_below([_line(grid.rows[at][1]) for at in layout.below])
    across = _header_levels(grid, layout)
    columns = _headed(grid, layout, across, faults)
    down = levels_of([[_cell(grid.rows[at][1], stub) for at in layout.body] for stub in range(layout.stubs)])
    raws = (cell for at in layout.body for cell in grid.rows[at][1][layout.stubs :])
    values = CellValues(below.legend, decimals_in(raws, grid.delimiter), faults)
    groups = _groups(down, layout.title, len(across), below)
    cells = Cells(name)
    for line, at in enumerate(layout.body):
        number, row = grid.rows[at]
        stub_place = [level.at[line] for level, _codes in groups]
        for order, column in enumerate(layout.columns):
            if column not in columns:
                continue
            raw = row[column] if column < len(row) else None
            if (read := values.read(raw, number, column + 1)) is not None:
                cells.add([*stub_place, *(level.at[order] for level in across)], *read, number, column + 1)
    names = _names(layout.title, len(groups) + len(across), below)
    dimensions = [
        _dimension(names[place], level, codes, below)
        for place, (level, codes) in enumerate([*groups, *((level, []) for level in across)])
    ]
    facts = {"code": grid.sheet if not grid.sheet.casefold().startswith(("sheet", "lapa")) else "", **below.facts}
    return table_of_cells(
        name,
        dimensions,
        cells,
        faults=faults,
        title=layout.title,
        notes=[*below.notes, *_notes_without_category(dimensions, below), *values.notes()],
        **facts,
    )


def _cell(row: Sequence[Any], at: int) -> str:
    return words(row[at]) if at < len(row) else ""


def _line(row: Sequence[Any]) -> str:
    return " ".join(words(cell) for cell in row if not blank(cell))


def _header_levels(grid: Grid, layout: Layout) -> list[Level]:
    rows = [[heading_of(_cell(grid.rows[at][1], column)) for column in layout.columns] for at in layout.header]
    return levels_of(rows)


def _headed(grid: Grid, layout: Layout, across: Sequence[Level], faults: Faults) -> set[int]:
    """The columns that are read: those with a heading, each period once. What stands in others is a fault."""
    last = layout.header[-1]
    number, bottom = grid.rows[last]
    kept: set[int] = set()
    seen: set[tuple[int, ...]] = set()
    for order, column in enumerate(layout.columns):
        place = tuple(level.at[order] for level in across)
        headings = [_cell(grid.rows[at][1], column).strip() for at in layout.header]
        if not any(headings):
            for at in layout.body:
                row_number, row = grid.rows[at]
                if column < len(row) and not blank(row[column]):
                    faults.add(row_number, column + 1, _("There is no heading above this value."), row[column])
        elif place in seen:
            what = _("This heading stands there twice; what stands below the second is left out.")
            faults.add(number, column + 1, what, _cell(bottom, column))
        else:
            seen.add(place)
            kept.add(column)
    return kept


def _groups(down: list[Level], title: str, above: int, below: Below) -> list[tuple[Level, list[str]]]:
    """The levels at the left with their codes: where codes and names were exported in columns of their own, each pair
    is one level. That is so where every pair tells the same lines apart and the title names half as many."""
    known = frozenset(below.names)
    paired = (
        len(down) % 2 == 0
        and len(down) > 0
        and all(
            len(code.labels) == len(set(code.labels)) and code.at == text.at
            for code, text in zip(down[0::2], down[1::2], strict=True)
        )
    )
    if paired and (names_in(title, len(down) // 2 + above, known) or not names_in(title, len(down) + above, known)):
        return [(text, code.labels) for code, text in zip(down[0::2], down[1::2], strict=True)]
    return [(level, []) for level in down]


def _names(title: str, count: int, below: Below) -> list[str]:
    found = names_in(title, count, frozenset(below.names))
    return found or [_("Dimension %(number)s") % {"number": place} for place in range(1, count + 1)]


def _dimension(name: str, level: Level, codes: list[str], below: Below) -> Dimension:
    categories = categories_of(level.labels, given=codes)
    notes = {label: note for (of, label), note in below.of_category.items() if of == name}
    if notes:
        spelled = _spelled(categories)
        categories = tuple(
            Category(each.code, each.label, notes.get(spelled[at], ""), each.depth, each.under)
            for at, each in enumerate(categories)
        )
    return Dimension(name, name, role_of("", name, [each.label for each in categories]), categories)


def _spelled(categories: Sequence[Category]) -> list[str]:
    """How a note below the table spells each label: with its dots, without its code; "" where two are spelled alike."""
    spelled = ["." * 2 * each.depth + each.label for each in categories]
    counted = Counter(spelled)
    return [each if counted[each] == 1 else "" for each in spelled]


def _notes_without_category(dimensions: Sequence[Dimension], below: Below) -> list[str]:
    """Notes of categories that are not in the table, or of two with one name, stay with the table as a whole."""
    placed = {(each.label, spelled) for each in dimensions for spelled in _spelled(each.categories) if spelled}
    return [
        f"{name}, {label}: {note}" for (name, label), note in below.of_category.items() if (name, label) not in placed
    ]
