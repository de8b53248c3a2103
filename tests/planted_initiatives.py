"""Initiatives and decisions in the walks over all addresses, each part in a file of its own."""

from typing import Any

from . import (
    planted_initiatives_choosing,
    planted_initiatives_consultations,
    planted_initiatives_council,
    planted_initiatives_deliberation,
    planted_initiatives_initiatives,
    planted_initiatives_moderation,
)
from .planted_place import Place

PARTS = (
    planted_initiatives_initiatives,
    planted_initiatives_deliberation,
    planted_initiatives_choosing,
    planted_initiatives_council,
    planted_initiatives_consultations,
    planted_initiatives_moderation,
)
KNOWN_TO = {word: roles for part in PARTS for word, roles in part.KNOWN_TO.items()}
OPEN_DEEDS = {name for part in PARTS for name in part.OPEN_DEEDS}
TOLD_TO_THE_PERSON = {table for part in PARTS for table in part.TOLD_TO_THE_PERSON}
TRAILS = {kind: name for part in PARTS for kind, name in part.TRAILS.items()}


def plant_initiatives(place: Place) -> None:
    for part in PARTS:
        part.plant(place)


def values_of_initiatives(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address of this room mean: each part answers for its own addresses."""
    return {name: value for part in PARTS for name, value in part.values(route, has).items()}
