"""`talka methods grouping people.csv groups.csv`: tables and rules in, assignment.csv and result.json out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talka.methods.contract import Fault
from talka.methods.grouping.problem import Group, Person, Problem, Rules
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults, Table, read_table, whole_number, write_table

INPUTS = ("people.csv", "groups.csv")
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = True
MOST_OF_ONE_KIND = 5
DESCRIPTION = (
    "Reads people.csv (id, choice_1 … choice_k, any attributes) and groups.csv (id,min,max); "
    "writes assignment.csv (id,group,rank) and result.json."
)

_CHOICE = re.compile(r"choice_([1-9]\d*)")
_RULE_NAMES = ("balance", "at_most", "together", "apart", "fixed", "weights", "earlier", "again", "back")


class Source:
    """The tables and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults, self.rules = faults, rules
        self.people = read_table(inputs[0], faults, required=("id",))
        self.groups = read_table(inputs[1], faults, required=("id", "min", "max"))
        self.tables: dict[str, Table | None] = {"people": self.people, "groups": self.groups}

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found; all faults are reported, those of rules too."""
        ranks = self._ranks()
        people = self._people(ranks)
        groups = self._groups()
        rules = self._rules()
        attributes = () if self.people is None else tuple(c for c in self.people.columns if _is_attribute(c))
        problem = Problem(people, groups, rules, ranks=ranks, attributes=attributes)
        for fault in problem.check():
            if not self._follows(fault):
                self.faults.add(*self.place(fault.path), fault.what)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        return place_in(self.tables, self.rules, way)

    def _follows(self, fault: Fault) -> bool:
        """Whether the fault only follows from one reported already: an unreadable table, a value of a wrong type."""
        if tuple(fault.path[1:]) in self.rules.wrong:
            return True
        about = {"person_unknown": self.people, "attribute_unknown": self.people, "group_unknown": self.groups}
        if fault.code in about:
            return about[fault.code] is None
        return fault.code == "groups_none" and self.groups is None

    def _ranks(self) -> int:
        """k; faults for choice columns that are not numbered from 1 without a gap."""
        if self.people is None:
            return 0
        numbers = []
        for column in self.people.columns:
            match = _CHOICE.fullmatch(column)
            if match:
                numbers.append(int(match[1]))
            elif column.startswith("choice_"):
                self.faults.add(self.people.path, 1, column, "choice columns are named choice_1, choice_2, …")
        for number in range(1, len(numbers) + 1):
            if number not in numbers:
                what = f"the column is missing, though there is choice_{max(numbers)}"
                self.faults.add(self.people.path, 1, f"choice_{number}", what)
        return len(numbers)

    def _people(self, ranks: int) -> tuple[Person, ...]:
        if self.people is None:
            return ()
        names = [column for column in self.people.columns if _is_attribute(column)]
        return tuple(
            Person(
                row["id"],
                tuple(row.get(f"choice_{rank}", "") for rank in range(1, ranks + 1)),
                {name: row[name] for name in names},
            )
            for row in self.people.rows
        )

    def _groups(self) -> tuple[Group, ...]:
        if self.groups is None:
            return ()
        groups = []
        for index, row in enumerate(self.groups.rows):
            ends = {}
            for column in ("min", "max"):
                number = whole_number(row[column])
                if number is None:
                    shown = f'"{row[column]}" is not' if row[column] else "the cell is empty; it needs"
                    self.faults.add(self.groups.path, self.groups.line(index), column, f"{shown} a whole number")
                else:
                    ends[column] = number
            low = ends.get("min", 0)
            groups.append(Group(row["id"], low, ends.get("max", max(low, 0))))
        return tuple(groups)

    def _rules(self) -> Rules:
        values = self.rules.values
        for name in values:
            if name not in _RULE_NAMES:
                what = "no such rule; there are: " + ", ".join(_RULE_NAMES)
                self.faults.add(self.rules.path, self.rules.line((name,)), name, what)
        weights = self._table("weights", int, "a whole number")
        for name in weights:
            if name not in ("choices", "balance"):
                what = "no such weight; there are: choices, balance"
                self.faults.add(self.rules.path, self.rules.line(("weights", name)), f"weights.{name}", what)
        again, back = self._number("again", 1), self._number("back", 0)
        rounds = self._rounds(values.get("earlier"))
        return Rules(
            balance=self._texts(("balance",), values.get("balance", [])),
            at_most=self._table("at_most", int, "a whole number"),
            together=self._lists("together"),
            apart=self._lists("apart"),
            fixed=self._table("fixed", str, "the id of a group"),
            choices_weight=weights.get("choices", 1),
            balance_weight=weights.get("balance", 1),
            earlier=rounds[0] if rounds else {},
            again=again,
            before=tuple(rounds[1:]),
            back=back,
        )

    def _number(self, name: str, default: int) -> int:
        value = self.rules.values.get(name, default)
        return value if self.rules.typed(self.faults, (name,), value, int, "a whole number") else default

    def _table(self, name: str, wanted: type, what: str) -> dict[str, Any]:
        value = self.rules.values.get(name, {})
        if not self.rules.typed(self.faults, (name,), value, dict, "a table"):
            return {}
        return {k: v for k, v in value.items() if self.rules.typed(self.faults, (name, k), v, wanted, what)}

    def _texts(self, way: tuple[str | int, ...], value: Any) -> tuple[str, ...]:
        """The texts of a list. A wrong one leaves an empty place, so that the others keep their numbers."""
        if not self.rules.typed(self.faults, way, value, list, "a list of texts"):
            return ()
        return tuple(
            item if self.rules.typed(self.faults, (*way, index), item, str, "a text in quotes") else ""
            for index, item in enumerate(value)
        )

    def _lists(self, name: str) -> tuple[tuple[str, ...], ...]:
        value = self.rules.values.get(name, [])
        if not self.rules.typed(self.faults, (name,), value, list, "a list of lists of ids"):
            return ()
        return tuple(self._texts((name, index), item) for index, item in enumerate(value))

    def _rounds(self, value: Any) -> list[dict[str, str]]:
        """The former round, or a list of several, the latest first."""
        if value is None:
            return []
        if isinstance(value, list):
            return [self._earlier(name) for name in self._texts(("earlier",), value) if name]
        if not self.rules.typed(self.faults, ("earlier",), value, str, "the name of a file"):
            return []
        return [self._earlier(value)]

    def _earlier(self, value: str) -> dict[str, str]:
        """One former round. People who are not here now may stand in it; they meet nobody."""
        path = self.rules.path.parent / value
        if not path.is_file():
            self.faults.add(self.rules.path, self.rules.line(("earlier",)), "earlier", f'there is no file "{path}"')
            return {}
        table = read_table(path, self.faults, required=("id", "group"))
        former: dict[str, str] = {}
        for index, row in enumerate(table.rows if table else ()):
            assert table is not None
            for column in ("id", "group"):
                if not row[column]:
                    self.faults.add(path, table.line(index), column, "the cell is empty")
            if row["id"] and row["id"] in former:
                self.faults.add(path, table.line(index), "id", f'the id "{row["id"]}" stands twice')
            former[row["id"]] = row["group"]
        return former


def _is_attribute(column: str) -> bool:
    return column != "id" and not column.startswith("choice_")


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write assignment.csv, in the order people were given; returns what result.json shall hold."""
    rows = ((person.id, result.assignment[person.id], result.ranks[person.id]) for person in problem.people)
    write_table(out / "assignment.csv", ("id", "group", "rank"), rows)
    data: dict[str, Any] = result.to_json()
    return {key: value for key, value in data.items() if key not in ("assignment", "ranks")}


def summary(problem: Problem, result: Any) -> list[str]:
    """A few lines that a person reads on the terminal: the outcome, then what is worth knowing, the many cut short."""
    from talka.methods.grouping.explain import overview

    proof = "no better one exists" if result.proven_optimal else f"at best {result.bound}, gap {result.gap:.2%}"
    terms = ", ".join(f"{name} {value}" for name, value in result.objective_terms.items())
    lines = [f"{len(problem.people)} people in {len(problem.groups)} groups: {result.objective} ({terms}); {proof}."]
    said: Counter[str] = Counter()
    for reason in overview(problem, result.assignment).reasons:
        said[reason.code] += 1
        if said[reason.code] <= MOST_OF_ONE_KIND or reason.code == "ranks":
            lines.append(reason.sentence())
    more = sum(count - MOST_OF_ONE_KIND for code, count in said.items() if code != "ranks" and count > MOST_OF_ONE_KIND)
    if more:
        lines.append(f"… and {more} more of these kinds.")
    if result.ties_in_all:
        lines.append(f"{result.ties_in_all} moves of one person would cost nothing; result.json names the first.")
    return lines


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.grouping.solve import solve as solve_grouping

    return solve_grouping(problem, seed=seed, time_limit=time_limit, progress=progress)
