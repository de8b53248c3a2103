"""`talka methods scale-economies accounts.csv --cost COLUMN --size COLUMN`: accounts in, elasticity and verdict out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.rules_reading import Rules
from talka.site.methods_command.tables import Faults, Table, read_table, write_table
from talka.site.methods_command.values_file import number

if TYPE_CHECKING:
    from talka.methods.scale_economies.problem import Account, Problem

INPUTS = ("accounts.csv",)
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = True
DESCRIPTION = (
    "Reads accounts.csv, of which the options name the columns, and the rule level (of the interval, 0.95); writes "
    "accounts.csv (id,group,size,cost,per_head,expected_per_head,ratio,slope_without), coalitions.toml (the rules "
    "fixed_eur, unit_eur and elasticity of the method coalitions) and result.json."
)
_PLACE = "command line"


class Source:
    """The table as read, and which of its columns is what."""

    def __init__(
        self,
        inputs: list[Path],
        rules: RulesFile,
        faults: Faults,
        *,
        cost: str,
        size: str,
        group: str,
        cluster: str,
        id: str,
    ) -> None:
        self.faults, self.rules = faults, rules
        self.columns = {"cost": cost, "size": size, "group": group, "cluster": cluster, "id": id}
        self.table: Table | None = None
        for option in ("cost", "size"):
            if not self.columns[option]:
                faults.add(_PLACE, 1, f"--{option}", f"is missing: the column of the {option}")
        if cost and size:
            self.table = read_table(inputs[0], faults, required=[name for name in self.columns.values() if name])

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found."""
        from talka.methods.scale_economies.problem import Problem

        accounts = tuple(self._account(row) for row in range(len(self.table.rows))) if self.table else ()
        asked = Rules(self.rules, self.faults)
        asked.only(("level",))
        problem = Problem(accounts, level=asked.number(("level",), 0.95))
        unread = bool(self.faults)
        for fault in problem.check():
            # What seems wrong with the whole may come of what could not be read.
            if not (unread and fault.path[1] == "all") and tuple(fault.path[1:]) not in self.rules.wrong:
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        if way[0] == "rules":
            return self.rules.path, self.rules.line(tuple(way[1:])), str(way[1])
        assert self.table is not None
        row = way[1] if isinstance(way[1], int) else None
        return self.table.path, self.table.line(row), self.columns[str(way[2])]

    def _account(self, row: int) -> Account:
        from talka.methods.scale_economies.problem import Account

        assert self.table is not None
        cells = self.table.rows[row]
        words = {option: cells[name] if name else "" for option, name in self.columns.items()}
        return Account(
            cost=number(self.table, row, self.columns["cost"], self.faults),
            size=number(self.table, row, self.columns["size"], self.faults),
            group=words["group"],
            cluster=words["cluster"],
            name=words["id"] or words["cluster"] or f"line {self.table.line(row)}",
        )


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.scale_economies.solve import solve as solve_scale

    return solve_scale(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write accounts.csv and coalitions.toml; returns what result.json shall hold."""
    columns = ("id", "group", "size", "cost", "per_head", "expected_per_head", "ratio", "slope_without")
    rows = (
        (one.name, one.group, one.size, one.cost, one.cost / one.size, one.expected, one.ratio, one.slope_without)
        for one in result.accounts
    )
    write_table(out / "accounts.csv", columns, rows)
    numbers = {"fixed_eur": result.fixed_eur, "unit_eur": result.unit_eur, "elasticity": result.elasticity}
    lines = [f"{name} = {value!r}" for name, value in numbers.items() if value is not None]
    if result.verdict != "economies":
        lines.insert(0, "# No economies of scale were shown; a saving computed with these numbers would be a guess.")
    (out / "coalitions.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    data: dict[str, Any] = result.to_json()
    return {key: value for key, value in data.items() if key != "accounts"} | {"coalitions": numbers}


def summary(problem: Problem, result: Any) -> list[str]:
    """The answer, the elasticity with its interval, and what hangs on what."""
    from talka.methods.scale_economies.explain import explain

    first, *others = [reason.sentence() for reason in explain(result)]
    level = f"{100 * result.level:g} %"
    elasticity = f"Elasticity of the cost {result.elasticity:.4f} ({level}: {result.low:.4f} to {result.high:.4f}); "
    slope = f"of the cost per head {result.slope:.4f} ({result.slope_low:.4f} to {result.slope_high:.4f}), "
    return [first, elasticity + slope + f"r = {result.r:.2f}, R² = {result.r_squared:.3f}.", *others]
