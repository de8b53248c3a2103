"""Writing a backup: while the server runs, to a name that counts only when everything is on the disk."""

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from talka.site.backups import index, journal
from talka.site.backups.age import encrypting
from talka.site.backups.format import DATABASE, FILES, FORMAT, HEAD, NAME, SECRETS, Writer
from talka.site.backups.programs import place, programs_for
from talka.site.backups.snapshot import Snapshot, snapshot
from talka.site.backups.uploads import Upload, uploads
from talka.site.lock import Lock
from talka.site.parentage import told_of_death
from talka.site.trouble import Trouble

RESERVE = 64 * 1024 * 1024
"""Bytes that must stay free after a backup."""

COMPRESSION = "1"
"""Of the database only, and the quickest: uploads are compressed already."""

KEPT = 14


@dataclass
class Wish:
    """What kind of backup is wanted. keep: how many of its kind stay in the folder; 0: all."""

    to: Path
    keep: int = KEPT
    recipients: list[Any] = field(default_factory=list)
    with_secrets: bool = False
    kind: str = "ordinary"

    @property
    def encrypted(self) -> bool:
        return bool(self.recipients)


class _Sink:
    """Counts and sums up what reaches the disk."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.bytes = 0
        self.sum = hashlib.sha256()

    def write(self, data: Any) -> int:
        self.file.write(data)
        self.sum.update(data)
        self.bytes += len(data)
        return len(data)

    def tell(self) -> int:
        return self.bytes

    def flush(self) -> None:
        self.file.flush()


def make(url: str, var: Path, wish: Wish) -> index.Made:
    """Back up the database at `url` and the uploads; what was made. Trouble where it could not be, noted as well.

    Django must be set up.
    """
    if wish.with_secrets and not wish.encrypted:
        raise Trouble(
            "Secrets go into an encrypted backup only: whoever reads them can sign in as anybody.",
            "Add --encrypt-to, or keep a copy of the folder secrets elsewhere.",
        )
    lock = Lock(index.make_folder(index.folder(var)) / "making.lock")
    if not lock.take("backup"):
        raise Trouble(f"Another backup is being made (process {lock.holder().get('pid', '?')}).", "Wait for its end.")
    begun = time.monotonic()
    made = index.Made(dt.datetime.now(dt.UTC), wish.to, encrypted=wish.encrypted, kind=wish.kind, version=_version())
    try:
        try:
            index.make_folder(wish.to)
            _sweep(wish.to)
            made = _write(url, var, wish, begun)
        except OSError as fault:
            raise Trouble(f"The backup could not be written to {wish.to}: {fault.strerror or fault}.") from None
    except BaseException as fault:
        words = fault.what if isinstance(fault, Trouble) else f"broken off ({type(fault).__name__})"
        failed = index.Made(**vars(made) | {"ok": False, "why": words, "seconds": time.monotonic() - begun})
        with contextlib.suppress(OSError):
            index.note(var, failed)
        raise
    finally:
        lock.release()
    index.note(var, made)
    journal.spread(url, var)
    _prune(var, wish)
    return made


def _write(url: str, var: Path, wish: Wish, begun: float) -> index.Made:
    with _temporary(wish.to) as (file, part):
        sink = _Sink(file)
        with snapshot(url) as seen:
            files = list(uploads().all())
            _check_room(wish.to, seen.bytes + sum(each.bytes for each in files))
            with _outer(sink, wish) as target:
                writer = Writer.to(target)
                writer.add_text(HEAD, _head(seen, files, wish))
                _dump(url, seen, writer)
                gone = _add_files(writer)
                secrets = _add_secrets(writer, var) if wish.with_secrets else []
                writer.close({"rows": seen.rows, "gone": gone, "secrets": secrets})
        file.flush()
        os.fsync(file.fileno())
        path = _free_name(wish, seen.time)
        part.rename(path)
    _sync_folder(wish.to)
    return index.Made(
        seen.time,
        path,
        bytes=sink.bytes,
        seconds=time.monotonic() - begun,
        sha256=sink.sum.hexdigest(),
        encrypted=wish.encrypted,
        kind=wish.kind,
        version=_version(),
    )


@contextmanager
def _outer(sink: Any, wish: Wish) -> Iterator[IO[bytes]]:
    if not wish.encrypted:
        yield sink
        return
    with encrypting(sink, wish.recipients) as target:
        yield _Counted(target)  # type: ignore[misc]


class _Counted:
    """A tar asks where it is; a pipe does not know."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.at = file, 0

    def write(self, data: bytes) -> int:
        self.file.write(data)
        self.at += len(data)
        return len(data)

    def tell(self) -> int:
        return self.at


def _head(seen: Snapshot, files: list[Upload], wish: Wish) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "talka": _version(),
        "time": seen.time.isoformat(),
        "kind": wish.kind,
        "postgresql": seen.server,
        "pg_dump": programs_for(seen.server).major,
        "database_bytes": seen.bytes,
        "files": len(files),
        "files_bytes": sum(each.bytes for each in files),
        "migrations": seen.migrations,
    }


def _dump(url: str, seen: Snapshot, writer: Writer) -> None:
    programs = programs_for(seen.server)
    where, environment = place(url)
    words = [programs["pg_dump"], f"--dbname={where}", f"--snapshot={seen.key}", "--format=custom"]
    words += [f"--compress={COMPRESSION}", "--no-owner", "--no-privileges", "--no-password", "--lock-wait-timeout=60s"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            preexec_fn=told_of_death(signal.SIGTERM),
        )
        assert process.stdout is not None
        try:
            writer.add_pieces(DATABASE, process.stdout)
            code = process.wait()
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
        if code:
            errors.seek(0)
            told = errors.read(2000).decode(errors="replace").strip()
            raise Trouble(f"The database could not be written out: {told or f'pg_dump ended with {code}'}")


def _add_files(writer: Writer) -> list[str]:
    """All uploads there are now; names of those that went away while we came to them.

    They are read after the database was: a file is written before its row, so each row of the backup finds its file
    unless somebody has deleted it since.
    """
    gone, there = [], uploads()
    for each in there.all():
        try:
            file = there.open(each.name)
        except FileNotFoundError:
            gone.append(each.name)
            continue
        with file:
            writer.add(FILES + each.name, file, each.bytes, changed=each.changed)
    return gone


def _add_secrets(writer: Writer, var: Path) -> list[str]:
    names = []
    for path in sorted((var / "secrets").glob("*")):
        if path.is_file():
            with path.open("rb") as file:
                writer.add(SECRETS + path.name, file, path.stat().st_size)
            names.append(path.name)
    return names


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + RESERVE:
        raise Trouble(
            f"{folder} has {free // 2**20} MB free; the backup may need {(needed + RESERVE) // 2**20} MB.",
            "Make room, keep fewer backups (--keep), or give another folder (--to).",
        )


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """A file of the owner's alone, locked while it is written, gone unless it was given its name."""
    path = folder / f".talka-{os.getpid()}-{time.time_ns()}.part"
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(number, "wb", 1024 * 1024) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield file, path
        finally:
            path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Take away what a backup that was killed left half written: nobody holds its lock any more."""
    for path in folder.glob(".talka-*.part"):
        with contextlib.suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _free_name(wish: Wish, moment: dt.datetime) -> Path:
    kind = "" if wish.kind == "ordinary" else f"{wish.kind}-"
    ending = ".tar.age" if wish.encrypted else ".tar"
    stem = f"talka-{kind}{moment:%Y%m%dT%H%M%SZ}"
    path, number = wish.to / (stem + ending), 1
    while path.exists():
        number += 1
        path = wish.to / f"{stem}-{number}{ending}"
    return path


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _prune(var: Path, wish: Wish) -> None:
    """Delete the oldest of this kind in this folder, and only what the index knows as ours."""
    if wish.keep <= 0:
        return
    ours = [made for made in index.backups(var) if made.ok and made.kind == wish.kind and made.file.parent == wish.to]
    there = sorted((made for made in ours if made.file.is_file()), key=lambda made: made.time)
    for made in there[: -wish.keep]:
        if NAME.fullmatch(made.file.name):
            with contextlib.suppress(OSError):
                made.file.unlink(missing_ok=True)


def _version() -> str:
    return version("talka")
