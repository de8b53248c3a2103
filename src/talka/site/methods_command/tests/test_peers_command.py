"""`talka methods peers` on files: peers out, who does better, faults at their lines."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talka.site.methods_command import main

VALUES = """area,indicator,value
a,x,1
b,x,2
c,x,6
a,y,0
b,y,3
c,y,0
a,income,10
b,income,15
c,income,12
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("values.csv").write_text(VALUES, encoding="utf-8")


def run(rules: str | None = None) -> int:
    words = ["peers", "values.csv", "--out", "out"]
    if rules is not None:
        Path("rules.toml").write_text(rules, encoding="utf-8")
        words += ["--rules", "rules.toml"]
    return main(words)


def table(name: str) -> list[list[str]]:
    with (Path("out") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_peers_and_who_does_better(capsys: pytest.CaptureFixture[str]):
    assert run('peers = 2\noutcome = { indicator = "income" }\n') == 0
    header, *rows = table("peers.csv")
    assert header == ["area", "peer", "rank", "distance", "reasons"]
    assert [row[:3] for row in rows] == [
        ["a", "b", "1"],
        ["a", "c", "2"],
        ["b", "a", "1"],
        ["b", "c", "2"],
        ["c", "a", "1"],
        ["c", "b", "2"],
    ]
    assert float(rows[0][3]) == pytest.approx(2.1712, abs=1e-4)
    assert rows[0][4] == "alike: x; differ: y"
    header, *rows = table("better.csv")
    assert header == ["area", "peer", "rank", "distance", "value", "peer_value", "gap"]
    assert [(row[0], row[1], row[6]) for row in rows] == [("a", "b", "5.0"), ("a", "c", "2.0"), ("c", "b", "3.0")]
    result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    assert {"method", "version", "seed", "seconds", "objective", "bound", "gap", "proven_optimal"} <= set(result)
    assert (result["method"], result["indicators"], result["pairs"]) == ("peers", ["x", "y"], 6)
    said = capsys.readouterr()
    assert "3 areas have peers, by 2 indicators." in said.out
    assert said.err == ""


def test_without_rules_all_indicators_count_alike():
    assert run() == 0
    assert len(table("peers.csv")) == 7
    assert not Path("out/better.csv").exists()


def test_every_fault_at_its_line_and_column(capsys: pytest.CaptureFixture[str]):
    Path("values.csv").write_text("area,indicator,value\na,x,0\na,x,1\nb,x,much\n,x,2\n", encoding="utf-8")
    rules = 'peers = 0\namong = "kin"\nleast_shared = 2\nyear = 2000\nnumber = 3\n'
    rules += 'outcome = { indicator = "x", sign = 3, sgn = 1 }\n'
    assert run(rules + "[indicators]\nx = { log = true, weight = -1 }\nz = { log = 1 }\n") == 2
    assert not Path("out").exists()
    assert [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()] == [
        "values.csv:2: value",
        "values.csv:3: area",
        "values.csv:4: value",
        "values.csv:5: area",
        "rules.toml:1: peers",
        "rules.toml:2: among",
        "rules.toml:3: least_shared",
        "rules.toml:4: year",
        "rules.toml:5: number",
        "rules.toml:6: outcome.sgn",
        "rules.toml:6: outcome.sign",
        "rules.toml:6: outcome.indicator",
        "rules.toml:8: indicators.x.weight",
        "rules.toml:9: indicators.z.log",
        "rules.toml:9: indicators.z",
    ]
    assert run("outcome = { sign = 1 }\n") == 2
    assert "rules.toml:1: outcome.indicator: is missing" in capsys.readouterr().err
