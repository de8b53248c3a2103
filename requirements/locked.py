"""What the locks name: packages with version, marker and the digests of the files that may be installed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SETS = ("base", "analysis", "test", "bench")
ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\\n]*?))?\s*(?:\\|$)"
)
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Locked:
    """marker: where it is installed; empty: everywhere. sha256: of every file on offer, in hex."""

    name: str
    version: str
    marker: str
    sha256: tuple[str, ...]


def locked(name: str) -> list[Locked]:
    """The packages of requirements/<name>.txt, in its order."""
    return list(_read((HERE / f"{name}.txt").read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Locked]:
    for part in re.split(r"\n(?=[A-Za-z0-9])", text):
        if found := ENTRY.match(part):
            yield Locked(found["name"].lower(), found["version"], found["marker"] or "", tuple(DIGEST.findall(part)))
