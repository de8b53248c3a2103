"""Claim: with 50 events and 5,000 persons no page takes 100 ms or 60 kB; style and script together stay below 120 kB.

Each page is asked in this process with the settings of production: cached templates, style sheets under hashed names,
a pool of database connections. See docs/developers/speed.md.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from bench._browser import Browser, assets, compressed, kept_by_hash, machine, measure
from bench._copy import own_copy
from talka.site.output import complain

TIMES = int(os.environ.get("TALKA_BENCH_TIMES", "80"))
LIMIT_MS, LIMIT_HTML, LIMIT_ASSETS = 100, 60_000, 120_000


def usual(filled: Any) -> dict[str, tuple[Browser, str]]:
    visitor, organiser = Browser(), Browser(filled.organiser)
    administrator = Browser(filled.administrator)
    coming, held = filled.coming.slug, filled.held.slug
    return {
        "home": (visitor, "/"),
        "home, organiser": (organiser, "/"),
        "event": (visitor, f"/e/{coming}/"),
        "event held": (visitor, f"/e/{held}/"),
        "registration form": (visitor, f"/e/{coming}/register/"),
        "people": (administrator, "/people/"),
        "people, searched": (administrator, "/people/?q=berzina+novada"),
        "findings": (visitor, f"/e/{held}/findings/"),
        "registrations": (organiser, f"/e/{coming}/registrations/"),
        "check-in, searched": (organiser, f"/e/{coming}/check-in/?q=skinke"),
        "area": (visitor, f"/areas/{filled.municipality.key}/"),
    }


def main() -> int:
    return run("pages", usual)


def run(
    claim: str,
    asked_of: Callable[[Any], dict[str, tuple[Browser, str]]],
    further: Callable[[Any], dict[str, Any]] | None = None,
) -> int:
    """Measure these pages of a filled programme, and print the claim's line. further: what else the claim measures,
    with its own `ok`."""
    with own_copy(claim):
        from bench._programme import CARDS, COMING, EVENTS, PERSONS, WITH_FINDINGS, Filling

        begun = time.monotonic()
        filled = Filling().run()
        analyze()
        complain(f"Filled in {time.monotonic() - begun:.1f} s")
        asked = asked_of(filled)
        pages, brought, most = {}, {}, 0
        for name, (browser, path) in asked.items():
            found = measure(browser, path, TIMES)
            pages[name] = found.figures
            files = assets(browser, path, found.html)
            brought |= files
            most = max(most, sum(len(answer.body) for answer in files.values()))
        beside = further(filled) if further else {}
    loose = sorted(address for address, answer in brought.items() if not kept_by_hash(address, answer))
    slow = [n for n, p in pages.items() if p["p95_ms"] >= LIMIT_MS]
    large = [n for n, p in pages.items() if p["bytes"] >= LIMIT_HTML]
    line = {
        "claim": claim,
        "events": EVENTS,
        "persons": PERSONS,
        "registrations_per_event": COMING,
        "cards": CARDS * WITH_FINDINGS,
        "requests": TIMES,
        "machine": machine(),
        "limit_ms": LIMIT_MS,
        "limit_bytes": LIMIT_HTML,
        "pages": pages,
        "css_and_js_bytes": most,
        "css_and_js_of_all_pages_bytes": sum(len(answer.body) for answer in brought.values()),
        "css_and_js_of_all_pages_gzip_bytes": sum(compressed(answer) for answer in brought.values()),
        "limit_css_and_js_bytes": LIMIT_ASSETS,
        "htmx": any("htmx" in address for address in brought),
        "cached_by_hash": not loose,
        "not_cached": loose,
        "too_slow": slow,
        "too_large": large,
        **beside,
        "ok": not slow and not large and not loose and 0 < most < LIMIT_ASSETS and beside.get("ok", True),
    }
    print(json.dumps(line, ensure_ascii=False))
    return 0 if line["ok"] else 1


def analyze() -> None:
    """What autovacuum does within a minute of so many rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
