"""Reading a backup once, from beginning to end: everything is set down beside and proved before anything is changed."""

import contextlib
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage

from talka.site.backups.age import decrypting, is_encrypted
from talka.site.backups.format import BLOCK, DATABASE, FILES, FORMAT, HEAD, MANIFEST, SECRETS, NotABackup, parts_of
from talka.site.trouble import Trouble

LARGEST_TEXT = 64 * 1024 * 1024


@dataclass(frozen=True)
class Contents:
    """A backup that was proved whole. dump: what pg_restore reads; files: a folder as MEDIA_ROOT was."""

    head: dict[str, Any]
    manifest: dict[str, Any]
    dump: Path
    files: Path
    secrets: Path


def unpack(path: Path, keys: list[Any], into: Path, look: Callable[[dict[str, Any]], None]) -> Contents:
    """Set everything down in the new folder `into`, prove it by the manifest and say what there is.

    look: is shown the head before the rest is read, and may raise. Trouble where the file is no whole backup.
    """
    into.mkdir(mode=0o700)
    (into / "files").mkdir(mode=0o700)
    (into / "secrets").mkdir(mode=0o700)
    try:
        with _opened(path, keys) as source:
            contents = _set_down(source, into, look)
    except (NotABackup, tarfile.ReadError) as fault:
        what = fault if isinstance(fault, NotABackup) else f"it is cut off or damaged ({fault})"
        raise Trouble(
            f"{path} cannot be restored: {what}.", "Nothing was changed. Use another copy, or an older backup."
        ) from None
    except pyrage.DecryptError as fault:
        if "key" in str(fault).lower():
            raise Trouble(
                "None of the keys given opens this backup.",
                "Give the identity that it was encrypted to. Nothing was changed.",
            ) from None
        raise Trouble(
            f"{path} cannot be restored: it is cut off or was changed ({fault}).",
            "Nothing was changed. Use another copy, or an older backup.",
        ) from None
    return contents


@contextmanager
def _opened(path: Path, keys: list[Any]) -> Iterator[IO[bytes]]:
    with path.open("rb", BLOCK) as file:
        if not is_encrypted(path):
            yield file
            return
        if not keys:
            raise Trouble(f"{path} is encrypted.", "Give the key that opens it: --identity FILE.")
        with decrypting(file, keys) as plain:
            yield plain


def _set_down(source: IO[bytes], into: Path, look: Callable[[dict[str, Any]], None]) -> Contents:
    head: dict[str, Any] = {}
    manifest: dict[str, Any] = {}
    found: dict[str, dict[str, Any]] = {}
    dump = into / "database.dump"
    with dump.open("wb") as database:
        for entry, content in parts_of(source):
            name = entry.name
            if manifest or (not head and name != HEAD):
                raise NotABackup("it is no backup of Talka" if not head else "something follows its end")
            if name in found:
                raise NotABackup(f"it holds “{name}” twice")
            if name in (HEAD, MANIFEST):
                data = content.read(LARGEST_TEXT)
                found[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                if name == MANIFEST:
                    manifest = _json(data)
                else:
                    head = _json(data)
                    _check_head(head)
                    look(head)
            elif name.startswith(DATABASE):
                found[name] = _copy(content, database)
            elif name.startswith((FILES, SECRETS)):
                found[name] = _file(entry, content, into / name)
            else:
                raise NotABackup(f"it holds “{name}”, which this Talka does not know")
    if not manifest:
        raise NotABackup("it is cut off" if head else "it is no backup of Talka")
    _compare(manifest, found)
    return Contents(head, manifest, dump, into / "files", into / "secrets")


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError:
        raise NotABackup("its description is damaged") from None
    if not isinstance(value, dict):
        raise NotABackup("its description is damaged")
    return value


def _check_head(head: dict[str, Any]) -> None:
    number = head.get("format")
    if not isinstance(number, int):
        raise NotABackup("it is no backup of Talka")
    if number > FORMAT:
        raise NotABackup(f"it was written by a newer Talka ({head.get('talka', '?')}); install that one first")


def _copy(content: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    size, summed = 0, hashlib.sha256()
    while data := content.read(BLOCK):
        target.write(data)
        summed.update(data)
        size += len(data)
    return {"bytes": size, "sha256": summed.hexdigest()}


def _file(entry: tarfile.TarInfo, content: IO[bytes], path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as target:
            found = _copy(content, target)
    except (FileExistsError, IsADirectoryError, NotADirectoryError):
        raise NotABackup(f"“{entry.name}” stands in the way of another part") from None
    if entry.mtime:
        os.utime(path, (entry.mtime, entry.mtime))
    return found


def _compare(manifest: dict[str, Any], found: dict[str, dict[str, Any]]) -> None:
    parts = manifest.get("parts")
    if not isinstance(parts, dict):
        raise NotABackup("its manifest is damaged")
    here = {name: facts for name, facts in found.items() if name != MANIFEST}
    if missing := sorted(parts.keys() - here.keys()):
        raise NotABackup(f"{len(missing)} parts are missing, the first is “{missing[0]}”")
    if strange := sorted(here.keys() - parts.keys()):
        raise NotABackup(f"it holds “{strange[0]}”, of which its manifest does not know")
    if changed := sorted(name for name in parts if parts[name] != here[name]):
        raise NotABackup(f"“{changed[0]}” was changed since it was written")


def clear(folder: Path) -> None:
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)
