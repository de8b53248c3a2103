"""Claim: the profile of none of the municipalities takes 150 ms or 100 kB, with 25 years of every indicator of the
catalogue and its charts from the store.

Figures are made up by chance from a seed. What follows of them is computed and charts are drawn as the worker does it,
before the pages are asked; how long that takes and how much memory is told beside. See docs/developers/speed.md.
"""

import json
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterable
from typing import Any

from bench._browser import Browser, machine, measure
from bench._copy import own_copy
from bench.pages import analyze
from talka.site.output import complain

TIMES = int(os.environ.get("TALKA_BENCH_TIMES", "20"))
LIMIT_MS, LIMIT_BYTES = 150, 100_000
YEARS = range(2000, 2025)
SEED = 2015


def main() -> int:
    with own_copy("profile"):
        from django.utils import timezone

        from talka.indicators.actions.charts import draw_charts
        from talka.indicators.actions.renewal import renew
        from talka.indicators.models import Chart
        from talka.territories.queries import municipalities

        areas = list(municipalities(timezone.localdate()))
        figures = fill([area.pk for area in areas])
        renewing, _none = timed(renew)
        drawing, drawn = timed(draw_charts)
        again, unchanged = timed(draw_charts)
        largest = max(len(svg) for svg in Chart.objects.values_list("svg", flat=True))
        analyze()
        complain(f"{figures} figures, {drawn} charts; asking {len(areas)} pages")
        visitor = Browser()
        found = {area.key: measure(visitor, f"/areas/{area.key}/", TIMES) for area in areas}
    images = {key: page.html.count("<img") for key, page in found.items()}
    slowest = max(found, key=lambda key: found[key].p95)
    line = {
        "claim": "profile",
        "pages": len(found),
        "requests": TIMES,
        "figures": figures,
        "charts": drawn,
        "machine": machine(),
        "limit_ms": LIMIT_MS,
        "limit_bytes": LIMIT_BYTES,
        "median_ms": round(statistics.median(page.p50 for page in found.values()), 1),
        "median_p95_ms": round(statistics.median(page.p95 for page in found.values()), 1),
        "slowest": slowest,
        "slowest_p95_ms": found[slowest].p95,
        "own_work_ms": round(statistics.median(page.work for page in found.values()), 1),
        "most_bytes": max(page.bytes for page in found.values()),
        "most_queries": max(page.queries for page in found.values()),
        "fewest_charts_on_a_page": min(images.values()),
        "largest_chart_bytes": largest,
        "renewing_s": renewing,
        "drawing_s": drawing,
        "drawing_again_s": again,
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    line["ok"] = (
        found[slowest].p95 < LIMIT_MS
        and max(page.bytes for page in found.values()) < LIMIT_BYTES
        and min(images.values()) == 3
        and unchanged == 0
    )
    print(json.dumps(line, ensure_ascii=False))
    return 0 if line["ok"] else 1


def fill(areas: Iterable[int]) -> int:
    """Every indicator that is not computed of others gets a figure for each area and year; how many there are."""
    from django.db import transaction

    from talka.indicators.actions.figures import Figure, enter
    from talka.indicators.models import Indicator, Release

    chance = random.Random(SEED)
    told = Indicator.objects.filter(formula={}, in_profile=True)
    figures = []
    for indicator in told:
        for area in areas:
            value, growth = chance.uniform(10, 50_000), chance.uniform(-0.02, 0.03)
            for year in YEARS:
                value *= 1 + growth + chance.gauss(0, 0.01)
                figures.append(Figure(indicator.pk, None, area, year, round(value, 2), "A"))
    release = Release.objects.create(origin=Release.Origin.TABLE, title="Made-up figures", source="Made up")
    with transaction.atomic():
        enter(release, figures)
    return len(figures)


def timed(deed: Any) -> tuple[float, Any]:
    begun = time.monotonic()
    answer = deed()
    return round(time.monotonic() - begun, 1), answer


if __name__ == "__main__":
    sys.exit(main())
