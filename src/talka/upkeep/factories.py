"""Jobs and processes for tests. The queue's own models are read-only, so rows are put in as the worker does."""

from typing import Any

import factory
from django.db import connection
from django.utils import timezone

from .models import Process, TaskRecord


class ProcessFactory(factory.django.DjangoModelFactory[Process]):
    class Meta:
        model = Process

    name = factory.Sequence(lambda n: f"machine:{n}:1")
    kind = Process.Kind.WEB
    machine = "machine"
    number = factory.Sequence(lambda n: 1000 + n)
    version = "0.1.0"
    started_at = factory.LazyFunction(timezone.now)
    seen_at = factory.LazyFunction(timezone.now)
    memory = 180_000_000


class TaskRecordFactory(factory.django.DjangoModelFactory[TaskRecord]):
    class Meta:
        model = TaskRecord

    task = "people.forget"
    began_at = factory.LazyFunction(timezone.now)
    seconds = 1.5
    succeeded = True
    succeeded_at = factory.LazyAttribute(lambda o: o.began_at if o.succeeded else None)


def put_job(task: str = "people.enter_import", status: str = "failed", **columns: Any) -> int:
    """A job in the queue; its number."""
    given = {"queue_name": "default", "task_name": task, "args": "{}", "status": status, "attempts": 1} | columns
    names = ", ".join(given)
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(given))
        cursor.execute(f"INSERT INTO procrastinate_jobs ({names}) VALUES ({places}) RETURNING id", [*given.values()])  # noqa: S608
        return int(cursor.fetchone()[0])


def put_worker(seconds_ago: float = 0) -> None:
    """A worker that was heard so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )
