"""`talka methods followup` as an analyst meets it: files in, files out, exit codes, faults at their line and column."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talka.site.methods_command import main

NEEDS = "id,weight,region,theme\nn1,2,A,roads\nn2,1,B,\nn3,3,A,data\n"
OPTIONS = """id,kind,cost_eur,expert,dates
a,course,500,Ilze,2027-03-02;2027-03-01
b,visit,700.50,Ilze,2027-03-01
c,project,900,Juris,2027-03-01; 2027-04-05
d,talk,100,,
"""
COVERS = "option,need,effect\na,n1,0.5\nb,n2,0.4\nc,n3,0.6\nd,n1,0.2\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("needs.csv").write_text(NEEDS, encoding="utf-8")
    Path("options.csv").write_text(OPTIONS, encoding="utf-8")
    Path("covers.csv").write_text(COVERS, encoding="utf-8")
    return tmp_path


def run(rules: str | None = None) -> int:
    more = []
    if rules is not None:
        Path("rules.toml").write_text(rules, encoding="utf-8")
        more = ["--rules", "rules.toml"]
    return main(["followup", "needs.csv", "options.csv", "covers.csv", *more, "--out", "out"])


def places(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The faults without their explanation: file:line: column."""
    return [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()]


def table(name: str) -> list[list[str]]:
    with Path("out", name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_writes_plan_coverage_frontier_and_result(folder: Path, capfd: pytest.CaptureFixture[str]):
    rules = 'budget_eur = 1650\nblocked_dates = [2027-04-05, "2027-12-24"]\nmin_coverage = { region = 0.2 }\n'
    assert run(rules + 'max_per_month = 5\nmust = ["b"]\nnot_both = [["a", "d"]]\n') == 0
    assert table("plan.csv") == [
        ["option", "date", "cost_eur"],
        ["b", "2027-03-01", "700.50"],
        ["c", "2027-03-01", "900.00"],
    ]
    assert table("coverage.csv") == [["need", "coverage"], ["n1", "0.0"], ["n2", "0.4"], ["n3", "0.6"]]
    header, *points = table("frontier.csv")
    assert header == ["budget_eur", "coverage"]
    assert len(points) == 20
    covered = [float(point[1]) for point in points]
    assert covered == sorted(covered)
    assert ["1650.00", "2.2"] in points
    result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    assert (result["method"], result["objective"], result["bound"], result["gap"]) == ("followup", 2.2, 2.2, 0)
    assert result["proven_optimal"] is True
    assert result["thousand_more"]["coverage"] == 3.2
    said = capfd.readouterr()
    assert said.err == ""
    assert said.out.startswith("2 measures for 1,600.50 EUR answer 2.2 of 6 of weight")
    assert "1,000 EUR more would answer 1 more of weight." in said.out


def test_every_fault_of_the_tables_is_told_at_its_line_and_column(folder: Path, capsys: pytest.CaptureFixture[str]):
    Path("needs.csv").write_text("id,weight\nn1,-1\nn1,two\n,nan\n", encoding="utf-8")
    Path("options.csv").write_text(
        'id,kind,cost_eur,expert,dates\n\na,"two\nlines",-5,,2027-02-29\na,,,,2027-03-01;2027-03-01\nb,,1,,1.3.2027\n',
        encoding="utf-8",
    )
    Path("covers.csv").write_text("option,need,effect\na,n9,0.5\nz,n1,1.5\na,n1,-0.1\na,n1,\n", encoding="utf-8")
    assert run() == 2
    assert places(capsys) == [
        "needs.csv:2: weight",
        "needs.csv:3: weight",
        "needs.csv:3: id",
        "needs.csv:4: weight",
        "needs.csv:4: id",
        "options.csv:3: cost_eur",
        "options.csv:3: dates",
        "options.csv:5: cost_eur",
        "options.csv:5: id",
        "options.csv:5: dates",
        "options.csv:6: dates",
        "covers.csv:2: need",
        "covers.csv:3: option",
        "covers.csv:3: effect",
        "covers.csv:4: effect",
        "covers.csv:5: effect",
        "covers.csv:5: need",
    ]
    assert not Path("out").exists()


def test_every_fault_of_the_rules_is_told_at_its_line(folder: Path, capsys: pytest.CaptureFixture[str]):
    rules = """budget_eur = -1
blocked_dates = [2027-04-05,
  "5.4.2027", 2027-04-05T10:00:00, 7]
max_per_month = 1.5
must = ["a", "d",
  "z", 3]
not_both = [["a"], "b",
  ["a", "y"]]
surprise = true
[min_coverage]
area = 0.5
region = 1.5
theme = "half"
"""
    assert run(rules) == 2
    assert places(capsys) == [
        "rules.toml:1: budget_eur",
        "rules.toml:3: blocked_dates",
        "rules.toml:3: blocked_dates",
        "rules.toml:3: blocked_dates",
        "rules.toml:4: max_per_month",
        "rules.toml:5: must",
        "rules.toml:6: must",
        "rules.toml:6: must",
        "rules.toml:7: not_both",
        "rules.toml:7: not_both",
        "rules.toml:8: not_both",
        "rules.toml:9: surprise",
        "rules.toml:11: min_coverage.area",
        "rules.toml:12: min_coverage.region",
        "rules.toml:13: min_coverage.theme",
    ]
    assert not Path("out").exists()


def test_an_unreadable_table_is_the_only_fault(folder: Path, capsys: pytest.CaptureFixture[str]):
    Path("options.csv").unlink()
    assert run('must = ["a"]\n') == 2
    assert places(capsys) == ["options.csv:1: file"]


def test_rules_that_contradict_each_other_are_named(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run('budget_eur = 9000\nmust = ["c",\n "b", "a"]\nblocked_dates = [\n2027-03-02]\n') == 3
    assert places(capsys) == [
        "rules.toml:5: blocked_dates",
        "rules.toml:3: must",
        "rules.toml:3: must",
        "options.csv:2: expert",
    ]
    assert run("min_coverage = { region = 0.5 }\n") == 3
    assert places(capsys) == ["rules.toml:1: min_coverage.region.B"]
    assert not Path("out").exists()
