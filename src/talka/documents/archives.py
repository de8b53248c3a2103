"""ZIP files from strangers: looked at before they are opened, so that none can swell beyond bounds."""

import zipfile
import zlib
from typing import BinaryIO

MOST_ENTRIES = 10_000
MOST_BYTES = 1_000_000_000
MOST_RATIO = 200
SMALL = 10_000_000


class ArchiveFault(ValueError):
    """The archive is broken, encrypted, or would swell beyond bounds. `bomb` tells the last."""

    def __init__(self, what: str, *, bomb: bool = False, encrypted: bool = False) -> None:
        super().__init__(what)
        self.bomb = bomb
        self.encrypted = encrypted


UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError)
"""What reading a ZIP raises that is damaged, or packed or locked in a way that Python does not know."""


def open_archive(file: BinaryIO, *, most_bytes: int = MOST_BYTES) -> zipfile.ZipFile:
    """The archive, opened. Raises ArchiveFault for what is broken, encrypted or would unpack to more than `most_bytes`.

    zipfile reads no more of an entry than its directory declares, so the declared sizes can be trusted as bounds.
    """
    try:
        file.seek(0)
        archive = zipfile.ZipFile(file)
    except UNREADABLE as fault:
        raise ArchiveFault("broken archive") from fault
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise ArchiveFault("too many entries", bomb=True)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ArchiveFault("encrypted archive", encrypted=True)
    total = sum(entry.file_size for entry in entries)
    if total > most_bytes:
        raise ArchiveFault("unpacks to too much", bomb=True)
    packed = sum(entry.compress_size for entry in entries)
    if total > SMALL and total > MOST_RATIO * max(packed, 1):
        raise ArchiveFault("packed too tightly", bomb=True)
    # Entries that lie over one another are the newer kind of bomb.
    reach = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < reach:
            raise ArchiveFault("overlapping entries", bomb=True)
        reach = entry.header_offset + entry.compress_size
    return archive


def entry_start(archive: zipfile.ZipFile, name: str, size: int = 4096) -> bytes:
    """The first bytes of an entry, empty where there is none or it cannot be read."""
    try:
        with archive.open(name) as entry:
            return entry.read(size)
    except (KeyError, *UNREADABLE):
        return b""
