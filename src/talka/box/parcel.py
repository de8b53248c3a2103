"""The file that carries an event: one zip with `box.json`, one list of rows per model, and pictures under `files/`.

It is written under another name first and holds personal data: its mode is 0600. It is read with suspicion: sizes are
bounded, names are checked, and whatever is wrong is said in words. docs/administrators/box.md describes it.
"""

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

from .rows import Row, Seen, Stamp, State, packed, stamps_of
from .travels import BY_MODEL, TRAVELS

FORMAT = 1
MARK = "talka-box"
MOST_ROWS_BYTES = 400 * 1024 * 1024
MOST_FILE_BYTES = 2 * 1024 * 1024 * 1024
MOST_ENTRIES = 50_000
SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,4}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Head:
    """by: the installation that wrote it; home: the one that packed the event first; seen: what the writer knows of
    each installation; schema: names of the migrations that the writer had; version: of its Talka."""

    event: str
    by: str
    home: str
    seen: Seen
    schema: tuple[str, ...]
    version: str
    at: str


def write(path: Path, head: Head, state: State, files: Iterable[str], opened: Callable[[str], IO[bytes]]) -> list[str]:
    """Write the parcel; the names of files that could not be found. opened: gives a stored file by its name."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    missing = []
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parcel:
                told = {"talka": MARK, "format": FORMAT, **head.__dict__}
                parcel.writestr("box.json", json.dumps(told, ensure_ascii=False, indent=1))
                for travels in TRAVELS:
                    parcel.writestr(f"rows/{travels.model}.jsonl", "".join(_lines(state, travels.model)))
                for name in files:
                    try:
                        with opened(name) as source, parcel.open(f"files/{name}", "w", force_zip64=True) as target:
                            _copy(source, target, MOST_FILE_BYTES, name)
                    except FileNotFoundError:
                        missing.append(name)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return missing


def _lines(state: State, model: str) -> Iterator[str]:
    for identity, row in state.of(model).items():
        told = {"id": identity, "fields": row.fields, "stamps": packed(row.stamps)}
        yield json.dumps(told, ensure_ascii=False) + "\n"
    for identity, stamp in state.gone_of(model).items():
        yield json.dumps({"id": identity, "gone": stamp}, ensure_ascii=False) + "\n"


class Parcel:
    """A parcel that is being read."""

    def __init__(self, opened: zipfile.ZipFile, path: Path) -> None:
        self.opened, self.path = opened, path
        self.head = self._head()

    def _head(self) -> Head:
        if len(self.opened.infolist()) > MOST_ENTRIES:
            raise self.broken(_("it holds too many files"))
        if "box.json" not in self.opened.namelist():
            raise _foreign(self.path)
        try:
            told = json.loads(self._read("box.json", 5 * 1024 * 1024))
        except ValueError:
            raise _foreign(self.path) from None
        if not isinstance(told, dict) or told.get("talka") != MARK:
            raise _foreign(self.path)
        if not isinstance(told.get("format"), int) or told["format"] > FORMAT:
            raise newer(self.path, str(told.get("version", "?")))
        try:
            head = Head(
                event=str(told["event"]),
                by=_uuid(told["by"]),
                home=_uuid(told["home"]),
                seen={_uuid(name): int(tick) for name, tick in told["seen"].items()},
                schema=tuple(str(name) for name in told["schema"]),
                version=str(told["version"]),
                at=str(told["at"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise self.broken("box.json") from None
        return head

    def broken(self, where: str) -> Refusal:
        return Refusal(
            _("%(file)s is damaged: %(where)s.") % {"file": self.path.name, "where": where},
            _("Nothing was changed."),
            _("Copy the file again from where it was packed, or pack the event anew."),
            status=422,
        )

    def _read(self, name: str, most: int) -> bytes:
        try:
            with self.opened.open(name) as entry:
                content = entry.read(most + 1)
        except Exception as fault:  # zlib and lzma raise their own on a broken stream, beside what zipfile does
            raise self.broken(f"{name}, {fault}") from None
        if len(content) > most:
            raise self.broken(_("%(name)s is too large") % {"name": name})
        return content

    def state(self) -> State:
        """All rows. Raises Refusal naming list and line."""
        state, left = State(), MOST_ROWS_BYTES
        present = set(self.opened.namelist())
        for travels in TRAVELS:
            name = f"rows/{travels.model}.jsonl"
            if name not in present:
                raise self.broken(_("%(name)s is missing") % {"name": name})
            content = self._read(name, left)
            left -= len(content)
            for number, line in enumerate(content.splitlines(), start=1):
                try:
                    self._row(state, travels.model, json.loads(line))
                except (ValueError, TypeError, KeyError, AttributeError) as fault:
                    raise self.broken(f"{name}:{number}, {fault}"[:200]) from None
        return state

    def _row(self, state: State, model: str, told: dict[str, Any]) -> None:
        identity = told["id"]
        if not isinstance(identity, str) or not identity:
            raise ValueError("id")
        if "gone" in told:
            origin, tick, when = told["gone"]
            state.gone_of(model)[identity] = Stamp(_uuid(origin), int(tick), str(when))
            return
        known = {column.name for column in BY_MODEL[model].fields} | BY_MODEL[model].parts.keys()
        fields = {str(name): value for name, value in told["fields"].items() if name in known}
        stamps = {
            name: Stamp(_uuid(stamp.origin), int(stamp.tick), str(stamp.time))
            for name, stamp in stamps_of(told["stamps"]).items()
            if name in fields
        }
        if fields.keys() != stamps.keys():
            raise ValueError("stamps")
        for name, value in fields.items():
            if name in BY_MODEL[model].links and value is not None and not isinstance(value, str):
                raise ValueError(name)
            if name in BY_MODEL[model].parts and not isinstance(value, list):
                raise ValueError(name)
        state.of(model)[identity] = Row(fields, stamps)

    def has(self, name: str) -> bool:
        return f"files/{name}" in self.opened.NameToInfo

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Bring one stored file out. Raises Refusal where it is damaged or too large."""
        try:
            with self.opened.open(f"files/{name}") as source:
                _copy(source, target, MOST_FILE_BYTES, name)
        except Refusal:
            raise
        except Exception as fault:  # what a broken stream makes zipfile or zlib raise
            raise self.broken(f"files/{name}, {fault}") from None


@contextmanager
def reading(path: Path) -> Iterator[Parcel]:
    """Open a parcel. Raises Refusal where the file is none."""
    try:
        opened = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Refusal(_("There is no file %(file)s.") % {"file": path}, _("Nothing was changed."), status=422) from None
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _foreign(path) from None
    with opened:
        yield Parcel(opened, path)


def safe(name: str) -> bool:
    """Whether a stored file may have this name: no way out of its folder."""
    return len(name) <= 200 and SAFE.fullmatch(name) is not None and ".." not in name


def newer(path: Path, version: str) -> Refusal:
    return Refusal(
        _("%(file)s was packed by a newer Talka (%(version)s).") % {"file": path.name, "version": version},
        _("Nothing was changed."),
        _("Bring this installation up to date, then merge the file."),
        status=422,
    )


def _foreign(path: Path) -> Refusal:
    return Refusal(
        _("%(file)s is no whole file of `talka pack`.") % {"file": path.name},
        _("Nothing was changed."),
        _("Name the file that was packed; if it was cut short on the way, copy it again."),
        status=422,
    )


def _uuid(text: Any) -> str:
    if not isinstance(text, str) or not UUID.fullmatch(text):
        raise ValueError(f"{text!r}"[:60])
    return text


def _copy(source: IO[bytes], target: IO[bytes], most: int, name: str) -> None:
    copied = 0
    while block := source.read(1024 * 1024):
        copied += len(block)
        if copied > most:
            raise Refusal(_("The file %(name)s is too large.") % {"name": name}, _("Nothing was changed."), status=422)
        target.write(block)
