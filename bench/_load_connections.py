"""What the phones of a hall speak through: a stream that each reads, and kept connections for posts."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._load import Hall


class Phone(asyncio.Protocol):
    """Reads one stream; comes again where it left off when the connection is lost."""

    def __init__(self, number: int, known: dict[str, Any], hall: "Hall") -> None:
        self.number, self.hall, self.known = number, hall, known
        self.group = known["group"]
        self.last: bytes | None = None
        self.transport: asyncio.Transport | None = None
        self.buffer = b""
        self.headers = True
        self.status = 0
        self.came_again = 0
        self.stopped = False

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, self.hall.plan.host, self.hall.plan.port)

    def connection_made(self, transport: Any) -> None:
        self.transport, self.buffer, self.headers = transport, b"", True
        lines = [
            f"GET {self.known['path']} HTTP/1.1",
            f"Host: {self.hall.plan.host}:{self.hall.plan.port}",
            "Accept: text/event-stream",
            f"Accept-Language: {self.hall.plan.language}",
            *([f"Cookie: {self.known['cookie']}"] if self.known.get("cookie") else []),
            *([f"Last-Event-ID: {self.last.decode()}"] if self.last is not None else []),
        ]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def connection_lost(self, fault: Exception | None) -> None:
        self.transport = None
        if not self.stopped and not self.hall.over:
            self.came_again += 1
            self.hall.spawn(self._again())

    async def _again(self) -> None:
        """As a browser does: after a pause, until it works."""
        while not self.stopped and not self.hall.over and self.transport is None:
            await asyncio.sleep(random.uniform(0.5, 2))
            with contextlib.suppress(OSError):
                await self.open()

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self.buffer += data
        if self.headers:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self.status = int(head.split(b" ", 2)[1])
            self.headers, self.buffer = False, rest
            if self.status != 200:
                self.hall.refused[self.status] += 1
                self.stopped = self.status in (401, 403, 404, 410)
                if self.transport is not None:
                    self.transport.close()
                return
        while True:  # chunks of HTTP; the server sends whole events in each
            size, found, rest = self.buffer.partition(b"\r\n")
            if not found:
                return
            length = int(size, 16)
            if len(rest) < length + 2:
                return
            chunk, self.buffer = rest[:length], rest[length + 2 :]
            if chunk:
                self._events(chunk, now)

    def _events(self, chunk: bytes, now: float) -> None:
        for event in chunk.split(b"\n\n"):
            if not event:
                continue
            if event.startswith(b"id: "):
                self.last = event[4 : event.index(b"\n")]
                self.hall.arrived(self, event, now)
            elif event.startswith(b"event: beat"):
                self.last = event.rpartition(b" ")[2]
                self.hall.ready(self)

    def cut(self) -> None:
        """The network is gone; the phone comes again."""
        if self.transport is not None:
            self.transport.abort()

    def stop(self) -> None:
        self.stopped = True
        if self.transport is not None:
            self.transport.close()


class Sending(asyncio.Protocol):
    """One kept connection for posts, one at a time."""

    def __init__(self, hall: "Hall") -> None:
        self.hall = hall
        self.transport: asyncio.Transport | None = None
        self.buffer = b""
        self.post: Post | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def send(self, post: "Post") -> None:
        assert self.transport is not None
        self.post = post
        self.transport.write(post.request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        lower = head.lower()
        at = lower.find(b"content-length:")
        length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        chunked = b"transfer-encoding: chunked" in lower
        if len(rest) < length or (chunked and not rest.endswith(b"0\r\n\r\n")):
            return
        self.buffer = b""
        post, self.post = self.post, None
        if post is not None:
            self.hall.answered(post, int(head.split(b" ", 2)[1]))
        if b"connection: close" not in lower and self.transport is not None:
            self.hall.free(self)

    def connection_lost(self, fault: Exception | None) -> None:
        self.transport = None
        post, self.post = self.post, None
        self.hall.gone(self, post)


@dataclass
class Post:
    key: bytes
    group: int
    phone: int
    due: float
    request: bytes
    answered: float = 0.0
    status: int = 0
    arrivals: Counter[int] = field(default_factory=Counter)
