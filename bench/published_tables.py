"""Claim: the four published tables beside the project are entered in less than 10 seconds, every cell answered for.

From the file to figures that hold, with what follows from them (former municipalities recalculated, formulas, peers).
Beside it openpyxl and pandas only reading the same files. See docs/developers/speed.md.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from bench._copy import own_copy

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "latvia"
NAMES = ("csb_population_by_sex", "csb_wages_by_sector", "csb_mean_age", "csb_mean_years_of_schooling")
LIMIT_SECONDS = 10.0


def entered(by: Any, name: str) -> dict[str, Any]:
    """One table: seconds, cells and what became of them, labels of areas and how many were found."""
    from talka.indicators.actions import imports
    from talka.indicators.models import FigureImport

    begun = time.perf_counter()
    with (DATA / f"{name}.xlsx").open("rb") as file:
        row = imports.send(file, f"{name}.xlsx", by=by)
    checked = time.perf_counter()
    assert row.state == FigureImport.State.CHECKED, row.state
    imports.accept(row, by=by)
    imports.enter(row.key)
    row.refresh_from_db()
    assert row.state == FigureImport.State.ENTERED
    outlook = row.outlook
    labels = sum(outlook["areas"].values())
    open_ones = sum(outlook["areas"].get(name, 0) for name in ("unknown", "ambiguous", "foreign"))
    return {
        "table": name,
        "read_and_checked_s": round(checked - begun, 2),
        "entered_s": round(time.perf_counter() - checked, 2),
        "cells": outlook["cells"],
        "figures": outlook["counts"]["figure"],
        "rows_that_are_no_area": outlook["counts"]["no_area"],
        "dropped": outlook["cells"] - sum(outlook["counts"].values()),
        "labels": labels,
        "labels_found": labels - open_ones,
        "faulty": outlook["faulty"],
    }


def peers() -> dict[str, float]:
    """Seconds in which others read the four files, and do nothing with them."""
    import openpyxl
    import pandas

    begun = time.perf_counter()
    for name in NAMES:
        sheet = openpyxl.load_workbook(DATA / f"{name}.xlsx", read_only=True).worksheets[0]
        for _row in sheet.iter_rows(values_only=True):
            pass
    between = time.perf_counter()
    for name in NAMES:
        pandas.read_excel(DATA / f"{name}.xlsx", header=None)
    return {"openpyxl_s": round(between - begun, 2), "pandas_s": round(time.perf_counter() - between, 2)}


def main() -> int:
    with own_copy("published_tables"):
        return measured()


def measured() -> int:
    from talka.indicators.actions.renewal import renew
    from talka.people.factories import PersonFactory

    if not DATA.is_dir():
        print(json.dumps({"claim": "published_tables", "skipped": "the published tables are not beside the project"}))
        return 0
    by = PersonFactory(administrator=True)
    begun = time.perf_counter()
    tables = [entered(by, name) for name in NAMES]
    between = time.perf_counter()
    renew()
    seconds = time.perf_counter() - begun
    ok = seconds < LIMIT_SECONDS and all(
        each["dropped"] == each["faulty"] == 0 and each["labels"] == each["labels_found"] for each in tables
    )
    told = {
        "claim": "published_tables",
        "ok": ok,
        "seconds": round(seconds, 2),
        "limit_seconds": LIMIT_SECONDS,
        "renewal_s": round(time.perf_counter() - between, 2),
        "tables": tables,
        "peers": peers(),
    }
    print(json.dumps(told))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
