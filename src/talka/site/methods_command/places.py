"""Where in the files of a command a part of its problem stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from talka.site.methods_command.rules_file import RulesFile, column_of
from talka.site.methods_command.tables import Table


def place_in(
    tables: Mapping[str, Table | None], rules: RulesFile | None, way: tuple[str | int, ...]
) -> tuple[Path, int, str]:
    """File, line and column. way: "rules" and the way in them; else a table, a row from 0 and a column, of which the
    last two may be missing: then the table as a whole, by its ids."""
    if way[0] == "rules":
        assert rules is not None
        inner = tuple(way[1:])
        return rules.path, rules.line(inner), column_of(inner)
    table = tables[str(way[0])]
    assert table is not None
    row = way[1] if len(way) > 1 else None
    column = str(way[2]) if len(way) > 2 else "id"
    return table.path, table.line(row if isinstance(row, int) else None), column
