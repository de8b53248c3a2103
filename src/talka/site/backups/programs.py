"""pg_dump, pg_restore and psql: those that fit the server, and how they are told where it is."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from talka.site.embedded.binaries import binaries
from talka.site.trouble import Trouble

NEEDED = ("pg_dump", "pg_restore", "psql")


@dataclass(frozen=True)
class Programs:
    """The folder with the client programs of one major version of PostgreSQL."""

    folder: Path
    major: int

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)


def programs_for(server: int, *, archive: int = 0) -> Programs:
    """Programs for a server of major version `server` that read what pg_dump of version `archive` wrote.

    Those of the same version are best: others may write what the server does not understand. Else the oldest newer
    ones. Trouble says what to install.
    """
    least = max(server, archive)
    fitting = [found for found in _all() if found.major >= least]
    if not fitting:
        raise Trouble(
            f"The programs of PostgreSQL {least} (pg_dump, pg_restore, psql) were not found.",
            f"Debian: sudo apt install postgresql-client-{least}.",
        )
    return min(fitting, key=lambda found: found.major)


@cache
def _all() -> tuple[Programs, ...]:
    """The system's own first, then those of the embedded database."""
    found = []
    for folder in _folders():
        if all((folder / name).is_file() for name in NEEDED) and (major := _major(folder)):
            found.append(Programs(folder, major))
    return tuple(found)


def _folders() -> Iterator[Path]:
    for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin"):
        yield from sorted(Path("/").glob(pattern))
    if found := shutil.which("pg_dump"):  # Debian's own there only chooses among those above
        yield Path(found).resolve().parent
    try:
        yield binaries()
    except Trouble:
        return


def _major(folder: Path) -> int:
    try:
        told = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.search(r"\b(\d+)", told)
    return int(number[1]) if number else 0


def place(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, for a command line that others can see; the environment carries that."""
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", "") or "")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG") or name == "PGPASSFILE"}
    if password or (password := os.environ.get("PGPASSWORD", "")):
        kept["PGPASSWORD"] = password
    return make_conninfo("", **parts), kept | {"PGTZ": "UTC", "LC_ALL": "C"}
