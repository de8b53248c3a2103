"""The ZIP of an event file, written in one pass: what goes in is read in pieces; the same files give the same bytes.

Nothing is squeezed (documents, pictures and office files are so already), all times are the first a ZIP knows, and
files stand in the order in which they are given: so neither the day nor the machine shows in the bytes. Files stand
in one folder named as the ZIP, with `SHA256SUMS` beside them as `sha256sum -c` reads it.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, BinaryIO

CHUNK = 1 << 20
FIRST_TIME = (1980, 1, 1, 0, 0, 0)
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Written:
    """One file as it was written. path: below the folder of the ZIP; size in bytes; sha256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass
class Packing:
    """A ZIP that is being written."""

    archive: zipfile.ZipFile
    folder: str
    written: list[Written] = field(default_factory=list)

    def add(self, path: str, content: bytes) -> Written:
        """Write bytes made just now. Raises ValueError where the path is taken or leads out of the folder."""
        return self._write(path, len(content), content)

    def copy(self, path: str, opened: BinaryIO | IO[bytes], size: int) -> Written:
        """Write what is read from `opened`, in pieces; size: about how many bytes, for a ZIP above 4 GB."""
        return self._write(path, size, opened)

    def _write(self, path: str, size: int, source: bytes | BinaryIO | IO[bytes]) -> Written:
        check_path(path)
        if any(one.path == path for one in self.written):
            raise ValueError(f"{path} stands twice")
        entry = zipfile.ZipInfo(f"{self.folder}/{path}", FIRST_TIME)
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        entry.compress_type = zipfile.ZIP_STORED
        entry.file_size = size
        digest, length = hashlib.sha256(), 0
        with self.archive.open(entry, "w") as target:
            for piece in _pieces(source):
                digest.update(piece)
                length += len(piece)
                target.write(piece)
        one = Written(path, length, digest.hexdigest())
        self.written.append(one)
        return one

    def sums(self) -> None:
        """Write the digests of all that was written. The last thing to be done."""
        lines = "".join(f"{one.sha256}  {one.path}\n" for one in sorted(self.written, key=lambda one: one.path))
        self.add(SUMS, lines.encode("utf-8"))


@contextmanager
def packing(target: BinaryIO | IO[bytes], folder: str) -> Iterator[Packing]:
    """A ZIP written to `target`, all of it in the folder `folder`."""
    check_path(folder)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        yield Packing(archive, folder)


def check_path(path: str) -> None:
    """Raises ValueError for what a machine could not unpack, or would unpack elsewhere."""
    parts = path.split("/")
    plain = all(part and part not in (".", "..") and part == part.strip(". ") for part in parts)
    if not plain or len(path) > 180 or any(sign in path for sign in '\\:*?"<>|') or not path.isprintable():
        raise ValueError(f"{path!r} cannot be the name of a file in the ZIP")


def _pieces(source: bytes | BinaryIO | IO[bytes]) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    while piece := source.read(CHUNK):
        yield piece
