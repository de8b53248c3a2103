"""The uploaded files, whether they lie in a folder or in object storage."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

from talka.site.trouble import Trouble


@dataclass(frozen=True)
class Upload:
    """name: as rows of the database have it; changed: seconds since 1970, 0 where the place does not tell."""

    name: str
    bytes: int
    changed: float


def uploads(storage: Any = default_storage) -> "Folder | Objects":
    return Folder(Path(storage.location)) if isinstance(storage, FileSystemStorage) else Objects(storage)


@dataclass(frozen=True)
class Folder:
    """Files in a folder. What comes back is put beside it first and takes its place by a change of name."""

    root: Path

    def all(self) -> Iterator[Upload]:
        for top, folders, files in os.walk(self.root):
            folders.sort()
            for name in sorted(files):
                path = Path(top, name)
                try:
                    found = path.lstat()
                except FileNotFoundError:  # taken away meanwhile
                    continue
                if path.is_symlink() or not path.is_file():
                    raise Trouble(
                        f"{path} is no plain file, so a backup would not bring it back.",
                        "Put the file itself there, or take it away.",
                    )
                yield Upload(path.relative_to(self.root).as_posix(), found.st_size, found.st_mtime)

    def open(self, name: str) -> IO[bytes]:
        return (self.root / name).open("rb")

    def is_empty(self) -> bool:
        return next(self.all(), None) is None

    def put(self, staged: Path) -> None:
        """Let the folder `staged` take the place of what is here; what was here is gone after it."""
        staged.mkdir(exist_ok=True)
        aside = self.root.with_name(self.root.name + ".before-restore")
        shutil.rmtree(aside, ignore_errors=True)
        if self.root.exists():
            self.root.rename(aside)
        staged.rename(self.root)
        shutil.rmtree(aside, ignore_errors=True)


@dataclass(frozen=True)
class Objects:
    """Files in object storage, by way of Django's interface to it."""

    storage: Any

    def all(self) -> Iterator[Upload]:
        waiting = [""]
        while waiting:
            place = waiting.pop()
            try:
                folders, files = self.storage.listdir(place)
            except FileNotFoundError:
                continue
            waiting += [f"{place}{folder}/" for folder in sorted(folders, reverse=True)]
            for name in sorted(filter(None, files)):
                yield Upload(place + name, self.storage.size(place + name), 0)

    def open(self, name: str) -> IO[bytes]:
        found: IO[bytes] = self.storage.open(name)
        return found

    def is_empty(self) -> bool:
        return next(self.all(), None) is None

    def put(self, staged: Path) -> None:
        """Write what lies in `staged` and take away what does not. Doing it again after an interruption is no harm."""
        wanted = {}
        for top, _folders, files in os.walk(staged):
            for name in files:
                path = Path(top, name)
                wanted[path.relative_to(staged).as_posix()] = path
        for there in list(self.all()):
            self.storage.delete(there.name)
        for name, path in wanted.items():
            with path.open("rb") as file:
                saved = self.storage.save(name, File(file))
            if saved != name:
                raise Trouble(f"The storage calls {name} {saved} instead; rows would not find it.")
        shutil.rmtree(staged, ignore_errors=True)
