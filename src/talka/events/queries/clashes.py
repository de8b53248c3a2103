"""What cannot all be true of an agenda: told as warnings, because sometimes it can."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .agenda import hours, moment
from .snapshot import Frozen


@dataclass(frozen=True)
class Clash:
    """Two items that stand in each other's way. kind: room, speaker, facilitator or overlap; words: one sentence."""

    kind: str
    keys: tuple[str, str]
    words: str


# An item with its beginning and end, local to the event.
Timed = tuple[Frozen, dt.datetime | None, dt.datetime | None]


def clashes_in(
    items: Iterable[Frozen], zone: ZoneInfo, names: Mapping[int, str], title: Callable[[Frozen], str]
) -> list[Clash]:
    """All clashes: a room, a speaker or a facilitator wanted twice at a time; items that overlap outside one block.

    Items without hours, breaks' people and cancelled items clash with nothing. A person who speaks here and leads a
    group there at the same hour clashes too.
    """
    timed = [
        (item, moment(item["starts_at"], zone), moment(item["ends_at"], zone))
        for item in items
        if item["starts_at"] and item["ends_at"] and not item["cancelled"]
    ]
    timed.sort(key=lambda row: row[0]["starts_at"])
    found: list[Clash] = []
    pairs = [
        (one, other, max(a, c), min(b, d)) for (one, a, b), (other, c, d) in _overlapping(timed) if a and b and c and d
    ]
    for one, other, start, end in pairs:
        keys = (one["key"], other["key"])
        said = {"one": title(one), "other": title(other), "hours": hours(start, end)}
        if one["room"] and one["room"].strip().casefold() == other["room"].strip().casefold():
            words = _("The room %(room)s is wanted twice, %(hours)s: “%(one)s” and “%(other)s”.")
            found.append(Clash("room", keys, words % (said | {"room": one["room"]})))
        speaking = _speakers(one) & _speakers(other)
        leading = _facilitators(one) & _facilitators(other)
        mixed = (_people(one) & _people(other)) - speaking - leading
        for person in sorted(speaking | mixed):
            words = _("%(name)s is wanted twice, %(hours)s: “%(one)s” and “%(other)s”.")
            found.append(Clash("speaker", keys, words % (said | {"name": names.get(person, "")})))
        for person in sorted(leading - speaking):
            words = _("%(name)s leads two groups at once, %(hours)s: “%(one)s” and “%(other)s”.")
            found.append(Clash("facilitator", keys, words % (said | {"name": names.get(person, "")})))
        if not (one["block"] and one["block"] == other["block"]):
            words = _("“%(one)s” and “%(other)s” overlap, %(hours)s, and are not marked as parallel.")
            found.append(Clash("overlap", keys, words % said))
    return found


def by_key(clashes: Iterable[Clash]) -> dict[str, list[Clash]]:
    """Each item's clashes."""
    rows: dict[str, list[Clash]] = defaultdict(list)
    for clash in clashes:
        for key in clash.keys:
            rows[key].append(clash)
    return rows


def _overlapping(timed: list[Timed]) -> list[tuple[Timed, Timed]]:
    """Pairs that share time. Sorted by start, so that a day of many items is not compared with the next."""
    open_now: list[Timed] = []
    pairs: list[tuple[Timed, Timed]] = []
    for row in timed:
        open_now = [other for other in open_now if other[0]["ends_at"] > row[0]["starts_at"]]
        pairs += [(other, row) for other in open_now]
        open_now.append(row)
    return pairs


def _speakers(item: Frozen) -> set[int]:
    return {speaker["person"] for speaker in item["speakers"]}


def _facilitators(item: Frozen) -> set[int]:
    return set(item["facilitators"])


def _people(item: Frozen) -> set[int]:
    return _speakers(item) | _facilitators(item)
