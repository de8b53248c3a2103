"""Short requests to Django: whole in memory, in one thread, with one step there and one back.

A form or a file goes through a2wsgi instead, which passes parts along and needs several steps for it.
"""

import asyncio
import io
import math
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi.wsgi import build_environ

from talka.live.endpoint import Answer, Receive, Scope

Wsgi = Callable[..., Iterable[bytes]]


async def ask(application: Wsgi, threads: ThreadPoolExecutor, scope: Scope, body: bytes = b"") -> Answer:
    """Django's answer to a request that has arrived whole."""
    return await asyncio.get_running_loop().run_in_executor(threads, _call, application, scope, body)


def length_of(scope: Scope) -> float:
    """How many bytes the body has, as its headers say; infinite where they do not say it."""
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return math.inf
        if name == b"content-length":
            return int(value) if value.isdigit() else math.inf
    return 0


async def body_of(receive: Receive) -> bytes | None:
    """The whole body; None where the sender goes away before everything has arrived."""
    parts, more = [], True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _call(application: Wsgi, scope: Scope, body: bytes) -> Answer:
    environ: Any = build_environ(scope, io.BytesIO(body))  # type: ignore[arg-type]
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:
        started[:] = [(status, headers)]
        return lambda chunk: None

    parts = application(environ, start)
    try:
        content = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    status, said = started[0]
    headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in said]
    if all(name != b"content-length" for name, _value in headers):
        headers.append((b"content-length", str(len(content)).encode()))
    return Answer(int(status.split(" ", 1)[0]), headers, content)
