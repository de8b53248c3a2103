"""`talka methods recalculation values.csv successors.csv`: old areas in, values of new ones and breaks out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.rules_reading import Rules
from talka.site.methods_command.tables import Faults, Table, read_table, write_table
from talka.site.methods_command.values_file import number, values_of

if TYPE_CHECKING:
    from talka.methods.recalculation.problem import Problem, Successor

INPUTS = ("values.csv", "successors.csv")
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = True
DESCRIPTION = (
    "Reads values.csv (area,indicator,year,value), successors.csv (old,new,share; no share is the whole) and the rules "
    "indicators, split, least_share, tolerance and until; writes values.csv of the new areas "
    "(area,indicator,year,value,method,note), breaks.csv (area,indicator,year,reason,parts,what) and result.json."
)


class Source:
    """The tables and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults, self.rules = faults, rules
        self.tables: dict[str, Table | None] = {
            "values": read_table(inputs[0], faults, required=("area", "indicator", "year", "value")),
            "successors": read_table(inputs[1], faults, required=("old", "new", "share")),
        }

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found."""
        from talka.methods.recalculation.problem import Kind, Problem

        values = values_of(self.tables["values"], self.faults, year_needed=True)
        successors = self._successors()
        asked = Rules(self.rules, self.faults)
        asked.only(("indicators", "split", "least_share", "tolerance", "until"))
        indicators = {
            name: Kind(asked.text((*way, "kind"), ""), asked.text((*way, "weight"), "") or None)
            for name, way in asked.tables("indicators", ("kind", "weight"))
        }
        problem = Problem(
            values,
            successors,
            indicators,
            split=asked.text(("split",), "share"),
            least_share=asked.number(("least_share",), 0.0),
            tolerance=asked.number(("tolerance",), 0.1),
            until=asked.whole(("until",), None),
        )
        for fault in problem.check():
            if tuple(fault.path[1:]) not in self.rules.wrong:
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        return place_in(self.tables, self.rules, way)

    def _successors(self) -> tuple[Successor, ...]:
        from talka.methods.recalculation.problem import Successor

        table = self.tables["successors"]
        if table is None:
            return ()
        shares = [number(table, row, "share", self.faults) for row in range(len(table.rows))]
        return tuple(
            Successor(cells["old"], cells["new"], 1.0 if share is None else share)
            for cells, share in zip(table.rows, shares, strict=True)
        )


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.recalculation.solve import solve as solve_recalculation

    return solve_recalculation(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write values.csv and breaks.csv; returns what result.json shall hold."""
    from talka.methods.recalculation.explain import explain_break

    rows = (
        (*row, method, "approximate" if approximate else "")
        for row, method, approximate in zip(result.values.rows(), result.method_of, result.approximate, strict=True)
    )
    write_table(out / "values.csv", ("area", "indicator", "year", "value", "method", "note"), rows)
    breaks = (
        (one.area, one.indicator, one.year, one.reason, ";".join(one.parts), explain_break(one).sentence())
        for one in result.breaks
    )
    write_table(out / "breaks.csv", ("area", "indicator", "year", "reason", "parts", "what"), breaks)
    data: dict[str, Any] = result.to_json()
    counts = {"values": len(result.values), "approximate": sum(result.approximate), "breaks": len(result.breaks)}
    return {key: value for key, value in data.items() if key != "method_of"} | counts


def summary(problem: Problem, result: Any) -> list[str]:
    """How much was recalculated, how surely, and what was not."""
    from talka.methods.recalculation.explain import overview

    return [reason.sentence() for reason in overview(result)]
