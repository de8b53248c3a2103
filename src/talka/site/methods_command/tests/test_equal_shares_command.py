"""`talka methods equal-shares` as an analyst meets it: an election in, tables out, faults at their line and column."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talka.site.methods_command import main

ELECTION = """META
key;value
description;"A small town; made up"
budget;90
vote_type;approval
num_projects;3
num_votes;4
rule;equalshares
PROJECTS
project_id;cost;name;selected
p1;30;"Lamps; benches";1
p2;60.50;A well;0
p3;20;"A yard
behind the school";0
VOTES
voter_id;vote;age
v1;p1,p2;40
v2;p1, p2;41
v3;p1;
v4;;7
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, text: str = ELECTION, encoding: str = "utf-8") -> int:
    Path("e.pb").write_bytes(text.encode(encoding))
    return main(["equal-shares", "e.pb", "--out", "out", *words])


def faults(capsys: pytest.CaptureFixture[str], text: str, *words: str) -> list[str]:
    """The faults of an election, file:line: column: what and why."""
    assert run(*words, text=text) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert not Path("out").exists()
    return said.err.splitlines()


def table(name: str) -> list[list[str]]:
    with Path("out", name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def result() -> dict[str, object]:
    found: dict[str, object] = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    return found


def test_writes_selected_payments_reasons_and_result(capsys: pytest.CaptureFixture[str]):
    assert run("--seed", "7", "--utility", "cardinality") == 0
    assert table("selected.csv") == [
        ["project_id", "cost", "votes", "round", "price_per_utility"],
        ["p1", "30", "3", "1", "10.0"],
    ]
    assert table("payments.csv") == [
        ["voter_id", "project_id", "amount"],
        ["v1", "p1", "10.0"],
        ["v2", "p1", "10.0"],
        ["v3", "p1", "10.0"],
    ]
    header, *rest = table("not_selected.csv")
    assert header == ["project_id", "cost", "votes", "missing", "reason", "what_would"]
    assert [row[:4] for row in rest] == [["p2", "60.5", "2", "35.5"], ["p3", "20", "0", "20"]]
    assert rest[0][4] == "Its voters (2) have 45 together; it costs 15.50 more."
    assert rest[1][4] == "Nobody voted for it."
    told = result()
    wanted = {
        "method": "equal-shares",
        "seed": 7,
        "objective": None,
        "bound": None,
        "gap": None,
        "proven_optimal": False,
    }
    assert {key: told[key] for key in wanted} == wanted
    assert (told["utility"], told["completion"], told["voters"], told["share"]) == ("cardinality", "none", 4, 22.5)
    assert told["official"] == {"rule": "equalshares", "same": True, "only_officially": [], "only_here": []}
    said = capsys.readouterr()
    assert said.err == ""
    assert "p1 Lamps; benches: Round 1: 3 voters pay 10 each." in said.out
    assert said.out.endswith("The file says that the same was selected by equalshares.\n")


def test_completions_and_what_was_selected_otherwise(capsys: pytest.CaptureFixture[str]):
    assert run("--completion", "add1") == 0
    assert [row[:4] for row in table("selected.csv")[1:]] == [["p1", "30", "3", "1"]]
    assert (result()["stopped"], result()["steps"]) == ("exhausted", 0)
    assert run("--completion", "greedy") == 0
    assert [row[:2] + row[3:] for row in table("selected.csv")[1:]] == [
        ["p1", "30", "1", str(1 / 3)],
        ["p3", "20", "2", ""],
    ]
    assert capsys.readouterr().out.endswith("other projects were selected by equalshares; only here: p3.\n")


def test_shares_grow_until_more_would_be_chosen_than_there_is():
    text = ELECTION.replace("budget;90", "budget;60").replace("num_votes;4\n", "").replace("v4;;7\n", "v4;p3;7\n")
    assert run("--completion", "add1", text=text) == 0
    told = result()
    assert (told["first_share"], told["share"], told["steps"], told["stopped"]) == (15, 20, 5, "exhausted")
    assert [row[0] for row in table("selected.csv")[1:]] == ["p1", "p3"]


@pytest.mark.parametrize("how", ["mark", "ends", "old ends", "blank lines", "quotes"])
def test_the_way_a_file_is_saved_does_not_matter(how: str):
    assert run() == 0
    first = [table("selected.csv"), table("payments.csv")]
    lines = ELECTION.replace('"A yard\nbehind the school"', "A yard")
    text = {
        "mark": "\ufeff" + ELECTION,
        "ends": ELECTION.replace("\n", "\r\n"),
        "old ends": lines.replace("\n", "\r"),
        "blank lines": lines.replace("\n", "\n\n;;\n"),
        "quotes": ELECTION.replace("v1;p1,p2;40", '"v1";"p1,p2";"40"').replace("budget;90", 'budget;"90"'),
    }[how]
    assert run(text=text) == 0
    assert [table("selected.csv"), table("payments.csv")] == first


@pytest.mark.parametrize(
    ("kind", "votes", "options"),
    [
        ("choose-1", "voter_id;vote\nv1;p1\nv2;p1\nv3;p2\nv4;", ()),
        ("ordinal", "voter_id;vote\nv1;p2,p1\nv2;p1\nv3;p1\nv4;", ()),
        ("cumulative", "voter_id;vote;points\nv1;p2,p1;1,3\nv2;p1;2\nv3;p1;2.5\nv4;;", ()),
        ("cumulative", "voter_id;vote;points\nv1;p2,p1;1,3\nv2;p1;2\nv3;p1;2.5\nv4;;", ("--utility", "points")),
        ("scoring", 'voter_id;vote;points\nv1;p2,p1;1,3\nv2;p1;"2,"\nv3;p1;2\nv4;;', ("--utility", "points")),
    ],
)
def test_every_kind_of_vote_is_counted(kind: str, votes: str, options: tuple[str, ...]):
    text = ELECTION.split("VOTES\n")[0].replace("approval", kind) + "VOTES\n" + votes + "\n"
    assert run(*options, text=text) == 0
    assert [row[0] for row in table("selected.csv")[1:]] == ["p1"]


def changed(*pairs: tuple[str, str]) -> str:
    text = ELECTION
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


WRONG = {
    "project twice": (
        [("p2;60.50", "p1;60.50"), (",p2", ""), (", p2", "")],
        'e.pb:12: project_id: the project "p1" stands',
    ),
    "no id": ([("p3;20", ";20")], "e.pb:13: project_id: the id is empty"),
    "cost 0": ([("p2;60.50", "p2;0")], "e.pb:12: cost: 0 is no cost, it must be above 0"),
    "cost below 0": ([("p2;60.50", "p2;-5")], "e.pb:12: cost: -5 is no cost, it must be above 0"),
    "no cost": ([("p2;60.50", "p2;")], "e.pb:12: cost: the cell is empty; it needs a number"),
    "cost in words": ([("p2;60.50", "p2;60 EUR")], 'e.pb:12: cost: "60 EUR" is not a number, such as 12000'),
    "no budget": ([("budget;90\n", "")], "e.pb:1: budget: META does not say the budget"),
    "budget 0": ([("budget;90", "budget;0")], "e.pb:4: budget: 0 is no budget, it must be above 0"),
    "budget in words": ([("budget;90", "budget;90 000")], 'e.pb:4: budget: "90 000" is not a number'),
    "budget twice": ([("budget;90", "budget;90\nbudget;80")], "e.pb:5: budget: the key stands twice in META"),
    "no kind of vote": ([("vote_type;approval\n", "")], "e.pb:1: vote_type: META does not say how people voted"),
    "unknown kind of vote": ([("approval", "dice")], 'e.pb:5: vote_type: "dice" is not one of approval, choose-1'),
    "unknown project": ([("v1;p1,p2", "v1;p1,p9")], 'e.pb:17: vote: there is no project "p9"'),
    "named twice": ([("v1;p1,p2", "v1;p1,p1")], 'e.pb:17: vote: the project "p1" stands twice on the ballot'),
    "voter twice": ([("v2;", "v1;")], 'e.pb:18: voter_id: the voter "v1" has a ballot already; one person votes once'),
    "no voter": ([("v2;", ";")], "e.pb:18: voter_id: the voter has no id"),
    "two of one": ([("approval", "choose-1")], "e.pb:17: vote: 2 projects are named, and the vote is choose-1"),
    "no points": ([("approval", "cumulative")], "e.pb:15: points: the column is missing; cumulative votes give points"),
    "fewer projects": ([("num_projects;3", "num_projects;4")], "e.pb:6: num_projects: META says 4, and the file has 3"),
    "fewer ballots": ([("v4;;7\n", "")], "e.pb:7: num_votes: META says 4, and the file has 3 ballots; is it cut off?"),
    "cells too many": (
        [("A small town; made up", "Town"), ('"Lamps; benches"', "Lamps; benches")],
        "e.pb:11: selected:",
    ),
    "cells too few": ([("v3;p1;", "v3;p1")], "e.pb:19: age: the row has 2 cells, the header 3"),
    "open quotes": ([('school";0', "school;0")], "e.pb:13: file: is not a table parted by semicolons"),
    "commas": (
        [("project_id;cost;name;selected", "project_id,cost,name")],
        "e.pb:10: project_id: the column is missing",
    ),
    "no votes": ([("VOTES\nvoter_id", "voter_id")], "e.pb:1: VOTES: the section is missing"),
    "no header": (
        [("PROJECTS\nproject_id;cost;name;selected", "PROJECTS")],
        "e.pb:10: project_id: the column is missing",
    ),
    "section twice": ([("VOTES", "PROJECTS")], "e.pb:15: PROJECTS: the section stands twice, first on line 9"),
    "no section first": ([("META\n", "")], 'e.pb:1: META: the file begins with "key", not with the section META'),
    "column twice": ([("name;selected", "cost;selected")], "e.pb:10: cost: the column stands twice in the header"),
}


@pytest.mark.parametrize("what", WRONG)
def test_every_fault_is_told_at_its_line_and_column(what: str, capsys: pytest.CaptureFixture[str]):
    pairs, wanted = WRONG[what]
    said = faults(capsys, changed(*pairs))
    assert any(line.startswith(wanted) for line in said), said


def test_points_that_are_none_are_faults(capsys: pytest.CaptureFixture[str]):
    votes = "voter_id;vote;points\nv1;p1,p2;1\nv2;p1;many\nv3;p2;-1\nv4;p1;\n"
    text = ELECTION.split("VOTES\n")[0].replace("approval", "cumulative") + "VOTES\n" + votes
    said = faults(capsys, text, "--utility", "points")
    assert [":".join(line.split(":", 3)[:3]) for line in said] == [f"e.pb:{line}: points" for line in (17, 18, 19, 20)]


def test_options_that_are_none_are_faults_of_the_command_line(capsys: pytest.CaptureFixture[str]):
    said = faults(capsys, ELECTION, "--utility", "luck", "--completion", "later")
    assert said == [
        'command line:1: --utility: "luck" is not one of cost, cardinality, points',
        'command line:1: --completion: "later" is not one of none, add1, greedy',
    ]
    assert faults(capsys, ELECTION, "--utility", "points") == [
        "command line:1: --utility: the votes of this file are approval and give no points; use cost or cardinality"
    ]


def test_a_project_over_the_budget_is_no_fault_but_told():
    assert run(text=changed(("p2;60.50", "p2;600"))) == 0
    assert [row[4] for row in table("not_selected.csv") if row[0] == "p2"] == [
        "It costs 600, more than the whole budget of 90."
    ]


def test_a_file_wrong_throughout_is_told_by_its_first_lines(capsys: pytest.CaptureFixture[str]):
    votes = "".join(f"w{number};x;\n" for number in range(300))
    said = faults(capsys, ELECTION.replace("num_votes;4\n", "") + votes)
    assert len(said) == 26
    assert said[-1] == "e.pb:319: vote: 275 more ballots are wrong before here"
    short = faults(capsys, ELECTION.replace("num_votes;4\n", "") + votes.replace(";x;", ""))
    assert len(short) == 25


def test_a_file_that_is_none(capsys: pytest.CaptureFixture[str]):
    assert main(["equal-shares", "none.pb", "--out", "out"]) == 2
    assert capsys.readouterr().err.startswith("none.pb:1: file: cannot be read")
    assert run(encoding="utf-16") == 2
    assert capsys.readouterr().err.startswith("e.pb:1: file: is not UTF-8 text")
    assert faults(capsys, "") == [
        f"e.pb:1: {name}: the section is missing; a file has META, PROJECTS, VOTES"
        for name in ("META", "PROJECTS", "VOTES")
    ]
