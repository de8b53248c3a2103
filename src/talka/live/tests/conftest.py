"""A web process in a thread: the whole ASGI front with a hub of its own."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from django.db import transaction

from talka.live.actions import append
from talka.live.endpoint import Endpoint
from talka.live.hub import Hub
from talka.live.tests import addresses
from talka.site import asgi
from talka.site.protocol import Protocol


def happen(stream: str, *audiences: str, kind: str = "card.written", **ids: str | int) -> int:
    """A moment for these audiences, committed; its number."""
    to = dict(zip(("to", "and_to"), audiences, strict=False))
    with transaction.atomic():
        return append(stream, kind, **to, **ids).number


@dataclass
class Web:
    port: int
    server: uvicorn.Server
    hub: Hub
    loop: asyncio.AbstractEventLoop

    def call(self, function: Callable[[], Any]) -> Any:
        """Call something in the loop of the server."""

        async def called() -> Any:
            return function()

        return asyncio.run_coroutine_threadsafe(called(), self.loop).result(5)


@contextmanager
def serving(**options: Any) -> Iterator[Web]:
    """A server of its own, with its own hub: as one of several web processes."""
    endpoint = Endpoint(asgi.knock, Hub(**options))

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await asgi.application(scope, receive, send, endpoint)

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        application, lifespan="off", log_level="error", log_config=None, loop="uvloop", http=Protocol
    )
    server = uvicorn.Server(config)
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        await server.serve(sockets=[listening])
        await endpoint.hub.close()

    def run() -> None:
        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield Web(listening.getsockname()[1], server, endpoint.hub, loops[0])
    finally:
        loops[0].call_soon_threadsafe(endpoint.hub.end)
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()  # else it would still read while the tables are emptied for the next test


@pytest.fixture
def room(settings: Any, transactional_db: None) -> None:
    """Addresses and a renderer of a room above."""
    settings.ROOT_URLCONF = "talka.live.tests.addresses"
    addresses.calls.clear()


@pytest.fixture
def web(room: None) -> Iterator[Web]:
    with serving() as found:
        yield found
