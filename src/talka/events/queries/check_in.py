"""Who is expected, who is here: for the registration desk, on a phone, while people wait in a queue."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from talka.events import clock
from talka.events.models import Attendance, Event, Registration

from .registrations import searched

State = Registration.State


@dataclass(frozen=True)
class Desk:
    """The day the desk works on. `today` is False where that is not the day it is at the place."""

    day: dt.date
    days: list[dt.date]
    today: bool
    expected: int
    here: int
    walk_ins: int

    @property
    def missing(self) -> int:
        return max(self.expected - self.here, 0)


def desk(event: Event, asked: str = "") -> Desk:
    """The desk of the day asked for, else of today, else of the event's day nearest to it. One query."""
    days = clock.days_of(event)
    now = clock.local_day(event)
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        day = min(max(now, days[0]), days[-1])
    if day not in days:
        day = min(max(now, days[0]), days[-1])
    here = Exists(Attendance.objects.filter(registration=OuterRef("pk"), day=day))
    found = Registration.objects.filter(event=event).aggregate(
        expected=Count("pk", filter=Q(state=State.REGISTERED)),
        here=Count("pk", filter=here),
        walk_ins=Count("pk", filter=here & Q(source=Registration.Source.WALK_IN)),
    )
    return Desk(day, days, day == now, **found)


def at_the_desk(event: Event, day: dt.date, words: str = "", show: str = "missing") -> QuerySet[Registration]:
    """Those the desk looks for. Searching finds everybody, also those who cancelled or wait: they may stand here."""
    rows = (
        Registration.objects.filter(event=event)
        .select_related("person", "organisation")
        .annotate(here=Exists(Attendance.objects.filter(registration=OuterRef("pk"), day=day)))
        .order_by("person__sort_key", "pk")
    )
    if words:
        return searched(rows, words)
    rows = rows.filter(state=State.REGISTERED)
    if show == "here":
        return rows.filter(here=True)
    return rows.filter(here=False) if show == "missing" else rows
