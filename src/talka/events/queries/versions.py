"""The agenda's versions, the latest first, each with what it changed in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language

from talka.events.clock import zone_of
from talka.events.models import Event

from .changes import in_words, people_in_changes
from .snapshot import names_of


@dataclass(frozen=True)
class Version:
    number: int
    at: dt.datetime
    changes: list[str]
    note: str
    told: int


def versions_of(event: Event) -> list[Version]:
    """Two queries, whatever their number."""
    rows = list(event.releases.order_by("-number").defer("items"))
    names = names_of({person for row in rows for person in people_in_changes(row.changes)})
    language = get_language() or "lv"
    several = event.first_day != event.last_day
    return [
        Version(
            row.number,
            row.released_at,
            in_words(row.changes, zone_of(event), names, language, several),
            str(row.note),
            row.told,
        )
        for row in rows
    ]
