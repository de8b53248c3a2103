"""Nights that were missed: a machine that was off at the hour of a job does it when it is on again."""

from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from talka.upkeep.actions.queue import defer
from talka.upkeep.models import TaskRecord
from talka.upkeep.schedule import Periodic, periodic

GRACE = timedelta(minutes=15)
"""After its hour a job may still wait for a worker, or run."""

AGAIN = timedelta(hours=1)
"""One that failed is tried again, but not without a pause."""


def catch_up(*, now: datetime | None = None) -> list[str]:
    """Put every rare job whose hour has passed without success into the queue; their names. By the worker."""
    now = now or timezone.now()
    records = {row.task: row for row in TaskRecord.objects.all()}
    busy = set(
        ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).values_list("task_name", flat=True).distinct()
    )
    return [
        each.task
        for each in periodic()
        if each.is_rare and each.task not in busy and is_missed(each, records.get(each.task), now) and defer(each.task)
    ]


def is_missed(each: Periodic, record: TaskRecord | None, now: datetime) -> bool:
    due = each.last_before(now)
    if now - due < GRACE:
        return False
    if record is None:
        return True
    if record.succeeded_at is not None and record.succeeded_at >= due - timedelta(minutes=1):
        return False
    return record.succeeded or now - record.began_at >= AGAIN
