"""`talka methods clustering` as an analyst meets it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from talka.site.methods_command import main

CARDS = """id,text,language
k1,Autobuss kursē divreiz nedēļā,
k2,"Nav vilciena, nav nekā",lv
k3,No buses at the weekend,en
k4,Atkritumu šķirošana laukos,
k5,Nav kur likt atkritumus,
k6,Vairāk kafijas,
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cards.csv").write_text(CARDS, encoding="utf-8")


def table(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The faults without their explanation: file:line: column."""
    assert main(["clustering", "cards.csv", "--out", "out", *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert not Path("out").exists()
    return [":".join(line.split(":", 3)[:3]) for line in said.err.splitlines()]


def test_writes_clusters_labels_and_result(capsys: pytest.CaptureFixture[str]):
    assert main(["clustering", "cards.csv", "--seed", "3", "--out", "out"]) == 0
    assert table("out/clusters.csv") == [
        {"id": "k1", "cluster": "k1"},
        {"id": "k2", "cluster": "k1"},
        {"id": "k3", "cluster": "k1"},
        {"id": "k4", "cluster": "k4"},
        {"id": "k5", "cluster": "k4"},
        {"id": "k6", "cluster": "k6"},
    ]
    labels = table("out/labels.csv")
    assert [(row["cluster"], row["size"]) for row in labels] == [("k1", "3"), ("k4", "2"), ("k6", "1")]
    assert labels[2]["label"] == "Vairāk kafijas"
    result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    assert {"method", "version", "seed", "seconds", "objective", "bound", "gap", "proven_optimal"} <= set(result)
    assert (result["method"], result["seed"], result["cards"], result["alone"]) == ("clustering", 3, 6, 1)
    assert result["proven_optimal"] is True
    said = capsys.readouterr()
    assert said.err == ""
    assert "6 cards: 2 topics of two or more cards, 1 cards alone." in said.out


def test_the_order_of_rows_changes_not_one_sign_of_the_tables():
    assert main(["clustering", "cards.csv", "--out", "one"]) == 0
    header, *rows = CARDS.splitlines()
    Path("cards.csv").write_text("\n".join([header, *rows[::-1], ""]), encoding="utf-8")
    assert main(["--out", "two", "--language", "lv", "clustering", "cards.csv"]) == 0
    for name in ("clusters.csv", "labels.csv"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_language_and_no_column_of_it():
    Path("cards.csv").write_text("id,text\na,The child\nb,Children\n", encoding="utf-8")
    assert main(["clustering", "--language", "en", "cards.csv", "--out", "out"]) == 0
    assert [row["size"] for row in table("out/labels.csv")] == ["2"]


def test_a_file_called_like_a_method_or_an_options_value():
    Path("tiles").write_text(CARDS, encoding="utf-8")
    assert main(["--language", "lv", "--out", "grouping", "clustering", "tiles"]) == 0
    assert Path("grouping/clusters.csv").is_file()


def test_fixed_cards_stay_and_new_ones_join_or_stay_alone():
    Path("rules.toml").write_text('fixed = { k1 = "Kā nokļūt" }\n', encoding="utf-8")
    assert main(["clustering", "cards.csv", "--rules", "rules.toml", "--out", "out"]) == 0
    clusters = {row["id"]: row["cluster"] for row in table("out/clusters.csv")}
    assert clusters == {"k1": "Kā nokļūt", "k2": "Kā nokļūt", "k3": "Kā nokļūt", "k4": "k4", "k5": "k5", "k6": "k6"}
    rules = 'fixed = { k1 = "Kā nokļūt" }\nnew_clusters = true\nalike = 0.28\n'
    Path("rules.toml").write_text(rules, encoding="utf-8")
    assert main(["clustering", "cards.csv", "--rules", "rules.toml", "--out", "out"]) == 0
    assert {row["id"]: row["cluster"] for row in table("out/clusters.csv")}["k5"] == "k4"


def test_every_fault_is_told_at_its_place(capsys: pytest.CaptureFixture[str]):
    Path("cards.csv").write_text('id,text,language\nk1,"two\nlines",lv\n,x,\nk1,y,latviski\n', encoding="utf-8")
    rules = '# words\nalike = 2\nnew_clusters = 1\nother = "x"\n[fixed]\nk1 = ""\nk9 = "a"\nk2 = 3\n'
    Path("rules.toml").write_text(rules, encoding="utf-8")
    assert faults(capsys, "--rules", "rules.toml", "--language", "Latvian") == [
        "rules.toml:2: alike",
        "rules.toml:3: new_clusters",
        "rules.toml:4: other",
        "rules.toml:6: fixed.k1",
        "rules.toml:7: fixed.k9",
        "rules.toml:8: fixed.k2",
        "cards.csv:4: id",
        "cards.csv:5: id",
        "cards.csv:5: language",
        "command line:1: --language",
    ]


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ("", ["cards.csv:1: id"]),
        ("id;text\nk1;x\n", ["cards.csv:1: id", "cards.csv:1: text"]),
        ("id,words\nk1,x\n", ["cards.csv:1: text"]),
        ("id,text\nk1,x,lv\n", ["cards.csv:2: text"]),
    ],
)
def test_tables_that_are_no_cards(capsys: pytest.CaptureFixture[str], cards: str, expected: list[str]):
    Path("cards.csv").write_text(cards, encoding="utf-8")
    assert faults(capsys) == expected


def test_odd_cards_are_cards():
    odd = ["", "🙂", "???", "w" * 100_000, "word " * 20_000, "<script>alert(1)</script>", '=HYPERLINK("x")', "un"]
    with Path("cards.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "text"), *((f"k{n}", text) for n, text in enumerate(odd))])
    assert main(["clustering", "cards.csv", "--out", "out"]) == 0
    assert len(table("out/clusters.csv")) == len(odd)
    Path("cards.csv").write_text("id,text\n", encoding="utf-8")
    assert main(["clustering", "cards.csv", "--out", "out"]) == 0
    assert table("out/clusters.csv") == table("out/labels.csv") == []


def test_no_django():
    code = (
        "import sys; from talka.site.methods_command import main\n"
        "code = main(sys.argv[1:])\n"
        "raise SystemExit(9 if {'django', 'psycopg'} & set(sys.modules) else code)\n"
    )
    command = [sys.executable, "-c", code, "clustering", "cards.csv", "--out", "out"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
