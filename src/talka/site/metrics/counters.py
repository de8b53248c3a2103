"""What each web process counts by itself. Where the supervisor names a folder in PROMETHEUS_MULTIPROC_DIR, the counts
of all web processes of this machine lie there, and any of them can tell the sum; else they are this process's own."""

import os
from pathlib import Path

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, multiprocess

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
OWN = CollectorRegistry()
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; a page should take less than 0.1."""

requests = Counter("talka_requests", "Requests answered", ["route", "method", "status"], registry=OWN)
seconds = Histogram(
    "talka_request_seconds",
    "Seconds from a request to the start of its answer",
    ["route"],
    registry=OWN,
    buckets=BUCKETS,
)
streams = Gauge(
    "talka_open_streams", "Browsers that follow a group work now", registry=OWN, multiprocess_mode="livesum"
)
pool_size = Gauge(
    "talka_pool_connections", "Database connections in the pools", registry=OWN, multiprocess_mode="livesum"
)
pool_free = Gauge("talka_pool_connections_free", "Of them not in use", registry=OWN, multiprocess_mode="livesum")
pool_waiting = Gauge(
    "talka_pool_requests_waiting", "Requests that wait for a connection", registry=OWN, multiprocess_mode="livesum"
)
memory = Gauge("talka_web_memory_bytes", "Memory of the web processes", registry=OWN, multiprocess_mode="livesum")
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


def note(route: str, method: str, status: int, took: float) -> None:
    """Count a request. took: seconds."""
    requests.labels(route, method if method in METHODS else "other", str(status)).inc()
    seconds.labels(route).observe(took)


def registry() -> CollectorRegistry:
    """The counts of all web processes of this machine."""
    place = os.environ.get(FOLDER)
    if not place:
        return OWN
    _forget_the_dead(Path(place))
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together, place)
    return together


def _forget_the_dead(place: Path) -> None:
    """What a process holds (streams, connections, memory) ends with it; what it has counted stays."""
    for path in place.glob("gauge_live*_*.db"):
        number = path.stem.rpartition("_")[2]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            path.unlink(missing_ok=True)


class Following:
    """Around a browser's following, in the one thread of the loop: `with following: …`."""

    def __init__(self) -> None:
        self.open = 0

    def __enter__(self) -> None:
        self.open += 1
        streams.inc()

    def __exit__(self, *_fault: object) -> None:
        self.open -= 1
        streams.dec()


following = Following()
