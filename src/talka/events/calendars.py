"""The event and its agenda as calendar files. SEQUENCE is the number of the agenda's version."""

import datetime as dt
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import translation

from talka.documents.calendar import CalendarEntry, CalendarPart, calendar_file

from . import addresses, clock
from .models import AgendaRelease, Event
from .queries.agenda import Line, days_from
from .queries.snapshot import names_of, people_in
from .words import said

HOUR = dt.timedelta(hours=1)


def event_calendar(event: Event, language: str, *, with_items: bool = False) -> bytes:
    """The whole event as one entry; with its items as further entries where asked for."""
    release = event.releases.order_by("-number").first()
    with translation.override(language):
        entry = _entry(event, release, language, _lines(event, release, language) if with_items else [])
        return calendar_file([entry], name=str(event.title), language=language, method=_method(event))


def item_calendar(event: Event, key: str, language: str) -> bytes | None:
    """One released item as an entry of its own; None where it is not on the agenda or has no hour."""
    release = event.releases.order_by("-number").first()
    line = next((each for each in _lines(event, release, language) if each.key == key), None)
    if line is None or line.starts is None:
        return None
    with translation.override(language):
        entry = CalendarEntry(
            uid=_uid(event, line.key),
            title=f"{line.title} · {event.title}",
            start=line.starts,
            end=line.ends or line.starts + HOUR,
            modified=release.released_at if release else event.created_at,
            sequence=release.number if release else 0,
            zone=str(clock.zone_of(event)),
            place=", ".join(part for part in (line.room, _place(event)) if part),
            description=_about(line),
            url=addresses.whole(reverse("events:event", args=[event.slug])),
            cancelled=line.cancelled or event.state == Event.State.CANCELLED,
        )
        return calendar_file([entry], name=str(event.title), language=language)


def _entry(event: Event, release: AgendaRelease | None, language: str, lines: list[Line]) -> CalendarEntry:
    start: dt.datetime | dt.date = event.starts_at or event.first_day
    end: dt.datetime | dt.date = (event.ends_at or event.starts_at + HOUR) if event.starts_at else event.last_day
    url = addresses.whole(reverse("events:event", args=[event.slug]))
    return CalendarEntry(
        uid=_uid(event),
        title=str(event.title),
        start=start,
        end=end,
        modified=max(release.released_at, event.edited_at) if release else event.edited_at,
        sequence=(release.number if release else 0) + (1 if event.state == Event.State.CANCELLED else 0),
        zone=str(clock.zone_of(event)),
        place=_place(event),
        description="\n".join(part for part in (str(event.summary), url) if part),
        url=url,
        cancelled=event.state == Event.State.CANCELLED,
        parts=tuple(
            CalendarPart(
                _uid(event, line.key), line.title, line.starts, line.ends or line.starts + HOUR, line.room, _about(line)
            )
            for line in lines
            if line.starts and not line.cancelled
        ),
    )


def _lines(event: Event, release: AgendaRelease | None, language: str) -> list[Line]:
    if release is None:
        return []
    days = days_from(release.items, clock.zone_of(event), names_of(people_in(release.items)), language)
    return [line for day in days for slot in day.slots for line in slot.lines]


def _about(line: Line) -> str:
    return "\n".join(part for part in (", ".join(v.name for v in line.speakers), line.description) if part)


def _place(event: Event) -> str:
    return ", ".join(part for part in (said(event.venue), event.address) if part) or event.online_url


def _uid(event: Event, key: str = "") -> str:
    """The same for ever: the event's number in this house, never its title."""
    host = urlsplit(addresses.whole("/")).hostname or "talka"
    return f"{f'{key}.' if key else ''}event-{event.pk}@{host}"


def _method(event: Event) -> str:
    return "CANCEL" if event.state == Event.State.CANCELLED else "PUBLISH"
