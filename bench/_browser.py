"""Asks pages of the whole application in this process, and says how long they took, how big they are, what they cost.

Server time is from the call of the WSGI application to the last byte of its answer: middleware, session, database,
template, and giving the connection back to the pool; no network and no HTTP server.
"""

import gzip
import io
import os
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

ASSET = re.compile(r'<(?:link rel="stylesheet"|script)[^>]*?(?:href|src)="([^"]+)"')
IMPORTED = re.compile(r"""(?:\bimport\b[^"';]*|\bfrom\s*|@import\s*(?:url\()?)["']([^"']+\.(?:js|css))["']""")
HASHED = re.compile(r"\.[0-9a-f]{8,}\.(?:css|js)$")
LONG = 30 * 24 * 3600
"""Seconds: what is kept for a month or more needs no asking on the next visit."""


def machine() -> dict[str, object]:
    """What the figures were measured on: cores, and how many processes wanted one in the last minute."""
    return {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """One visitor; with `account` that one is signed in."""

    def __init__(self, account: Any = None, language: str = "lv") -> None:
        from django.core.wsgi import get_wsgi_application

        from talka.site.collecting import collect_seldom

        self.application = get_wsgi_application()
        collect_seldom()
        self.language = language
        self.cookies = ""
        if account is not None:
            from django.test import Client

            client = Client()
            client.force_login(account)
            self.cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())

    def get(self, path: str) -> Answer:
        parts = urlsplit(path)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_ACCEPT_LANGUAGE": self.language,
            "HTTP_COOKIE": self.cookies,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        seen: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            seen.update(status=int(status.split()[0]), headers={name.lower(): value for name, value in headers})
            return lambda data: None

        answer = self.application(environ, start)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        return Answer(seen["status"], seen["headers"], body)


@dataclass(frozen=True)
class Measured:
    """Milliseconds, of which how many of this process's own work; bytes of uncompressed HTML; statements sent to the
    database. On a machine that others use too, the own work says more than the wait."""

    p50: float
    p95: float
    work: float
    bytes: int
    queries: int
    html: str = field(repr=False, default="")

    @property
    def figures(self) -> dict[str, float]:
        """As a claim's line tells them."""
        return {
            "p50_ms": self.p50,
            "p95_ms": self.p95,
            "own_work_ms": self.work,
            "bytes": self.bytes,
            "queries": self.queries,
        }


def measure(browser: Browser, path: str, times: int) -> Measured:
    """Ask `path` once to warm up, once to count, then `times` over. RuntimeError where it does not answer 200."""
    from django.db import connection

    first = browser.get(path)
    if first.status != 200:
        raise RuntimeError(f"{path} answered {first.status}")
    statements = 0

    def count(execute: Callable[..., Any], *rest: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*rest)

    with connection.execute_wrapper(count):
        second = browser.get(path)
    taken, worked = [], []
    for _ in range(times):
        begun, at_work = time.perf_counter(), time.thread_time()
        browser.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
        worked.append((time.thread_time() - at_work) * 1000)
    parts = statistics.quantiles(taken, n=20)
    html = second.body.decode(errors="replace")  # a workbook is no text
    p50, work = round(statistics.median(taken), 1), round(statistics.median(worked), 1)
    return Measured(p50, round(parts[18], 1), work, len(second.body), statements, html)


def assets(browser: Browser, path: str, html: str) -> dict[str, Answer]:
    """The style sheets and scripts that a page brings along, and what those import, by address."""
    waiting = [urljoin(path, found) for found in ASSET.findall(html)]
    got: dict[str, Answer] = {}
    while waiting:
        address = waiting.pop()
        if address in got:
            continue
        got[address] = answer = browser.get(address)
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        waiting += [urljoin(address, found) for found in IMPORTED.findall(answer.body.decode())]
    return got


def kept_by_hash(address: str, answer: Answer) -> bool:
    """Whether a browser may keep it for long without asking, since another content would have another name."""
    age = re.search(r"max-age=(\d+)", answer.headers.get("cache-control", ""))
    return bool(HASHED.search(address)) and age is not None and int(age[1]) >= LONG


def compressed(answer: Answer) -> int:
    return len(gzip.compress(answer.body, 9))
