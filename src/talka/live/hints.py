"""Hints to other processes that a stream has grown. Only hints: whoever listens also reads by itself, see `hub`."""

import logging
import threading
import time
from typing import Any

import psycopg
from django.db import connections

CHANNEL = "talka_live"
PAUSE = 0.01
"""Seconds between two hints; what happens meanwhile goes into one."""
IDLE = 30.0
"""Seconds after which a connection that nothing was said on is closed."""
UNREACHABLE = 0.5
"""Seconds to wait after a database that did not answer."""

log = logging.getLogger(__name__)


def connection_parameters() -> dict[str, Any]:
    """How to reach Django's database by a connection outside its pool, for psycopg's `connect`."""
    parameters: dict[str, Any] = connections["default"].get_connection_params()
    parameters.pop("cursor_factory", None)
    return parameters | {"autocommit": True, "connect_timeout": 5}


class Notifier:
    """Says `stream n` on a connection of its own, in a thread of its own: requests do not wait for it.

    It says the newest number of each stream, at most every PAUSE. A hint that cannot be said is dropped.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line = threading.Lock()
        self._asked = threading.Event()
        self._news: dict[str, int] = {}
        self._thread: threading.Thread | None = None
        self._connection: psycopg.Connection[Any] | None = None
        self._parameters: dict[str, Any] = {}

    def tell(self, stream: str, number: int) -> None:
        """Say soon that `stream` has reached `number`. Returns at once."""
        with self._lock:
            self._news[stream] = max(number, self._news.get(stream, 0))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live-hints", daemon=True)
                self._thread.start()
        self._asked.set()

    def close(self) -> None:
        """Leave the database; the next hint connects again."""
        with self._lock:
            self._news = {}
        with self._line:
            self._hang_up()

    def _run(self) -> None:
        while True:
            if not self._asked.wait(IDLE):
                with self._line:
                    self._hang_up()
                continue
            self._asked.clear()
            with self._line:
                with self._lock:
                    news, self._news = self._news, {}
                said = not news or self._say(news)
            time.sleep(PAUSE if said else UNREACHABLE)

    def _say(self, news: dict[str, int]) -> bool:
        lines = [f"{stream} {number}" for stream, number in news.items()]
        for _attempt in range(2):  # the first may meet a connection that died while nothing was said
            try:
                self._reach().execute("SELECT pg_notify(%s, line) FROM unnest(%s::text[]) line", [CHANNEL, lines])
            except psycopg.Error as fault:
                self._hang_up()
                log.info("A hint was not said: %s", fault)
            else:
                return True
        return False

    def _reach(self) -> psycopg.Connection[Any]:
        parameters = connection_parameters()
        if self._connection is None or parameters != self._parameters:
            self._hang_up()
            self._connection = psycopg.connect(**parameters)
            self._parameters = parameters
        return self._connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


notifier = Notifier()
