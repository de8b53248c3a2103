"""The plain ASGI application in front: streams go to the room `live`, everything else to Django in threads.

Django's own ASGI handler answers half as many writes per second (measured), so Django runs as WSGI in threads.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

THREADS = int(os.environ.get("TALKA_THREADS", "24"))
LEAN_THREADS = 4
"""For deeds and streams of seats, so that no slow page holds them up. Deeds of one workshop come one after the other
anyway: more threads would only wait for its lock."""

PATIENCE = 30
"""Seconds that a body may take besides what its size needs: while it arrives, a thread waits for it."""
SLOWEST = 5_000
"""Bytes a second that a body must bring: less than any telephone's network does."""

whole: Any = get_wsgi_application()  # sets Django up: what follows imports models

from talka.live.endpoint import Answer, Endpoint, is_stream  # noqa: E402
from talka.site.bridge import ask, body_of, length_of  # noqa: E402
from talka.site.lean import MOST_BYTES, LeanHandler, is_lean  # noqa: E402
from talka.site.metrics import counters  # noqa: E402

pages: Any = WSGIMiddleware(whole, workers=THREADS)
lean = LeanHandler()
lean_threads = ThreadPoolExecutor(LEAN_THREADS, thread_name_prefix="lean")


async def knock(scope: Scope) -> Answer:
    """Ask Django whether a browser may follow a stream."""
    if is_lean(scope["path"]):
        return await ask(lean, lean_threads, scope)
    return await ask(whole, pages.executor, scope)


streams = Endpoint(knock)


class Closing:
    """Ends all streams in order when the server ends, so that none is cut off by a timeout."""

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """May be called from a signal handler."""
        loop.call_soon_threadsafe(streams.hub.end)


closing = Closing()


async def application(scope: Scope, receive: Receive, send: Send, follow: Endpoint = streams) -> None:
    """`follow` is another endpoint than this process's own in tests only."""
    if scope["type"] != "http":
        await pages(scope, receive, send)
    elif is_stream(scope):
        with counters.following:
            await follow(scope, receive, send)
    elif is_lean(scope["path"]) and length_of(scope) <= MOST_BYTES:
        await _deed(scope, receive, send)
    else:
        await pages(scope, _whole_bodies(receive), send)


async def _deed(scope: Scope, receive: Receive, send: Send) -> None:
    body = await body_of(receive)
    if body is not None:
        await (await ask(lean, lean_threads, scope, body)).send(send)


def _whole_bodies(receive: Receive) -> Receive:
    """A sender that goes away in the middle of an upload is an error: a part must never pass for the whole file.

    So is one that sends too slowly, as if to keep all threads waiting: see PATIENCE and SLOWEST.
    """
    begun, arrived = time.monotonic(), 0

    async def next_part() -> Message:
        nonlocal arrived
        try:
            async with asyncio.timeout(begun + PATIENCE + arrived / SLOWEST - time.monotonic()):
                message = await receive()
        except TimeoutError:
            raise ConnectionResetError("the sender was too slow") from None
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("the sender went away before everything had arrived")
        arrived += len(message.get("body", b""))
        return message

    return next_part
