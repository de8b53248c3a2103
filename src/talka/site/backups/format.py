"""What a backup looks like inside: a plain tar, in this order.

    talka.json          when, by which versions, how large
    database/000001 …   what pg_dump wrote (custom format), in pieces, since its length is not known before
    files/…             uploads as they lie in MEDIA_ROOT
    secrets/…           only on wish
    manifest.json       the size and SHA-256 of every part, rows of every table

The manifest comes last, so that everything is written and read once and nothing has to wait in memory; a file that was
cut off has none. Without Talka: `tar -xf FILE`, `cat database/* > dump`, `pg_restore -d DATABASE dump`.
"""

import datetime as dt
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

FORMAT = 1
"""Raised when an older Talka could no longer read what is written."""

PIECE = 8 * 1024 * 1024
BLOCK = 1024 * 1024
HEAD, MANIFEST = "talka.json", "manifest.json"
FILES, SECRETS, DATABASE = "files/", "secrets/", "database/"
NAME = re.compile(r"talka-(?:before-(?:restore|upgrade)-)?\d{8}T\d{6}Z(?:-\d+)?\.tar(?:\.age)?")


class NotABackup(Exception):
    """What is wrong with the file, in words."""


class Hashing:
    """A reader that knows how much went through it and its SHA-256."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.bytes = 0
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.bytes += len(data)
        self.sum.update(data)
        return data


@dataclass
class Writer:
    """Puts parts into a tar as it goes, and remembers what the manifest has to say of them."""

    tar: tarfile.TarFile
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def to(cls, target: IO[bytes]) -> "Writer":
        tar = tarfile.TarFile(mode="w", fileobj=target, format=tarfile.PAX_FORMAT, copybufsize=BLOCK)
        return cls(tar)

    def add(self, name: str, source: IO[bytes], size: int, *, changed: float = 0) -> None:
        """Add exactly `size` bytes of `source`. Raises OSError where there are fewer."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(changed)
        hashing = Hashing(source)
        self.tar.addfile(entry, hashing)  # type: ignore[arg-type]
        self.parts[name] = {"bytes": size, "sha256": hashing.sum.hexdigest()}

    def add_text(self, name: str, value: dict[str, Any]) -> None:
        data = json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
        self.add(name, io.BytesIO(data), len(data))

    def add_pieces(self, folder: str, source: IO[bytes]) -> int:
        """Add all of `source`, whose length nobody knows yet; how many bytes it was."""
        total, number = 0, 0
        while piece := _filled(source, PIECE):
            number += 1
            total += len(piece)
            self.add(f"{folder}{number:06}", io.BytesIO(piece), len(piece))
        return total

    def close(self, manifest: dict[str, Any]) -> None:
        self.add_text(MANIFEST, manifest | {"parts": dict(self.parts)})
        self.tar.close()


def _filled(source: IO[bytes], size: int) -> bytes:
    """`size` bytes, fewer only at the end: a pipe gives them by and by."""
    parts = []
    while size and (part := source.read(min(size, BLOCK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def parts_of(source: IO[bytes]) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Each part with its content, in the order of the file; content that is not read is passed over.

    Raises NotABackup for what is no tar, is damaged or holds anything but plain files with decent names.
    """
    try:
        with tarfile.open(mode="r|", fileobj=source, bufsize=BLOCK) as tar:
            for entry in tar:
                name = PurePosixPath(entry.name)
                if not entry.isreg() or name.is_absolute() or ".." in name.parts or "\x00" in entry.name:
                    raise NotABackup(f"it holds “{entry.name}”, which no backup of Talka has")
                content = tar.extractfile(entry)
                assert content is not None
                yield entry, content
                tar.members.clear()  # else each of a hundred thousand files would stay in memory
    except tarfile.ReadError as fault:
        raise NotABackup(f"it is cut off or damaged ({fault})") from None


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
