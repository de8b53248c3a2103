"""Where the counts of the web processes of one TALKA_VAR lie; the supervisor needs no library for it."""

from pathlib import Path


def place(var: Path) -> Path:
    """Made where it is missing, as after an upgrade from before there were counts."""
    folder = var / "run" / "metrics"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def emptied(var: Path) -> Path:
    """The folder, empty: a new run counts anew."""
    folder = place(var)
    for path in folder.glob("*.db"):
        path.unlink(missing_ok=True)
    return folder
