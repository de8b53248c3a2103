"""`talka methods discrepancy` on files: scores out, faults at their lines."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talka.site.methods_command import main

ANSWERS = """person,competence,importance,ability,place
a,data,5,2,Rīga
b,data,4,3,Rīga
c,data,5,4,
a,law,3,3,
b,law,3,,
c,law,2,4.5,
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers.csv").write_text(ANSWERS, encoding="utf-8")


def run(*words: str, rules: str | None = None) -> int:
    if rules is not None:
        Path("rules.toml").write_text(rules, encoding="utf-8")
        words = (*words, "--rules", "rules.toml")
    return main(["discrepancy", "answers.csv", "--out", "out", *words])


def table(name: str) -> list[dict[str, str]]:
    with (Path("out") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_scores_with_their_intervals(capsys: pytest.CaptureFixture[str]):
    assert run("--seed", "4", rules="level = 0.9\ndraws = 500\n") == 0
    data, law = table("discrepancy.csv")
    assert list(data) == ["competence", "n", "mwds", "low", "high", "rank"]
    assert (data["competence"], data["n"], data["rank"]) == ("data", "3", "1")
    assert float(data["mwds"]) == pytest.approx(70 / 9)
    assert float(data["low"]) <= 70 / 9 <= float(data["high"])
    assert (law["n"], law["rank"], float(law["mwds"])) == ("2", "2", -1.25 * 2.5)
    ranked = table("ranked.csv")
    assert [(row["competence"], row["rds"], row["rank"]) for row in ranked] == [
        ("data", "-100.0", "1"),
        ("law", "50.0", "2"),
    ]
    result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    assert (result["objective"], result["bound"], result["gap"], result["proven_optimal"]) == (None, None, None, False)
    assert (result["level"], result["draws"], result["seed"], result["left_out"]) == (0.9, 500, 4, 1)
    said = capsys.readouterr()
    assert "lacking most" in said.out
    assert said.err == ""


def test_every_fault_at_its_line_and_column(capsys: pytest.CaptureFixture[str]):
    Path("answers.csv").write_text(
        "person,competence,importance,ability\na,data,6,2\na,data,x,\n,law,1,0\nb,,1,nan\n", encoding="utf-8"
    )
    assert run(rules="level = 2\n\ndraws = 1.5\nscales = [1, 5]\n") == 2
    assert not Path("out").exists()
    assert [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()] == [
        "answers.csv:2: importance",
        "answers.csv:3: importance",
        "answers.csv:3: competence",
        "answers.csv:4: person",
        "answers.csv:4: ability",
        "answers.csv:5: ability",
        "answers.csv:5: competence",
        "rules.toml:1: level",
        "rules.toml:3: draws",
        "rules.toml:4: scales",
    ]


@pytest.mark.parametrize("scale", ['"1-5"', "[1]", "[1, true]", "[5, 1]", "[-1, 1]", "[1, 4]"])
def test_scales_that_are_none_and_one_that_is_too_short(scale: str, capsys: pytest.CaptureFixture[str]):
    assert run(rules=f"\nscale = {scale}\n") == 2
    lines = capsys.readouterr().err.splitlines()
    wanted = "rules.toml:2: scale: " if scale != "[1, 4]" else "answers.csv:2: importance: "
    assert lines[0].startswith(wanted)


def test_a_longer_scale_is_taken():
    Path("answers.csv").write_text("person,competence,importance,ability\na,data,9,0\nb,data,10,2\n", encoding="utf-8")
    assert run(rules="scale = [0, 10]\n") == 0
    assert float(table("discrepancy.csv")[0]["mwds"]) == pytest.approx(8.5 * 9.5)
