"""`talka methods specialisation` on files: tables out, faults at their lines, large files within bounds."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from talka.site.methods_command import main

AMOUNTS = {
    "Hills": ("200 100 10 190", "180 160 12 205"),
    "Shore": ("50 20 30 100", "40 20 : 90"),
    "Land": ("1000 500 500 2000", "900 550 600 2100"),
}
INDUSTRIES = ("farming", "wood", "data", "trade, repair")


def observations(*more: str) -> str:
    lines = ["area,industry,year,value,status"]
    for area, years in AMOUNTS.items():
        for at, amounts in enumerate(years):
            for industry, amount in zip(INDUSTRIES, amounts.split(), strict=True):
                lines.append(f'{area},"{industry}",{2019 + at},{amount},')
    return "\n".join([*lines, *more, ""])


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("observations.csv").write_text(observations(), encoding="utf-8")


def run(*words: str, rules: str | None = None, reference: str = "Land") -> int:
    if rules is not None:
        Path("rules.toml").write_text(rules, encoding="utf-8")
        words = (*words, "--rules", "rules.toml")
    chosen = ("--reference", reference) if reference else ()
    return main(["specialisation", "observations.csv", *chosen, "--out", "out", *words])


def table(name: str) -> list[dict[str, str]]:
    with (Path("out") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults(capsys: pytest.CaptureFixture[str], **more: str) -> list[str]:
    assert run(**more) == 2
    assert not Path("out").exists()
    said = capsys.readouterr()
    assert said.out == ""
    return [":".join(line.split(":", 3)[:3]) for line in said.err.splitlines()]


def test_the_tables_as_they_are_described(capsys: pytest.CaptureFixture[str]):
    assert run("--seed", "3") == 0
    quotients = table("location_quotient.csv")
    assert list(quotients[0]) == ["area", "industry", "year", "lq"]
    assert len(quotients) == 16
    found = {(row["area"], row["industry"], row["year"]): row["lq"] for row in quotients}
    assert found["Shore", "data", "2020"] == ""
    assert float(found["Hills", "trade, repair", "2019"]) == pytest.approx((190 / 500) / (2000 / 4000))
    # Without data: 20 of 150 in Shore, 550 of 3,550 in the land.
    assert float(found["Shore", "wood", "2020"]) == pytest.approx((20 / 150) / (550 / 3550))
    assert {row["area"] for row in quotients} == {"Hills", "Shore"}

    changes = table("shift_share.csv")
    assert list(changes[0]) == ["area", "industry", "from", "to", "national", "mix", "regional", "total"]
    wood = next(row for row in changes if (row["area"], row["industry"]) == ("Hills", "wood"))
    assert (wood["from"], wood["to"], float(wood["total"])) == ("2019", "2020", 60)
    terms = [float(wood[name]) for name in ("national", "mix", "regional")]
    assert terms == pytest.approx([3.75, 6.25, 50])
    assert table("shift_share_dynamic.csv") == changes  # one step only

    measures = table("concentration.csv")
    assert list(measures[0]) == ["area", "year", "measure", "value"]
    assert [row["measure"] for row in measures[:4]] == ["Herfindahl", "Krugman", "Gini", "Hoover"]
    assert float(measures[0]["value"]) == pytest.approx(0.4**2 + 0.2**2 + 0.02**2 + 0.38**2)

    assert not Path("out/relatedness.csv").exists()
    assert not Path("out/complexity.csv").exists()
    result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
    assert (result["method"], result["seed"], result["reference"]) == ("specialisation", 3, "Land")
    assert (result["objective"], result["bound"], result["gap"], result["proven_optimal"]) == (None, None, None, False)
    assert result["left_out"] == [
        {"part": "relatedness", "year": None, "code": "few_areas"},
        {"part": "complexity", "year": None, "code": "few_areas"},
    ]
    assert result["missing"] == 1
    said = capsys.readouterr()
    assert said.out.startswith("Hills differs most from Land: 26.1 %")
    assert '  Hills is good at "wood"' in said.out
    assert said.err == ""


def test_relatedness_and_complexity_where_there_is_enough():
    lines = ["area,industry,year,value"]
    for area in range(12):
        lines += [f"a{area:02},i{i:02},2020,{1 + 90 * (i <= area) + (7 * i * area) % 5}" for i in range(11)]
    Path("observations.csv").write_text("\n".join(lines), encoding="utf-8")
    assert run(reference="") == 0
    pairs = table("relatedness.csv")
    assert list(pairs[0]) == ["industry", "other", "year", "proximity"]
    assert len(pairs) == 11 * 10 / 2
    assert all(0 <= float(row["proximity"]) <= 1 for row in pairs)
    densities = table("relatedness_density.csv")
    assert list(densities[0]) == ["area", "industry", "year", "density"]
    assert len(densities) == 12 * 11
    complexity = table("complexity.csv")
    assert list(complexity[0]) == ["id", "year", "measure", "value"]
    assert [row["measure"] for row in complexity].count("ECI") == 12
    assert [row["measure"] for row in complexity].count("PCI") == 11
    assert sum(float(row["value"]) for row in complexity if row["measure"] == "ECI") == pytest.approx(0, abs=1e-9)


def test_only_the_parts_asked_for_are_written_and_years_chosen():
    assert run(rules='parts = ["location_quotient"]\n') == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["location_quotient.csv", "result.json"]


def test_one_year_has_tables_without_changes():
    text = "\n".join(line for line in observations().splitlines() if ",2020," not in line)
    Path("observations.csv").write_text(text, encoding="utf-8")
    assert run() == 0
    assert table("shift_share.csv") == table("shift_share_dynamic.csv") == []
    assert {row["year"] for row in table("location_quotient.csv")} == {"2019"}


def test_every_fault_at_its_line_and_column(capsys: pytest.CaptureFixture[str]):
    more = [
        "Hills,farming,2019,7,",
        ",wood,2020,1,",
        'Shore,"",2021,-3,',
        "",
        'Hills,wood,MMXX,"1,5",',
        "Hills,wood,2022",
    ]
    Path("observations.csv").write_text(observations(*more), encoding="utf-8")
    rules = 'total = 3\nleave_out = ["data", "nothing"]\n\nfrom = "2019"\n'
    rules += 'merge = { Both = ["Hills", "Hull"] }\nbreaks = 1\n'
    assert faults(capsys, rules=rules) == [
        "observations.csv:26: year",
        "observations.csv:27: area",
        "observations.csv:28: industry",
        "observations.csv:28: value",
        "observations.csv:30: year",
        "observations.csv:30: value",
        "observations.csv:31: value",
        "rules.toml:1: total",
        "rules.toml:2: leave_out",
        "rules.toml:4: from",
        "rules.toml:5: merge.Both",
        "rules.toml:6: breaks",
    ]


@pytest.mark.parametrize(
    ("reference", "why"), [("Moon", "has no observations"), ("Land ", "has no observations")], ids=["unknown", "blank"]
)
def test_a_reference_that_is_not_in_the_file(reference: str, why: str, capsys: pytest.CaptureFixture[str]):
    assert run(reference=reference) == 2
    assert capsys.readouterr().err == f'command line:1: --reference: "{reference}" {why}\n'
    assert not Path("out").exists()


def test_a_break_is_refused_at_its_line_and_passed_over_where_allowed(capsys: pytest.CaptureFixture[str]):
    text = observations().replace('Hills,"wood",2020,160,', 'Hills,"wood",2020,160,B')
    Path("observations.csv").write_text(text, encoding="utf-8")
    assert faults(capsys) == ["observations.csv:7: status"]
    for allowed in ("Hills/wood", "Hills", "wood"):
        assert run(rules=f'allow_breaks = ["{allowed}"]\n') == 0
        result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
        assert result["passed_breaks"] == [{"area": "Hills", "industry": "wood", "year": 2020}]
    assert "allowed by name" in capsys.readouterr().out
    assert run(rules='allow_breaks = ["Shore"]\n') == 2


def test_a_total_among_the_industries_is_not_counted_twice(capsys: pytest.CaptureFixture[str]):
    sums = [f"{area},TOTAL,{2019 + at},{total}," for area, at, total in (("Hills", 0, 500), ("Hills", 1, 557))]
    sums += [f"Shore,TOTAL,{2019 + at},{total}," for at, total in ((0, 200), (1, 175))]
    sums += ["Land,TOTAL,2019,4000,", "Land,TOTAL,2020,4150,"]
    Path("observations.csv").write_text(observations(*sums), encoding="utf-8")
    assert faults(capsys) == ["observations.csv:26: industry"]
    assert run(rules='total = "TOTAL"\n') == 0
    found = {(row["area"], row["industry"], row["year"]): row["lq"] for row in table("location_quotient.csv")}
    assert ("Hills", "TOTAL", "2019") not in found
    assert float(found["Shore", "wood", "2020"]) == pytest.approx((20 / 175) / (550 / 4150))


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (b"", "observations.csv:1: area"),
        (b"area;industry;year;value\n", "observations.csv:1: area"),
        (b"area,industry,year,value\na,x,2020,1\n\xff,x,2020,1\n", "observations.csv:3: file"),
        (b'area,industry,year,value\na,x,2020,1\n"a,x,2020,1\n', "observations.csv:3: file"),
        (b"area,industry,year,value\na,x,2020,1\n\0,x,2020,1\n", "observations.csv:3: file"),
        (b"area,industry,year,value\n", "observations.csv:1: area"),
    ],
    ids=["empty", "semicolons", "not UTF-8", "quote not closed", "NUL", "header only"],
)
def test_files_that_are_no_tables(raw: bytes, wanted: str, capsys: pytest.CaptureFixture[str]):
    Path("observations.csv").write_bytes(raw)
    assert faults(capsys, reference="")[0] == wanted


def test_the_same_in_any_order_of_rows_and_with_windows_line_ends():
    assert run() == 0
    first = {name: table(name) for name in ("location_quotient.csv", "shift_share.csv", "concentration.csv")}
    header, *rows = observations().splitlines()
    Path("observations.csv").write_text("\ufeff" + "\r\n".join([header, *rows[::-1], ""]), encoding="utf-8", newline="")
    assert run() == 0
    assert {name: table(name) for name in first} == first


def test_help_answers_at_once_and_loads_neither_numpy_nor_django():
    code = (
        "import sys; from talka.site.methods_command import main; main(['specialisation', '--help']); "
        "assert not {'numpy', 'django', 'scipy'} & set(sys.modules), 'too much is loaded'"
    )
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert time.perf_counter() - begun < 3
    assert "--reference" in done.stdout


def test_half_a_million_observations_take_seconds_and_little_memory():
    with Path("observations.csv").open("w", encoding="utf-8") as file:
        file.write("area,industry,year,value\n")
        for area in range(1_000):
            file.writelines(
                f"a{area:04},i{industry:02},{year},{(area * 31 + industry * 17 + year) % 97}\n"
                for industry in range(50)
                for year in range(2010, 2020)
            )
    code = (
        "import re, sys; from pathlib import Path; from talka.site.methods_command import main; "
        "code = main(['specialisation', 'observations.csv', '--out', 'out']); "
        # of this program alone: what getrusage tells begins with what the one who started it had
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.splitlines()[-1]) < 600  # megabytes; as dictionaries the rows alone take more
    assert Path("out/location_quotient.csv").read_bytes().count(b"\n") == 500_001


@pytest.mark.parametrize("sign", [":", "…", "..", "NA", ""])
def test_a_value_that_is_not_there_however_it_is_written(sign: str):
    Path("observations.csv").write_text(observations().replace(",:,", f",{sign},"), encoding="utf-8")
    assert run() == 0
    assert json.loads(Path("out/result.json").read_text(encoding="utf-8"))["missing"] == 1


@pytest.mark.parametrize("sign", ["-", "12b", "1 234", "1,5", "١٢", "inf", "1e999", "0x10"])
def test_a_value_that_could_mean_several_things_is_not_guessed_at(sign: str, capsys: pytest.CaptureFixture[str]):
    Path("observations.csv").write_text(observations().replace(",:,", f',"{sign}",'), encoding="utf-8")
    assert faults(capsys) == ["observations.csv:16: value"]


@pytest.mark.parametrize(
    ("flag", "refused"), [("b", True), ("bp", True), ("B", True), ("p", False), ("probable", False)]
)
def test_a_break_as_statisticians_flag_it(flag: str, refused: bool):
    text = observations().replace('Hills,"wood",2020,160,', f'Hills,"wood",2020,160,{flag}')
    Path("observations.csv").write_text(text, encoding="utf-8")
    assert run() == (2 if refused else 0)


def test_what_the_reference_lacks_is_told(capsys: pytest.CaptureFixture[str]):
    text = observations().replace('Land,"data",2020,600,', 'Land,"data",2020,,')
    Path("observations.csv").write_text(text, encoding="utf-8")
    assert run() == 0
    assert json.loads(Path("out/result.json").read_text(encoding="utf-8"))["reference_missing"] == 1
    assert "Missing values of Land: 1." in capsys.readouterr().out
    found = {(row["area"], row["industry"], row["year"]): row["lq"] for row in table("location_quotient.csv")}
    assert found["Hills", "data", "2020"] == ""
    assert float(found["Hills", "wood", "2020"]) == pytest.approx((160 / 545) / (550 / 3550))
