"""The agenda ready for a page: days, slots, lines; items of one block stand side by side in one slot."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext

from talka.events.clock import zone_of
from talka.events.models import AgendaItem, AgendaRelease, Event
from talka.events.words import said

from .snapshot import Frozen, frozen_items, names_of, people_in

SPOKEN = {AgendaItem.Kind.TALK, AgendaItem.Kind.PANEL, AgendaItem.Kind.GROUP, AgendaItem.Kind.PLENARY}


@dataclass(frozen=True)
class Voice:
    """Who speaks, and how they are introduced."""

    name: str
    introduced: str
    person: int


@dataclass(frozen=True)
class Line:
    """One agenda item in the reader's language and the event's local time. hours: "10:00–11:30", or "" if unknown."""

    key: str
    kind: str
    title: str
    description: str
    part: str
    hours: str
    starts: dt.datetime | None
    ends: dt.datetime | None
    room: str
    capacity_min: int
    capacity: int | None
    cancelled: bool
    block: str
    speakers: tuple[Voice, ...] = ()
    facilitators: tuple[str, ...] = ()
    presentations: list[Any] = field(default_factory=list)
    # For pages of hundreds of items: what a template would ask again and again, said once.
    quiet: bool = False  # coffee, lunch, arriving: it is there for the clock
    note: str = ""  # the room, and the places of a group
    led: str = ""  # who leads the group
    more: bool = False  # there is more to say than title and note
    lone: str = ""  # who speaks, where that one name is all there is to say
    own_hours: str = ""  # within parallel items: its hours where they differ from the slot's


@dataclass(frozen=True)
class Slot:
    """What happens at one time: one line, or several side by side. part: its heading, where a new one begins."""

    lines: tuple[Line, ...]
    hours: str
    starts: dt.datetime | None
    part: str = ""
    parallel: bool = False

    @property
    def line(self) -> Line:
        return self.lines[0]


@dataclass(frozen=True)
class Day:
    """A local day; None where no hours are on record."""

    date: dt.date | None
    slots: tuple[Slot, ...]


def draft_days(event: Event) -> list[Day]:
    """The agenda as the team works on it. Four queries."""
    items = frozen_items(event)
    return days_from(items, zone_of(event), names_of(people_in(items)))


def last_release(event: Event) -> AgendaRelease | None:
    return event.releases.order_by("-number").first()


def days_from(
    items: Sequence[Frozen],
    zone: ZoneInfo,
    names: Mapping[int, str],
    language: str | None = None,
    presentations: Mapping[str, list[Any]] | None = None,
) -> list[Day]:
    """Frozen items as days of slots. Items that share block and day are one slot, where the first of them stands."""
    code = (language or get_language() or "lv").split("-")[0]
    lines = [line_from(item, zone, names, code, presentations or {}) for item in items]
    days = []
    for date, members in groupby(lines, key=lambda line: line.starts.date() if line.starts else None):
        days.append(Day(date, tuple(_slots(members))))
    return days


def _slots(lines: Iterable[Line]) -> list[Slot]:
    grouped: list[list[Line]] = []
    blocks: dict[str, list[Line]] = {}
    for line in lines:
        if line.block and line.block in blocks:
            blocks[line.block].append(line)
            continue
        grouped.append([line])
        if line.block:
            blocks[line.block] = grouped[-1]
    slots, part = [], ""
    for members in grouped:
        first = members[0]
        new = first.part if first.part != part else ""
        part = first.part
        shared = _shared_hours(members)
        own = [line if line.hours == shared else replace(line, own_hours=line.hours) for line in members]
        slots.append(Slot(tuple(own), shared, first.starts, new, len(members) > 1))
    return slots


def _shared_hours(lines: list[Line]) -> str:
    """The hours of the slot: those of its one line, or from the first beginning to the last end."""
    if len({line.hours for line in lines}) == 1:
        return lines[0].hours
    starts = [line.starts for line in lines if line.starts]
    ends = [line.ends for line in lines if line.ends]
    return hours(min(starts) if starts else None, max(ends) if ends else None)


def hours(start: dt.datetime | None, end: dt.datetime | None) -> str:
    if start is None:
        return ""
    return f"{start:%H:%M}–{end:%H:%M}" if end else f"{start:%H:%M}"


def line_from(
    item: Frozen, zone: ZoneInfo, names: Mapping[int, str], language: str, presentations: Mapping[str, list[Any]]
) -> Line:
    """One frozen item in one language."""
    starts, ends = moment(item["starts_at"], zone), moment(item["ends_at"], zone)
    leaders = tuple(names[p] for p in item["facilitators"] if names.get(p))
    speakers = tuple(
        Voice(names[s["person"]], said(s["as"], language), s["person"])
        for s in item["speakers"]
        if names.get(s["person"])
    )
    bare = not (leaders or item["description"] or item["key"] in presentations or item["cancelled"])
    lone = speakers[0].name if bare and len(speakers) == 1 and not speakers[0].introduced else ""
    return Line(
        key=item["key"],
        kind=item["kind"],
        title=said(item["title"], language),
        description=said(item["description"], language),
        part=said(item["part"], language),
        hours=hours(starts, ends),
        starts=starts,
        ends=ends,
        room=item["room"],
        capacity_min=item.get("capacity_min", 0),
        capacity=item["capacity"],
        cancelled=item["cancelled"],
        block=item["block"],
        speakers=speakers,
        facilitators=leaders,
        presentations=presentations.get(item["key"], []),
        quiet=item["kind"] in ("break", "registration"),
        note=" · ".join(p for p in (item["room"], _places(item["capacity"]) if item["block"] else "") if p),
        led=_led(leaders),
        more=not bare or bool(speakers and not lone),
        lone=lone,
    )


def _places(number: int | None) -> str:
    if number is None:
        return ""
    return ngettext("%(n)s place", "%(n)s places", number) % {"n": number}


def _led(leaders: tuple[str, ...]) -> str:
    if not leaders:
        return ""
    words = ngettext("Facilitator: %(names)s", "Facilitators: %(names)s", len(leaders))
    return words % {"names": ", ".join(leaders)}


def moment(text: str | None, zone: ZoneInfo) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text).astimezone(zone) if text else None
