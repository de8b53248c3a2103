"""`talka methods coalitions municipalities.csv pairs.csv [hosts.csv]`: partition.csv and coalitions.csv out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talka.methods.coalitions.problem import Municipality, Pair, Problem, Rules, Site
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.rules_reading import Rules as RulesReading
from talka.site.methods_command.silence import solver_silenced
from talka.site.methods_command.tables import Faults, Table, read_table, write_table

INPUTS = ("municipalities.csv", "pairs.csv")
OPTIONAL_INPUTS = ("hosts.csv",)
RULES = True
MOST_COALITIONS, MOST_ALONE = 20, 5
DESCRIPTION = (
    "Reads municipalities.csv (code,name,volume), pairs.csv (a,b,km,neighbours; 0 or 1) and, where places are given "
    "instead of members that host, hosts.csv (site,a,km,fee_eur); writes partition.csv (code,coalition,host), "
    "coalitions.csv (coalition,host,members,cost_eur,alone_eur,saving_eur,in_core,least_core_eur) and result.json."
)

_COLUMNS = {
    "municipalities": ("code", "name", "volume"),
    "pairs": ("a", "b", "km", "neighbours"),
    "sites": ("site", "a", "km", "fee_eur"),
}
_NUMBERS = (("municipalities", "volume"), ("pairs", "km"), ("sites", "km"), ("sites", "fee_eur"))
_RULE_NAMES = (
    "fixed_eur",
    "unit_eur",
    "elasticity",
    "travel_eur_per_km",
    "max_members",
    "max_km",
    "contiguous",
    "required",
    "forbidden",
)


class Source:
    """The tables and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults, self.rules = faults, rules
        self.tables: dict[str, Table | None] = {
            name: read_table(path, faults, required=_COLUMNS[name])
            for name, path in zip(_COLUMNS, inputs, strict=False)
        }
        sites = self.tables.get("sites")
        if sites is not None and not sites.rows:
            faults.add(sites.path, 1, "site", "no site is given; leave the file out where members host")
        self.wrong: set[tuple[str | int, ...]] = set()

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found; all faults are reported, those of rules too."""
        numbers = {(name, column): self._numbers(name, column) for name, column in _NUMBERS}
        problem = Problem(
            municipalities=tuple(
                Municipality(row["code"], row["name"], volume)
                for row, volume in zip(self._rows("municipalities"), numbers["municipalities", "volume"], strict=True)
            ),
            pairs=tuple(
                Pair(row["a"], row["b"], km, near)
                for row, km, near in zip(self._rows("pairs"), numbers["pairs", "km"], self._flags(), strict=True)
            ),
            rules=self._rules(),
            sites=tuple(
                Site(row["site"], row["a"], km, fee)
                for row, km, fee in zip(
                    self._rows("sites"), numbers["sites", "km"], numbers["sites", "fee_eur"], strict=True
                )
            ),
        )
        for fault in problem.check():
            if not self._follows(fault.path, fault.code):
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        return place_in(self.tables, self.rules, way)

    def _follows(self, path: tuple[str | int, ...], code: str) -> bool:
        """Whether the fault only follows from one reported already: an unreadable table, a value of a wrong type."""
        inner = tuple(path[1:])
        if path in self.wrong or any(inner[:length] in self.rules.wrong for length in range(1, len(inner) + 1)):
            return True
        return code == "code_unknown" and self.tables["municipalities"] is None

    def _rows(self, name: str) -> list[dict[str, str]]:
        table = self.tables.get(name)
        return table.rows if table else []

    def _numbers(self, name: str, column: str) -> list[float]:
        """A whole column at once: pairs may be millions."""
        return [self._number(name, index, column, row[column]) for index, row in enumerate(self._rows(name))]

    def _number(self, name: str, row: int, column: str, text: str) -> float:
        try:
            number = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        shown = f'"{text}" is not' if text else "the cell is empty; it needs"
        self._say(name, row, column, f"{shown} a number, such as 12.5")
        self.wrong.add((name, row, column))
        return 0.0

    def _flags(self) -> list[bool]:
        for index, row in enumerate(self._rows("pairs")):
            if row["neighbours"] not in ("0", "1"):
                what = f'"{row["neighbours"]}" is not 1 (they border each other) or 0 (they do not)'
                self._say("pairs", index, "neighbours", what)
        return [row["neighbours"] == "1" for row in self._rows("pairs")]

    def _say(self, name: str, row: int, column: str, what: str) -> None:
        table = self.tables[name]
        assert table is not None
        self.faults.add(table.path, table.line(row), column, what)

    def _rules(self) -> Rules:
        reading = RulesReading(self.rules, self.faults)
        reading.only(_RULE_NAMES)
        plain = Rules()
        values = self.rules.values
        return Rules(
            fixed_eur=reading.number(("fixed_eur",), plain.fixed_eur),
            unit_eur=reading.number(("unit_eur",), plain.unit_eur),
            elasticity=reading.number(("elasticity",), plain.elasticity),
            travel_eur_per_km=reading.number(("travel_eur_per_km",), plain.travel_eur_per_km),
            max_members=reading.whole(("max_members",), None),
            max_km=reading.number(("max_km",), 0.0) if "max_km" in values else None,
            contiguous=bool(reading.flag(("contiguous",), plain.contiguous)),
            required=self._lists("required"),
            forbidden=self._lists("forbidden"),
        )

    def _lists(self, name: str) -> tuple[tuple[str, ...], ...]:
        value = self.rules.values.get(name, [])
        if not self.rules.typed(self.faults, (name,), value, list, "a list of lists of codes"):
            return ()
        return tuple(self._codes((name, index), item) for index, item in enumerate(value))

    def _codes(self, way: tuple[str | int, ...], value: Any) -> tuple[str, ...]:
        if not self.rules.typed(self.faults, way, value, list, "a list of codes"):
            return ()
        return tuple(
            item if self.rules.typed(self.faults, (*way, index), item, str, "a code in quotes") else ""
            for index, item in enumerate(value)
        )


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.coalitions.solve import solve as solve_coalitions

    with solver_silenced():
        return solve_coalitions(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write partition.csv in the order municipalities were given, and coalitions.csv; returns what result.json has."""
    number = {code: index for index, one in enumerate(result.coalitions, 1) for code in one.members}
    rows = (
        (given.code, number[given.code], result.coalitions[number[given.code] - 1].host)
        for given in problem.municipalities
    )
    write_table(out / "partition.csv", ("code", "coalition", "host"), rows)
    columns = ("coalition", "host", "members", "cost_eur", "alone_eur", "saving_eur", "in_core", "least_core_eur")
    write_table(
        out / "coalitions.csv",
        columns,
        (
            (
                index,
                one.host,
                ";".join(one.members),
                _cents(one.cost_eur),
                _cents(one.alone_eur),
                _cents(one.saving_eur),
                None if one.in_core is None else int(one.in_core),
                None if one.least_core_eur is None else _cents(one.least_core_eur),
            )
            for index, one in enumerate(result.coalitions, 1)
        ),
    )
    data: dict[str, Any] = result.to_json()
    return {key: value for key, value in data.items() if key != "coalitions"}


def _cents(amount: float) -> str:
    return f"{round(amount, 2) + 0.0:.2f}"


def summary(problem: Problem, result: Any) -> list[str]:
    """The whole and its proof, the coalitions that save most, and why some stay alone."""
    from talka.methods.coalitions.explain import Explanation

    told = Explanation(problem, tuple(one.members for one in result.coalitions))
    lines = [reason.sentence() for reason in told.overview()]
    lines += [_proof(result), ""]
    together = [index for index, one in enumerate(result.coalitions) if len(one.members) > 1]
    together.sort(key=lambda index: -result.coalitions[index].saving_eur)
    for index in together[:MOST_COALITIONS]:
        lines += [reason.sentence() for reason in told.of_coalition(index)]
    if len(together) > MOST_COALITIONS:
        lines.append(f"… and {len(together) - MOST_COALITIONS} more coalitions; coalitions.csv names all.")
    alone = [one.members[0] for one in result.coalitions if len(one.members) == 1]
    if alone:
        lines.append("")
    for code in alone[:MOST_ALONE]:
        lines += [reason.sentence() for reason in told.of_municipality(code)]
    if len(alone) > MOST_ALONE:
        lines.append(f"… and {len(alone) - MOST_ALONE} more stay alone.")
    return lines


def _proof(result: Any) -> str:
    if result.proven_optimal:
        return "No partition that keeps the rules costs less."
    return (
        f"None that keeps the rules costs less than {result.bound:,.0f} EUR; more was not settled ({result.gap:.2%})."
    )
