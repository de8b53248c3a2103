"""Each web process and each worker says every few seconds that it lives, what it is and what it holds.

Administrators see it on their page, also of other machines; a monitoring system sees this machine's at /metrics.
"""

import logging
import os
import socket
import threading
import time
from importlib.metadata import version

import psutil
from django.db import DatabaseError, InterfaceError, connection, connections

from talka.site.metrics import counters
from talka.upkeep.actions.processes import Held, say_alive, say_gone

EVERY = 10.0
"""Seconds; `talka.upkeep.queries.processes` counts who is silent for 45 s as gone."""

log = logging.getLogger(__name__)


class Pulse:
    """A thread of its own, which a busy process cannot keep from beating."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.name = f"{socket.gethostname()}:{os.getpid()}:{int(time.time())}"
        self.process = psutil.Process()
        self.ended = threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def end(self) -> None:
        """The process ends in order: it is gone at once, and not only when its silence is noticed."""
        self.ended.set()

    def _run(self) -> None:
        while True:
            self._beat()
            if self.ended.wait(EVERY):
                return

    def _beat(self) -> None:
        try:
            say_alive(
                self.name,
                kind=self.kind,
                machine=socket.gethostname(),
                number=os.getpid(),
                version=version("talka"),
                held=self.held(),
            )
        except (DatabaseError, InterfaceError) as fault:
            log.info("The database did not hear that this process lives: %s", fault)
        finally:
            connections.close_all()

    def held(self) -> Held:
        memory = int(self.process.memory_info().rss)
        pool = _pool()
        if self.kind == "web":
            counters.memory.set(memory)
            counters.pool_size.set(pool.get("pool_size", 0))
            counters.pool_free.set(pool.get("pool_available", 0))
            counters.pool_waiting.set(pool.get("requests_waiting", 0))
        return Held(memory=memory, streams=counters.following.open, connections=pool.get("pool_size", 0))


def leave(pulse: Pulse) -> None:
    """Stop beating and take the name from the list."""
    pulse.end()
    try:
        say_gone(pulse.name)
    except (DatabaseError, InterfaceError) as fault:
        log.info("The database did not hear that this process ends: %s", fault)


def _pool() -> dict[str, int]:
    pool = getattr(connection, "pool", None)
    return dict(pool.get_stats()) if pool is not None else {}
