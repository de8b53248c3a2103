"""Whether the ZIP of an event file is whole and unchanged, told by itself alone: no database, no network, no Django.

What is checked: every file named in SHA256SUMS is there and has the digest that stands there; nothing else is there;
`index.json` names the same files with the same digests. That the ZIP as a whole is the one that was made is told by
its own digest, which Talka shows beside the day it was made and the person who asked for it.
"""

import hashlib
import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from talka.documents.archives import UNREADABLE

from .zipping import CHUNK, SUMS

LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")
MOST_ENTRIES = 200_000
MOST_SMALL = 50 * 1024 * 1024
"""The largest list of digests or index that is read, in bytes."""


@dataclass
class Verdict:
    """faults: what differs, one sentence each; files: how many were right; size in bytes; sha256: of the whole ZIP."""

    files: int = 0
    size: int = 0
    sha256: str = ""
    made_of: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return not self.faults


def verify(path: Path) -> Verdict:
    """Look at the ZIP. Raises OSError where it cannot be read at all."""
    verdict = Verdict(size=path.stat().st_size)
    with path.open("rb") as file:
        verdict.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with zipfile.ZipFile(path) as archive:
            _look(archive, verdict)
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError) as fault:
        verdict.faults.append(f"The file is no whole ZIP: {fault}.")
    return verdict


def _look(archive: zipfile.ZipFile, verdict: Verdict) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        verdict.faults.append("It holds too many files to be an event file.")
        return
    tops = {entry.filename.partition("/")[0] for entry in entries}
    if len(tops) != 1 or f"{next(iter(tops))}/{SUMS}" not in archive.NameToInfo:
        verdict.faults.append(f"It is no event file: there is no {SUMS} in its one folder.")
        return
    top = next(iter(tops))
    there: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename.removeprefix(f"{top}/")
        if name in there:
            verdict.faults.append(f"{name}: stands twice.")
        there[name] = entry
    sums = _sums(_small(archive, there.pop(SUMS)), verdict)
    for name in sorted(sums.keys() - there.keys()):
        verdict.faults.append(f"{name}: is missing.")
    for name in sorted(there.keys() - sums.keys()):
        verdict.faults.append(f"{name}: was added; no digest is known of it.")
    for name in sorted(sums.keys() & there.keys()):
        found = _digest(archive, there[name])
        if found == sums[name]:
            verdict.files += 1
        else:
            verdict.faults.append(f"{name}: was changed." if found else f"{name}: is damaged and cannot be read.")
    if "index.json" in there:
        _index(archive, there["index.json"], sums, verdict)
    else:
        verdict.faults.append("index.json: is missing.")


def _sums(text: str, verdict: Verdict) -> dict[str, str]:
    sums: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        found = LINE.fullmatch(line)
        if found is None or found[2] in sums:
            verdict.faults.append(f"{SUMS}: line {number} cannot be read.")
        else:
            sums[found[2]] = found[1]
    if not sums:
        verdict.faults.append(f"{SUMS}: names no file.")
    return sums


def _index(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, sums: dict[str, str], verdict: Verdict) -> None:
    """The index says the same of each file; the pages and itself stand in SHA256SUMS only."""
    try:
        data = json.loads(_small(archive, entry))
        told = {str(one["path"]): str(one["sha256"]) for one in data["files"]}
        verdict.made_of = str(data["title"])
    except (ValueError, KeyError, TypeError):
        verdict.faults.append("index.json: cannot be read.")
        return
    for name, digest in sorted(told.items()):
        if name not in sums:
            verdict.faults.append(f"index.json: names {name}, which {SUMS} does not.")
        elif sums[name] != digest:
            verdict.faults.append(f"index.json and {SUMS} tell different digests of {name}.")
    for name in sorted(sums.keys() - told.keys()):
        if name.rpartition("/")[2] not in ("index.html", "index.json"):
            verdict.faults.append(f"index.json: does not name {name}.")


def _digest(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """The digest of one file, read in pieces; "" where it is damaged."""
    digest = hashlib.sha256()
    try:
        with archive.open(entry) as opened:
            while piece := opened.read(CHUNK):
                digest.update(piece)
    except UNREADABLE:
        # A checksum of the ZIP itself that does not fit says the same: the bytes are others.
        return ""
    return digest.hexdigest()


def _small(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    if entry.file_size > MOST_SMALL:
        raise ValueError(f"{entry.filename} is too large")
    try:
        return archive.read(entry).decode("utf-8")
    except (RuntimeError, UnicodeDecodeError, zipfile.BadZipFile) as fault:
        raise ValueError(f"{entry.filename} is damaged") from fault
