"""The connection under a stream, where the server hands it out: its buffers are kept small."""

import contextlib
import socket
from typing import Any

TRANSPORT = "talka.transport"
"""Its name among the scope's extensions; see site/protocol.py."""
SAY = "talka.say"
"""The name of a function that writes a part of the body at once; it answers False where it cannot."""
SILENCE = 60_000
"""Milliseconds until the system gives up a phone that confirms nothing any more."""
KERNEL_BYTES = 128 * 1024
"""What the system keeps of a stream that is not read; its own choice would be megabytes."""
# A connection that was closed meanwhile has no number any more, which uvloop says by a ValueError.
GONE = (OSError, AttributeError, ValueError)


def hold_little(transport: Any) -> None:
    """A phone that is out of reach must not fill the memory of the system, nor stay for a quarter of an hour."""
    connection = transport.get_extra_info("socket")
    with contextlib.suppress(*GONE):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
    with contextlib.suppress(*GONE):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE)
