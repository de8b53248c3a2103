"""The web process: one uvicorn on the socket that the supervisor holds, so that restarts refuse nobody."""

import asyncio
import contextlib
import logging
import os
import socket
import sys
from types import FrameType
from typing import Any

GRACE = 2
"""Seconds that running requests get at the end."""


def configuration(application: Any) -> Any:
    """How uvicorn serves us."""
    import uvicorn

    from talka.site.protocol import Protocol

    return uvicorn.Config(
        application,
        http=Protocol,
        lifespan="off",
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=20,
        proxy_headers=os.environ.get("TALKA_BEHIND_PROXY", "").lower() in {"1", "true", "yes", "on"},
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        server_header=False,
        backlog=2048,
    )


def main(argv: list[str]) -> None:
    os.environ.setdefault("TALKA_POOL", "16")
    import uvicorn

    from talka.site.asgi import application, closing
    from talka.site.collecting import collect_seldom
    from talka.site.logs import faults
    from talka.site.pulse import Pulse, leave

    faults.catch()
    collect_seldom()
    pulse = Pulse("web")
    pulse.begin()

    class Server(uvicorn.Server):
        loop: asyncio.AbstractEventLoop

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            self.loop = asyncio.get_running_loop()
            await super().startup(sockets)

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
            with contextlib.suppress(AttributeError, RuntimeError):
                closing.begin(self.loop)
            super().handle_exit(sig, frame)

        def run_until_told(self, listening: socket.socket) -> None:
            with contextlib.suppress(KeyboardInterrupt):
                self.run(sockets=[listening])

    Server(configuration(application)).run_until_told(socket.socket(fileno=int(argv[0])))
    leave(pulse)
    logging.shutdown()
    os._exit(0)  # a thread that waits for a slow reader must not keep the process


if __name__ == "__main__":
    main(sys.argv[1:])
