"""`talka methods discrepancy answers.csv`: scores in, discrepancy.csv, ranked.csv and result.json out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talka.methods.discrepancy.problem import Answer, Problem
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults, Table, read_table, write_table

INPUTS = ("answers.csv",)
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = True
DESCRIPTION = (
    "Reads answers.csv (person,competence,importance,ability; an empty score is one not given) and the rules scale, "
    "level and draws; writes discrepancy.csv (competence,n,mwds,low,high,rank), ranked.csv "
    "(competence,n,below,equal,above,rds,rank) and result.json."
)
_RULE_NAMES = ("scale", "level", "draws")


class Source:
    """The table and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults, self.rules = faults, rules
        required = ("person", "competence", "importance", "ability")
        self.answers: Table | None = read_table(inputs[0], faults, required=required)

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found; all faults are reported, those of rules too."""
        rows = self.answers.rows if self.answers else ()
        answers = tuple(
            Answer(
                cells["person"],
                cells["competence"],
                self._score(row, "importance", cells["importance"]),
                self._score(row, "ability", cells["ability"]),
            )
            for row, cells in enumerate(rows)
        )
        values = self.rules.values
        for name in values:
            if name not in _RULE_NAMES:
                what = "no such rule; there are: " + ", ".join(_RULE_NAMES)
                self.faults.add(self.rules.path, self.rules.line((name,)), name, what)
        problem = Problem(
            answers,
            scale=self._scale(values.get("scale", [1, 5])),
            level=float(self._number("level", 0.95, (int, float), "a number between 0 and 1")),
            draws=int(self._number("draws", 2_000, (int,), "a whole number")),
        )
        for fault in problem.check():
            if tuple(fault.path[1:]) not in self.rules.wrong:
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        return place_in({"answers": self.answers}, self.rules, way)

    def _score(self, row: int, column: str, text: str) -> float | None:
        if not text:
            return None
        try:
            score = float(text)
        except ValueError:
            score = math.nan
        if math.isfinite(score):
            return score
        assert self.answers is not None
        self.faults.add(self.answers.path, self.answers.line(row), column, f'"{text}" is not a number')
        return None

    def _scale(self, value: Any) -> tuple[float, float]:
        what = "a list of two numbers, such as [1, 5],"
        if not self.rules.typed(self.faults, ("scale",), value, list, what):
            return 1.0, 5.0
        if len(value) != 2 or not all(_is_number(end) for end in value):
            self.rules.wrong.add(("scale",))
            self.faults.add(self.rules.path, self.rules.line(("scale",)), "scale", f"{what} is expected")
            return 1.0, 5.0
        return float(value[0]), float(value[1])

    def _number(self, name: str, default: float, kinds: tuple[type, ...], what: str) -> float:
        value = self.rules.values.get(name, default)
        kind = next((kind for kind in kinds if type(value) is kind), kinds[-1])
        return value if self.rules.typed(self.faults, (name,), value, kind, what) else default


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.discrepancy.solve import solve as solve_discrepancy

    return solve_discrepancy(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write discrepancy.csv and ranked.csv, each in the order of its ranks; returns what result.json shall hold."""
    columns = ("competence", "n", "mwds", "low", "high", "rank")
    rows = ((one.competence, one.n, one.mwds, one.low, one.high, one.rank) for one in result.competences)
    write_table(out / "discrepancy.csv", columns, rows)
    ranked = sorted(result.competences, key=lambda one: (one.rds_rank is None, one.rds_rank or 0, one.competence))
    columns = ("competence", "n", "below", "equal", "above", "rds", "rank")
    rows = ((one.competence, one.n, one.below, one.equal, one.above, one.rds, one.rds_rank) for one in ranked)
    write_table(out / "ranked.csv", columns, rows)
    data: dict[str, Any] = result.to_json()
    return {**data, "scale": list(problem.scale)}


def summary(problem: Problem, result: Any) -> list[str]:
    """The order with its intervals, and what is worth knowing about it."""
    from talka.methods.discrepancy.explain import overview

    lines = [reason.sentence() for reason in overview(result)]
    width = max((len(one.competence) for one in result.competences), default=0)
    for one in result.competences:
        if one.mwds is not None:
            interval = "" if one.low is None else f"  from {one.low:.2f} to {one.high:.2f}"
            lines.append(f"{one.rank:>3}  {one.competence:<{width}}  {one.mwds:6.2f}{interval}  ({one.n} people)")
    return lines
