"""The last backup that succeeded, as the index beside the backups tells it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from talka.upkeep.sources import Backup


def last_backup(var: Path) -> Backup | None:
    """What TALKA_VAR/backups/index.jsonl says; lines that cannot be read are passed over."""
    try:
        lines = (var / "backups" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((found for line in reversed(lines) if (found := _read(line)) is not None), None)


def _read(line: str) -> Backup | None:
    try:
        row = json.loads(line)
        at = datetime.fromisoformat(row["time"])
        if row.get("ok") is not True:
            return None
        return Backup(
            at if at.tzinfo else at.replace(tzinfo=UTC), int(row.get("bytes", 0)), bool(row.get("encrypted", False))
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
