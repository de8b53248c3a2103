"""Claim: how much one machine carries. What a process needs of memory, idle and under load; how many phones with open
streams and how many group works at once a core holds; how many deeds and pages a second; how long a start takes.

Memory is what a process has for itself plus its share of what it has in common with others (PSS on Linux), medians over
the run. Phones, server and database share this machine's cores: what the load itself takes of them is told, and the
figures per core are of the server's own work, which says more on a machine that others use too.
"""

import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from bench._browser import machine
from bench._copy import own_copy

PROCESSES = int(os.environ.get("TALKA_BENCH_PROCESSES", "2"))
SECONDS = int(os.environ.get("TALKA_BENCH_SECONDS", "20"))
PHONES = tuple(int(each) for each in os.environ.get("TALKA_BENCH_PHONES", "100,300,1000").split(","))
GROUP = 30
PER_WORKSHOP = 60
"""People of one group work; as at the seminar the field knows best."""
POSTS_PER_PHONE = 1 / 30
"""A phone sends a deed each half minute while its group writes: more than people do over an hour."""
CARRIED_MS = 300
"""A card that takes longer to the others (p95) is felt as late."""
MB = 2**20
BODY = (
    '{"deeds": [{"id": "%ID%", "deed": "card", "stage": "lack", "lane": "lack", "language": "lv",'
    ' "text": "Trūkst datu par pagastiem, un neviens nezina, kam tos jautāt"}]}'
)


def main() -> int:
    with own_copy("capacity"):
        from bench._hall import served

        begun = time.monotonic()
        with served(PROCESSES) as web, working() as worker:
            started = time.monotonic() - begun
            time.sleep(15)  # the worker catches up with the nights of a new installation
            idle = memory(web, worker)
            steps = [hall(web, worker, phones) for phones in PHONES]
            pages = read_pages(web)
    carried = [step for step in steps if step["carried"]]
    most = carried[-1] if carried else None
    line: dict[str, Any] = {
        "claim": "capacity",
        "machine": machine() | {"memory_gb": round(psutil.virtual_memory().total / 2**30, 1)},
        "web_processes": PROCESSES,
        "pages_ready_s": round(started, 1),
        "idle_mb": idle,
        "steps": steps,
        "pages": pages,
        "phones_carried": most["phones"] if most else 0,
        "phones_per_core": most["phones_per_core"] if most else 0,
        "deeds_per_second_per_core": most["deeds_per_second_per_core"] if most else 0,
        "phones_per_gb": most["phones_per_gb"] if most else 0,
        "mb_per_100_phones": per_100(steps),
        "ok": most is not None and most["phones"] >= min(PHONES[-1], 300),
    }
    line["table"] = table(line)
    print(json.dumps(line))
    return 0 if line["ok"] else 1


@contextmanager
def working() -> Iterator[psutil.Popen]:
    """A worker beside the pages, as `talka serve` starts it."""
    made = psutil.Popen([sys.executable, "-m", "talka.site.worker"], env=os.environ | {"TALKA_PROCESS": "worker"})
    try:
        yield made
    finally:
        made.terminate()
        made.wait(15)


def parts(web: Any, worker: psutil.Popen) -> dict[str, list[psutil.Process]]:
    """The processes of each kind; those of the database are its backends and what keeps it."""
    return {"web": own(web), "worker": [psutil.Process(worker.pid)], "postgres": of_the_database()}


def own(web: Any) -> list[psutil.Process]:
    return [psutil.Process(child.pid) for child in web.children]


def of_the_database() -> list[psutil.Process]:
    """All processes of the server that DATABASE_URL leads to."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        keeper = backend.parent()
        return [keeper, *keeper.children()] if keeper is not None else []


def memory(web: Any, worker: psutil.Popen) -> dict[str, float]:
    """MB of all processes of a kind together."""
    return {kind: round(sum(map(share, those)) / MB, 1) for kind, those in parts(web, worker).items()}


def share(process: psutil.Process) -> int:
    try:
        whole = process.memory_full_info()
        return int(getattr(whole, "pss", 0) or getattr(whole, "uss", 0))
    except psutil.Error:
        return 0


def work(processes: list[psutil.Process]) -> float:
    """Seconds of a core that they have had."""
    seconds = 0.0
    for process in processes:
        try:
            taken = process.cpu_times()
        except psutil.Error:
            continue
        seconds += taken.user + taken.system
    return seconds


class Watch(threading.Thread):
    """Takes the memory of all while something goes on."""

    def __init__(self, web: Any, worker: psutil.Popen) -> None:
        super().__init__(daemon=True)
        self.web, self.worker = web, worker
        self.over = threading.Event()
        self.taken: list[dict[str, float]] = []

    def run(self) -> None:
        while not self.over.wait(2):
            self.taken.append(memory(self.web, self.worker))

    def median(self) -> dict[str, float]:
        self.over.set()
        self.join(10)
        taken = self.taken or [memory(self.web, self.worker)]
        return {kind: round(statistics.median(each[kind] for each in taken), 1) for kind in taken[0]}


def hall(web: Any, worker: psutil.Popen, phones: int) -> dict[str, Any]:
    """So many phones follow their groups and write; several group works at once, as in a country's busiest week."""
    from bench._hall import fill
    from bench._load import Load, Plan

    rate = phones * POSTS_PER_PHONE
    workshops = max(1, round(phones / PER_WORKSHOP))
    halls = [fill(part, GROUP) for part in shares(phones, workshops)]
    for each in halls:
        each.follow_from_now()
    followers = [phone for each in halls for phone in each.phones]
    watch, kinds = Watch(web, worker), parts(web, worker)
    load = Load(Plan(port=web.port, phones=followers, mark='"card":"', body=BODY, rate=rate, seconds=SECONDS, settle=5))
    listening = load.hear()["listening"]
    if listening != phones:
        raise RuntimeError(f"only {listening} of {phones} phones follow")
    watch.start()
    before, begun = {kind: work(those) for kind, those in kinds.items()}, time.monotonic()
    found = load.hear()
    lasted = time.monotonic() - begun
    load.process.wait(20)
    kinds = parts(web, worker)
    spent = {kind: max(0.0, work(those) - before[kind]) for kind, those in kinds.items()}
    cores, held = sum(spent.values()) / lasted, watch.median()
    return {
        "phones": phones,
        "workshops": workshops,
        "deeds_per_second": round(rate, 1),
        "p50_ms": found["p50_ms"],
        "p95_ms": found["p95_ms"],
        "lost": found["lost"],
        "carried": found["p95_ms"] < CARRIED_MS and found["lost"] == 0,
        "cores": {kind: round(seconds / lasted, 3) for kind, seconds in spent.items()},
        "phones_per_core": round(phones / cores) if cores else 0,
        "workshops_per_core": round(workshops / cores, 1) if cores else 0,
        "deeds_per_second_per_core": round(rate / cores) if cores else 0,
        "phones_per_gb": round(phones / (sum(held.values()) / 1024)),
        "mb": held,
    }


def shares(whole: int, number: int) -> list[int]:
    return [whole // number + (place < whole % number) for place in range(number)]


def read_pages(web: Any) -> dict[str, float]:
    """Pages a second that one core makes for visitors, from what it had to work for them."""
    import requests

    paths = ["/", "/events/", "/projects/", "/accounts/login/"]
    browser = requests.Session()
    for path in paths:
        browser.get(f"http://127.0.0.1:{web.port}{path}", timeout=30)
    processes = own(web) + of_the_database()
    before, begun, times = work(processes), time.monotonic(), []
    number = 0
    while time.monotonic() - begun < min(SECONDS, 10):
        at = time.perf_counter()
        browser.get(f"http://127.0.0.1:{web.port}{paths[number % len(paths)]}", timeout=30)
        times.append((time.perf_counter() - at) * 1000)
        number += 1
    spent = max(0.01, work(processes) - before)
    return {"p50_ms": round(statistics.median(times), 1), "per_second_per_core": round(number / spent)}


def per_100(steps: list[dict[str, Any]]) -> float:
    """MB that a hundred phones more take of the web processes."""
    first, last = steps[0], steps[-1]
    more = last["phones"] - first["phones"]
    return round((last["mb"]["web"] - first["mb"]["web"]) / more * 100, 1) if more else 0.0


def table(line: dict[str, Any]) -> list[str]:
    """As it stands in docs/administrators/several-machines.md."""
    rows = [
        "| people with phones | group works | deeds/s | p95 ms | cores | MB web | MB postgres |",
        "|---|---|---|---|---|---|---|",
    ]
    for step in line["steps"]:
        rows.append(
            f"| {step['phones']} | {step['workshops']} | {step['deeds_per_second']} | {step['p95_ms']} | "
            f"{sum(step['cores'].values()):.2f} | {step['mb']['web']} | {step['mb']['postgres']} |"
        )
    return rows


if __name__ == "__main__":
    sys.exit(main())
