"""Hours at the event: people type and read local time, the database keeps UTC."""

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal

from .models import Event

HOUSE_ZONE = "Europe/Riga"
YEARS = range(1900, 2200)
"""Outside them a day is a slip of the finger, and at both ends of the calendar no zone can be reckoned with."""


def zone_of(event: Event) -> ZoneInfo:
    """The event's time zone; the house's own where the stored name is unknown to this machine."""
    try:
        return ZoneInfo(event.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(HOUSE_ZONE)


def moment_at(event: Event, day: dt.date, hour: dt.time) -> dt.datetime:
    """Local day and hour as UTC. An hour that the clocks skip is refused; one that comes twice is its first coming."""
    if day.year not in YEARS:
        raise Refusal(
            _("The year is not right."), advice=_("Write the year with four digits, such as 2026."), status=422
        )
    zone = zone_of(event)
    moment = dt.datetime.combine(day, hour, tzinfo=zone).astimezone(dt.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != dt.datetime.combine(day, hour):
        raise Refusal(
            _("There is no such hour on that day."),
            _("The clocks are put forward that night and skip it."),
            _("Choose an hour before or after the change."),
        )
    return moment


def local(event: Event, moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(zone_of(event))


def days_of(event: Event) -> list[dt.date]:
    """All local days of the event, first to last."""
    return [event.first_day + dt.timedelta(days=n) for n in range((event.last_day - event.first_day).days + 1)]


def moved_by_days(event: Event, moment: dt.datetime | None, days: int) -> dt.datetime | None:
    """The same hour on the wall so many days later, whatever the clocks did in between.

    Where the new day skips the hour, it is the hour after: a copied agenda must not fail for a night.
    """
    if moment is None:
        return None
    there = local(event, moment)
    return (there.replace(tzinfo=None) + dt.timedelta(days=days)).replace(tzinfo=zone_of(event)).astimezone(dt.UTC)


def local_day(event: Event, at: dt.datetime | None = None) -> dt.date:
    """The day it is at the event."""
    return (at or timezone.now()).astimezone(zone_of(event)).date()


def is_over(event: Event, at: dt.datetime | None = None) -> bool:
    """After its last hour; where hours are not on record, after its last local day."""
    if event.ends_at:
        return (at or timezone.now()) > event.ends_at
    return local_day(event, at) > event.last_day


def around(event: Event, at: dt.datetime | None = None) -> bool:
    """From the day before the event to the day after it: when its codes open doors."""
    day = dt.timedelta(days=1)
    return event.first_day - day <= local_day(event, at) <= event.last_day + day
