"""Claim: location quotients, shift-share, relatedness, complexity and an index of 99,140 local units × 88 industries
(two years) and of 5,000 areas × 88 × 10 years are computed faster than with pandas, at least 20 times faster than with
ecomplexity, and in less than 3 GB.

Each by each hand in a process of its own, on one thread, from the same columns of numbers; `peak_mb` is of the whole
process with its input. Compared are `cpu_seconds`, which other work on the machine changes little. The local units are
those of Europe in 2019 with their populations, where the file is there; how many people work in which industry is made
up, with a fixed seed. All hands must come to the same sums. ecomplexity does quotients, relatedness and complexity in
one call and holds a table of areas × areas (79 GB for all local units), so it is given 10,000 of the local units in one
year, and the ten years whole; beside it stand Talka and pandas with the same work on the same slice. TALKA_BENCH_TIMES:
how often Talka and pandas are measured (the median is told).
"""

import csv
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench._browser import machine

HERE = Path(__file__).resolve().parent
TIMES = min(5, int(os.environ.get("TALKA_BENCH_TIMES", "3")))
PARTS = ("location_quotient", "shift_share", "relatedness", "complexity", "index")
UNITS, INDUSTRIES, AREAS, YEARS, SLICE = 99_140, 88, 5_000, 10, 10_000
LIMIT_MB, TIMES_FASTER, PATIENCE = 3_000, 20, 900
"""PATIENCE: seconds any hand may take."""
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "NUMEXPR")}


def main() -> int:
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(Path(folder)):
            good = good and bool(line["ok"])
            print(json.dumps(line), flush=True)
    return 0 if good else 1


def lines(folder: Path) -> Iterator[dict[str, Any]]:
    people, source = populations()
    units = made_up(people, 2)
    save(folder / "units", units)
    for part in PARTS:
        yield beside_pandas("local units of Europe", source, part, folder / "units", units.shape)
    some = units[np.linspace(0, len(people) - 1, SLICE).astype(int), :, :1]
    save(folder / "slice", some)
    yield beside_ecomplexity("some local units of Europe", source, folder / "slice", some.shape)
    del units
    areas = made_up(np.random.default_rng(2).lognormal(9, 1.2, AREAS), YEARS)
    save(folder / "areas", areas)
    for part in PARTS:
        yield beside_pandas("areas", "made up", part, folder / "areas", areas.shape)
    yield beside_ecomplexity("areas", "made up", folder / "areas", areas.shape)


def populations() -> tuple[NDArray[np.float64], str]:
    """Of the local units of Europe; made up where the file is not there. A unit without a figure gets the median."""
    for above in HERE.parents:
        path = above / "shared" / "data" / "europe" / "eu_lau_2019.csv.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
                people = np.array([float(row["population"] or "nan") for row in csv.DictReader(file)])
            return np.where(people > 0, people, np.nanmedian(people)), "populations of 2019"
    return np.random.default_rng(0).lognormal(7, 1.5, UNITS), "made up"


def made_up(people: NDArray[np.float64], years: int) -> NDArray[np.float64]:
    """[area, industry, year] people at work: industries of very unequal size, areas with leanings, years that drift."""
    chance = np.random.default_rng(1)
    size = chance.lognormal(0, 1.3, INDUSTRIES)
    lean = chance.lognormal(0, 1.0, (len(people), INDUSTRIES))
    share = size * lean
    share /= share.sum(axis=1, keepdims=True)
    values = np.empty((len(people), INDUSTRIES, years))
    for year in range(years):
        values[:, :, year] = np.round(0.45 * people[:, None] * share, 1)
        share *= chance.normal(1.01, 0.05, share.shape).clip(0.5, 1.5)
    return values


def save(folder: Path, values: NDArray[np.float64]) -> None:
    folder.mkdir()
    for name, axis in zip(("area", "industry", "year"), np.indices(values.shape, dtype=np.int64), strict=True):
        np.save(folder / f"{name}.npy", axis.ravel() + (2010 if name == "year" else 0))
    np.save(folder / "value.npy", values.ravel())


def beside_pandas(name: str, source: str, part: str, folder: Path, shape: tuple[int, ...]) -> dict[str, Any]:
    ours, theirs = median("talka", part, folder), median("pandas", part, folder)
    return {
        **described(name, source, part, shape),
        "limit_mb": LIMIT_MB,
        "talka": ours,
        "pandas": theirs,
        "times_faster_than_pandas": times_faster(ours, theirs),
        "same_figures": same(ours, theirs),
        "ok": ours["peak_mb"] < LIMIT_MB and times_faster(ours, theirs) > 1 and same(ours, theirs),
    }


def beside_ecomplexity(name: str, source: str, folder: Path, shape: tuple[int, ...]) -> dict[str, Any]:
    ours, plain = median("talka", "all", folder), median("pandas", "all", folder)
    theirs = once("ecomplexity", "all", folder)
    ended = "seconds" in theirs
    return {
        **described(name, source, "quotients, relatedness and complexity", shape),
        "limit_mb": LIMIT_MB,
        "limit_times_faster": TIMES_FASTER,
        "talka": ours,
        "pandas": plain,
        "ecomplexity": theirs,
        "times_faster_than_ecomplexity": times_faster(ours, theirs),
        "same_figures": same(ours, theirs) and same(ours, plain),
        "ok": ours["peak_mb"] < LIMIT_MB
        and times_faster(ours, theirs) >= TIMES_FASTER
        and same(ours, plain)
        and (same(ours, theirs) or not ended),
    }


def described(name: str, source: str, part: str, shape: tuple[int, ...]) -> dict[str, Any]:
    areas, industries, years = shape
    sizes = {"areas": areas, "industries": industries, "years": years}
    return {"claim": "specialisation", "set": name, "people": source, "part": part, **sizes, "machine": machine()}


def median(who: str, part: str, folder: Path) -> dict[str, Any]:
    found = [once(who, part, folder) for _ in range(TIMES)]
    return {
        **found[0],
        "seconds": statistics.median(each["seconds"] for each in found),
        "cpu_seconds": statistics.median(each["cpu_seconds"] for each in found),
        "peak_mb": max(each["peak_mb"] for each in found),
        "times": TIMES,
    }


def once(who: str, part: str, folder: Path) -> dict[str, Any]:
    step = [sys.executable, "-m", "bench._specialisation", who, part, str(folder)]
    try:
        done = subprocess.run(
            step, capture_output=True, text=True, timeout=PATIENCE, cwd=HERE.parent, env=os.environ | ONE_THREAD
        )
    except subprocess.TimeoutExpired:
        return {"no_answer_in_seconds": PATIENCE}
    if done.returncode:
        message = (done.stderr.strip().splitlines() or [""])[-1]
        if who == "ecomplexity":
            return {"failed": f"ended with {done.returncode}: {message}"}
        raise RuntimeError(f"{who} {part} ended with {done.returncode}: {message}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def times_faster(ours: dict[str, Any], theirs: dict[str, Any]) -> float:
    """How many times; at least, where the other did not end in time; 0 where it failed."""
    other = theirs.get("cpu_seconds", theirs.get("no_answer_in_seconds", 0.0))
    return round(other / ours["cpu_seconds"], 1)


def same(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Whether the sums that both made are the same."""
    checks = theirs.get("checks", {})
    return bool(checks) and all(
        abs(ours["checks"][name] - value) <= 1e-6 * abs(value) for name, value in checks.items()
    )


if __name__ == "__main__":
    sys.exit(main())
