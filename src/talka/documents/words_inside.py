"""Whether words stand in a kept file, as far as a machine can tell without drawing its pages."""

import re
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from talka.ui.folding import fold

from .archives import ArchiveFault, open_archive

MOST_READ = 50 * 1024 * 1024
READABLE = ("text/", "application/xml", "application/json")
PACKED = b"PK\x03\x04"
BETWEEN_MARKS = re.compile(rb"<[^>]*>")


def names_inside(file: BinaryIO, words: Iterable[str], *, media_type: str = "") -> bool | None:
    """True where one of `words` stands in the file (without case and diacritics), False where none does, None where
    nobody can tell: pages of PDF and scans have to be looked at. Office files are opened and read."""
    wanted = [word for word in (fold(each) for each in words) if len(word) >= 4]
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head == PACKED:
        return _packed(file, wanted)
    if media_type.startswith(READABLE):
        return _stands(file.read(MOST_READ), wanted)
    return True if _stands(file.read(MOST_READ), wanted) else None


def _packed(file: BinaryIO, wanted: list[str]) -> bool | None:
    try:
        with open_archive(file) as packed:
            for entry in packed.infolist():
                if fold(entry.filename) and any(word in fold(entry.filename) for word in wanted):
                    return True
                if entry.filename.endswith((".xml", ".rels", ".txt", ".csv")):
                    with packed.open(entry) as part:
                        content = part.read(MOST_READ)
                    if _stands(content, wanted) or _stands(BETWEEN_MARKS.sub(b" ", content), wanted):
                        return True
    except (ArchiveFault, zipfile.BadZipFile, OSError):
        return None
    return False


def _stands(content: bytes, wanted: list[str]) -> bool:
    folded = fold(content.decode("utf-8", "replace"))
    return any(word in folded for word in wanted)
