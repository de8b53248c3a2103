"""Reminders: found by what is due, sent once, however often the clock strikes."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from talka.events import clock, letters
from talka.events.models import Event, Registration


def due_events(now: dt.datetime | None = None) -> list[Event]:
    """Published events ahead whose time of reminding has come, by the local day at the place."""
    now = now or timezone.now()
    near = Event.objects.filter(
        state=Event.State.PUBLISHED,
        reminder_days__gt=0,
        first_day__gte=now.date() - dt.timedelta(days=1),
        first_day__lte=now.date() + dt.timedelta(days=400),
    ).select_related("project__programme")
    return [
        event
        for event in near
        if event.first_day - dt.timedelta(days=event.reminder_days) <= clock.local_day(event, now) < event.first_day
    ]


def remind(event: Event, *, limit: int = 500) -> int:
    """Write to registered people who were not reminded yet; the mark and the letter stand in one transaction."""
    with transaction.atomic():
        rows = list(
            Registration.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(event=event, state=Registration.State.REGISTERED, reminded_at=None)
            .exclude(person__email="")
            .select_related("person", "event__project__programme")
            .order_by("pk")[:limit]
        )
        for row in rows:
            letters.reminder(row)
        Registration.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=timezone.now())
    return len(rows)


def remind_all(now: dt.datetime | None = None) -> int:
    """Everybody who is due at every event; returns how many letters."""
    number = 0
    for event in due_events(now):
        while sent := remind(event):
            number += sent
    return number
