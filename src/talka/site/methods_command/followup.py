"""`talka methods followup needs.csv options.csv covers.csv`: plan.csv, coverage.csv, frontier.csv, result.json out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from talka.methods.followup.problem import Cover, Need, Option, Problem, Rules
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.silence import solver_silenced
from talka.site.methods_command.tables import Faults, Table, read_table, write_table

INPUTS = ("needs.csv", "options.csv", "covers.csv")
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = True
MOST_OF_ONE_KIND = 5
MORE_EUR = 1000.0
MOST_MEASURES = 15
DESCRIPTION = (
    "Reads needs.csv (id,weight,region and any attributes), options.csv (id,kind,cost_eur,expert,dates; dates joined "
    "by ;) and covers.csv (option,need,effect); writes plan.csv (option,date,cost_eur), coverage.csv (need,coverage), "
    "frontier.csv (budget_eur,coverage; it takes as much time again) and result.json."
)

_RULE_NAMES = ("budget_eur", "blocked_dates", "max_per_month", "min_coverage", "must", "not_both")
_TABLES = ("needs", "options", "covers")


class Source:
    """The tables and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults, self.rules = faults, rules
        columns = (("id", "weight"), ("id", "kind", "cost_eur", "expert", "dates"), ("option", "need", "effect"))
        self.tables: dict[str, Table | None] = {
            name: read_table(path, faults, required=required)
            for name, path, required in zip(_TABLES, inputs, columns, strict=True)
        }
        self.wrong: set[tuple[str | int, ...]] = set()

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found; all faults are reported, those of rules too."""
        needs = self.tables["needs"]
        attributes = tuple(c for c in needs.columns if c not in ("id", "weight")) if needs else ()
        problem = Problem(
            needs=tuple(
                Need(row["id"], self._number("needs", index, "weight"), {name: row[name] for name in attributes})
                for index, row in self._rows("needs")
            ),
            options=tuple(
                Option(
                    row["id"],
                    self._number("options", index, "cost_eur"),
                    tuple(day for part in row["dates"].split(";") if (day := part.strip())),
                    expert=row["expert"],
                    kind=row["kind"],
                )
                for index, row in self._rows("options")
            ),
            covers=tuple(
                Cover(row["option"], row["need"], self._number("covers", index, "effect"))
                for index, row in self._rows("covers")
            ),
            rules=self._rules(),
            attributes=attributes,
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
        about = {"option_unknown": "options", "need_unknown": "needs", "attribute_unknown": "needs"}
        return code in about and self.tables[about[code]] is None

    def _rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        table = self.tables[name]
        return enumerate(table.rows if table else [])

    def _number(self, name: str, row: int, column: str) -> float:
        table = self.tables[name]
        assert table is not None
        text = table.rows[row][column]
        try:
            number = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        shown = f'"{text}" is not' if text else "the cell is empty; it needs"
        self.faults.add(table.path, table.line(row), column, f"{shown} a number, such as 0.5")
        self.wrong.add((name, row, column))
        return 0.0

    def _rules(self) -> Rules:
        values, typed = self.rules.values, self.rules.typed
        for name in values:
            if name not in _RULE_NAMES:
                what = "no such rule; there are: " + ", ".join(_RULE_NAMES)
                self.faults.add(self.rules.path, self.rules.line((name,)), name, what)
        month = values.get("max_per_month")
        if month is not None and not typed(self.faults, ("max_per_month",), month, int, "a whole number"):
            month = None
        shares = values.get("min_coverage", {})
        if not typed(self.faults, ("min_coverage",), shares, dict, "a table"):
            shares = {}
        budget = values.get("budget_eur")
        return Rules(
            budget_eur=None if budget is None else self._amount(("budget_eur",), budget),
            blocked_dates=self._list("blocked_dates", self._day),
            max_per_month=month,
            min_coverage={name: self._amount(("min_coverage", name), share) for name, share in shares.items()},
            must=self._list("must", self._text),
            not_both=self._list("not_both", self._texts),
        )

    def _amount(self, way: tuple[str | int, ...], value: Any) -> float:
        number = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
        return number if self.rules.typed(self.faults, way, number, float, "a number") else 0.0

    def _list(self, name: str, read: Any) -> tuple[Any, ...]:
        value = self.rules.values.get(name, [])
        if not self.rules.typed(self.faults, (name,), value, list, "a list"):
            return ()
        return tuple(read((name, index), item) for index, item in enumerate(value))

    def _text(self, way: tuple[str | int, ...], value: Any) -> str:
        return value if self.rules.typed(self.faults, way, value, str, "a text in quotes") else ""

    def _texts(self, way: tuple[str | int, ...], value: Any) -> tuple[str, ...]:
        if not self.rules.typed(self.faults, way, value, list, "a list of two ids"):
            return ()
        return tuple(self._text((*way, index), item) for index, item in enumerate(value))

    def _day(self, way: tuple[str | int, ...], value: Any) -> str:
        """A date may stand with or without quotes."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        return self._text(way, value)


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.followup.frontier import frontier, with_more_money
    from talka.methods.followup.solve import solve as solve_followup

    with solver_silenced():
        result = solve_followup(problem, seed=seed, time_limit=time_limit)
        more = with_more_money(problem, result, MORE_EUR, time_limit=0.1 * time_limit)
        points = frontier(problem, result, time_limit=0.9 * time_limit)
    return replace(result, frontier=points, thousand_more=more)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write plan.csv by date, coverage.csv in the order of needs, frontier.csv; returns what result.json shall hold."""
    cost = {option.id: option.cost_eur for option in problem.options}
    plan = sorted(result.plan.items(), key=lambda item: (item[1], item[0]))
    write_table(out / "plan.csv", ("option", "date", "cost_eur"), ((o, day, f"{cost[o]:.2f}") for o, day in plan))
    covered = ((need.id, result.coverage[need.id]) for need in problem.needs)
    write_table(out / "coverage.csv", ("need", "coverage"), covered)
    points = ((f"{point.budget_eur:.2f}", point.coverage) for point in result.frontier)
    write_table(out / "frontier.csv", ("budget_eur", "coverage"), points)
    data: dict[str, Any] = result.to_json()
    return {key: value for key, value in data.items() if key not in ("plan", "coverage")}


def summary(problem: Problem, result: Any) -> list[str]:
    """The outcome and its proof, the plan by date, what stays open, and what other budgets would answer."""
    from talka.methods.followup.explain import Explanation, more_money
    from talka.methods.followup.rules import euros

    told = Explanation(problem, result.plan)
    overview = told.overview()
    lines = [overview[0].sentence(), _proof(result), ""]
    plan = sorted(result.plan.items(), key=lambda item: (item[1], item[0]))
    lines += [reason.sentence() for option, _ in plan[:MOST_MEASURES] for reason in told.of_option(option)]
    if len(plan) > MOST_MEASURES:
        lines.append(f"… and {len(plan) - MOST_MEASURES} more measures; plan.csv names all.")
    out = sorted(option.id for option in problem.options if option.id not in result.plan)
    lines += ["", *(reason.sentence() for option in out[:MOST_OF_ONE_KIND] for reason in told.of_option(option))]
    if len(out) > MOST_OF_ONE_KIND:
        lines.append(f"… and {len(out) - MOST_OF_ONE_KIND} more measures are not in the plan.")
    lines.append("")
    said: Counter[str] = Counter()
    for reason in overview[1:]:
        said[reason.code] += 1
        if said[reason.code] <= MOST_OF_ONE_KIND:
            lines.append(reason.sentence())
    if more := sum(max(0, count - MOST_OF_ONE_KIND) for count in said.values()):
        lines.append(f"… and {more} more of these kinds; coverage.csv names all.")
    if result.ties:
        lines.append(f"{len(result.ties)} exchanges of one measure would answer just as much; result.json names them.")
    if result.thousand_more is not None:
        lines.append(more_money(result.objective, MORE_EUR, result.thousand_more).sentence())
    lines += ["", "What other budgets would answer:"]
    for point in result.frontier:
        unproven = "" if point.proven_optimal else f", at most {point.bound:g}"
        lines.append(f"{euros(point.budget_eur):>16}  {point.coverage:g}{unproven}")
    return lines


def _proof(result: Any) -> str:
    if not result.proven_optimal:
        return (
            f"At best {result.bound:g} could be answered; the time ran out before this was settled ({result.gap:.2%})."
        )
    if result.proven_earliest:
        return "No plan answers more; none that answers as much is cheaper, and none as cheap is earlier."
    if result.proven_cheapest:
        return "No plan answers more, and none that answers as much is cheaper; whether all is earliest is not proven."
    return "No plan answers more; whether another answers as much for less is not proven."
