"""`talka methods equal-shares election.pb`: an election of Pabulib in; selected, payments and reasons out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talka.site.methods_command.pb_file import PbFile, exact, read_pb
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults, write_table

if TYPE_CHECKING:
    from talka.methods.equal_shares.problem import Problem, Project
from talka.methods.equal_shares.votes import Ballot

INPUTS = ("election.pb",)
OPTIONAL_INPUTS: tuple[str, ...] = ()
RULES = False
DESCRIPTION = (
    "Reads an election as Pabulib publishes them, a .pb file with the sections META (budget, vote_type: approval, "
    "choose-1, cumulative, scoring or ordinal), PROJECTS (project_id;cost) and VOTES (voter_id;vote, also points). "
    "Writes selected.csv (project_id,cost,votes,round,price_per_utility), payments.csv (voter_id,project_id,amount), "
    "not_selected.csv (project_id,cost,votes,missing,reason,what_would) and result.json. Projects that are equally "
    "good are taken in the order of their ids, and told as ties."
)
TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")
WITH_POINTS = ("cumulative", "scoring")
MOST_FAULTS = 25
"""Of ballots: where all of a file's are wrong in the same way, the first ones say it."""
MOST_TOLD = 10
_PLACE = "command line"
_IN_META = ("budget", "vote_type")


class Source:
    """The file as read, and where in it each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults, *, utility: str, completion: str) -> None:
        self.faults, self.utility, self.completion = faults, utility, completion
        self.file: PbFile | None = read_pb(inputs[0], faults)
        self.unread: set[tuple[str | int, ...]] = set()

    def problem(self) -> _Asked | None:
        """The problem, or None when faults were found."""
        from talka.methods.equal_shares.problem import Problem

        if self.file is None:
            return None
        kind = self._vote_type()
        budget = self._number(self.file.meta("budget"), self.file.meta_line("budget"), "budget")
        projects = self._projects()
        ballots = self._ballots(kind)
        self._counts(len(projects), len(ballots))
        if self.utility == "points" and kind and kind not in WITH_POINTS:
            what = f"the votes of this file are {kind} and give no points; use cost or cardinality"
            self.faults.add(_PLACE, 1, "--utility", what)
            return None
        problem = Problem(budget or Fraction(0), projects, ballots, self.utility, self.completion)
        of_votes = 0
        for fault in problem.check():
            if fault.path in self.unread or (fault.code == "budget" and budget is None):
                continue
            of_votes += fault.path[0] == "votes"
            if fault.path[0] != "votes" or of_votes <= MOST_FAULTS:
                self.faults.add(*self.place(fault.path), fault.what)
        if of_votes > MOST_FAULTS:
            line = self.file.sections["VOTES"].lines[-1]
            self.faults.add(
                self.file.path, line, "vote", f"{of_votes - MOST_FAULTS} more ballots are wrong before here"
            )
        return None if self.faults else _Asked(problem, self.file)

    def place(self, way: tuple[str | int, ...]) -> tuple[Path | str, int, str]:
        """File, line and column of a part of the problem."""
        assert self.file is not None
        if way[0] == "rules":
            name = str(way[1])
            return (self.file.path, self.file.meta_line(name), name) if name in _IN_META else (_PLACE, 1, f"--{name}")
        table = self.file.sections[str(way[0]).upper()]
        return self.file.path, table.line(int(way[1])), str(way[2])

    def _vote_type(self) -> str:
        assert self.file is not None
        given, line = self.file.meta("vote_type"), self.file.meta_line("vote_type")
        if given is None:
            self.faults.add(self.file.path, line, "vote_type", "META does not say how people voted, such as approval")
        elif given.casefold() not in TYPES:
            self.faults.add(self.file.path, line, "vote_type", f'"{given}" is not one of {", ".join(TYPES)}')
        else:
            return given.casefold()
        return ""

    def _projects(self) -> tuple[Project, ...]:
        from talka.methods.equal_shares.problem import Project

        assert self.file is not None
        table = self.file.sections["PROJECTS"]
        found = []
        for row, cells in enumerate(table.rows):
            cost = self._number(cells["cost"], table.lines[row], "cost")
            if cost is None:
                self.unread.add(("projects", row, "cost"))
            found.append(Project(cells["project_id"], cost or Fraction(0), cells.get("name", "")))
        return tuple(found)

    def _ballots(self, kind: str) -> tuple[Ballot, ...]:
        from talka.methods.equal_shares.votes import Ballot

        assert self.file is not None
        table = self.file.sections["VOTES"]
        pointed = kind in WITH_POINTS
        if pointed and "points" not in table.columns:
            line = self.file.begins["VOTES"]
            self.faults.add(self.file.path, line, "points", f"the column is missing; {kind} votes give points")
            pointed = False
        known: dict[str, Fraction | None] = {}
        found, wrong = [], 0
        for row, cells in enumerate(table.rows):
            projects = _parts(cells["vote"])
            points: list[Fraction | None] = []
            for text in _parts(cells["points"]) if pointed else ():
                if text not in known:
                    known[text] = exact(text)
                points.append(known[text])
            if None in points:
                wrong += 1
                self.unread.add(("votes", row, "points"))
                if wrong <= MOST_FAULTS:
                    what = f'"{cells["points"]}" are not points, numbers such as 3,2,1'
                    self.faults.add(self.file.path, table.lines[row], "points", what)
                points = []
            elif pointed and len(points) != len(projects) and not points:
                what = f"no points are given to {len(projects)} projects; each needs its own"
                self.faults.add(self.file.path, table.lines[row], "points", what)
                self.unread.add(("votes", row, "points"))
            if kind == "choose-1" and len(projects) > 1:
                wrong += 1
                if wrong <= MOST_FAULTS:
                    what = f"{len(projects)} projects are named, and the vote is choose-1"
                    self.faults.add(self.file.path, table.lines[row], "vote", what)
            found.append(Ballot(cells["voter_id"], projects, tuple(one for one in points if one is not None)))
        return tuple(found)

    def _counts(self, projects: int, ballots: int) -> None:
        """Whether there are as many projects and ballots as the file says; fewer where it was cut off."""
        assert self.file is not None
        for key, name, count in (("num_projects", "projects", projects), ("num_votes", "ballots", ballots)):
            said = self.file.meta(key)
            if said is not None and exact(said) != count:
                what = f"META says {said}, and the file has {count} {name}; is it cut off?"
                self.faults.add(self.file.path, self.file.meta_line(key), key, what)

    def _number(self, text: str | None, line: int, column: str) -> Fraction | None:
        assert self.file is not None
        found = exact(text) if text else None
        if text is None:
            self.faults.add(self.file.path, line, column, f"META does not say the {column}")
        elif found is None:
            shown = f'"{text}" is not' if text else "the cell is empty; it needs"
            self.faults.add(self.file.path, line, column, f"{shown} a number, such as 12000 or 12000.50")
        return found


class _Asked:
    """The problem, and what the file says was selected."""

    def __init__(self, problem: Problem, file: PbFile) -> None:
        self.problem = problem
        self.rule = file.meta("rule") or ""
        table = file.sections["PROJECTS"]
        told = "selected" in table.columns and any(row["selected"] in ("0", "1") for row in table.rows)
        self.official = {row["project_id"] for row in table.rows if row["selected"] == "1"} if told else None

    def compared(self, result: Any) -> dict[str, Any] | None:
        """How what was selected officially differs; None if the file does not tell."""
        if self.official is None:
            return None
        here = {one.project for one in result.funded}
        only = {"only_officially": sorted(self.official - here), "only_here": sorted(here - self.official)}
        return {"rule": self.rule, "same": here == self.official, **only}


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(name for part in cell.split(",") if (name := part.strip()))


def solve(asked: _Asked, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.equal_shares.solve import solve as solve_equal_shares

    return solve_equal_shares(asked.problem, seed=seed, time_limit=time_limit)


def write(out: Path, asked: _Asked, result: Any) -> Mapping[str, Any]:
    """Write the three tables; returns what result.json shall hold."""
    from talka.methods.equal_shares.explain import Explanation, words

    told = Explanation(asked.problem, result)
    columns = ("project_id", "cost", "votes", "round", "price_per_utility")
    selected = ((one.project, _plain(one.cost), one.votes, one.round, one.price_per_utility) for one in result.funded)
    write_table(out / "selected.csv", columns, selected)
    write_table(out / "payments.csv", ("voter_id", "project_id", "amount"), told.ledger.payments())
    columns = ("project_id", "cost", "votes", "missing", "reason", "what_would")
    rest = (
        (
            *(one.project, _plain(one.cost), one.votes, _plain(one.missing)),
            *(words(told.why_not(one)), words(told.what_would(one))),
        )
        for one in result.unfunded
    )
    write_table(out / "not_selected.csv", columns, rest)
    data: dict[str, Any] = result.to_json()
    return {**data, "official": asked.compared(result)}


def summary(asked: _Asked, result: Any) -> list[str]:
    """The whole, each funded project, why others are not, ties, and whether the file says the same."""
    from talka.methods.equal_shares.explain import Explanation, words

    told = Explanation(asked.problem, result)
    names = {project.id: f"{project.id} {project.name}".strip() for project in asked.problem.projects}
    lines = [*(reason.sentence() for reason in told.overview()), ""]
    lines += [f"{names[one.project]}: {words(told.of_funded(one))}" for one in result.funded]
    missing = sorted(result.unfunded, key=lambda one: (-one.votes, one.project))
    if missing:
        lines += ["", "Not funded:"]
    lines += [f"{names[one.project]}: {words(told.of(one.project))}" for one in missing[:MOST_TOLD]]
    if len(missing) > MOST_TOLD:
        lines.append(f"… and {len(missing) - MOST_TOLD} more; not_selected.csv names all.")
    compared = asked.compared(result)
    if compared is not None:
        lines += ["", _compared(compared)]
    return lines


def _compared(compared: Mapping[str, Any]) -> str:
    rule = f" by {compared['rule']}" if compared["rule"] else ""
    if compared["same"]:
        return f"The file says that the same was selected{rule}."
    only = [
        f"{where}: {', '.join(compared[key])}"
        for where, key in (("only there", "only_officially"), ("only here", "only_here"))
        if compared[key]
    ]
    return f"The file says that other projects were selected{rule}; {'; '.join(only)}."


def _plain(amount: float) -> float | int:
    return int(amount) if amount.is_integer() else amount
