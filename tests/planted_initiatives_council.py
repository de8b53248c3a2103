"""What is planted of initiatives for the walks over all addresses: council."""

from typing import Any

from .planted_place import Place

KNOWN_TO: dict[str, set[str]] = {}
"""Who may know of the planted words in their own project; words that are not here are everybody's."""
OPEN_DEEDS: set[str] = set()
"""Deeds that are for everybody, for whoever works somewhere, or about oneself."""
TOLD_TO_THE_PERSON: set[str] = set()
"""Tables about people whose export is held by the room's own test."""
TRAILS: dict[str, str] = {}
"""Kinds of the trail, and which planted row stands for each."""


def plant(place: Place) -> None:
    pass


def values(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address mean."""
    return {}
