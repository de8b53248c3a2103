"""iCalendar (RFC 5545) with time zones, so that 10.00 in Riga is 10.00 in Riga on both sides of a change of clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import icalendar

from .printable import clean

PRODUCT = "-//Talka//Talka//LV"
Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True)
class CalendarPart:
    """A part of an event that stands in the calendar as an entry of its own, bound to the event."""

    uid: str
    title: str
    start: datetime
    end: datetime
    place: str = ""
    description: str = ""


@dataclass(frozen=True)
class CalendarEntry:
    """An event. uid: the same for ever, e.g. imc-0@talka.example; sequence: grows with every change people must notice;
    start, end: aware moments; for whole days give dates, the last day included; zone: an IANA name;
    organiser: (name, e-mail); guest: the one address a REQUEST is sent to.
    """

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    modified: datetime
    sequence: int = 0
    zone: str = "Europe/Riga"
    place: str = ""
    description: str = ""
    url: str = ""
    organiser: tuple[str, str] | None = None
    guest: tuple[str, str] | None = None
    cancelled: bool = False
    parts: tuple[CalendarPart, ...] = ()


def calendar_file(
    entries: Sequence[CalendarEntry], *, method: Method = "PUBLISH", name: str = "", language: str = "lv"
) -> bytes:
    """A calendar file. Raises ValueError for naive moments and for an end that is before its start."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", clean(name))
        calendar.add("x-wr-calname", clean(name))
    for entry in entries:
        calendar.add_component(_event(entry, method, language))
        for part in entry.parts:
            calendar.add_component(_part(part, entry, language))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: CalendarEntry, method: Method, language: str) -> icalendar.Event:
    event = _shared(entry.uid, entry.title, entry, entry.place, entry.description, language)
    if isinstance(entry.start, datetime) and isinstance(entry.end, datetime):
        _times(event, entry.start, entry.end, entry.zone)
    elif not isinstance(entry.start, datetime) and not isinstance(entry.end, datetime):
        if entry.end < entry.start:
            raise ValueError("an event ends before it starts")
        event.add("dtstart", entry.start)
        # RFC 5545: the end of a whole-day event is the day after its last.
        event.add("dtend", entry.end + timedelta(days=1))
    else:
        raise ValueError("start and end must both be moments or both be days")
    event.add("status", "CANCELLED" if entry.cancelled or method == "CANCEL" else "CONFIRMED")
    if entry.url:
        event.add("url", clean(entry.url))
    if entry.organiser:
        event.add("organizer", _address(entry.organiser))
    if entry.guest:
        guest = _address(entry.guest)
        guest.params["ROLE"] = "REQ-PARTICIPANT"
        guest.params["PARTSTAT"] = "ACCEPTED" if method == "PUBLISH" else "NEEDS-ACTION"
        guest.params["RSVP"] = "FALSE"
        event.add("attendee", guest)
    return event


def _part(part: CalendarPart, entry: CalendarEntry, language: str) -> icalendar.Event:
    event = _shared(part.uid, part.title, entry, part.place or entry.place, part.description, language)
    _times(event, part.start, part.end, entry.zone)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # An agenda's slots stand beside the event and must not make the day look booked twice.
    event.add("transp", "TRANSPARENT")
    event.add("related-to", entry.uid, parameters={"RELTYPE": "PARENT"})
    return event


def _shared(uid: str, title: str, entry: CalendarEntry, place: str, description: str, language: str) -> icalendar.Event:
    modified = entry.modified.astimezone(UTC).replace(microsecond=0)
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", modified)
    event.add("last-modified", modified)
    event.add("summary", clean(title), parameters={"LANGUAGE": language})
    if place:
        event.add("location", clean(place))
    if description:
        event.add("description", clean(description))
    return event


def _times(event: icalendar.Event, start: datetime, end: datetime, zone: str) -> None:
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("a moment without a time zone")
    if end < start:
        raise ValueError("an event ends before it starts")
    event.add("dtstart", start.astimezone(ZoneInfo(zone)))
    event.add("dtend", end.astimezone(ZoneInfo(zone)))


def _address(person: tuple[str, str]) -> icalendar.vCalAddress:
    name, address = person
    value = icalendar.vCalAddress("MAILTO:" + clean(address).replace("\n", ""))
    if name:
        value.params["CN"] = clean(name).replace("\n", " ").replace('"', "'")
    return value
