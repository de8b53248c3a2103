"""The main navigation: rooms register their entries at start-up, pages show those the person may use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from .refusals import Words


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation. label: lazy translated; order: small comes first."""

    label: Words
    url_name: str
    order: int
    visible: Callable[[Any], bool]


@dataclass(frozen=True)
class Item:
    """An entry as one page shows it."""

    label: Words
    href: str
    current: bool


_entries: dict[str, Entry] = {}


def everyone(person: Any) -> bool:
    return True


def signed_in(person: Any) -> bool:
    return person is not None


def register(label: Words, url_name: str, order: int = 50, visible: Callable[[Any], bool] = everyone) -> None:
    """Add an entry; registering the same address again replaces it. Called from a room's AppConfig.ready."""
    _entries[url_name] = Entry(label, url_name, order, visible)


def unregister(url_name: str) -> None:
    _entries.pop(url_name, None)


def entries() -> list[Entry]:
    """All entries in their order."""
    return sorted(_entries.values(), key=lambda entry: (entry.order, entry.url_name))


def items_for(request: HttpRequest) -> list[Item]:
    """The entries that request.person may use; the one whose address the page lies under is current."""
    person = getattr(request, "person", None)
    found: list[tuple[Entry, str]] = []
    for entry in entries():
        if entry.visible(person):
            try:
                found.append((entry, reverse(entry.url_name)))
            except NoReverseMatch:
                continue  # reported by the system check ui.E001
    under = [href for _, href in found if request.path == href or (href != "/" and request.path.startswith(href))]
    current = max(under, key=len, default="")
    return [Item(entry.label, href, href == current) for entry, href in found]
