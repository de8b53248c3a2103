"""The competences that come with the house: a file, kept as rows so that others can point at them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "competences.toml"


@dataclass(frozen=True)
class Shipped:
    """One competence of the file: its key, its words by language."""

    key: str
    title: dict[str, str]
    description: dict[str, str]


@cache
def shipped_competences() -> tuple[Shipped, ...]:
    """In the order of the file. Raises ValueError where a key stands twice or a title is missing."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["competences"]
    found = tuple(Shipped(row["key"], dict(row.get("title", {})), dict(row.get("description", {}))) for row in rows)
    if len({one.key for one in found}) < len(found) or not all(one.title for one in found):
        raise ValueError(f"{FILE.name}: each competence has a key of its own and a title")
    return found
