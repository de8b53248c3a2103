"""`talka methods matching` as an analyst meets it: files in, files out, exit codes, faults at their line and column."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from talka.site.methods_command import main

ANGELS = """id,expertise,languages,organisation,lat,lon,max_requests
anna,budget; schools,lv;en,Valmiera,57.54,25.42,1
bruno,schools;transport,lv,Liepaja,56.5,21.01,2
"""
REQUESTS = """id,topics,language,organisation,lat,lon,urgency
r1,schools,lv,Valmiera,57.5,25.4,3
r2,budget;schools,en,Cesis,57.31,25.27,2
r3,forests,lv,Cesis,57.31,25.27,2
r4,schools;budget,ru,Ogre,,,1
r5,schools;transport;forests,lv,Kuldiga,,,1
"""
PAIRS = "request,angel\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("angels.csv").write_text(ANGELS, encoding="utf-8")
    Path("requests.csv").write_text(REQUESTS, encoding="utf-8")
    return tmp_path


def run(*words: str, refused: str = "", fixed: str = "") -> int:
    more: list[str] = []
    for name, pairs in (("refused", refused), ("fixed", fixed)):
        if pairs:
            Path(f"{name}.csv").write_text(PAIRS + pairs, encoding="utf-8")
            more += [f"--{name}", f"{name}.csv"]
    return main(["matching", "angels.csv", "requests.csv", *more, "--out", "out", *words])


def places(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The faults without their explanation: file:line: column."""
    said = capsys.readouterr()
    assert said.out == ""
    assert not Path("out").exists()
    return [":".join(line.split(":", 3)[:3]) for line in said.err.splitlines()]


def table(name: str) -> list[list[str]]:
    with Path("out", name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def result() -> dict[str, object]:
    found: dict[str, object] = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    return found


def test_writes_matches_unmatched_and_result(capsys: pytest.CaptureFixture[str]):
    assert run("--seed", "7") == 0
    header, *rows = table("matches.csv")
    assert header == ["request", "angel", "fit", "km", "reasons"]
    assert [row[:2] for row in rows] == [["r1", "bruno"], ["r2", "anna"], ["r5", "bruno"]]
    assert [float(row[2]) for row in rows] == [1.0, 1.0, 2 / 3]
    assert [row[3] and round(float(row[3])) for row in rows] == [288, 27, ""]
    assert rows[0][4] == "Knows all that is asked about: schools. Language in common: lv. 288 km away."
    assert rows[2][4].startswith(
        "Knows 2 of 3 topics: schools, transport; not: forests. Language in common: lv. How far"
    )
    assert table("unmatched.csv") == [
        ["request", "reason"],
        ["r3", "Nobody knows any of the topics: forests."],
        ["r4", "Of those who know a topic (2) nobody speaks ru."],
    ]
    told = result()
    assert (told["method"], told["seed"], told["objective"], told["bound"], told["gap"]) == ("matching", 7, 6, 6, 0)
    assert (told["proven_optimal"], told["proven_best_fit"], told["proven_least_travel"]) == (True, True, True)
    assert told["waiting"] == {"no_language": 1, "no_topic": 1}
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("3 of 5 requests have an angel: 6 of 9 of urgency.")
    assert "Nobody could serve more urgency, none that serves as much fits better" in said.out


def test_what_is_refused_is_not_proposed_again_and_what_is_fixed_stays():
    assert run(refused="r1,bruno\n") == 0
    assert [row[:2] for row in table("matches.csv")[1:]] == [["r2", "anna"], ["r5", "bruno"]]
    assert table("unmatched.csv")[1] == ["r1", "Those who could take it (1) have all declined or were declined."]
    assert run(fixed="r3,bruno\n") == 0
    rows = {row[0]: row for row in table("matches.csv")[1:]}
    assert rows["r3"][1:3] == ["bruno", "0.0"]
    assert rows["r3"][4].endswith("Agreed already.")


def test_places_taken_already_are_not_given_again():
    lines = ANGELS.splitlines()
    text = "\n".join([lines[0] + ",taken", lines[1] + ",", lines[2] + ",1", ""])
    Path("angels.csv").write_text(text, encoding="utf-8")
    assert run() == 0
    assert [row[:2] for row in table("matches.csv")[1:]] == [["r1", "bruno"], ["r2", "anna"]]
    assert table("unmatched.csv")[3][1].startswith("Those who could take it (2) have no place left: anna, bruno.")


def test_same_result_however_rows_and_names_are_ordered():
    assert run() == 0
    first = table("matches.csv")
    header, *rows = REQUESTS.splitlines()
    Path("requests.csv").write_text("\ufeff" + "\r\n".join([header, *rows[::-1], ""]), encoding="utf-8")
    assert run("--seed", "3") == 0
    assert [row[:4] for row in table("matches.csv")[1:]] == [row[:4] for row in first[:0:-1]]


def test_every_fault_of_the_tables_is_told_at_its_line_and_column(capsys: pytest.CaptureFixture[str]):
    Path("angels.csv").write_text(
        "id,expertise,languages,organisation,lat,lon,max_requests,taken\n"
        '\na,"x;\nx",lv,,91,24,-1,\na,x,lv,,nan,24,1.5,-1\n,x,lv,,57,,,x\n',
        encoding="utf-8",
    )
    Path("requests.csv").write_text(
        "id,topics,language,organisation,lat,lon,urgency\nr,,,,57,200,-1\nr,x,lv,,x,24,inf\ns,x,lv,,,24,\n",
        encoding="utf-8",
    )
    assert run(refused="r,a\nq,a\n", fixed="r,a\nr,b\n") == 2
    assert places(capsys) == [
        "angels.csv:3: expertise",
        "angels.csv:3: lat",
        "angels.csv:3: max_requests",
        "angels.csv:5: lat",
        "angels.csv:5: max_requests",
        "angels.csv:5: id",
        "angels.csv:5: taken",
        "angels.csv:6: max_requests",
        "angels.csv:6: taken",
        "angels.csv:6: id",
        "angels.csv:6: lon",
        "requests.csv:2: topics",
        "requests.csv:2: language",
        "requests.csv:2: lon",
        "requests.csv:2: urgency",
        "requests.csv:3: lat",
        "requests.csv:3: urgency",
        "requests.csv:3: id",
        "requests.csv:4: urgency",
        "requests.csv:4: lat",
        "refused.csv:3: request",
        "fixed.csv:3: angel",
        "fixed.csv:3: request",
    ]


@pytest.mark.parametrize(
    ("angels", "expected"),
    [
        ("", ["angels.csv:1: id"]),
        ("id,expertise,languages,organisation,lat,lon\n", ["angels.csv:1: max_requests"]),
        (ANGELS.replace(",", ";"), [f"angels.csv:1: {column}" for column in ANGELS.splitlines()[0].split(",")]),
        (ANGELS.replace(",1\n", "\n"), ["angels.csv:2: max_requests"] * 2),
        (ANGELS.replace("bruno", "anna"), ["angels.csv:3: id"]),
    ],
)
def test_tables_that_are_no_such_table(capsys: pytest.CaptureFixture[str], angels: str, expected: list[str]):
    Path("angels.csv").write_text(angels, encoding="utf-8")
    assert run() == 2
    assert places(capsys) == expected


def test_files_that_are_not_there_are_the_only_faults(capsys: pytest.CaptureFixture[str]):
    Path("angels.csv").unlink()
    assert main(["matching", "angels.csv", "requests.csv", "--refused", "none.csv", "--out", "out"]) == 2
    assert places(capsys) == ["angels.csv:1: file", "none.csv:1: file"]
    assert run(fixed="r1,bruno\nr2,bruno\n") == 2
    assert places(capsys) == ["angels.csv:1: file"]
    assert main(["matching", "requests.csv", "--out", "out"]) == 2
    assert "command line:1: INPUT" in capsys.readouterr().err


def test_tables_without_rows_are_an_answer(capsys: pytest.CaptureFixture[str]):
    Path("angels.csv").write_text(ANGELS.splitlines()[0] + "\n", encoding="utf-8")
    assert run() == 0
    assert table("matches.csv") == [["request", "angel", "fit", "km", "reasons"]]
    assert {row[1] for row in table("unmatched.csv")[1:]} == {"No angel is named."}
    Path("requests.csv").write_text(REQUESTS.splitlines()[0] + "\n", encoding="utf-8")
    assert run() == 0
    assert table("unmatched.csv") == [["request", "reason"]]
    assert result()["proven_optimal"] is True
    assert "0 of 0 requests have an angel" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fixed", "refused", "expected"),
    [
        ("r4,bruno\nr1,anna\n", "", ["angels.csv:3: languages", "fixed.csv:2: angel"]),
        ("r1,anna\n", "", ["angels.csv:2: organisation", "fixed.csv:2: angel"]),
        ("r5,bruno\nr1,bruno\n", "r2,anna\nr1,bruno\n", ["refused.csv:3: angel", "fixed.csv:3: angel"]),
        ("r2,anna\nr5,anna\n", "", ["angels.csv:2: max_requests", "fixed.csv:2: angel", "fixed.csv:3: angel"]),
    ],
)
def test_agreements_that_other_rules_do_not_allow_are_named(
    capsys: pytest.CaptureFixture[str], fixed: str, refused: str, expected: list[str]
):
    assert run(fixed=fixed, refused=refused) == 3
    assert places(capsys) == expected


def test_only_the_own_organisation_and_all_full(capsys: pytest.CaptureFixture[str]):
    Path("angels.csv").write_text("".join(ANGELS.splitlines(keepends=True)[:2]).replace(",1\n", ",0\n"), "utf-8")
    assert run() == 0
    said = dict(table("unmatched.csv")[1:])
    assert said["r1"] == "Those who know a topic and speak the language (1) are all of the own organisation, Valmiera."
    assert said["r2"].startswith("Those who could take it (1) have no place left: anna.")
    assert capsys.readouterr().err == ""
