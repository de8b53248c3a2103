"""Attendance entered afterwards from the signed list."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from talka.events.models import Attendance, Event, Registration
from talka.people.models import Person

from .record import note_event
from .registration import may_run_or_refuse


def record_signed(event: Event, came: Iterable[tuple[int, dt.date]], *, by: Person | None) -> int:
    """Record (registration id, day) pairs as they stand on the signed list; those already recorded stay as they are.

    Days must be the event's and registrations too; what is not, is left out. How many are new.
    """
    may_run_or_refuse(by, event)
    with transaction.atomic():
        own = set(Registration.objects.filter(event=event).values_list("pk", flat=True))
        there = set(Attendance.objects.filter(registration__event=event).values_list("registration_id", "day"))
        new = {(pk, day) for pk, day in came if pk in own and event.first_day <= day <= event.last_day} - there
        now = timezone.now()
        Attendance.objects.bulk_create(
            [
                Attendance(registration_id=pk, day=day, at=now, how=Attendance.How.LIST, checked_in_by=by)
                for pk, day in sorted(new)
            ],
            ignore_conflicts=True,
        )
        Registration.objects.filter(pk__in={pk for pk, _day in new}).exclude(
            state=Registration.State.REGISTERED
        ).update(state=Registration.State.REGISTERED, waiting_since=None, cancelled_at=None)
        if new:
            note_event(event, "attendance.from_list", by, number=len(new))
    return len(new)
