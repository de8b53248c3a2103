"""`talka methods recalculation` on files: new areas and breaks out, faults at their lines."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talka.site.methods_command import main

VALUES = """area,indicator,year,value
Amata,population,2020,100
Amata,mean_age,2020,40
Cēsis,population,2020,50
Cēsis,mean_age,2020,52
Cēsis,rank,2020,3
Rīga,population,2020,600
Rīga,mean_age,2020,
"""
SUCCESSORS = "old,new,share\nAmata,Cēsu novads,\nCēsis,Cēsu novads,0.4\nCēsis,Mala,0.6\nRīga,Rīga,1\n"
RULES = '[indicators]\npopulation = { kind = "sum" }\nmean_age = { kind = "mean", weight = "population" }\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("values.csv").write_text(VALUES, encoding="utf-8")
    Path("successors.csv").write_text(SUCCESSORS, encoding="utf-8")


def run(rules: str = RULES) -> int:
    Path("rules.toml").write_text(rules, encoding="utf-8")
    return main(["recalculation", "values.csv", "successors.csv", "--rules", "rules.toml", "--out", "out"])


def table(name: str) -> list[list[str]]:
    with (Path("out") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_values_of_new_areas_and_breaks(capsys: pytest.CaptureFixture[str]):
    assert run() == 0
    assert table("values.csv") == [
        ["area", "indicator", "year", "value", "method", "note"],
        ["Cēsu novads", "mean_age", "2020", "42.0", "mean", "approximate"],
        ["Cēsu novads", "population", "2020", "120.0", "sum", "approximate"],
        ["Mala", "mean_age", "2020", "52.0", "mean", "approximate"],
        ["Mala", "population", "2020", "30.0", "sum", "approximate"],
        ["Rīga", "population", "2020", "600.0", "whole", ""],
    ]
    assert [row[:5] for row in table("breaks.csv")] == [
        ["area", "indicator", "year", "reason", "parts"],
        ["Cēsu novads", "rank", "2020", "kind_unknown", "Amata;Cēsis"],
        ["Mala", "rank", "2020", "kind_unknown", "Cēsis"],
        ["Rīga", "mean_age", "2020", "part_missing", "Rīga"],
        ["Rīga", "rank", "2020", "part_missing", "Rīga"],
    ]
    result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    assert {"method", "version", "seed", "seconds", "objective", "bound", "gap", "proven_optimal"} <= set(result)
    assert (result["method"], result["values"], result["approximate"], result["breaks"]) == ("recalculation", 5, 4, 4)
    said = capsys.readouterr()
    assert "5 values of 3 new areas: 1 exact, 4 approximate, 4 breaks." in said.out
    assert said.err == ""


def test_what_comes_out_goes_in():
    assert run() == 0
    Path("values.csv").write_bytes(Path("out/values.csv").read_bytes())
    Path("successors.csv").write_text("old,new,share\nCēsu novads,Viss,1\nMala,Viss,1\nRīga,Viss,1\n", encoding="utf-8")
    assert run() == 0
    assert ["Viss", "population", "2020", "750.0", "sum", ""] in table("values.csv")


def test_every_fault_at_its_line_and_column(capsys: pytest.CaptureFixture[str]):
    Path("values.csv").write_text(
        'area,indicator,year,value\na,population,2020,"1,5"\na,population,x,1\n,population,2020,2\na,population,,-3\n',
        encoding="utf-8",
    )
    Path("successors.csv").write_text("old,new,share\na,n,0.5\nb,n,2\nc,,\nd,n,half\n", encoding="utf-8")
    rules = 'split = "some"\nleast = 1\nuntil = "no"\n[indicators]\npopulation = { kind = "total" }\nage = "mean"\n'
    assert run(rules + 'wage = { kind = "mean", weigth = "x" }\nrate = {kind = "mean", weight = "population"}\n') == 2
    assert not Path("out").exists()
    assert [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()] == [
        "values.csv:2: value",
        "values.csv:3: year",
        "values.csv:4: area",
        "values.csv:5: year",
        "values.csv:5: value",
        "successors.csv:2: share",
        "successors.csv:3: share",
        "successors.csv:4: new",
        "successors.csv:5: share",
        "rules.toml:1: split",
        "rules.toml:2: least",
        "rules.toml:3: until",
        "rules.toml:5: indicators.population.kind",
        "rules.toml:6: indicators.age",
        "rules.toml:7: indicators.wage.weigth",
        "rules.toml:7: indicators.wage.weight",
    ]
