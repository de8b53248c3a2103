"""A supervisor becomes a newer one: the same process with the code that is installed now, its port and children kept.

What is handed over goes through the environment as JSON. `python -m talka.site.handover` says which form the installed
code understands, so that a running supervisor finds out before it gives itself up.
"""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

FORM = 1
NAME = "TALKA_HANDOVER"
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR2)
"""Held back while nobody is there to hear them."""


@dataclass(frozen=True)
class Handover:
    """listening, lock: numbers of open files; children: name and process number; postgres: 0 where it is elsewhere."""

    listening: int
    lock: int
    children: list[tuple[str, int]]
    postgres: int = 0
    form: int = FORM

    def give(self, kind: str) -> None:
        """Become the installed code; returns only by an exception. Signals wait until `taken` has them heard again."""
        for file in (self.listening, self.lock):
            os.set_inheritable(file, True)
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        environment = dict(os.environ) | {NAME: json.dumps(asdict(self))}
        try:
            os.execve(sys.executable, [sys.executable, "-m", "talka.site.command", kind], environment)  # noqa: S606
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def taken() -> Handover | None:
    """What an older supervisor gave us, once; None where this is an ordinary start."""
    text = os.environ.pop(NAME, "")
    if not text:
        return None
    values = json.loads(text)
    given = Handover(**values | {"children": [(str(name), int(pid)) for name, pid in values["children"]]})
    for file in (given.listening, given.lock):
        os.set_inheritable(file, False)
    return given


def fault() -> str:
    """Why the installed code could not take over; empty when it can. Takes a second: it is really started."""
    words = [sys.executable, "-m", "talka.site.handover"]
    try:
        result = subprocess.run(words, capture_output=True, text=True, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        return str(trouble)
    if result.returncode:
        return (result.stderr.strip().splitlines() or [f"exit code {result.returncode}"])[-1]
    return "" if result.stdout.strip() == str(FORM) else "the installed version takes over in another way"


class Adopted:
    """A child that an earlier form of this process started: what `subprocess.Popen` would be for it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self.returncode = 0
            else:
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if until is not None and time.monotonic() >= until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.02)
        return self.returncode or 0

    def send_signal(self, sign: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sign)


if __name__ == "__main__":
    from django.urls import get_resolver

    import talka.site.draining  # sets up Django with everything that is installed
    import talka.site.supervisor
    import talka.site.web  # noqa: F401

    assert get_resolver().url_patterns

    print(FORM)
