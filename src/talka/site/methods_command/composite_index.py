"""`talka methods composite-index values.csv [population.csv]`: indicators in, the index and its parts out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.rules_reading import Rules
from talka.site.methods_command.tables import Faults, Table, read_table, write_table
from talka.site.methods_command.values_file import number, values_of, years_of

if TYPE_CHECKING:
    from talka.methods.composite_index.problem import Population, Problem

INPUTS = ("values.csv",)
OPTIONAL_INPUTS = ("population.csv",)
RULES = True
DESCRIPTION = (
    "Reads values.csv (area,indicator,value, also year,group), population.csv (area,population, also year), the rules "
    "indicators (weight and sign of each) and population_weighted (true where populations are given); writes index.csv "
    "(area,year,level,change), contributions.csv (area,year,indicator,z,contribution), ranks.csv "
    "(area,year,group,rank,low,high) and result.json."
)
_TOLD = ("title", "source", "note", "verified")
"""Of a ready set of indicators, for people."""
FOLLOWS = ("population_missing", "indicator_unknown")
"""Faults that say nothing where a table could not be read."""


class Source:
    """The tables and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults, self.rules = faults, rules
        self.tables: dict[str, Table | None] = {
            "values": read_table(inputs[0], faults, required=("area", "indicator", "value"))
        }
        if len(inputs) > 1:
            self.tables["population"] = read_table(inputs[1], faults, required=("area", "population"))

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found."""
        from talka.methods.composite_index.problem import Problem, Weight

        values = values_of(self.tables["values"], self.faults, groups=True)
        population = self._population()
        asked = Rules(self.rules, self.faults)
        asked.only(("indicators", "population_weighted", *_TOLD))
        indicators = {
            name: Weight(self._weight(asked, way), asked.whole((*way, "sign"), 1) or 0)
            for name, way in asked.tables("indicators", ("weight", "sign", "label"))
        }
        weighted = asked.flag(("population_weighted",), "population" in self.tables)
        problem = Problem(values, indicators, population, bool(weighted))
        unread = {name for name in ("values", "population") if name in self.tables and self.tables[name] is None}
        for fault in problem.check():
            if fault.path[0] in unread or (unread and fault.code in FOLLOWS):
                continue
            if tuple(fault.path[1:]) not in self.rules.wrong:
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        return place_in(self.tables, self.rules, way)

    def _weight(self, asked: Rules, way: tuple[str | int, ...]) -> float:
        weight = asked.number((*way, "weight"), -1.0)
        if weight == -1.0 and "weight" not in self.rules.values["indicators"][way[1]]:
            asked.say((*way, "weight"), "is missing: how much the indicator counts")
        return weight

    def _population(self) -> tuple[Population, ...]:
        from talka.methods.composite_index.problem import Population

        table = self.tables.get("population")
        if table is None:
            return ()
        found = []
        # A year may be left out in some rows: these hold for every year not named otherwise.
        dated = Table(table.path, table.columns, [], [])
        for row, cells in enumerate(table.rows):
            if cells.get("year"):
                dated.rows.append(cells)
                dated.lines.append(table.line(row))
        years = iter(years_of(dated, self.faults))
        for row, cells in enumerate(table.rows):
            people = number(table, row, "population", self.faults)
            if not cells["population"]:
                self.faults.add(table.path, table.line(row), "population", "the population is empty")
            year = next(years) if cells.get("year") else None
            found.append(Population(cells["area"], 0.0 if people is None else people, year))
        return tuple(found)


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.composite_index.solve import solve as solve_index

    return solve_index(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write index.csv, contributions.csv and ranks.csv; returns what result.json shall hold."""
    from talka.methods.composite_index.ranks import rank_intervals

    standings = sorted(result.standings, key=lambda one: (one.area, one.year or 0))
    rows = ((one.area, one.year, one.level, one.change) for one in standings)
    write_table(out / "index.csv", ("area", "year", "level", "change"), rows)
    parts = (
        (one.area, one.year, name, z, share)
        for one in standings
        for name, z, share in zip(result.indicators, one.z, one.contributions, strict=True)
        if z is not None
    )
    write_table(out / "contributions.csv", ("area", "year", "indicator", "z", "contribution"), parts)
    # As many draws as a table of that size allows in seconds; the same table always gets as many.
    draws = max(100, min(1_000, 2_000_000 // max(1, len(standings))))
    ranks = [
        (one.area, year, group, one.rank, one.low, one.high)
        for year, group in sorted(
            {(one.year, one.group) for one in standings}, key=lambda pair: (pair[0] or 0, pair[1])
        )
        for one in rank_intervals(result, year=year, group=group, draws=draws, seed=result.seed)
    ]
    write_table(out / "ranks.csv", ("area", "year", "group", "rank", "low", "high"), ranks)
    data: dict[str, Any] = result.to_json()
    counts = {
        "areas": len({one.area for one in standings}),
        "with_index": sum(one.level is not None for one in standings),
    }
    return {key: value for key, value in data.items() if key != "standings"} | counts


def summary(problem: Problem, result: Any) -> list[str]:
    """The last year's order, and what is worth knowing about it."""
    from talka.methods.composite_index.explain import overview

    lines = [reason.sentence() for reason in overview(result)]
    last = max((one.year or 0 for one in result.standings), default=0)
    told = [one for one in result.standings if (one.year or 0) == last and one.level is not None]
    told.sort(key=lambda one: (one.group, one.rank, one.area))
    for one in told[:20]:
        change = "" if one.change is None else f"  change {one.change:.3f}"
        lines.append(f"{one.rank:>4}  {one.level:8.3f}{change}  {one.area}" + (f" ({one.group})" if one.group else ""))
    return lines if len(told) <= 20 else [*lines, f"… and {len(told) - 20} more."]
