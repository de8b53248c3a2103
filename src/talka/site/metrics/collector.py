"""Figures that are the same whichever process is asked: read from the database when a monitoring system asks."""

import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric

from talka.letters.models import Letter
from talka.upkeep import sources
from talka.upkeep.models import TaskRecord
from talka.upkeep.queries import installation, processes
from talka.upkeep.queries.queue import queue


class Installation:
    """Given to a registry of prometheus_client, which asks `collect` at each scrape."""

    def collect(self) -> Iterator[Metric]:
        yield _gauge("disk_free_bytes", "Free on the disk of TALKA_VAR", shutil.disk_usage(settings.TALKA_VAR).free)
        last = sources.last_backup()
        if last is not None:
            age = (timezone.now() - last.at).total_seconds()
            yield _gauge("last_backup_age_seconds", "Since the last backup that succeeded", age)
            yield _gauge("last_backup_bytes", "Its size", last.bytes)
        about = InfoMetricFamily("talka", "Versions of what runs here")
        about.add_metric([], {"version": version("talka"), "python": platform.python_version()})
        yield about
        try:
            found = [*_of_the_database()]
        except (DatabaseError, InterfaceError):
            yield _gauge("database_up", "Whether the database answers", 0)
            return
        yield _gauge("database_up", "Whether the database answers", 1)
        yield from found


def _of_the_database() -> Iterator[Metric]:
    now = queue()
    jobs = GaugeMetricFamily("talka_jobs", "Jobs in the queue", labels=["state"])
    for state in ("waiting", "later", "running", "failed"):
        jobs.add_metric([state], getattr(now, state))
    yield jobs
    waited = (timezone.now() - now.oldest).total_seconds() if now.oldest else 0
    yield _gauge("oldest_job_age_seconds", "How long the job waits that waits longest", max(0.0, waited))
    letters = GaugeMetricFamily("talka_letters", "Letters in the outbox", labels=["state"])
    counts = dict(Letter.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in Letter.State.values:
        letters.add_metric([state], counts.get(state, 0))
    yield letters
    yield _gauge("workers_alive", "Workers heard in the last 45 seconds", processes.workers_alive())
    alive = GaugeMetricFamily("talka_processes_alive", "Processes of all machines heard lately", labels=["kind"])
    heard = [each.kind for each in processes.alive()]
    for kind in ("web", "worker"):
        alive.add_metric([kind], heard.count(kind))
    yield alive
    known = installation.versions()
    yield _gauge("migrations_pending", "Changes of the tables that are not applied", known.pending)
    served = InfoMetricFamily("talka_database", "What the database runs")
    served.add_metric([], {"postgresql": known.postgresql})
    yield served
    yield _gauge("database_bytes", "Size of the database", installation.room().database)
    yield from _tasks()


def _tasks() -> Iterator[Metric]:
    success = GaugeMetricFamily(
        "talka_task_last_success_timestamp_seconds", "When a task last succeeded", labels=["task"]
    )
    failing = GaugeMetricFamily("talka_task_failures", "Runs that failed since a task last succeeded", labels=["task"])
    for row in TaskRecord.objects.all():
        if row.succeeded_at is not None:
            success.add_metric([row.task], row.succeeded_at.timestamp())
        failing.add_metric([row.task], row.failures)
    yield success
    yield failing


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"talka_{name}", words, value=value)
