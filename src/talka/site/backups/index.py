"""What backups were made: TALKA_VAR/backups/index.jsonl, one line each, good ones and failed ones."""

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Made:
    """One attempt. time: when the data was as the backup has it (UTC); bytes: of the file; seconds: how long it took.

    kind: "ordinary", "before-restore" or "before-upgrade"; why: what went wrong where `ok` is false.
    """

    time: dt.datetime
    file: Path
    bytes: int = 0
    seconds: float = 0.0
    sha256: str = ""
    encrypted: bool = False
    ok: bool = True
    kind: str = "ordinary"
    version: str = ""
    why: str = ""


def folder(var: Path) -> Path:
    """Where backups lie unless told otherwise, and what is known of them in any case."""
    return var / "backups"


def make_folder(path: Path) -> Path:
    """A folder that only its owner can read; one that is there is left as it is."""
    if not path.is_dir():
        path.mkdir(parents=True, mode=0o700)
    return path


def note(var: Path, made: Made) -> None:
    """Append one line, whole or not at all."""
    row = asdict(made) | {"time": made.time.isoformat(), "file": str(made.file), "seconds": round(made.seconds, 2)}
    append_line(make_folder(folder(var)) / "index.jsonl", row)


def append_line(path: Path, row: dict[str, Any]) -> None:
    """Add a line of JSON that is on the disk when this returns. Raises OSError."""
    line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(file).st_size
        if size and os.pread(file, 1, size - 1) != b"\n":  # an earlier line was cut by a full disk
            line = b"\n" + line
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of such a file, oldest first; none where there is no file. Lines that are damaged are left out."""
    try:
        text = path.read_text(errors="replace")
    except OSError:
        return []
    rows = []
    for line in text.splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            rows.append(row)
    return rows


def backups(var: Path) -> list[Made]:
    """Every attempt that was noted, oldest first."""
    known = Made.__dataclass_fields__
    found = []
    for row in read_lines(folder(var) / "index.jsonl"):
        try:
            values = {name: value for name, value in row.items() if name in known}
            values["time"], values["file"] = dt.datetime.fromisoformat(row["time"]), Path(row["file"])
            found.append(Made(**values))
        except (KeyError, TypeError, ValueError):
            continue
    return found


def last_backup(var: Path) -> Made | None:
    """The newest backup that succeeded and whose file is still there; None where there is none."""
    good = [made for made in backups(var) if made.ok and made.file.is_file()]
    return max(good, key=lambda made: made.time, default=None)
