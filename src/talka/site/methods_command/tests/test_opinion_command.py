"""`talka methods opinion` on files: groups out, faults at their lines."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talka.site.methods_command import main

STATEMENTS = 8


def polis(people: int = 20) -> str:
    """A Polis export: two camps that agree about the first four statements and differ about the others."""
    head = ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *map(str, range(STATEMENTS))]
    lines = [",".join(head)]
    for row in range(people):
        view = 1 if row % 2 else -1
        votes = ["" if (row + s) % 7 == 0 else str(1 if s < 4 else view) for s in range(STATEMENTS)]
        lines.append(",".join([str(row), str(row % 2), "0", "8", "4", "4", *votes]))
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """The same votes as a table person,statement,vote."""
    head, *rows = list(csv.reader(text.splitlines()))
    lines = ["person,statement,vote"]
    lines += [f"{row[0]},{head[at]},{row[at]}" for row in rows for at in range(6, len(head)) if row[at]]
    return "\n".join(lines) + "\n"


COMMENTS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n" + "".join(
    f'{s},x,{s},1,0,0,{-1 if s == 7 else 1},"Statement, number {s}"\n' for s in range(STATEMENTS)
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("votes.csv").write_text(polis(), encoding="utf-8")
    Path("comments.csv").write_text(COMMENTS, encoding="utf-8")


def run(*words: str, rules: str | None = None) -> int:
    if rules is not None:
        Path("rules.toml").write_text(rules, encoding="utf-8")
        words = (*words, "--rules", "rules.toml")
    return main(["opinion", "votes.csv", *words, "--out", "out", "--time-limit", "60"])


def table(name: str) -> list[dict[str, str]]:
    with (Path("out") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told() -> dict[str, object]:
    found: dict[str, object] = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    return found


def complaints(capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert not Path("out").exists()
    return capsys.readouterr().err.splitlines()


def places(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [":".join(line.split(":", 3)[:3]) for line in complaints(capsys)]


def test_a_polis_export_with_its_comments(capsys: pytest.CaptureFixture[str]):
    assert run("comments.csv", "--seed", "3", rules="least_votes = 5\nmost_groups = 4\n") == 0
    groups = table("groups.csv")
    assert list(groups[0]) == ["person", "group", "x", "y", "votes"]
    assert [row["person"] for row in groups] == [str(row) for row in range(20)]
    assert len({(int(row["person"]) % 2, row["group"]) for row in groups}) == 2
    statements = table("statements.csv")
    assert [row["statement"] for row in statements] == [str(s) for s in range(7)]
    assert statements[0]["text"] == "Statement, number 0"
    assert [row["kind"] for row in statements] == ["shared"] * 4 + ["divides"] * 3
    assert {row["agreement_A"] for row in statements[4:]} in ({"0.0"}, {"1.0"})
    assert all(float(row["low"]) <= float(row["agreement"]) <= float(row["high"]) for row in statements)
    assert {(row["group"], row["statement"]) for row in table("stands_for.csv")} == {
        (g, s) for g in "AB" for s in "456"
    }
    result = told()
    assert (result["method"], result["seed"], result["objective"], result["bound"]) == ("opinion", 3, None, None)
    assert (result["people"], result["grouped"], result["statements"], result["rejected"]) == (20, 20, 7, 1)
    assert (result["shared"], result["divides"], result["chance"]) == (4, 3, 0.025)
    said = capsys.readouterr()
    assert "The crowd stands in 2 groups: A 10, B 10." in said.out
    assert '"Statement, number 4"' in said.out
    assert said.err == ""


def test_a_plain_table_says_the_same():
    assert run(rules="least_votes = 5\n") == 0
    before = [(Path("out") / name).read_bytes() for name in ("groups.csv", "statements.csv", "stands_for.csv")]
    text = plain(polis())
    head, *rows = text.splitlines()
    Path("votes.csv").write_text("\n".join([head, *rows[::-1], rows[0]]) + "\n", encoding="utf-8")
    assert run(rules="least_votes = 5\n") == 0
    assert before == [(Path("out") / name).read_bytes() for name in ("groups.csv", "statements.csv", "stands_for.csv")]


def test_texts_of_a_plain_table():
    Path("comments.csv").write_text("statement,text\n0,Zero\n", encoding="utf-8")
    assert run("comments.csv") == 0
    assert [row["text"] for row in table("statements.csv")] == ["Zero", *[""] * 7]


def test_few_votes_are_counted_but_not_told():
    Path("votes.csv").write_text(polis() + "99,0,0,8,4,4,1,,,,,,,\n", encoding="utf-8")
    assert run("comments.csv") == 0
    assert table("groups.csv")[-1] == {"person": "99", "group": "", "x": "", "y": "", "votes": "1"}
    Path("votes.csv").write_text("person,statement,vote\na,x,1\nb,x,-1\nc,x,1\n", encoding="utf-8")
    assert run() == 0
    (row,) = table("statements.csv")
    assert (row["n"], row["agree"], row["agreement"], row["kind"]) == ("3", "", "", "")


def test_fewer_than_five_people_are_told_nothing(capsys: pytest.CaptureFixture[str]):
    Path("votes.csv").write_text("person,statement,vote\na,x,1\nb,x,-1\nc,x,1\n", encoding="utf-8")
    assert run() == 0
    assert capsys.readouterr().out.splitlines() == ["Fewer than 5 people voted; nothing is told of so few."]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("person,statement,vote,weight\na,x,1,2\n", ["votes.csv:1: weight"]),
        ("participant,mood,0\na,2,1\n", ["votes.csv:1: mood"]),
        ("who,what\na,x\n", ["votes.csv:1: who", "votes.csv:1: what"]),
        ("person,vote\na,1\n", ["votes.csv:1: statement"]),
        (
            "timestamp,datetime,comment-id,voter-id,vote\n1,x,1,1,1\n",
            [f"votes.csv:1: {name}" for name in ("timestamp", "datetime", "comment-id", "voter-id")],
        ),
        (
            "person,statement,vote\na,x,2\nb,x,yes\nc,x,\n,x,1\nd,,1\ne,x,1\n",
            [
                "votes.csv:2: vote",
                "votes.csv:3: vote",
                "votes.csv:4: vote",
                "votes.csv:5: person",
                "votes.csv:6: statement",
            ],
        ),
        ("participant,0,1\na,1,3\nb,0.5,-1\nc,1,0\n", ["votes.csv:2: 1", "votes.csv:3: 0"]),
        ("person,statement,vote\na,x,1\nb,x,1\na,x,-1\n", ["votes.csv:4: vote"]),
        (
            "participant,0,1\na,1,0\nb,-1,0\na,1,-1\na,1,0\n,1,1\n",
            ["votes.csv:4: 1", "votes.csv:5: participant", "votes.csv:6: participant"],
        ),
        ("person,statement,vote\n", ["votes.csv:1: vote"]),
        ("participant,0,1\na,,\nb,,\n", ["votes.csv:1: participant"]),
        ("participant\na\nb\n", ["votes.csv:1: participant"]),
        ("person,statement,vote\na,x,1\na,y,-1\n", ["votes.csv:1: vote"]),
        ("participant,0,1\na,1,0\nb,,\n", ["votes.csv:1: participant"]),
        ("person,statement,vote\na,x,1\nb,x,1\nb,y,1\n", ["votes.csv:2: vote"]),
        ("participant,0,1\na,0,0\nb,,0\n", ["votes.csv:2: 0"]),
        ("", ["votes.csv:1: file"]),
    ],
)
def test_every_fault_at_its_line_and_column(text: str, wanted: list[str], capsys: pytest.CaptureFixture[str]):
    Path("votes.csv").write_text(text, encoding="utf-8")
    assert run() == 2
    assert places(capsys) == wanted


def test_what_is_said_of_votes_that_are_all_the_same(capsys: pytest.CaptureFixture[str]):
    Path("votes.csv").write_text("person,statement,vote\na,x,1\nb,x,1\n", encoding="utf-8")
    assert run() == 2
    (line,) = complaints(capsys)
    assert "all 2 votes are 1: everybody is of one mind" in line


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("comment-id,comment-body,mood\n1,x,2\n", ["comments.csv:1: mood"]),
        ("comment-id,moderated\n1,1\n", ["comments.csv:1: comment-body"]),
        (
            "statement,text,moderated\n1,x,2\n1,y,\n,z,\n",
            ["comments.csv:2: moderated", "comments.csv:3: statement", "comments.csv:4: statement"],
        ),
        (
            "statement,text,moderated\n" + "".join(f"{s},x,-1\n" for s in range(STATEMENTS)),
            ["votes.csv:1: participant"],
        ),
    ],
)
def test_faults_of_comments(text: str, wanted: list[str], capsys: pytest.CaptureFixture[str]):
    Path("comments.csv").write_text(text, encoding="utf-8")
    assert run("comments.csv") == 2
    assert places(capsys) == wanted


def test_faults_of_rules(capsys: pytest.CaptureFixture[str]):
    assert run(rules='least_votes = 0\nmost_groups = "five"\nleast = 3\n') == 2
    assert places(capsys) == ["rules.toml:1: least_votes", "rules.toml:2: most_groups", "rules.toml:3: least"]
