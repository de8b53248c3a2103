"""A web process leaves without a request being lost: it takes no new connection and lets those it has finish."""

import asyncio
import os
import signal
import socket
from types import FrameType
from typing import Any

import uvicorn

from talka.site.asgi import closing
from talka.site.renewal import LONGEST, SIGNAL

LAST_REQUEST = 3.0
"""Seconds in which connections that are open may still ask; each answer then says that it is the last."""

_CLOSE = (b"connection", b"close")


class Server(uvicorn.Server):
    """Ends on SIGTERM within seconds, and on SIGNAL by and by."""

    loop: asyncio.AbstractEventLoop

    def __init__(self, config: uvicorn.Config, ready: int | None = None) -> None:
        super().__init__(config)
        self.ready = ready
        self.leaving_since: float | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        signal.signal(SIGNAL, self._on_signal)
        if self.ready is not None:
            os.write(self.ready, b"1")
            os.close(self.ready)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        if self.leaving_since is None:
            self.leaving_since = self.loop.time()
            for server in self.servers:
                server.close()
            closing.begin(self.loop)  # streams: their browsers come again, to another process

    async def on_tick(self, counter: int) -> bool:
        done = await super().on_tick(counter)
        if self.leaving_since is None:
            return done
        if _CLOSE not in self.server_state.default_headers:
            self.server_state.default_headers = [*self.server_state.default_headers, _CLOSE]
        gone = self.loop.time() - self.leaving_since
        connections: Any = self.server_state.connections
        busy = any(each.cycle is not None and not each.cycle.response_complete for each in connections)
        return done or not connections or gone > LONGEST or (not busy and gone > LAST_REQUEST)
