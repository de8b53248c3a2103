"""Whether there is a way back: backups as their index tells of them (TALKA_VAR/backups/index.jsonl)."""

import datetime as dt
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

LONGEST = dt.timedelta(days=3)
"""A nightly backup that failed twice in a row is a matter for a person."""


def faults() -> Iterator[str]:
    folder: Path = settings.TALKA_VAR / "backups"
    rows = _rows(folder / "index.jsonl")
    good = [at for row in rows if row.get("ok") is True and (at := _time(row)) is not None]
    if not good:
        yield "There is no backup yet: talka backup, and systemctl enable --now talka-backup.timer"
    elif (age := dt.datetime.now(dt.UTC) - max(good)) > LONGEST:
        yield f"The last backup is {age.days} days old. See why: systemctl status talka-backup.timer talka-backup"
    if rows and rows[-1].get("ok") is False:
        yield f"The last try to make a backup failed: {rows[-1].get('why') or 'see journalctl -u talka-backup'}."
    if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o007:
        yield f"{folder} holds everything and is open to everybody: chmod 0700 {folder}"


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    rows = []
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:  # cut by a full disk
            continue
        if isinstance(row, dict):
            rows.append(row)
    return rows


def _time(row: dict[str, Any]) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(str(row.get("time")))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
