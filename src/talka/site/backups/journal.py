"""Erasures after a backup must hold after its restore: who was erased is remembered outside the backup as well.

A line has a person's key and the time, no name. It stands in the database (`people.Erasure`), in TALKA_VAR/backups and
in every folder that holds backups of ours; `spread` makes all of them the same.
"""

import contextlib
import datetime as dt
import logging
from collections.abc import Iterable
from pathlib import Path

import psycopg

from talka.site.backups import index

NAME = "erasures.jsonl"
Erasures = dict[str, dt.datetime]
"""Key of a person, and when they were erased first."""

log = logging.getLogger("talka.site.backups")


def read(path: Path) -> Erasures:
    """What a journal says; a folder means the journal in it."""
    path = path / NAME if path.is_dir() else path
    found: Erasures = {}
    for row in index.read_lines(path):
        with contextlib.suppress(KeyError, TypeError, ValueError):
            key, at = str(row["person"]), dt.datetime.fromisoformat(row["at"])
            found[key] = min(at, found.get(key, at))
    return found


def of_database(url: str) -> Erasures:
    """What the journal in a database says; nothing where there is none or the database does not answer."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            there = connection.execute("SELECT to_regclass('public.people_erasure') IS NOT NULL").fetchone()
            if not there or not there[0]:
                return {}
            return {str(key): at for key, at in connection.execute("SELECT person_key, at FROM people_erasure")}
    except psycopg.Error:
        return {}


def places(var: Path) -> list[Path]:
    """Folders that should hold the journal: our own, and those where backups of ours lie."""
    known = {made.file.parent for made in index.backups(var) if made.ok}
    return [index.folder(var), *sorted(folder for folder in known - {index.folder(var)} if folder.is_dir())]


def append(var: Path, keys: Iterable[str], at: dt.datetime) -> None:
    """Write erasures down everywhere. A place that is away stops no erasure: the next backup fills it."""
    index.make_folder(index.folder(var))
    for folder in places(var):
        try:
            for key in keys:
                index.append_line(folder / NAME, {"person": key, "at": at.isoformat()})
        except OSError as fault:
            log.warning("The journal of erasures in %s could not be written: %s", folder, fault.strerror)


def spread(url: str, var: Path, more: Erasures | None = None) -> Erasures:
    """Bring the database's journal and all files together; what they say."""
    index.make_folder(index.folder(var))
    folders = places(var)
    here = {folder: read(folder) for folder in folders}
    every = together([of_database(url), more or {}, *here.values()])
    for folder in folders:
        try:
            (folder / NAME).touch(mode=0o600)  # an empty one says that nobody was erased
            for key in sorted(every.keys() - here[folder].keys(), key=every.__getitem__):
                index.append_line(folder / NAME, {"person": key, "at": every[key].isoformat()})
        except OSError as fault:
            log.warning("The journal of erasures in %s could not be written: %s", folder, fault.strerror)
    return every


def together(journals: Iterable[Erasures]) -> Erasures:
    every: Erasures = {}
    for one in journals:
        for key, at in one.items():
            every[key] = min(at, every.get(key, at))
    return every
