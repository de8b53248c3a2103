"""`talka methods cost-sharing partners.csv --cost EUR --key KEY`: partners or costs of groups in, shares out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talka.site.methods_command.costs_file import COLUMNS, CostsFile, read_costs
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults, Table, read_table, read_text, write_table
from talka.site.methods_command.values_file import number

if TYPE_CHECKING:
    from talka.methods.cost_sharing.partner import Partner
    from talka.methods.cost_sharing.problem import Problem

INPUTS = ("partners.csv|costs.csv",)
OPTIONAL_INPUTS: tuple[str, ...] = ("costs.csv|partners.csv",)
RULES = False
DESCRIPTION = (
    "Reads partners.csv (id and, as the key needs them, population,usage,fiscal_capacity) with --cost, or costs.csv "
    "(members,cost: what each group of partners would pay on its own, members joined by ;), or both, told apart by "
    "their header; keys are equal, population, usage, fiscal, mixed:PERCENT EQUAL:PERCENT USAGE, and of costs.csv "
    "shapley and nucleolus. Writes shares.csv (id,eur), keys.csv (key,id,eur: every key that can be computed) and "
    "result.json, of costs.csv with whether anyone would be better off outside."
)
_PLACE = "command line"
_FIELDS = ("population", "usage", "fiscal_capacity")


class Source:
    """The files as read, told apart by their header, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults, *, cost: str, key: str) -> None:
        self.faults, self.key = faults, key
        self.partners: Table | None = None
        self.costs: CostsFile | None = None
        self.cost = self._cost(cost)
        if not key:
            faults.add(_PLACE, 1, "--key", "is missing: the rule by which the cost is shared, such as population")
        for path in inputs:
            self._read(path)

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found."""
        from talka.methods.cost_sharing.problem import Problem

        game = self.costs.game(self.faults) if self.costs else None
        partners = self._partners()
        if (self.costs and game is None) or not self.key or (self.partners is None and self.costs is None):
            return None
        problem = Problem(self.key, partners, self.cost, game)
        unread = {(str(file), line, column) for file, line, column, _what in self.faults.found}
        for fault in problem.check():
            file, line, column = self.place(fault.path)
            # What seems missing or to differ may come of what could not be read.
            follows = fault.path[1] == "all" or (fault.path[0] == "rules" and fault.code != "key")
            if not (unread and (follows or (str(file), line, column) in unread)):
                self.faults.add(file, line, column, fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path | str, int, str]:
        """File, line and column of a part of the problem."""
        if way[0] == "rules":
            return _PLACE, 1, f"--{way[1]}"
        if way[0] == "costs" and self.costs:
            return self.costs.place(way)
        return place_in({"partners": self.partners}, None, way)

    def _read(self, path: Path) -> None:
        text = read_text(path, self.faults)
        if text is None:
            return
        if "members" in _header(text):
            if self.costs:
                self.faults.add(path, 1, "members", "costs of groups are given twice; one file of them is expected")
            self.costs = read_costs(path, text, self.faults)
        else:
            if self.partners:
                self.faults.add(path, 1, "id", "partners are given twice; one file of them is expected")
            if "id" not in _header(text) and text.strip():
                what = f"the column is missing; partners have an id, costs of groups have {' and '.join(COLUMNS)}"
                self.faults.add(path, 1, "id", what)
                return
            self.partners = read_table(path, self.faults, required=("id",))

    def _partners(self) -> tuple[Partner, ...]:
        from talka.methods.cost_sharing.partner import Partner

        table = self.partners
        if table is None:
            return ()
        given = [name for name in _FIELDS if name in table.columns]
        return tuple(
            Partner(cells["id"], **{name: number(table, row, name, self.faults) for name in given})
            for row, cells in enumerate(table.rows)
        )

    def _cost(self, text: str) -> Decimal | None:
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            hint = "; write decimals with a point" if "," in text else ""
            self.faults.add(_PLACE, 1, "--cost", f'"{text}" is not a number{hint}')
            return None


def _header(text: str) -> tuple[str, ...]:
    try:
        first = next(filter(any, csv.reader(io.StringIO(text, newline=""))), [])
    except csv.Error:
        return ()
    return tuple(cell.strip() for cell in first)


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.cost_sharing.solve import solve as solve_shares

    return solve_shares(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write shares.csv and keys.csv; returns what result.json shall hold."""
    write_table(out / "shares.csv", ("id", "eur"), ((one.id, _written(one.cents)) for one in result.shares))
    rows = ((check.key, one.id, _written(one.cents)) for check in result.keys for one in check.shares)
    write_table(out / "keys.csv", ("key", "id", "eur"), rows)
    data: dict[str, Any] = result.to_json()
    return data


def _written(cents: int) -> str:
    return f"{Decimal(cents).scaleb(-2):.2f}"


def summary(problem: Problem, result: Any) -> list[str]:
    """Who pays most and least, and whether anyone would be better off outside; then every key in a line."""
    from talka.methods.cost_sharing.explain import overview

    lines = [reason.sentence() for reason in overview(result)]
    if problem.game:
        words = {True: "nobody better off outside", False: "somebody better off outside", None: "not known"}
        lines += [f"  {check.key}: {words[check.in_core]}" for check in result.keys]
    return lines
