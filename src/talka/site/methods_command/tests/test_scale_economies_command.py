"""`talka methods scale-economies` on files: elasticity and verdict out, faults at their lines."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import pytest

from talka.methods.tests import real_data
from talka.site.methods_command import main


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> int:
    return main(["scale-economies", "accounts.csv", "--out", "out", *words])


def result() -> dict:
    return json.loads(Path("out/result.json").read_text(encoding="utf-8"))


def test_the_accounts_of_iceland(capsys: pytest.CaptureFixture[str]):
    path = real_data.folder("iceland") / "municipal_accounts_2002_2021.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["ar"], row["hluti"]) == ("2019", "A-hluti")]
    with Path("accounts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row for row in rows if row["sveitarfelag"] != "Heild")
    assert run("--cost", "gjold", "--size", "mannfjoldi", "--id", "sveitarfelag") == 0
    found = result()
    assert {"method", "version", "seed", "seconds", "objective", "bound", "gap", "proven_optimal"} <= set(found)
    assert (found["method"], found["n"], found["errors"]) == ("scale-economies", 69, "hc1")
    assert (found["slope"], found["r"]) == pytest.approx((-0.064, -0.42), abs=5e-3)
    assert found["elasticity"] == pytest.approx(1 + found["slope"])
    assert found["low"] < found["elasticity"] < found["high"] < 1
    said = capsys.readouterr()
    assert said.out.startswith("Size lowers the cost")
    assert said.err == ""


def test_numbers_for_coalitions_and_accounts_beside_the_line(capsys: pytest.CaptureFixture[str]):
    lines = [f"m{n},{100 * 2000**0.5 * n**0.5},{2000 * n},x" for n in range(1, 30)]
    Path("accounts.csv").write_text("\n".join(["area,eur,people,note", *lines, "m30,,7,x", ""]), encoding="utf-8")
    assert run("--cost", "eur", "--size", "people", "--id", "area") == 0
    rules = tomllib.loads(Path("out/coalitions.toml").read_text(encoding="utf-8"))
    assert rules == pytest.approx({"fixed_eur": 0, "unit_eur": 100, "elasticity": 0.5})
    assert result()["coalitions"] == rules
    assert result()["left_out"] == 1
    with Path("out/accounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "group", "size", "cost", "per_head", "expected_per_head", "ratio", "slope_without"]
    assert len(rows) == 29
    assert all(float(row["ratio"]) == pytest.approx(1) for row in rows)


def test_groups_clusters_and_level():
    lines = [f"m{n},{y},{(900 + n % 3 * 50) * n * y},{n}" for n in range(3, 30) for y in (1, 2)]
    Path("accounts.csv").write_text("\n".join(["area,year,eur,people", *lines, ""]), encoding="utf-8")
    Path("rules.toml").write_text("level = 0.5\n", encoding="utf-8")
    words = ("--cost", "eur", "--size", "people", "--group", "year", "--cluster", "area")
    assert run(*words, "--rules", "rules.toml") == 0
    found = result()
    assert (found["groups"], found["clusters"], found["errors"], found["level"]) == (2, 27, "cluster", 0.5)
    assert (found["verdict"], found["freedom"]) == ("none_shown", 26)
    assert Path("out/coalitions.toml").read_text(encoding="utf-8").startswith("# No economies of scale were shown")


def test_every_fault_at_its_line_and_column(capsys: pytest.CaptureFixture[str]):
    Path("accounts.csv").write_text("eur,people,year\n5,one,1\n0,2,\n3,-4,1\n", encoding="utf-8")
    assert run("--size", "people") == 2
    assert capsys.readouterr().err == "command line:1: --cost: is missing: the column of the cost\n"
    assert run("--cost", "eur", "--size", "heads") == 2
    assert capsys.readouterr().err.startswith("accounts.csv:1: heads: the column is missing")
    assert run("--cost", "eur", "--size", "people") == 2
    assert [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()] == [
        "accounts.csv:2: people",
        "accounts.csv:3: eur",
        "accounts.csv:4: people",
    ]
    Path("accounts.csv").write_text("eur,people,year\n5,1,1\n0,2,\n3,-4,1\n", encoding="utf-8")
    Path("rules.toml").write_text("level = 3\nkind = 1\n", encoding="utf-8")
    assert run("--cost", "eur", "--size", "people", "--group", "year", "--rules", "rules.toml") == 2
    assert not Path("out").exists()
    assert [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()] == [
        "rules.toml:1: level",
        "rules.toml:2: kind",
        "accounts.csv:3: eur",
        "accounts.csv:3: year",
        "accounts.csv:4: people",
    ]
    Path("accounts.csv").write_text("eur,people\n5,7\n6,7\n8,7\n", encoding="utf-8")
    assert run("--cost", "eur", "--size", "people") == 2
    assert capsys.readouterr().err.startswith("accounts.csv:1: people: all are of the same size")
