"""The web process: one uvicorn on the socket that the supervisor holds, so that restarts refuse nobody."""

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
    """argv: the number of the open socket, and where one waits for it, of the file that is told when we serve."""
    os.environ.setdefault("TALKA_POOL", "16")
    from django.urls import get_resolver

    from talka.site import draining
    from talka.site.asgi import application, closing
    from talka.site.collecting import collect_seldom
    from talka.site.logs import faults
    from talka.site.pulse import Pulse, leave

    faults.catch()
    assert get_resolver().url_patterns  # all pages are loaded now: a fault in one shows before anybody comes
    collect_seldom()
    pulse = Pulse("web")
    pulse.begin()

    class Server(draining.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
            with contextlib.suppress(AttributeError, RuntimeError):
                closing.begin(self.loop)
            super().handle_exit(sig, frame)

        def run_until_told(self, listening: socket.socket) -> None:
            with contextlib.suppress(KeyboardInterrupt):
                self.run(sockets=[listening])

    ready = int(argv[1]) if len(argv) > 1 else None
    Server(configuration(application), ready).run_until_told(socket.socket(fileno=int(argv[0])))
    leave(pulse)
    logging.shutdown()
    os._exit(0)  # a thread that waits for a slow reader must not keep the process


if __name__ == "__main__":
    main(sys.argv[1:])
