"""Steps of a format changed, added, moved, taken away: tables in, tables out, checked as a whole. Nothing is stored.

`key` of a format is only what it is read under. Each function raises FormatFaults with the places of the new table.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from .reading import FormatFaults, read_format
from .spec import FormatSpec, Kind, Phrase
from .writing import format_table

Table = dict[str, Any]


def checked(table: Mapping[str, Any], key: str = "own") -> Table:
    """The table as it is kept, if it is well-formed."""
    spec: FormatSpec = read_format(key, table)
    wanted = format_table(spec)
    wanted.pop("key", None)
    return wanted


def place_of(table: Mapping[str, Any], stage: str) -> int:
    """Where the stage of this key stands, from 0; -1 where there is none."""
    return next((place for place, each in enumerate(table["stages"]) if each["key"] == stage), -1)


def with_stage(table: Mapping[str, Any], stage: str, new: Mapping[str, Any]) -> Table:
    """The stage of this key is replaced."""
    stages = [dict(new) if each["key"] == stage else each for each in table["stages"]]
    return checked({**table, "stages": stages})


def with_new_stage(table: Mapping[str, Any], after: str, new: Mapping[str, Any]) -> Table:
    """One stage more after the one of this key, "" as the first."""
    stages = list(table["stages"])
    stages.insert(place_of(table, after) + 1, dict(new))
    return checked({**table, "stages": stages})


def without_stage(table: Mapping[str, Any], stage: str) -> Table:
    return checked({**table, "stages": [each for each in table["stages"] if each["key"] != stage]})


def with_stage_moved(table: Mapping[str, Any], stage: str, by: int) -> Table:
    """The stage one place earlier (-1) or later (+1); as it was at an end."""
    stages = list(table["stages"])
    place = place_of(table, stage)
    other = place + by
    if place < 0 or not 0 <= other < len(stages):
        return checked(table)
    stages[place], stages[other] = stages[other], stages[place]
    return checked({**table, "stages": stages})


def beginning(kind: Kind, title: Phrase, taken: Collection[str], lanes: Collection[str]) -> Table:
    """A new stage of this kind with just what it needs. taken, lanes: keys of stages and of columns that exist."""
    key = free_key(next(iter(title.values()), kind), taken)
    table: Table = {"key": key, "kind": kind.value, "title": dict(title)}
    if kind in (Kind.COLLECT, Kind.TEST):
        table["lanes"] = [{"key": free_key(key, lanes), "kind": "note", "words": dict(title)}]
    if kind == Kind.VOTE:
        table["vote"] = {"way": "dots", "on": "themes"}
    if kind == Kind.REFLECT:
        table["questions"] = [{"key": "words", "words": dict(title), "asks": "text"}]
    return table


def free_key(words: str, taken: Collection[str]) -> str:
    """A short name made of words that none of `taken` has."""
    stem = slugify(words)[:30].strip("-") or "s"
    return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if name not in taken)


def seen_digest(table: Mapping[str, Any]) -> str:
    """What a page says about the table it showed, so that nobody's newer change is written over."""
    text = json.dumps(table, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def faults_of_stage(faults: FormatFaults, number: int) -> FormatFaults:
    """The same faults, those of the stage of this number (from 1) with places that begin at it: "vote.dots".

    What another stage says about this one, e.g. that it works on its cards, gets the place ""."""
    prefix = f"stages.{number}"
    found = []
    for place, words in faults.faults:
        if place == prefix or place.startswith(f"{prefix}."):
            found.append((place[len(prefix) + 1 :], words))
        else:
            found.append(("", f"{_('In another step:')} {words}"))
    return FormatFaults(found)
