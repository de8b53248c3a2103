"""Claim: with 15 indicators, 50 events and 5,000 attendances in one project, what it has reached, what a figure is made
of and its reports to the funder take less than 100 ms and 60 kB, and a report is a workbook within a second.

As in `pages`, whose programme it is, made one project's. See docs/developers/speed.md.
"""

import sys
from typing import Any

from bench._browser import Browser, measure
from bench.pages import TIMES, analyze, run

LIMIT_FILE_MS = 1000


def results(filled: Any) -> dict[str, tuple[Browser, str]]:
    from bench._results import Results

    made = Results(filled).run()
    analyze()
    visitor, organiser = Browser(), Browser(filled.organiser)
    project = made.project
    shown = f"/p/{project.programme.slug}/{project.slug}/results/"
    reports = f"/projects/{project.slug}/reports/"
    return {
        "results": (visitor, shown),
        "results, organiser": (organiser, shown),
        "evidence": (visitor, f"{shown}{made.counted.pk}/"),
        "report, draft": (organiser, f"{reports}{made.draft.pk}/"),
        "report, handed in": (organiser, f"{reports}{made.handed_in.pk}/"),
        "evidence in a report": (organiser, f"{reports}{made.draft.pk}/evidence/{made.counted.pk}/"),
    }


def workbook(filled: Any) -> dict[str, Any]:
    from talka.results.models import Report

    draft = Report.objects.get(number=1)
    address = f"/projects/{draft.project.slug}/reports/{draft.pk}/lv.xlsx"
    found = measure(Browser(filled.organiser), address, max(2, TIMES // 4))
    return {"limit_file_ms": LIMIT_FILE_MS, "xlsx": found.figures, "ok": found.p95 < LIMIT_FILE_MS}


def main() -> int:
    return run("results", results, workbook)


if __name__ == "__main__":
    sys.exit(main())
