"""`talka methods opinion participants-votes.csv`: groups.csv, statements.csv, stands_for.csv and result.json out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talka.methods.opinion.problem import LEAST_VOTES, MOST_GROUPS, VOTES, Ballot, Problem, Statement, no_vote
from talka.site.methods_command.places import place_in
from talka.site.methods_command.rules_file import RulesFile
from talka.site.methods_command.tables import Faults, Table, read_table, whole_number, write_table

INPUTS = ("votes.csv",)
OPTIONAL_INPUTS: tuple[str, ...] = ("comments.csv",)
RULES = True
MOST_TOLD = 5
DESCRIPTION = (
    "Reads the participants-votes.csv of a Polis export (participant, then a column for each statement by number), or "
    "a table person,statement,vote; a vote is 1 (agrees), 0 (passes) or -1 (disagrees). comments.csv, if given, has "
    "texts and moderation (comment-id,comment-body,moderated as Polis writes it, or statement,text). Rules: "
    "least_votes = 7, most_groups = 5. Writes groups.csv (person,group,x,y,votes), statements.csv (agreement of all "
    "and by group), stands_for.csv (group,statement,side,share,elsewhere,ratio,chance) and result.json."
)
_LONG = ("person", "statement", "vote")
_ABOUT_PERSONS = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
_COMMENTS = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
_STATEMENTS = ("statement", "text", "moderated")
_REJECTED = ("-1", "0", "1")
_RULE_NAMES = ("least_votes", "most_groups")


class Source:
    """The tables and rules as read, and where in them each part of the problem stands."""

    def __init__(self, inputs: list[Path], rules: RulesFile, faults: Faults) -> None:
        self.faults, self.rules = faults, rules
        self.votes: Table | None = read_table(inputs[0], faults, required=())
        self.comments: Table | None = read_table(inputs[1], faults, required=()) if len(inputs) > 1 else None
        self.wide = self.votes is not None and "participant" in self.votes.columns
        self.lines: dict[tuple[int, str], int] = {}
        """Of a long table: the line of each ballot's vote on a statement."""

    def problem(self) -> Problem | None:
        """The problem, or None when faults were found; all faults are reported, those of rules too."""
        for name in self.rules.values:
            if name not in _RULE_NAMES:
                what = "no such rule; there are: " + ", ".join(_RULE_NAMES)
                self.faults.add(self.rules.path, self.rules.line((name,)), name, what)
        readable = self.votes is not None and self._columns_are_right(self.votes)
        ballots = (self._wide() if self.wide else self._long()) if readable else ()
        problem = Problem(
            ballots,
            self._statements(),
            least_votes=self._whole("least_votes", LEAST_VOTES),
            most_groups=self._whole("most_groups", MOST_GROUPS),
        )
        for fault in problem.check():
            # Without votes that can be read, that there are none says nothing new.
            if not (fault.path[0] == "ballots" and (not readable or (self.faults and len(fault.path) == 1))) and (
                tuple(fault.path[1:]) not in self.rules.wrong
            ):
                self.faults.add(*self.place(fault.path), fault.what)
        if not self.faults:
            self._refuse_one_vote_only(ballots)
        return None if self.faults else problem

    def place(self, way: tuple[str | int, ...]) -> tuple[Path, int, str]:
        """File, line and column of a part of the problem."""
        if way[0] == "ballots":
            assert self.votes is not None
            row = way[1] if len(way) > 1 and isinstance(way[1], int) else None
            column = str(way[2]) if len(way) > 2 else ""
            if self.wide:
                named = {"": "participant", "person": "participant"}.get(column, column)
                return self.votes.path, self.votes.line(row), named
            line = self.lines.get((row, column), 1) if row is not None else 1
            return self.votes.path, line, column if column in _LONG else "vote"
        if way[0] == "statements":
            return place_in({"statements": self.comments}, None, (*way[:2], self._id_column()))
        return place_in({}, self.rules, way)

    def _columns_are_right(self, table: Table) -> bool:
        """Whether it is one of the two forms, with nothing in it that is neither."""
        if self.wide:
            unknown = [name for name in table.columns if name not in _ABOUT_PERSONS and whole_number(name) is None]
            what = (
                "no such column; participants-votes.csv has " + ", ".join(_ABOUT_PERSONS) + " and statements by number"
            )
        else:
            unknown = [name for name in table.columns if name not in _LONG]
            what = (
                "no such column; there are person,statement,vote, or those of a Polis export (participant, 0, 1, ...)"
            )
            if "voter-id" in table.columns:
                what = (
                    "this is the votes.csv of a Polis export, with votes changed later; give its participants-votes.csv"
                )
        for name in unknown:
            self.faults.add(table.path, 1, name, what)
        missing = [] if self.wide else [name for name in _LONG if name not in table.columns]
        for name in missing if not unknown else ():
            self.faults.add(table.path, 1, name, f"the column is missing; there are: {', '.join(table.columns)}")
        return not unknown and not missing

    def _wide(self) -> tuple[Ballot, ...]:
        assert self.votes is not None
        names = [name for name in self.votes.columns if name not in _ABOUT_PERSONS]
        ballots = []
        for row, cells in enumerate(self.votes.rows):
            votes = {}
            for name in names:
                if cells[name]:
                    vote = self._vote(cells[name], self.votes.line(row), name)
                    if vote is not None:
                        votes[name] = vote
            ballots.append(Ballot(cells["participant"], votes))
        return tuple(ballots)

    def _long(self) -> tuple[Ballot, ...]:
        """One ballot for each person; the same vote twice is one, another one a fault."""
        assert self.votes is not None
        ballots: dict[str, dict[str, int]] = {}
        for row, cells in enumerate(self.votes.rows):
            line, person, statement = self.votes.line(row), cells["person"], cells["statement"]
            for column, name in (("person", person), ("statement", statement)):
                if not name:
                    self.faults.add(self.votes.path, line, column, f"the {column} is empty")
            vote = self._vote(cells["vote"], line, "vote")
            if vote is None or not person or not statement:
                continue
            mine = ballots.setdefault(person, {})
            before = mine.setdefault(statement, vote)
            if before != vote:
                what = f'"{person}" votes on "{statement}" a second time and otherwise: {before}, then {vote}'
                self.faults.add(self.votes.path, line, "vote", what)
        return tuple(Ballot(person, votes) for person, votes in ballots.items())

    def _vote(self, text: str, line: int, column: str) -> int | None:
        vote = _SHORT.get(text)
        if vote is None:
            vote = whole_number(text.removesuffix(".0"))
        if vote in VOTES:
            return vote
        assert self.votes is not None
        what = no_vote(f'"{text}"') if text else "the cell is empty; " + no_vote("nothing").split("; ")[1]
        self.faults.add(self.votes.path, line, column, what)
        return None

    def _refuse_one_vote_only(self, ballots: tuple[Ballot, ...]) -> None:
        """Where all votes of a file are the same, something else than opinions was most likely written there."""
        found = {vote for ballot in ballots for vote in ballot.votes.values()}
        if len(found) == 1 and self.votes is not None:
            column = next(name for name in self.votes.columns if name not in _ABOUT_PERSONS) if self.wide else "vote"
            count = sum(len(ballot.votes) for ballot in ballots)
            what = (
                f"all {count} votes are {found.pop()}: everybody is of one mind about everything, and there are no "
                "groups to tell apart; if that is not what people said, see how the file was made"
            )
            self.faults.add(self.votes.path, 2, column, what)

    def _id_column(self) -> str:
        there = self.comments.columns if self.comments else ()
        return "comment-id" if "comment-id" in there else "statement"

    def _statements(self) -> tuple[Statement, ...]:
        table = self.comments
        if table is None:
            return ()
        known = _COMMENTS if self._id_column() == "comment-id" else _STATEMENTS
        wrong = False
        for name in table.columns:
            if name not in known:
                self.faults.add(table.path, 1, name, "no such column; there are: " + ", ".join(known))
                wrong = True
        text = "comment-body" if self._id_column() == "comment-id" else "text"
        for name in (self._id_column(), text):
            if name not in table.columns and not wrong:
                there = ", ".join(table.columns)
                self.faults.add(table.path, 1, name, f"the column is missing; there are: {there}")
                wrong = True
        if wrong:
            return ()
        return tuple(
            Statement(cells[self._id_column()], cells[text], self._rejected(row, cells.get("moderated", "")))
            for row, cells in enumerate(table.rows)
        )

    def _rejected(self, row: int, text: str) -> bool:
        if text and text not in _REJECTED:
            assert self.comments is not None
            what = f'"{text}" is none of -1 (rejected), 0 (not moderated) and 1 (accepted)'
            self.faults.add(self.comments.path, self.comments.line(row), "moderated", what)
        return text == "-1"

    def _whole(self, name: str, default: int) -> int:
        value = self.rules.values.get(name, default)
        return value if self.rules.typed(self.faults, (name,), value, int, "a whole number") else default


_SHORT = {"1": 1, "0": 0, "-1": -1}
_OF_SHARE = ("n", "agree", "disagree", "agreement", "low", "high")


def solve(problem: Problem, *, seed: int, time_limit: float, progress: Any) -> Any:
    from talka.methods.opinion.solve import solve as solve_opinion

    return solve_opinion(problem, seed=seed, time_limit=time_limit)


def write(out: Path, problem: Problem, result: Any) -> Mapping[str, Any]:
    """Write groups.csv, statements.csv and stands_for.csv; returns what result.json shall hold."""
    columns: tuple[str, ...] = ("person", "group", "x", "y", "votes")
    write_table(out / "groups.csv", columns, ((p.person, p.group, p.x, p.y, p.votes) for p in result.people))
    _write_statements(out / "statements.csv", result)
    columns = ("group", "statement", "side", "share", "elsewhere", "ratio", "chance")
    rows = (
        (group.name, one.statement, one.side, one.share, one.elsewhere, one.ratio, one.chance)
        for group in result.groups
        for one in group.stands_for
    )
    write_table(out / "stands_for.csv", columns, rows)
    data: dict[str, Any] = result.to_json()
    kept = {key: value for key, value in data.items() if key not in ("people", "statements")}
    counts = {kind: sum(1 for one in result.statements if one.kind == kind) for kind in ("shared", "divides")}
    grouped = sum(1 for one in result.people if one.group)
    return {**kept, "people": len(result.people), "grouped": grouped, "statements": len(result.statements), **counts}


def _write_statements(path: Path, result: Any) -> None:
    """One row for each statement, in their order; columns of all, of the verdict, then of each group. Only n is told
    where fewer than 5 people voted."""
    verdict = ("consensus", "consensus_against", "spread", "kind", "side", "chance")
    columns = ["statement", "text", *_OF_SHARE, *verdict]
    columns += [f"{column}_{group.name}" for group in result.groups for column in _OF_SHARE]
    rows = (
        [
            one.statement,
            one.text,
            *_cells(one.everyone),
            *(getattr(one, column) for column in verdict),
            *(cell for share in one.groups for cell in _cells(share)),
        ]
        for one in result.statements
    )
    write_table(path, columns, rows)


def _cells(share: Any) -> list[Any]:
    """The columns of a share; from fewer than 5 votes only how many there are."""
    told = share.agreement is not None
    return [getattr(share, column) if told or column == "n" else None for column in _OF_SHARE]


def summary(problem: Problem, result: Any) -> list[str]:
    """The whole, then what each group stands for, what all share, and what divides; the most of each."""
    from talka.methods.opinion.explain import dividing, explain_group, explain_statement, overview, shared, shown

    reasons = overview(result)
    lines = [reason.sentence() for reason in reasons]
    if reasons[0].code == "few_people":
        return lines
    if len(result.groups) > 1:
        for group in result.groups:
            lines += ["", f"Group {group.name}"]
            lines += [f"  {reason.sentence()}" for reason in explain_group(result, group.name)]
    for title, found in (("What is shared", shared(result)), ("What divides", dividing(result))):
        if found:
            lines += ["", title]
        for one in found[:MOST_TOLD]:
            lines.append(f'  "{shown(one)}"')
            told = [each.sentence() for each in explain_statement(result, one.statement) if each.code != "passes"]
            lines += [f"    {sentence}" for sentence in told]
        if len(found) > MOST_TOLD:
            lines.append(f"  … and {len(found) - MOST_TOLD} more; statements.csv names all.")
    return lines
