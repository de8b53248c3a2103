"""The ASGI side of a stream: asks Django's view who may follow, then sends events until somebody has enough."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from .following import DOOR, Door
from .hub import Ended, Hub
from .place import Place
from .rendering import UNREACHABLE
from .transport import SAY, TRANSPORT, hold_little

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True)
class Answer:
    """What Django answered."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    async def send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})


Ask = Callable[[Scope], Awaitable[Answer]]


def is_stream(scope: Scope) -> bool:
    """Whether a browser asks to follow: a GET of an address that ends in `/live/`, with the type of event streams."""
    return (
        scope["method"] == "GET"
        and scope["path"].endswith("/live/")
        and any(name == b"accept" and b"text/event-stream" in value for name, value in scope["headers"])
    )


class Endpoint:
    """`ask` is Django: the same view, tested as every view is, lets followers in and refuses others."""

    def __init__(self, ask: Ask, hub: Hub | None = None) -> None:
        self.ask = ask
        self.hub = hub or Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = Door()
        # whoever is refused gets few bytes and no page
        headers = [(name, b"application/json" if name == b"accept" else value) for name, value in scope["headers"]]
        answer = await self.ask({**scope, "headers": headers, DOOR: door})
        if door.follower is None or answer.status != 200:
            await answer.send(send)
            return
        try:
            place = await self.hub.join(door.follower)
        except (*UNREACHABLE, TimeoutError, Ended):
            headers = [(b"retry-after", b"2"), (b"cache-control", b"no-store"), (b"content-length", b"0")]
            await Answer(503, headers, b"").send(send)
            return
        try:
            await self._stream(place, answer, scope, receive, send)
        finally:
            self.hub.leave(place)

    async def _stream(self, place: Place, answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        extensions = scope.get("extensions", {})
        transport = extensions.get(TRANSPORT)
        if transport is not None:
            hold_little(transport)
        place.task, place.say = asyncio.current_task(), extensions.get(SAY)
        leaving = asyncio.ensure_future(_until_gone(place, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _headers(answer)})
            while chunk := await place.chunk():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if not leaving.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except asyncio.CancelledError:
            if not place.dropped:
                raise
            assert place.task is not None
            place.task.uncancel()
            if transport is not None:  # closing would wait for a reader who does not read
                transport.abort()
                await asyncio.wait({leaving}, timeout=1)
        finally:
            leaving.cancel()


async def _until_gone(place: Place, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    place.end()


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    """Django's own, cookies too, but those of a body that is not sent; and none may keep or hold back what comes."""
    own = {b"content-length", b"cache-control", b"content-type"}
    return [
        *((name, value) for name, value in answer.headers if name.lower() not in own),
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"private, no-store, no-transform"),
        (b"x-accel-buffering", b"no"),
    ]
