"""What an earlier server left behind: found by looking at processes, never by trusting a number in a file."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from talka.site.embedded.folders import PORT, Folders


def postmaster(folders: Folders) -> psutil.Process | None:
    """The living server that postmaster.pid names, if it really is a postgres of this data folder."""
    try:
        pid = int((folders.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    try:
        process = psutil.Process(pid)
        return process if _is_ours(process, folders) else None
    except psutil.Error:
        return None


def processes(folders: Folders) -> list[psutil.Process]:
    """Every process of this cluster, also backends whose postmaster was killed."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if _is_ours(process, folders):
                found.append(process)
    return found


def _is_ours(process: psutil.Process, folders: Folders) -> bool:
    """By what anyone may read (name, words) first; the working folder may be closed to us."""
    if not process.name().startswith("postgres") or process.status() == psutil.STATUS_ZOMBIE:
        return False
    words = process.cmdline()
    # a backend's title is "postgres: <mark>: …"; the postmaster's words hold the folder itself
    if words and (words[0].startswith(f"postgres: {folders.mark}:") or str(folders.data) in words):
        return True
    try:
        return process.cwd() == str(folders.data)
    except psutil.AccessDenied:
        return False


def end(folders: Folders, say: Callable[[str], None], patience: float = 60) -> None:
    """End every process of this cluster and take away what it would leave: afterwards a new server can start.

    A living postmaster gets `patience` seconds to write out its data; backends without one get a moment, since they
    notice by themselves.
    """
    server = postmaster(folders)
    if server is not None:
        say(f"An earlier database server (process {server.pid}) still runs here; ending it first.")
        for sign, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 6.0)):
            with contextlib.suppress(psutil.Error):
                server.send_signal(sign)
            if _wait_until(lambda: not _alive(server), seconds):
                break
    steps: tuple[tuple[signal.Signals | None, float], ...]
    steps = (None, 1.5), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 5.0), (signal.SIGKILL, 5.0)
    for step, seconds in steps:
        rest = processes(folders)
        if step is not None:
            for process in rest:
                with contextlib.suppress(psutil.Error):
                    process.send_signal(step)
        if not rest or _wait_until(lambda: not processes(folders), seconds):
            break
    for stale in _locks(folders):
        stale.unlink(missing_ok=True)


def _locks(folders: Folders) -> list[Path]:
    """PostgreSQL would believe these when their number meanwhile belongs to any other process."""
    name = f".s.PGSQL.{PORT}"
    return [folders.data / "postmaster.pid", folders.socket / name, folders.socket / f"{name}.lock"]


def kill(folders: Folders) -> None:
    """The last resort of stopping: every process of this cluster, at once. The next start recovers."""
    for process in processes(folders):
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _wait_until(done: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.05)
    return done()
