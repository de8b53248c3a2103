"""How the files of initiatives, deliberations, consultations and councils are named, and in which order they are read.

None of these things has a name for addresses: their files are called by their words, one after the other where two say
the same, and are read in the order in which they were written.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Model

from talka.ui.folding import fold

LONGEST = 60
Files = Mapping[int, str]
"""Row id to the name of its file, without its ending."""


def file_names(rows: Iterable[Model]) -> dict[int, str]:
    """rows: in the order in which they were begun."""
    taken: Counter[str] = Counter()
    found: dict[int, str] = {}
    for row in rows:
        plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in fold(str(row)))
        slug = "-".join(plain.split())[:LONGEST].strip("-") or "x"
        taken[slug] += 1
        found[row.pk] = slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
    return found


def in_order(folder: Path) -> list[Path]:
    """The files of a folder, those that are called alike in the order of their numbers."""
    return sorted(folder.glob("*.toml"), key=lambda path: (len(path.stem), path.stem))


@dataclass(frozen=True)
class Named:
    """What the files of a programme may name, by row id."""

    initiatives: Files = field(default_factory=dict)
    deliberations: Files = field(default_factory=dict)
    consultations: Files = field(default_factory=dict)
    choosings: Files = field(default_factory=dict)
