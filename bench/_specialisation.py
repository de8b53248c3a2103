"""Specialisation by several hands, each in a process of its own: `python -m bench._specialisation WHO PART FOLDER`.

The folder holds area.npy, industry.npy, year.npy (whole numbers) and value.npy: observations as columns, in order. WHO:

- talka: `solve` with the one part asked for; for relatedness all densities are made too. For the part `index` the
  composite index over all industries.
- pandas: the same figures as one writes them down with a DataFrame: sums by group, a table for each year, products.
- ecomplexity: the package of that name (location quotients, proximity, density and complexity, all in one call).

Prints seconds and cpu_seconds (without reading the columns), peak_mb of the whole process, and checks: sums that all
hands must share.
"""

import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]
Found = dict[str, list[Any]]
"""Figures by name, as arrays: of each year, or of all."""
NAMES = ("area", "industry", "year", "value")
PRESENT = 1.0 - 1e-9


def read(folder: Path) -> Columns:
    return {name: np.load(folder / f"{name}.npy") for name in NAMES}


def index_by_talka(columns: Columns) -> Callable[[], Found]:
    """The composite index of all industries, equally weighted, and its change against the year before."""
    from talka.methods.composite_index.solve import levels

    years, at = np.unique(columns["year"], return_inverse=True)
    areas, industries = (int(columns[name].max()) + 1 for name in ("area", "industry"))

    def work() -> Found:
        cells = np.full((len(years), areas, industries), np.nan)
        cells[at, columns["area"], columns["industry"]] = columns["value"]
        found = levels(cells, np.full(industries, 1 / industries), np.ones(industries), years=years.tolist())
        return {"level": [found.level], "change": [found.change]}

    return work


def index_by_pandas(columns: Columns) -> Callable[[], Found]:
    import pandas as pd

    frame = pd.DataFrame(columns)

    def work() -> Found:
        of_industry = frame.groupby(["industry", "year"])["value"]
        norms = pd.DataFrame({"mean": of_industry.mean(), "deviation": of_industry.std(ddof=0)}).reset_index()
        before = norms.assign(year=norms["year"] + 1)
        found: Found = {}
        for name, of in (("level", norms), ("change", before)):
            table = frame.merge(of, on=["industry", "year"])
            table["z"] = ((table["value"] - table["mean"]) / table["deviation"]).where(table["deviation"] > 0, 0.0)
            found[name] = [table.groupby(["area", "year"])["z"].mean()]
        return found

    return work


def talka(columns: Columns, part: str) -> Callable[[], Found]:
    if part == "index":
        return index_by_talka(columns)
    from talka.methods.specialisation.problem import Problem, Rules
    from talka.methods.specialisation.relatedness import densities
    from talka.methods.specialisation.solve import solve

    parts = ("location_quotient", "relatedness", "complexity") if part == "all" else (part,)
    areas, industries = (int(columns[name].max()) + 1 for name in ("area", "industry"))
    problem = Problem(
        tuple(f"a{number:06}" for number in range(areas)),
        tuple(f"i{number:03}" for number in range(industries)),
        columns["area"],
        columns["industry"],
        columns["year"],
        columns["value"],
        rules=Rules(parts=parts),
    )

    def work() -> Found:
        result = solve(problem, time_limit=600)
        found: Found = {}
        if part in ("location_quotient", "all"):
            found["quotients"] = [result.lq]
        if result.shift_share is not None and result.shift_share_dynamic is not None:
            found |= {"regional": [result.shift_share.regional], "dynamic": [result.shift_share_dynamic.regional]}
        if result.proximity is not None and result.lq is not None:
            pairs = zip(result.lq, result.proximity, strict=True)
            found |= {"proximities": [result.proximity], "densities": [densities(*pair) for pair in pairs]}
        if result.complexity is not None:
            found["eci"] = [result.complexity.eci]
        return found

    return work


def pandas(columns: Columns, part: str) -> Callable[[], Found]:
    if part == "index":
        return index_by_pandas(columns)
    import pandas as pd

    frame = pd.DataFrame(columns)

    def quotients() -> Any:
        of_area = frame.groupby(["area", "year"])["value"].transform("sum")
        of_industry = frame.groupby(["industry", "year"])["value"].transform("sum")
        of_year = frame.groupby("year")["value"].transform("sum")
        return (frame["value"] / of_area) / (of_industry / of_year)

    def changes() -> Found:
        table = frame.copy()
        table["of_industry"] = table.groupby(["industry", "year"])["value"].transform("sum")
        table["of_year"] = table.groupby("year")["value"].transform("sum")

        def terms(before: Any, after: Any) -> Any:
            growth = after["of_industry"] / before["of_industry"] - 1
            overall = after["of_year"] / before["of_year"] - 1
            total = after["value"] - before["value"]
            return pd.DataFrame(
                {
                    "national": before["value"] * overall,
                    "mix": before["value"] * (growth - overall),
                    "regional": total - before["value"] * growth,
                    "total": total,
                }
            )

        table = table.set_index(["area", "industry"])
        by_year = {year: rows.drop(columns="year") for year, rows in table.groupby("year")}
        years = sorted(by_year)
        classic = terms(by_year[years[0]], by_year[years[-1]])
        steps = [terms(by_year[one], by_year[other]) for one, other in itertools.pairwise(years)]
        dynamic = sum(steps[1:], start=steps[0])
        return {"regional": [classic["regional"]], "dynamic": [dynamic["regional"]]}

    def related(lq: Any) -> Found:
        table = frame[["area", "industry", "year"]].assign(present=(lq >= PRESENT).astype(float))
        found: Found = {"proximities": [], "densities": []}
        for _, rows in table.groupby("year"):
            present = rows.pivot(index="area", columns="industry", values="present")
            both = present.T.dot(present)
            having = present.sum()
            near = np.minimum(both.div(having, axis=0), both.div(having, axis=1))
            found["proximities"].append(near)
            found["densities"].append(present.dot(near).div(near.sum(), axis=1))
        return found

    def complex_(lq: Any) -> Found:
        table = frame[["area", "industry", "year"]].assign(present=(lq >= PRESENT).astype(float))
        eci = []
        for _, rows in table.groupby("year"):
            present = rows.pivot(index="area", columns="industry", values="present")
            present = present[present.sum(axis=1) > 0]
            by_area, by_industry = present.div(present.sum(axis=1), axis=0), present.div(present.sum(), axis=1)
            values, vectors = np.linalg.eig(by_industry.T.dot(by_area).to_numpy())
            second = np.real(vectors[:, np.argsort(np.real(values))[-2]])
            means = by_area.dot(second)
            eci.append((means - means.mean()) / means.std(ddof=0))
        return {"eci": eci}

    def work() -> Found:
        if part == "shift_share":
            return changes()
        lq = quotients()
        if part == "location_quotient":
            return {"quotients": [lq]}
        if part == "all":
            return {"quotients": [lq], **related(lq), **complex_(lq)}
        return related(lq) if part == "relatedness" else complex_(lq)

    return work


def ecomplexity(columns: Columns, part: str) -> Callable[[], Found]:
    import warnings

    import pandas as pd
    from ecomplexity import ecomplexity as compute

    warnings.simplefilter("ignore")
    frame = pd.DataFrame(columns)
    names = {"time": "year", "loc": "area", "prod": "industry", "val": "value"}

    def work() -> Found:
        found = compute(frame, names, check_logsupermodularity=False, verbose=False)
        of_area = found.drop_duplicates(["year", "area"])
        return {"quotients": [found["rca"]], "densities": [found["density"]], "eci": [of_area["eci"]]}

    return work


HANDS = {"talka": talka, "pandas": pandas, "ecomplexity": ecomplexity}


def peak_mb() -> int:
    """The most memory this process ever held. getrusage would tell that of the process it was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main(who: str, part: str, folder: str) -> None:
    work = HANDS[who](read(Path(folder)), part)
    begun, at_work = time.perf_counter(), time.process_time()
    found = work()
    took, worked = time.perf_counter() - begun, time.process_time() - at_work
    figures = {"seconds": round(took, 3), "cpu_seconds": round(worked, 3), "peak_mb": peak_mb()}
    checks = {name: sum(float(np.nansum(np.abs(np.asarray(each)))) for each in parts) for name, parts in found.items()}
    print(json.dumps({**figures, "checks": checks}))


if __name__ == "__main__":
    main(*sys.argv[1:])
