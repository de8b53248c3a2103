"""`talka methods coalitions` as an analyst meets it: files in, files out, exit codes, faults at their place."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talka.site.methods_command import main

MUNICIPALITIES = "code,name,volume\nb,Bebri,100\na,Alsti,100\nc,Celmi,100\nd,Dzelmes,400\n"
PAIRS = "a,b,km,neighbours\na,b,10,1\nc,b,12.5,1\nd,c,90,1\na,c,22,0\n"
RULES = """fixed_eur = 1000
unit_eur = 10
elasticity = 1
travel_eur_per_km = 0.1
max_members = 3
max_km = 60
contiguous = true
"""
HOSTS = "site,a,km,fee_eur\nlandfill,a,5,10\nlandfill,b,6,0\nlandfill,c,7,0.5\nother,c,1,0\nother,d,2,0\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("municipalities.csv").write_text(MUNICIPALITIES, encoding="utf-8")
    Path("pairs.csv").write_text(PAIRS, encoding="utf-8")
    return tmp_path


def run(rules: str | None = RULES, hosts: str | None = None) -> int:
    more = []
    if hosts is not None:
        Path("hosts.csv").write_text(hosts, encoding="utf-8")
        more = ["hosts.csv"]
    if rules is not None:
        Path("rules.toml").write_text(rules, encoding="utf-8")
        more += ["--rules", "rules.toml"]
    return main(["coalitions", "municipalities.csv", "pairs.csv", *more, "--out", "out"])


def places(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The faults without their explanation: file:line: column."""
    return [":".join(line.split(":", 3)[:3]) for line in capsys.readouterr().err.splitlines()]


def table(name: str) -> list[list[str]]:
    with Path("out", name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_writes_partition_coalitions_and_result(folder: Path, capfd: pytest.CaptureFixture[str]):
    assert run() == 0
    # a and c go to b: 1,000 + 3,000 + 100 + 125; d is too far from anyone and stays alone.
    assert table("partition.csv") == [
        ["code", "coalition", "host"],
        ["b", "1", "b"],
        ["a", "1", "b"],
        ["c", "1", "b"],
        ["d", "2", "d"],
    ]
    # a and b would pay 3,100 and c 2,000; to ask of both the same less than that, 4,225 = 5,100 + 2 ε.
    assert table("coalitions.csv") == [
        ["coalition", "host", "members", "cost_eur", "alone_eur", "saving_eur", "in_core", "least_core_eur"],
        ["1", "b", "a;b;c", "4225.00", "6000.00", "1775.00", "1", "-437.50"],
        ["2", "d", "d", "5000.00", "5000.00", "0.00", "1", "0.00"],
    ]
    result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    assert (result["method"], result["objective"], result["bound"], result["gap"]) == ("coalitions", 9225, 9225, 0)
    assert (result["total_eur"], result["alone_eur"], result["saving_eur"]) == (9225, 11000, 1775)
    assert (result["proven_optimal"], result["columns"], result["seed"]) == (True, 7, 0)
    said = capfd.readouterr()
    assert said.err == ""
    assert said.out.startswith("Municipalities: 4, groups: 2, of them of two or more: 1. They pay 9,225 EUR;")
    assert "No partition that keeps the rules costs less." in said.out
    assert "Dzelmes stays alone and pays 5,000 EUR." in said.out


def test_given_places_stand_in_for_members_that_host(folder: Path):
    assert run(hosts=HOSTS) == 0
    # a and b at the landfill: 1,000 + 2,000 + 50 + 60 and the fee of 10; c and d at the other place: 6,000 + 10 + 80.
    assert [row[:6] for row in table("coalitions.csv")[1:]] == [
        ["1", "landfill", "a;b", "3120.00", "4120.00", "1000.00"],
        ["2", "other", "c;d", "6090.00", "7090.00", "1000.00"],
    ]
    assert {tuple(row) for row in table("partition.csv")[1:]} == {
        ("a", "1", "landfill"),
        ("b", "1", "landfill"),
        ("c", "2", "other"),
        ("d", "2", "other"),
    }


def test_an_empty_table_of_places_is_a_fault(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run(hosts="site,a,km,fee_eur\n") == 2
    assert places(capsys) == ["hosts.csv:1: site"]
    assert not Path("out").exists()


def test_every_fault_of_the_tables_is_told_at_its_line_and_column(folder: Path, capsys: pytest.CaptureFixture[str]):
    Path("municipalities.csv").write_text("code,name,volume\na,A,-1\n\na,B,many\n,C,\nd,D,1\n", encoding="utf-8")
    Path("pairs.csv").write_text(
        "a,b,km,neighbours\na,x,1,1\na,d,-2,yes\nd,a,nan,0\nd,d,3,\n",
        encoding="utf-8",
    )
    assert run(hosts="site,a,km,fee_eur\n,a,1,1\ns,a,1,x\ns,a,2,-1\nt,q,1,0\n") == 2
    assert places(capsys) == [
        "municipalities.csv:2: volume",
        "municipalities.csv:4: volume",
        "municipalities.csv:4: code",
        "municipalities.csv:5: volume",
        "municipalities.csv:5: code",
        "municipalities.csv:6: code",
        "pairs.csv:2: b",
        "pairs.csv:3: neighbours",
        "pairs.csv:3: km",
        "pairs.csv:4: km",
        "pairs.csv:4: b",
        "pairs.csv:5: neighbours",
        "pairs.csv:5: b",
        "hosts.csv:2: site",
        "hosts.csv:3: fee_eur",
        "hosts.csv:4: a",
        "hosts.csv:4: fee_eur",
        "hosts.csv:5: a",
    ]
    assert not Path("out").exists()


def test_every_fault_of_the_rules_is_told_at_its_line(folder: Path, capsys: pytest.CaptureFixture[str]):
    rules = """fixed_eur = "much"
unit_eur = -1
elasticity = true
travel_eur_per_km = nan
max_members = 2.5
max_km = -5
contiguous = 1
surprise = 1
required = [["a"], "b",
  ["a", "z"], ["b", 7]]
forbidden = [["c",
  "c"]]
"""
    assert run(rules) == 2
    assert places(capsys) == [
        "rules.toml:1: fixed_eur",
        "rules.toml:2: unit_eur",
        "rules.toml:3: elasticity",
        "rules.toml:4: travel_eur_per_km",
        "rules.toml:5: max_members",
        "rules.toml:6: max_km",
        "rules.toml:7: contiguous",
        "rules.toml:8: surprise",
        "rules.toml:9: required",
        "rules.toml:9: required",
        "rules.toml:10: required",
        "rules.toml:10: required",
        "rules.toml:12: forbidden",
    ]
    assert not Path("out").exists()


def test_an_unreadable_table_is_the_only_fault(folder: Path, capsys: pytest.CaptureFixture[str]):
    Path("municipalities.csv").unlink()
    assert run(RULES + 'required = [["a", "b"]]\n') == 2
    assert places(capsys) == ["municipalities.csv:1: file"]


def test_rules_that_contradict_each_other_are_named(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run(RULES + 'forbidden = [["a", "d"]]\nrequired = [["a", "b"],\n ["d", "c"]]\n') == 3
    assert places(capsys) == ["rules.toml:6: max_km", "rules.toml:10: required"]
    assert not Path("out").exists()


def test_a_place_that_is_too_far_is_named_by_the_rule(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run("max_km = 5\n", hosts=HOSTS) == 3
    said = capsys.readouterr().err
    assert said.startswith("rules.toml:1: max_km: ")
    assert said.endswith('at most 5 km; no site is that near to "b"\n')


def test_without_rules_nothing_costs_and_everyone_may_join(folder: Path):
    assert run(None) == 0
    assert json.loads(Path("out/result.json").read_text(encoding="utf-8"))["total_eur"] == 0
