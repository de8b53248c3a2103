"""The round of knowledge angels of the played example: the command finds in its files what its README says."""

import csv
from pathlib import Path

import pytest

from talka.site.methods_command import main

FILES = Path(__file__).resolve().parents[1] / "examples" / "izspele" / "matching"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_the_readme_says_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(FILES / "angels.csv"), str(FILES / "requests.csv")]
    pairs = [word for name in ("refused", "fixed") for word in (f"--{name}", str(FILES / f"{name}.csv"))]
    assert main(["matching", *words, *pairs, "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "11 of 17 requests have an angel: 36 of 47 of urgency." in said
    assert "Nobody could serve more urgency" in said
    matches = {row["request"]: row["angel"] for row in rows(tmp_path / "matches.csv")}
    assert matches["p14"] == "e3"
    assert not matches.items() & {(row["request"], row["angel"]) for row in rows(FILES / "refused.csv")}
    reasons = {row["request"]: row["reason"] for row in rows(tmp_path / "unmatched.csv")}
    assert list(reasons) == ["p9", "p10", "p11", "p13", "p15", "p17"]
    assert "declined" in reasons["p9"]
    assert "nobody speaks en" in reasons["p10"]
    assert "Nobody knows" in reasons["p11"]
    assert "no place left" in reasons["p13"]
    assert "own organisation" in reasons["p15"]
    assert "no place left" in reasons["p17"]


def test_its_organisations_are_those_of_the_example() -> None:
    known = {row["key"] for row in rows(FILES.parent / "organisations.csv")} | {""}
    named = {row["organisation"] for name in ("angels", "requests") for row in rows(FILES / f"{name}.csv")}
    assert named <= known
