"""An archive as one file, and looking into it."""

import datetime as dt
import zipfile
from collections.abc import Collection
from html import escape
from pathlib import Path
from typing import IO, Any

PACKED = {".png", ".jpg", ".webp", ".gif", ".pdf", ".docx", ".xlsx", ".pptx", ".zip"}
"""What does not get smaller."""
TEXTS = (".html", ".csv", ".json", ".ics", ".svg", ".txt")
EARLIEST = (1980, 1, 1, 0, 0, 0)


def files_of(folder: Path) -> list[tuple[str, Path]]:
    """Every file and where it lies in the folder, in an order that no system changes."""
    return sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())


def pack(folder: Path, file: Path, name: str, made_at: dt.datetime) -> None:
    """All files of the folder as one ZIP, below a folder called `name`: the same files give the same bytes."""
    moment = max(made_at.astimezone(dt.UTC).timetuple()[:6], EARLIEST)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside, path in files_of(folder):
            entry = zipfile.ZipInfo(f"{name}/{inside}", moment)
            entry.compress_type = zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, packed.open(entry, "w") as target:
                while part := source.read(1 << 20):
                    target.write(part)


def holds_words(file: IO[Any], words: Collection[str]) -> bool:
    """Whether one of the words stands in a page or a table of the archive, without regard to case."""
    sought = {form.casefold() for word in words if word for form in (word, escape(word))}
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if sought and name.endswith(TEXTS):
                text = packed.read(name).decode(errors="replace").casefold()
                if any(word in text for word in sought):
                    return True
    return False
