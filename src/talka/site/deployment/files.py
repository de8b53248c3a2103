"""Who may read what only the service should: its settings, its secrets, its folder."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from talka.site.environment_file import VARIABLE

OTHERS = 0o007
NOT_OWNER = 0o077
WRITERS = 0o022
"""Bits of a mode that let in everybody, all but the owner, and whoever might change something beside the owner."""


def faults() -> Iterator[str]:
    if place := os.environ.get(VARIABLE):
        yield from _settings_file(Path(place))
    yield from _folder()
    yield from _secrets()


def _settings_file(path: Path) -> Iterator[str]:
    found = path.stat()
    mode = stat.S_IMODE(found.st_mode)
    if mode & OTHERS:
        yield f"{path} holds secrets and can be read by everybody: chmod 0640 {path}"
    if mode & WRITERS:
        yield f"{path} can be changed by others than its owner: chmod 0640 {path}"
    if found.st_uid not in {0, os.geteuid()}:
        yield f"{path} belongs to another user: chown root {path}"


def _folder() -> Iterator[str]:
    var = settings.TALKA_VAR
    found = var.stat()
    if stat.S_IMODE(found.st_mode) & (OTHERS | WRITERS):
        yield f"{var} is open to others: chmod 0750 {var}"
    if found.st_uid not in {0, os.geteuid()}:
        yield f"{var} belongs to another user than the one who runs this: run it as the user of the service."


def _secrets() -> Iterator[str]:
    folder = settings.TALKA_VAR / "secrets"
    if not os.environ.get("SECRET_KEY"):
        path = folder / "secret_key"
        if not path.exists():
            yield f"SECRET_KEY is not set, and {path} is missing. Start Talka once, or run `talka setup`."
    for path in (folder, *sorted(folder.glob("*"))) if folder.is_dir() else ():
        if stat.S_IMODE(path.stat().st_mode) & NOT_OWNER:
            right = "0700" if path.is_dir() else "0600"
            yield f"{path} can be read by others than its owner: chmod {right} {path}"
