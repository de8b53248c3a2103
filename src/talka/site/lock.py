"""One owner per folder: a lock that the kernel takes back when its holder dies, however it dies."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any


class Lock:
    """A lock on `path`; the file says for others who holds it. Children do not inherit it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, kind: str) -> bool:
        """Take it if it is free. `kind` tells others what for: "serve", "command", "tests"."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        self.write(kind=kind)
        return True

    def fileno(self) -> int:
        """The open file by which the lock is held, for a process that becomes another (`adopt`)."""
        assert self._file is not None
        return self._file

    def adopt(self, file: int) -> None:
        """Hold the lock that this process held in an earlier form."""
        self._file = file

    def write(self, **facts: Any) -> None:
        """Tell others about the holder; only its own process writes."""
        assert self._file is not None
        text = json.dumps(facts | {"pid": os.getpid()}).encode()
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, text, 0)

    def holder(self) -> dict[str, Any]:
        """What the holder wrote: at least its pid and kind; empty when that cannot be read (yet)."""
        try:
            facts = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        return facts if isinstance(facts, dict) else {}

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
