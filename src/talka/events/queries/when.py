"""When and where an event is, in words of the active language and the event's own time."""

from talka.events.clock import zone_of
from talka.events.models import Event
from talka.ui import numbers

from .agenda import hours


def day_of(event: Event, weekday: bool = False) -> str:
    """Its day or days: "2015. gada 11. februāris, trešdiena"."""
    if event.first_day == event.last_day:
        return numbers.date(event.first_day, weekday=weekday)
    return numbers.dates(event.first_day, event.last_day)


def hours_of(event: Event) -> str:
    """Its hours on the wall: "10:00–16:30"; "" where they are not on record, or it takes several days."""
    if event.starts_at is None or event.first_day != event.last_day:
        return ""
    zone = zone_of(event)
    return hours(event.starts_at.astimezone(zone), event.ends_at.astimezone(zone) if event.ends_at else None)


def begins_of(event: Event) -> str:
    """For several days: the hour of the first day's beginning."""
    if event.starts_at is None or event.first_day == event.last_day:
        return ""
    return f"{event.starts_at.astimezone(zone_of(event)):%H:%M}"


def when_of(event: Event) -> str:
    """Day and hours in one line."""
    return ", ".join(part for part in (day_of(event), hours_of(event)) if part)
