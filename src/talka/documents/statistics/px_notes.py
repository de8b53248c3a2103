"""What stands below a table that PxWeb exports: notes, the legend of marks, notes of categories, where it is from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import marks
from .building import cleaned
from .table import Status

LINK = re.compile(
    r"<a\s{1,9}href\s{0,9}=\s{0,9}[\"']?\s{0,9}([^\s\"'>]{1,500})[^>]{0,300}>(.{0,500}?)</a>", re.IGNORECASE | re.DOTALL
)
TAG = re.compile(r"<[^<>]{1,200}>")
FACTS = {
    "updated": ("latest update", "last updated", "updated", "pēdējās izmaiņas", "pēdējo reizi atjaunots", "atjaunots"),
    "source": ("source", "avots", "datu avots"),
    "unit": ("unit", "units", "mērvienība", "mērvienības"),
    "code": ("matrix", "internal reference code", "matrica", "iekšējais atsauces kods", "tabulas kods"),
    "licence": ("licence", "license", "licence", "licences", "terms of use"),
}
KEYS = {word: fact for fact, words in FACTS.items() for word in words}


@dataclass
class Below:
    """notes: of the whole table; of_category: by the label as the note spells it, its dimension in front."""

    notes: list[str] = field(default_factory=list)
    legend: dict[str, Status] = field(default_factory=dict)
    of_category: dict[tuple[str, str], str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    facts: dict[str, str] = field(default_factory=dict)


def without_tags(text: str) -> str:
    """Publishers leave their page's links in the notes: the address is kept, in brackets."""
    return cleaned(TAG.sub(" ", LINK.sub(r"\2 (\1)", text)))


def read_below(lines: Sequence[str]) -> Below:
    """lines: the text of every row below the table, "" for a blank one."""
    below = Below()
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        legend = marks.legend_line(line)
        key = KEYS.get(line.rstrip(":").strip().casefold()) if line.endswith(":") else None
        following = _until_blank(lines, at + 1)
        if not line:
            at += 1
        elif legend is not None:
            below.legend[legend[0]] = legend[1]
            below.notes.append(cleaned(line))
            at += 1
        elif key is not None and following:
            below.facts.setdefault(key, without_tags(following[0]))
            at += 2
        elif line.endswith(":") and len(following) > 1 and following[0].strip().endswith(":"):
            name, label = line[:-1].strip(), following[0].strip()[:-1]
            texts, taken = _texts(following[1:])
            told = below.of_category.get((name, label), "")
            below.of_category[name, label] = " ".join(filter(None, (told, *texts)))
            below.names.add(name)
            at += 2 + taken
        elif line.endswith(":") and following and not following[0].strip().endswith(":"):
            texts, taken = _texts(following)
            below.notes.append(" ".join((cleaned(line), *texts)))
            at += 1 + taken
        else:
            below.notes.append(without_tags(line))
            at += 1
    return below


def _until_blank(lines: Sequence[str], start: int) -> list[str]:
    found = []
    for line in lines[start : start + 50]:
        if not line.strip():
            break
        found.append(line)
    return found


def _texts(lines: Sequence[str]) -> tuple[list[str], int]:
    """The text of a note: its lines up to the next heading."""
    found: list[str] = []
    for line in lines:
        if found and line.strip().endswith(":"):
            break
        found.append(without_tags(line))
    return found, len(found)
