"""`talka methods cost-sharing` as an analyst meets it."""

from __future__ import annotations

import csv
import itertools
import json
import time
from decimal import Decimal
from pathlib import Path

import pytest

from talka.site.methods_command import main

PARTNERS = """id,population,usage,fiscal_capacity,note
A,20000,500,18000000,x
B,10000,300,7000000,x
C,6000,150,3000000,x
D,4000,50,1600000,x
"""
COSTS = """members,cost
b,90
a,100
c,80
b;a,120
a;c,150.00
c ; b,120
b;c;a,190
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("partners.csv").write_text(PARTNERS, encoding="utf-8")
    Path("costs.csv").write_text(COSTS, encoding="utf-8")


def run(*words: str) -> int:
    return main(["cost-sharing", *words, "--out", "out"])


def shares() -> dict[str, str]:
    with Path("out/shares.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["eur"] for row in csv.DictReader(file)}


def result() -> dict:
    return json.loads(Path("out/result.json").read_text(encoding="utf-8"))


def faults(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The faults without their explanation: file:line: column."""
    assert run(*words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert not Path("out").exists()
    assert all(len(line.split(": ", 2)) == 3 for line in said.err.splitlines()), said.err
    return [":".join(line.split(":", 3)[:3]) for line in said.err.splitlines()]


@pytest.mark.parametrize(
    ("key", "eur"),
    [
        ("equal", "25000.00 25000.00 25000.00 25000.00"),
        ("population", "50000.00 25000.00 15000.00 10000.00"),
        ("usage", "50000.00 30000.00 15000.00 5000.00"),
        ("fiscal", "60810.81 23648.65 10135.13 5405.41"),
        ("mixed:30:70", "42500.00 28500.00 18000.00 11000.00"),
    ],
)
def test_shares_by_every_key(key: str, eur: str, capsys: pytest.CaptureFixture[str]):
    assert run("partners.csv", "--cost", "100000", "--key", key) == 0
    assert shares() == dict(zip("ABCD", eur.split(), strict=True))
    assert sum(map(Decimal, shares().values())) == 100_000
    found = result()
    assert {"method", "version", "seed", "seconds", "objective", "bound", "gap", "proven_optimal"} <= set(found)
    assert (found["method"], found["key"], found["objective"]) == ("cost-sharing", key, None)
    said = capsys.readouterr()
    assert said.out.startswith("100 000 EUR are shared among 4 partners")
    assert said.err == ""
    with Path("out/keys.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["key"] for row in rows} == {"equal", "population", "usage", "fiscal", key}
    assert [row["eur"] for row in rows if row["key"] == key] == eur.split()


def test_a_game_of_costs(capsys: pytest.CaptureFixture[str]):
    assert run("costs.csv", "--key", "nucleolus") == 0
    assert shares() == {"a": "73.34", "b": "43.33", "c": "73.33"}
    found = result()
    assert [(check["key"], check["in_core"]) for check in found["keys"]] == [
        ("equal", False),
        ("shapley", False),
        ("nucleolus", True),
    ]
    assert [one["members"] for one in found["keys"][0]["leavers"]] == [["a", "b"], ["b", "c"]]
    assert (found["core_empty"], found["subadditive"], found["breach"]) == (False, True, None)
    assert found["least_core_eur"] == pytest.approx(-10 / 3)
    said = capsys.readouterr().out
    assert "Nobody would be better off outside" in said
    assert "core" not in said


def test_partners_beside_their_game_in_either_order():
    Path("partners.csv").write_text("id,population\nc,3\na,1\nb,6\n", encoding="utf-8")
    for files in (("partners.csv", "costs.csv"), ("costs.csv", "partners.csv")):
        assert run(*files, "--key", "population", "--cost", "190.00") == 0
        assert shares() == {"a": "19.00", "b": "114.00", "c": "57.00"}
        assert [check["in_core"] for check in result()["keys"]] == [False, False, False, True]


def test_cents_sum_exactly_with_equals_by_order():
    Path("partners.csv").write_text("id\nz\ny\nx\n", encoding="utf-8")
    assert run("partners.csv", "--key", "equal", "--cost", "100") == 0
    assert shares() == {"x": "33.34", "y": "33.33", "z": "33.33"}


def test_faults_of_the_command_line(capsys: pytest.CaptureFixture[str]):
    def told(*words: str) -> list[str]:
        return faults(capsys, *words)

    assert told("partners.csv", "--cost", "5") == ["command line:1: --key"]
    assert told("partners.csv", "--key", "equal") == ["command line:1: --cost"]
    assert told("partners.csv", "--key", "equal", "--cost", "5.001") == ["command line:1: --cost"]
    assert told("partners.csv", "--key", "equal", "--cost", "5,10") == ["command line:1: --cost"]
    assert told("partners.csv", "--key", "equal", "--cost", "0") == ["command line:1: --cost"]
    assert told("partners.csv", "--key", "equal", "--cost", "-7") == ["command line:1: --cost"]
    assert told("partners.csv", "--key", "equal", "--cost", "nan") == ["command line:1: --cost"]
    assert told("partners.csv", "--key", "equal", "--cost", "1e999999") == ["command line:1: --cost"]
    assert told("partners.csv", "--key", "heads", "--cost", "5") == ["command line:1: --key"]
    assert told("partners.csv", "--key", "mixed:30:60", "--cost", "5") == ["command line:1: --key"]
    assert told("partners.csv", "--key", "shapley", "--cost", "5") == ["command line:1: --key"]
    assert told("costs.csv", "--key", "population") == ["command line:1: --key"]
    assert told("costs.csv", "--key", "equal", "--cost", "191") == ["command line:1: --cost"]
    assert told("costs.csv", "costs.csv", "--key", "equal") == ["costs.csv:1: members"]
    assert told("partners.csv", "partners.csv", "--key", "equal", "--cost", "5") == ["partners.csv:1: id"]
    assert told("nothing.csv", "--key", "equal", "--cost", "5") == ["nothing.csv:1: file"]


def test_faults_of_partners_at_their_line_and_column(capsys: pytest.CaptureFixture[str]):
    text = "id,population,usage,fiscal_capacity\nA,-1,0,1\nA,2,,x\n,3,2,1\n"
    Path("partners.csv").write_text(text, encoding="utf-8")
    assert faults(capsys, "partners.csv", "--key", "usage", "--cost", "5") == [
        "partners.csv:2: population",
        "partners.csv:2: usage",
        "partners.csv:3: fiscal_capacity",
        "partners.csv:3: id",
        "partners.csv:3: usage",
        "partners.csv:4: id",
    ]
    for text, fault in (
        ("id,usage\nA,0\nB,0\n", "partners.csv:1: usage"),
        ("id,usage\nA,5\n", "partners.csv:1: id"),
        ("id,usage\nA,5\nB\n", "partners.csv:3: usage"),
        ("name,usage\nA,5\nB,5\n", "partners.csv:1: id"),
        ("id;usage\nA;5\nB;5\n", "partners.csv:1: id"),
        ("", "partners.csv:1: id"),
    ):
        Path("partners.csv").write_text(text, encoding="utf-8")
        assert faults(capsys, "partners.csv", "--key", "usage", "--cost", "5") == [fault]


def test_faults_of_costs_at_their_line_and_column(capsys: pytest.CaptureFixture[str]):
    rows = "members,cost\na,1\nb,x\na,3\na;a,4\n;,1\nb;c,-5\na;b;c\nc,\n"
    Path("costs.csv").write_text(rows, encoding="utf-8")
    assert faults(capsys, "costs.csv", "--key", "equal") == [
        "costs.csv:3: cost",
        "costs.csv:4: members",
        "costs.csv:5: members",
        "costs.csv:6: members",
        "costs.csv:7: cost",
        "costs.csv:8: cost",
        "costs.csv:9: cost",
    ]
    for text, fault in (
        (COSTS.replace("c ; b", "c;bb"), "costs.csv:7: members"),
        (COSTS.replace("a;c,150.00\n", ""), "costs.csv:1: members"),
        (COSTS.replace("b;c;a,190\n", ""), "costs.csv:1: members"),
        (COSTS + "b;a;c,190\n", "costs.csv:9: members"),
        ("members,eur\na,1\n", "costs.csv:1: cost"),
        ("members,cost\na,1\n", "costs.csv:1: members"),
        ("members,cost\n", "costs.csv:1: members"),
        ('members,cost\n"a,1\n', "costs.csv:2: file"),
    ):
        Path("costs.csv").write_text(text, encoding="utf-8")
        assert faults(capsys, "costs.csv", "--key", "equal") == [fault]
    ids = [f"m{place}" for place in range(21)]
    Path("costs.csv").write_text("members,cost\n" + "".join(f"{one},1\n" for one in ids), encoding="utf-8")
    assert faults(capsys, "costs.csv", "--key", "equal") == ["costs.csv:22: members"]
    Path("costs.csv").write_text("members,cost\n" + "".join(f"{one},1\n" for one in ids[:9]), encoding="utf-8")
    assert run("costs.csv", "--key", "equal") == 2
    assert "the cost of m0;m1 is missing" in (said := capsys.readouterr().err)
    assert "the costs of 482 more groups are missing" in said
    assert len(said.splitlines()) == 21
    Path("costs.csv").write_text("members,cost\n" + "a,x\n" * 5_000, encoding="utf-8")
    assert run("costs.csv", "--key", "equal") == 2
    assert 100 < len(capsys.readouterr().err.splitlines()) <= 102


def test_partners_and_costs_that_contradict_each_other(capsys: pytest.CaptureFixture[str]):
    Path("partners.csv").write_text("id,population\na,1\nb,2\nd,5\n", encoding="utf-8")
    assert faults(capsys, "partners.csv", "costs.csv", "--key", "population") == [
        "partners.csv:4: id",
        "costs.csv:1: members",
    ]


def test_many_groups_are_read_quickly():
    ids = [f"m{place:02}" for place in range(16)]
    with Path("costs.csv").open("w", encoding="utf-8") as file:
        file.write("members,cost\n")
        for many in range(1, 17):
            file.writelines(f"{';'.join(group)},{100 * many**0.8:.2f}\n" for group in itertools.combinations(ids, many))
    begun = time.process_time()
    assert run("costs.csv", "--key", "shapley") == 0
    # 65,535 rows here: a sixteenth of what 20 partners have.
    assert time.process_time() - begun < 5
    assert set(shares().values()) == {"57.43", "57.44"}
