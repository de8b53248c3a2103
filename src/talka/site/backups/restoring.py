"""Bringing a backup back: proved first, then put in whole or not at all, then made true to what happened since."""

import datetime as dt
import shutil
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from talka.site.backups import index, journal, loading, making
from talka.site.backups.format import moment
from talka.site.backups.reading import Contents, clear, unpack
from talka.site.backups.uploads import Folder, uploads
from talka.site.trouble import Trouble
from talka.site.upgrading.known import unknown


@dataclass
class Wish:
    """What is to be restored, and how. journals: more files or folders with journals of erasures."""

    file: Path
    keys: list[Any] = field(default_factory=list)
    replace: bool = False
    journals: list[Path] = field(default_factory=list)


@dataclass
class Restored:
    """What came of it. before: a backup of what was replaced; journal: whether there was one outside the backup."""

    time: dt.datetime
    version: str
    tables: int
    rows: int
    files: int
    gone: list[str]
    before: Path | None
    journal: bool
    settled: Any = None


def restore(url: str, var: Path, wish: Wish) -> Restored:
    """Restore into the database at `url` and the place of uploads; nothing is served meanwhile, the caller sees to it.

    Django must be set up. Trouble before the data is in leaves everything as it was; after it, doing it again goes on.
    """
    if not wish.file.is_file():
        raise Trouble(f"There is no file {wish.file}.")
    standing = loading.state(url)
    loading.refuse_company(url)
    if standing != "under way":
        _refuse_filled(standing, wish)
    outside, has_journal = _journal(url, var, wish)
    staging = _staging(var)
    try:
        contents = unpack(wish.file, wish.keys, staging, lambda head: _look(head, wish.file, var))
        before = None
        if wish.replace and standing == "filled":
            before = making.make(url, var, making.Wish(index.folder(var), kind="before-restore")).file
        loading.load(url, contents.dump, contents.head, contents.manifest["rows"], str(wish.file))
        uploads().put(contents.files)
        _put_secrets(contents, var)
        done = _told(contents, before, has_journal)
        from talka.site.backups.settling import settle

        done.settled = settle(url, var, done.time, outside)
        loading.finish(url)
    finally:
        clear(staging)
    return done


def _refuse_filled(standing: str, wish: Wish) -> None:
    if standing == "strange":
        raise Trouble(
            "The database holds tables that are not Talka's.", "Give an empty database: --into postgresql://…/NAME"
        )
    if wish.replace:
        return
    filled = [] if standing == "empty" else ["the database holds people or programmes"]
    place = uploads()
    if not place.is_empty():
        filled.append(f"{place.root if isinstance(place, Folder) else 'the storage'} holds uploaded files")
    if filled:
        raise Trouble(
            f"Nothing is restored over what is there: {' and '.join(filled)}.",
            "Give an empty place (--into postgresql://…/NAME and TALKA_VAR=FOLDER), or add --replace: that makes a "
            "backup of what is there first.",
        )


def _look(head: dict[str, Any], path: Path, var: Path) -> None:
    """Refuse what cannot go well before gigabytes are read."""
    theirs = str(head.get("talka", "?"))
    pairs = [str(name).partition(".") for name in head.get("migrations", [])]
    newer = unknown((app, name) for app, _dot, name in pairs)
    if newer or _is_newer(theirs):
        reason = f", which has {len(newer)} changes of the database this one does not know" if newer else ""
        raise Trouble(
            f"{path} was made by Talka {theirs}{reason}; this is {version('talka')}.",
            f"Install that version first: pip install talka=={theirs}. Nothing was changed.",
        )
    needed = int(head.get("database_bytes") or 0) * 2 + int(head.get("files_bytes") or 0) + making.RESERVE
    free = shutil.disk_usage(var).free
    if free < needed:
        raise Trouble(
            f"{var} has {free // 2**20} MB free; restoring may need {needed // 2**20} MB.",
            "Make room. Nothing was changed.",
        )


def _is_newer(theirs: str) -> bool:
    try:
        return Version(theirs) > Version(version("talka"))
    except InvalidVersion:
        return False


def _journal(url: str, var: Path, wish: Wish) -> tuple[journal.Erasures, bool]:
    """What journals outside the backup say, and whether there is one that can know of the time after it.

    They are read before the database, which may have one, is replaced.
    """
    for path in wish.journals:
        if not path.exists():
            raise Trouble(f"There is no journal {path}.")
    beside = wish.file.resolve().parent
    every = [journal.read(path) for path in (beside, *journal.places(var), *wish.journals)]
    erasures = journal.together([journal.of_database(url), *every])
    return erasures, bool(erasures or wish.journals or (beside / journal.NAME).is_file())


def _staging(var: Path) -> Path:
    """A new folder on the same disk as the uploads; what a restore that was killed left is taken away."""
    var.mkdir(parents=True, exist_ok=True)
    path = var / "restoring"
    clear(path)
    return path


def _put_secrets(contents: Contents, var: Path) -> None:
    """Secrets of the backup take the place of what was made here: links that were signed go on being good."""
    names = sorted(contents.secrets.iterdir())
    if not names:
        return
    folder = var / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in names:
        path.chmod(0o600)
        path.replace(folder / path.name)


def _told(contents: Contents, before: Path | None, has_journal: bool) -> Restored:
    head, manifest = contents.head, contents.manifest
    return Restored(
        time=moment(head["time"]),
        version=str(head["talka"]),
        tables=len(manifest["rows"]),
        rows=sum(manifest["rows"].values()),
        files=sum(1 for name in manifest["parts"] if name.startswith("files/")),
        gone=list(manifest.get("gone", [])),
        before=before,
        journal=has_journal,
    )
