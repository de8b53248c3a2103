"""The queue of the worker: how much waits, runs and failed, and how the jobs went that come by themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from talka.ui.refusals import Words
from talka.upkeep.actions.catching_up import is_missed
from talka.upkeep.models import TaskRecord
from talka.upkeep.schedule import WORDS, periodic

MOST_SHOWN = 20
DEFERRED = Q(procrastinateevent__type="deferred")


@dataclass(frozen=True)
class Queue:
    """oldest: since when the job that waits longest is due; None where none waits."""

    waiting: int
    later: int
    running: int
    failed: int
    oldest: datetime | None


@dataclass(frozen=True)
class FailedJob:
    """fault: the kind of fault of the task's last run, where it is known. Arguments are never shown."""

    number: int
    task: str
    words: Words
    attempts: int
    at: datetime | None
    fault: str


@dataclass(frozen=True)
class PeriodicRow:
    """state: running, waiting, never, failed, missed or ok."""

    task: str
    words: Words
    record: TaskRecord | None
    next_at: datetime
    state: str
    rare: bool

    @property
    def took(self) -> timedelta | None:
        return timedelta(seconds=self.record.seconds) if self.record else None


def queue(now: datetime | None = None) -> Queue:
    """Counts of the whole queue."""
    now = now or timezone.now()
    due = Q(status="todo") & (Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=now))
    found = ProcrastinateJob.objects.aggregate(
        waiting=Count("pk", filter=due, distinct=True),
        later=Count("pk", filter=Q(status="todo", scheduled_at__gt=now), distinct=True),
        running=Count("pk", filter=Q(status="doing"), distinct=True),
        failed=Count("pk", filter=Q(status="failed"), distinct=True),
        scheduled=Min("scheduled_at", filter=due),
        deferred=Min("procrastinateevent__at", filter=due & DEFERRED & Q(scheduled_at__isnull=True)),
    )
    times = [each for each in (found.pop("scheduled"), found.pop("deferred")) if each is not None]
    return Queue(**found, oldest=min(times, default=None))


def failed_jobs() -> list[FailedJob]:
    """The newest jobs that failed."""
    rows = ProcrastinateJob.objects.filter(status="failed").annotate(
        at=Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed"))
    )
    faults = dict(TaskRecord.objects.exclude(fault="").values_list("task", "fault"))
    return [
        FailedJob(
            row.pk,
            row.task_name,
            WORDS.get(row.task_name, row.task_name),
            row.attempts,
            row.at,
            faults.get(row.task_name, ""),
        )
        for row in rows.order_by("-pk")[:MOST_SHOWN]
    ]


def periodic_jobs(now: datetime | None = None) -> list[PeriodicRow]:
    """How each job that comes by itself went last, and when it comes next."""
    now = now or timezone.now()
    records = {row.task: row for row in TaskRecord.objects.all()}
    busy = dict(
        ProcrastinateJob.objects.filter(status__in=["todo", "doing"])
        .order_by("status")
        .values_list("task_name", "status")
    )
    return [
        PeriodicRow(
            each.task,
            each.words,
            record := records.get(each.task),
            each.next_after(now),
            _state(record, busy.get(each.task, ""), each.is_rare and is_missed(each, record, now)),
            each.is_rare,
        )
        for each in periodic()
    ]


def _state(record: TaskRecord | None, status: str, missed: bool) -> str:
    if status:
        return "running" if status == "doing" else "waiting"
    if record is None:
        return "never"
    if not record.succeeded:
        return "failed"
    return "missed" if missed else "ok"
