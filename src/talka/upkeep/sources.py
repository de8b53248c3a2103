"""What the room above, `site`, knows of the installation: it fills this in when Talka starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Backup:
    """The last backup that succeeded."""

    at: datetime
    bytes: int
    encrypted: bool


LastBackup = Callable[[], Backup | None]
Faults = Callable[[], list[str]]

_last_backup: list[LastBackup] = []
_faults: list[Faults] = []


def tell_of_backups(source: LastBackup) -> None:
    _last_backup[:] = [source]


def tell_of_faults(source: Faults) -> None:
    """`source()` says what speaks against letting strangers in, as `talka check --deploy` does."""
    _faults[:] = [source]


def last_backup() -> Backup | None:
    return _last_backup[0]() if _last_backup else None


def faults() -> list[str]:
    return _faults[0]() if _faults else []
