"""`talka methods composite-index` on files: the index and its parts out, faults at their lines."""

from __future__ import annotations

import csv
import json
import math
from importlib import resources
from pathlib import Path

import pytest

from talka.methods.composite_index.specs import NAMES
from talka.site.methods_command import main

VALUES = """area,indicator,value,year,note
a,x,1,2000,
b,x,3,2000,
a,x,4,2001,
b,x,2.5,2001,
c,x,,2001,lost
a,same,7,2000,
b,same,7,2000,
a,same,7,2001,
b,same,7,2001,
c,same,7,2001,
"""
POPULATION = "area,population,year\na,1000,\nb,3000,\nc,500,2001\n"
RULES = "population_weighted = true\n[indicators]\nx = { weight = 0.75, sign = -1 }\nsame = { weight = 0.25 }\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("values.csv").write_text(VALUES, encoding="utf-8")
    Path("population.csv").write_text(POPULATION, encoding="utf-8")


def run(rules: str = RULES, *inputs: str) -> int:
    Path("rules.toml").write_text(rules, encoding="utf-8")
    words = inputs or ("values.csv", "population.csv")
    return main(["composite-index", *words, "--rules", "rules.toml", "--out", "out"])


def table(name: str) -> list[list[str]]:
    with (Path("out") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_index_and_contributions(capsys: pytest.CaptureFixture[str]):
    assert run() == 0
    header, *rows = table("index.csv")
    assert header == ["area", "year", "level", "change"]
    assert [row[:2] for row in rows] == [["a", "2000"], ["a", "2001"], ["b", "2000"], ["b", "2001"], ["c", "2001"]]
    root = math.sqrt(0.75)
    assert float(rows[0][2]) == pytest.approx(0.75 * 1.5 / root)
    assert float(rows[1][3]) == pytest.approx(-0.75 * 1.5 / root)
    assert (rows[0][3], rows[4][2:]) == ("", ["", ""])
    header, *parts = table("contributions.csv")
    assert header == ["area", "year", "indicator", "z", "contribution"]
    assert ["a", "2000", "same", "0.0", "0.0"] in parts
    assert ["c", "2001", "same", "0.0", "0.0"] in parts
    assert len(parts) == 9
    header, *ranks = table("ranks.csv")
    assert [row[0] for row in ranks] == ["a", "b", "b", "a"]
    result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    assert {"method", "version", "seed", "seconds", "objective", "bound", "gap", "proven_optimal"} <= set(result)
    assert (result["method"], result["areas"], result["with_index"]) == ("composite-index", 3, 4)
    assert {remark["code"] for remark in result["warnings"]} == {"no_spread", "lacking"}
    said = capsys.readouterr()
    assert "2 areas have an index" in said.out
    assert said.err == ""


def test_without_years_and_population_and_with_groups():
    Path("values.csv").write_text(
        "area,indicator,value,group\na,x,1,p\nb,x,3,p\nc,x,10,q\nd,x,30,q\n", encoding="utf-8"
    )
    assert run("[indicators]\nx = { weight = 1 }\n", "values.csv") == 0
    assert table("index.csv")[1:] == [
        ["a", "", "-1.0", ""],
        ["b", "", "1.0", ""],
        ["c", "", "-1.0", ""],
        ["d", "", "1.0", ""],
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_set_is_a_rules_file(name: str, capsys: pytest.CaptureFixture[str]):
    rules = resources.files("talka.methods.composite_index.specs").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    assert run(rules) == 2
    faults = capsys.readouterr().err.splitlines()
    assert len(faults) == 8
    assert all("there are no values of" in fault for fault in faults)


def test_every_fault_at_its_line_and_column(capsys: pytest.CaptureFixture[str]):
    Path("values.csv").write_text(
        "area,indicator,value,year\na,x,1,2000\na,x,2,2000\nb,x,one,2000\nb,y,1,\nz,x,1,2000\n", encoding="utf-8"
    )
    Path("population.csv").write_text("area,population,year\na,,\nb,-1,\nb,2,\n,1,20x\n", encoding="utf-8")
    rules = 'population_weighted = "yes"\nweights = 1\n[indicators]\nx = { weigth = 1 }\ny = { weight = 1, sign = 0 }\n'
    assert run(rules + 'q = { weight = 1 }\nw = {weight = "1"}\n') == 2
    assert not Path("out").exists()
    assert [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()] == [
        "values.csv:3: area",
        "values.csv:4: value",
        "values.csv:5: year",
        "values.csv:6: area",
        "population.csv:2: population",
        "population.csv:3: population",
        "population.csv:4: area",
        "population.csv:5: year",
        "population.csv:5: area",
        "rules.toml:1: population_weighted",
        "rules.toml:2: weights",
        "rules.toml:4: indicators.x.weigth",
        "rules.toml:4: indicators.x.weight",
        "rules.toml:5: indicators.y.sign",
        "rules.toml:6: indicators.q",
        "rules.toml:7: indicators.w.weight",
        "rules.toml:7: indicators.w",
    ]


def test_weighting_needs_populations(capsys: pytest.CaptureFixture[str]):
    assert run(RULES, "values.csv") == 2
    assert "rules.toml:1: population_weighted: weighting by population needs the populations" in capsys.readouterr().err
