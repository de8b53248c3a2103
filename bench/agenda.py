"""Claim: an event's page with an agenda of 500 items, rendered whole, takes less than 60 ms and 120 kB.

Beside it, in the same run, pretalx with as many talks, where TALKA_BENCH_PEERS names a folder that is a venv, or holds
one, with pretalx in it: `python -m venv peers && peers/bin/pip install 'pretalx==2025.2.*'`.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench._browser import Browser, machine, measure
from bench._copy import own_copy

ITEMS, DAYS, ROOMS = 500, 5, 5
TIMES = int(os.environ.get("TALKA_BENCH_TIMES", "60"))
PEER_TIMES = 12
LIMIT_MS, LIMIT_BYTES = 60, 120_000
DRIVER = Path(__file__).parent / "_pretalx_agenda.py"


def main() -> int:
    with own_copy("agenda"):
        slug = fill()
        found = measure(Browser(language="en"), f"/e/{slug}/", TIMES)
    whole = sum(f"Saruna {number:03}" in found.html for number in range(ITEMS))
    line = {
        "claim": "agenda",
        "items": ITEMS,
        "items_on_the_page": whole,
        "requests": TIMES,
        "machine": machine(),
        "limit_ms": LIMIT_MS,
        "limit_bytes": LIMIT_BYTES,
        "p50_ms": found.p50,
        "p95_ms": found.p95,
        "own_work_ms": found.work,
        "bytes": found.bytes,
        "queries": found.queries,
        "pretalx": pretalx(),
        "ok": found.p50 < LIMIT_MS and found.bytes < LIMIT_BYTES and whole == ITEMS,
    }
    print(json.dumps(line, ensure_ascii=False))
    return 0 if line["ok"] else 1


def fill() -> str:
    """A conference of five days in five halls, a speaker for each talk, its agenda released."""
    from i18nfield.strings import LazyI18nString

    from talka.events.models import AgendaItem, AgendaRelease, Event, Speaker
    from talka.events.queries.snapshot import frozen_facts, frozen_items
    from talka.people import names
    from talka.people.models import Person
    from talka.programmes.models import Programme, Project

    def same(words: str) -> LazyI18nString:
        return LazyI18nString({"lv": words, "en": words})

    programme = Programme.objects.create(slug="konference", title=same("Konferenču programma"))
    project = Project.objects.create(programme=programme, slug="konference", title=same("Konference"))
    first = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011
    event = Event.objects.create(
        project=project,
        slug="konference",
        kind=Event.Kind.CONFERENCE,
        state=Event.State.PUBLISHED,
        title=same("Conference"),
        first_day=first,
        last_day=first + dt.timedelta(days=DAYS - 1),
    )
    items, people = [], []
    for number in range(ITEMS):
        day, place = divmod(number, ITEMS // DAYS)
        begins = dt.datetime.combine(first + dt.timedelta(days=day), dt.time(6), tzinfo=dt.UTC)
        begins += dt.timedelta(minutes=30 * (place // ROOMS))
        items.append(
            AgendaItem(
                event=event,
                key=f"saruna-{number}",
                order=number,
                title=same(f"Saruna {number:03} par kopīgu plānošanu kaimiņu novados"),
                starts_at=begins,
                ends_at=begins + dt.timedelta(minutes=20),
                room=f"Hall {place % ROOMS + 1}",
            )
        )
        given, family = "Speaker", f"Number {number:03}"
        people.append(
            Person(
                key=f"speaker{number}",
                given_name=given,
                family_name=family,
                sort_key=names.person_sort_key(given, family),
                folded=names.person_folded(given, family, ""),
            )
        )
    AgendaItem.objects.bulk_create(items)
    Person.objects.bulk_create(people)
    Speaker.objects.bulk_create(Speaker(item=i, person=p) for i, p in zip(items, people, strict=True))
    AgendaRelease.objects.create(event=event, number=1, items=frozen_items(event), facts=frozen_facts(event))
    return event.slug


def pretalx() -> object:
    """What pretalx needs for as many talks in a database of its own; or that it is not installed."""
    python = peer("pretalx")
    if python is None:
        return "not installed"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [python, str(DRIVER), folder, str(ITEMS), str(PEER_TIMES)],
            capture_output=True,
            text=True,
            timeout=900,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")},
        )
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def peer(module: str) -> str | None:
    """A Python under TALKA_BENCH_PEERS that can import `module`."""
    folder = os.environ.get("TALKA_BENCH_PEERS")
    if not folder:
        return None
    for python in (Path(folder) / "bin/python", *sorted(Path(folder).glob("*/bin/python"))):
        if python.exists() and not subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode:
            return str(python)
    return None


if __name__ == "__main__":
    sys.exit(main())
