"""Files that setup writes for others. One that somebody has changed since is left alone, and the new one put beside."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

NEW = ".new"


@dataclass(frozen=True)
class Place:
    """Owner and mode of a file, by number; -1 leaves the owner as it is."""

    path: Path
    mode: int
    uid: int = -1
    gid: int = -1


@dataclass
class Writer:
    """Remembers in `record` what it wrote below `top`, as SHA-256 per file, so that a change by hand is noticed."""

    top: Path
    record: Path
    say: Callable[[str], None]
    beside: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        try:
            found = json.loads(self.record.read_text())
        except (OSError, ValueError):
            found = {}
        self.known: dict[str, str] = found if isinstance(found, dict) else {}

    def write(self, place: Place, text: str, same: Callable[[str], bool] | None = None) -> None:
        """Write `text`, or keep what is there. `same` says whether another text means the same, so that it may stay."""
        path, mark = place.path, _mark(text)
        there = path.read_text(encoding="utf-8") if path.exists() else None
        if there is not None and (_mark(there) == mark or (same is not None and same(there))):
            self._own(place, path)
            path.with_name(path.name + NEW).unlink(missing_ok=True)
            if _mark(there) == mark:
                self._remember(path, mark)
            self.say(f"  right    {path}")
            return
        if there is not None and _mark(there) != self.known.get(self._key(path)):
            beside = path.with_name(path.name + NEW)
            self._put(place, beside, text)
            self.beside.append(path)
            self.say(f"  kept     {path}: changed by hand, so the new one lies beside it in {beside.name}")
            return
        self._put(place, path, text)
        self._remember(path, mark)
        self.say(f"  {'changed' if there is not None else 'written':8} {path}")

    def _put(self, place: Place, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(
            part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
        )  # never readable by others, not even now
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        self._own(place, part)
        part.replace(path)

    def _own(self, place: Place, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, place.uid, place.gid)
        if path.stat().st_uid == os.geteuid() or os.geteuid() == 0:
            path.chmod(place.mode)

    def _remember(self, path: Path, mark: str) -> None:
        if self.known.get(self._key(path)) == mark:
            return
        self.known[self._key(path)] = mark
        part = self.record.with_name(f".{self.record.name}.{os.getpid()}")
        part.write_text(json.dumps(self.known, indent=1, sort_keys=True) + "\n")
        part.replace(self.record)

    def _key(self, path: Path) -> str:
        return path.relative_to(self.top).as_posix()


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
