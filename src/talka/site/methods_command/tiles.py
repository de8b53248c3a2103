"""`talka methods tiles places.csv [neighbours.csv]`: positions in, tiles.csv and result.json out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talka.methods.tiles.problem import Place, Problem
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults, read_table, write_table

INPUTS = ("places.csv",)
OPTIONAL_INPUTS = ("neighbours.csv",)
RULES = False
PAIR = ("a", "b")
DESCRIPTION = (
    "Reads places.csv (id,lon,lat) and neighbours.csv (a,b); writes tiles.csv (id,row,column) and result.json."
)


class Source:
    """The tables as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults = faults
        self.tables = {"places": read_table(inputs[0], faults, required=("id", "lon", "lat"))}
        if len(inputs) > 1:
            self.tables["neighbours"] = read_table(inputs[1], faults, required=PAIR)

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found."""
        table = self.tables["places"]
        places = []
        for row, cells in enumerate(table.rows if table else ()):
            degrees = {column: self._degrees(row, column, cells[column]) for column in ("lon", "lat")}
            places.append(Place(cells["id"], degrees["lon"], degrees["lat"]))
        pairs = self.tables.get("neighbours")
        problem = Problem(tuple(places), tuple((cells["a"], cells["b"]) for cells in pairs.rows) if pairs else ())
        for fault in problem.check():
            if not (fault.code == "place_unknown" and table is None):
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        return place_in(self.tables, None, way)

    def _degrees(self, row: int, column: str, text: str) -> float:
        try:
            degrees = float(text)
        except ValueError:
            degrees = math.nan
        if math.isfinite(degrees):
            return degrees
        table = self.tables["places"]
        assert table is not None
        shown = f'"{text}" is not' if text else "the cell is empty; it needs"
        self.faults.add(table.path, table.line(row), column, f"{shown} a number of degrees, such as 24.1")
        return 0.0


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.tiles.solve import solve as solve_tiles

    return solve_tiles(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write tiles.csv, in the order places were given; returns what result.json shall hold."""
    rows = ((place.id, *result.tiles[place.id]) for place in problem.places)
    write_table(out / "tiles.csv", ("id", "row", "column"), rows)
    data: dict[str, Any] = result.to_json()
    return {key: value for key, value in data.items() if key != "tiles"}


def summary(problem: Problem, result: Any) -> list[str]:
    """The map as text, and how true it is."""
    from talka.methods.tiles.explain import drawn, explain

    reasons = explain(problem, result.tiles)
    lines = [f"{len(problem.places)} places on {result.rows} rows and {result.columns} columns."]
    lines += [reason.sentence() for reason in reasons[:12]]
    if len(reasons) > 12:
        lines.append(f"… and {len(reasons) - 12} more.")
    return [*lines, "", *drawn(result.tiles)]
