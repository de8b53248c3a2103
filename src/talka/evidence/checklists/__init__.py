"""Which items an event file has: data in TOML beside this, what the funder wants of them, and a programme's own."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from talka.programmes.funders import template_of
from talka.programmes.models import Programme, Project

from ..models import OwnItem, When

FOLDER = Path(__file__).parent
Text = Mapping[str, str]


class ChecklistFault(ValueError):
    """A checklist's file is wrong; says where."""


@dataclass(frozen=True)
class Item:
    """One thing that proves something. when: from when on it is missing; talka: made or held by Talka where the work
    was done here; people: its files may name or show people; redraw: pictures are drawn anew; own: a programme's."""

    key: str
    titles: Text
    abouts: Text
    folders: Text
    when: str = When.AFTER.value
    talka: bool = False
    people: bool = True
    redraw: bool = False
    own: bool = False

    @property
    def title(self) -> str:
        return in_language(self.titles, get_language() or "lv")

    @property
    def about(self) -> str:
        return in_language(self.abouts, get_language() or "lv")

    def folder(self, language: str) -> str:
        return in_language(self.folders, language)


def in_language(text: Text, language: str) -> str:
    """The words in that language, else in any."""
    return text.get(language) or next((words for words in text.values() if words), "")


@dataclass(frozen=True)
class Catalogue:
    """All items that Talka knows, by key and in their order; after how many days their lack is written about; the words
    that names of files are made of."""

    items: Mapping[str, Item]
    remind_after_days: tuple[int, ...]
    names: Mapping[str, Text]


@cache
def standard() -> Catalogue:
    return read(FOLDER / "standard.toml")


def name_of(key: str, language: str) -> str:
    """A word of the names of files, in a language."""
    return in_language(standard().names[key], language)


def read(path: Path) -> Catalogue:
    """A checklist's file. Raises ChecklistFault naming the file and what is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ChecklistFault(f"{path.name}: {fault}") from None
    items: dict[str, Item] = {}
    for number, row in enumerate(data.get("item", []), start=1):
        item = _item(row, f"{path.name} [[item]] {number}")
        if item.key in items:
            raise ChecklistFault(f"{path.name} [[item]] {number}: {item.key} stands twice")
        items[item.key] = item
    days = data.get("remind_after_days", [])
    if not all(isinstance(day, int) and day > 0 for day in days):
        raise ChecklistFault(f"{path.name}: remind_after_days are whole numbers above 0")
    return Catalogue(items, tuple(sorted(days)), data.get("names", {}))


def _item(row: Mapping[str, Any], where: str) -> Item:
    for name in ("key", "title", "folder"):
        if not row.get(name):
            raise ChecklistFault(f"{where}: {name} is missing")
    if row.get("when", "after") not in When.values:
        raise ChecklistFault(f"{where}: when is one of {', '.join(When.values)}")
    for name in ("title", "about", "folder"):
        if set(row.get(name, {"lv": "", "en": ""})) != {"lv", "en"}:
            raise ChecklistFault(f"{where}: {name} needs lv and en")
    return Item(
        key=row["key"],
        titles=row["title"],
        abouts=row.get("about", {}),
        folders=row["folder"],
        when=row.get("when", "after"),
        talka=bool(row.get("talka")),
        people=bool(row.get("people", True)),
        redraw=bool(row.get("redraw")),
    )


def wanted_by_funder(project: Project) -> Sequence[str]:
    """Keys of the items that the project's funder wants, in their order; empty: all that Talka knows."""
    template = template_of(project)
    return template.evidence if template is not None else ()


def checklist_of(project: Project, own: Sequence[OwnItem]) -> tuple[Item, ...]:
    """The items of a project's events: what its funder wants, then what its programme wants besides (`own`)."""
    known = standard().items
    wanted = wanted_by_funder(project)
    items = [known[key] for key in wanted if key in known] if wanted else list(known.values())
    return (*items, *(_own(row) for row in own))


def own_items(programme: Programme) -> list[OwnItem]:
    """What a programme wants besides, as it stands now. One query."""
    return list(OwnItem.objects.filter(programme=programme, retired_at=None))


def _own(row: OwnItem) -> Item:
    return Item(
        key=row.key,
        titles=_texts(row.title),
        abouts=_texts(row.about),
        folders={"": f"{50 + row.order}-{row.key}"},
        when=row.when,
        people=row.people,
        redraw=True,
        own=True,
    )


def _texts(value: Any) -> dict[str, str]:
    data = getattr(value, "data", value)
    return dict(data) if isinstance(data, Mapping) else {"": str(data or "")}
