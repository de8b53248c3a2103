"""Processes that a supervisor starts, keeps alive and ends; and those an earlier one left behind."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from talka.site.handover import Adopted
from talka.site.parentage import told_of_death

LONGEST_PAUSE = 30.0
LIVED_WELL = 60.0
"""Seconds after which a child that dies is started again at once."""


class Child:
    """One Python process in a session of its own: signals to the terminal's group reach the supervisor alone."""

    def __init__(
        self, name: str, words: Sequence[str], environment: Mapping[str, str], files: Sequence[int] = ()
    ) -> None:
        self.name = name
        self.words = [sys.executable, "-m", *words]
        self.environment = {**environment, "TALKA_PROCESS": name}
        self.files = tuple(files)
        self.process: subprocess.Popen[bytes] | Adopted | None = None
        self.begun = 0.0
        self.deaths = 0
        self.not_before = 0.0
        self.leaving = False

    def start(self, *, stdout: int | None = None) -> None:
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            self.words,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            pass_fds=self.files,
            start_new_session=True,
            preexec_fn=told_of_death(signal.SIGTERM),
        )

    def forget_ready(self) -> None:
        """It serves; should it be started again, nobody waits to be told."""
        self.words, self.files = self.words[:4], self.files[:1]

    def adopt(self, pid: int) -> None:
        """It runs already, from before this supervisor became what it is; it leaves when a newer one is there."""
        self.process = Adopted(pid)
        self.begun = time.monotonic()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ended(self) -> str:
        """How it ended, in words."""
        code = self.process.returncode if self.process else 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def bury(self) -> float:
        """Note that it died; seconds to wait before it is started again, longer each time it does not live well."""
        if time.monotonic() - self.begun > LIVED_WELL:
            self.deaths = 0
        pause = min(LONGEST_PAUSE, 0.25 * 2**self.deaths)
        self.deaths += 1
        self.process = None
        self.not_before = time.monotonic() + pause
        return pause

    def send(self, sign: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                self.process.send_signal(sign)


def write_down(path: Path, children: Sequence[Child]) -> None:
    """Who they are, for the next start; a number alone could be another's by then."""
    rows = []
    for child in children:
        if child.alive() and child.process is not None:
            with contextlib.suppress(psutil.Error):
                rows.append([child.process.pid, psutil.Process(child.process.pid).create_time()])
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(rows))
    part.replace(path)


def end_left_behind(path: Path) -> int:
    """End children of a supervisor that was killed; how many there were. Called under the lock."""
    try:
        rows = json.loads(path.read_text())
    except (OSError, ValueError):
        return 0
    found = []
    for pid, created in rows:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if abs(process.create_time() - created) < 1 and process.status() != psutil.STATUS_ZOMBIE:
                process.terminate()
                found.append(process)
    _gone, stubborn = psutil.wait_procs(found, timeout=3)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=3)
    path.unlink(missing_ok=True)
    return len(found)
