"""Phones that keep what they write until it is taken, as the page's script does, in a network that comes and goes.

Each has its outbox, sends it in order and the same again until it is answered, follows its group, and reads its page
anew where it missed too much. All in one process, on plain connections.
"""

import asyncio
import contextlib
import json
import os
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any

CARD = re.compile(r'<li class="mini[^>]* data-card="([0-9a-f-]{36})"')
PATIENCE = 20.0


def new_id() -> str:
    drawn = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    drawn[6], drawn[8] = 0x70 | drawn[6] & 0x0F, 0x80 | drawn[8] & 0x3F
    digits = drawn.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@dataclass
class Phone:
    """seen: cards in the order in which the stream brought them; taken: deeds that were answered 200, in order."""

    number: int
    port: int
    cookie: str
    page: str
    path: str
    group: int
    online: bool = True
    outbox: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    sent: int = 0
    came_again: int = 0
    read_anew: int = 0
    last: str = ""
    writer: asyncio.StreamWriter | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    def write(self, deed: dict[str, Any]) -> None:
        """A deed is accepted by the phone: from now on it must not be lost."""
        self.outbox.append({"id": new_id(), **deed})
        self.wake.set()

    def lose_network(self) -> None:
        self.online = False
        if self.writer is not None:
            self.writer.transport.abort()

    def find_network(self) -> None:
        self.online = True
        self.wake.set()

    # sending

    async def send_all(self) -> None:
        pause = 0.5
        while not self.over:
            if not (self.outbox and self.online):
                self.wake.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.wake.wait(), 1)
                continue
            try:
                async with asyncio.timeout(PATIENCE):
                    done = await self._send(self.outbox[:20])
            except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
                done = False
            pause = 0.5 if done else min(8.0, pause * 2)
            if not done:
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))

    async def _send(self, deeds: list[dict[str, Any]]) -> bool:
        self.sent += len(deeds)
        status, body = await self._ask("POST", f"{self.page}deeds/", json.dumps({"deeds": deeds}))
        if not self.online:  # the answer never reaches the phone
            raise ConnectionResetError
        if status != 200:
            return False
        results = {result["id"]: result for result in json.loads(body)["results"]}
        for deed in deeds:
            result = results.get(deed["id"], {"status": 0})
            if result["status"] == 200:
                self.taken.append(deed)
            elif 400 <= result["status"] < 500 and result["status"] not in (401, 403):
                self.refused.append((deed, result))
            else:
                return False
            self.outbox.remove(deed)
        return True

    async def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        if not self.online:
            raise ConnectionResetError
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            sent = body.encode()
            kind = "application/json" if sent else "text/html"
            writer.write(
                (
                    f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
                    f"Cookie: {self.cookie}\r\nAccept: {kind}\r\nContent-Type: {kind}\r\nAccept-Language: lv\r\n"
                    f"Content-Length: {len(sent)}\r\nConnection: close\r\n\r\n"
                ).encode()
                + sent
            )
            answer = await reader.read()
        finally:
            writer.close()
        head, found, rest = answer.partition(b"\r\n\r\n")
        if not found:
            raise ConnectionResetError
        return int(head.split(b" ", 2)[1]), rest.decode()

    # following

    async def follow_all(self) -> None:
        while not self.over:
            if self.online:
                with contextlib.suppress(OSError, ValueError, asyncio.IncompleteReadError):
                    await self._follow()
                self.came_again += 1
            await asyncio.sleep(random.uniform(0.5, 2))

    async def _follow(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer = writer
        try:
            again = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
            writer.write(
                (
                    f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: text/event-stream\r\n"
                    f"Accept-Language: lv\r\nCookie: {self.cookie}\r\n{again}\r\n"
                ).encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if head.split(b" ", 2)[1] != b"200":
                raise ValueError(head)
            while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
                chunk = (await reader.readexactly(size + 2))[:-2].decode()
                for event in chunk.split("\n\n"):
                    self._heard(event)
        finally:
            self.writer = None
            writer.close()

    def _heard(self, event: str) -> None:
        lines = event.split("\n")
        told = {line.partition(": ")[0]: line.partition(": ")[2] for line in lines}
        if told.get("event") == "reload":
            self.last, self.read_anew = "", self.read_anew + 1
            return
        if "id" in told:
            self.last = told["id"]
        if told.get("event"):
            return
        for line in lines:
            if line.startswith("data: "):
                part = json.loads(line[6:])
                if part["kind"] == "card":
                    self.seen.append(part["card"])

    async def board(self) -> list[str]:
        """The cards of the group as its page shows them, in their order."""
        for _attempt in range(5):
            with contextlib.suppress(OSError):
                status, body = await self._ask("GET", self.page)
                if status == 200:
                    return CARD.findall(body.partition('id="personal"')[0])
            await asyncio.sleep(1)
        raise RuntimeError("a phone's page does not open")
