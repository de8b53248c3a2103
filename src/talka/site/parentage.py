"""Children that do not outlive their parent: on Linux the kernel tells them; elsewhere the next start ends them."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def told_of_death(sign: signal.Signals) -> Callable[[], None] | None:
    """For subprocess' preexec_fn: the child gets `sign` when the thread that started it ends, even by SIGKILL."""
    if _LIBC is None:
        return None
    parent = os.getpid()
    libc = _LIBC

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(sign))
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return ask
