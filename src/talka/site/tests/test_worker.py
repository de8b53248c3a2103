"""Jobs whose worker died are taken up again; one that ends every worker is given up."""

import asyncio
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from talka.site.worker import MOST_ATTEMPTS, take_up_stalled

pytestmark = pytest.mark.django_db(transaction=True)


def job_in_the_hands_of_a_worker(silent_for, attempts):
    with connection.cursor() as cursor:
        beat = timezone.now() - timedelta(seconds=silent_for)
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [beat])
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, priority, worker_id) "
            "VALUES ('default', 'x', '{}', 'doing', %s, 0, %s) "
            "RETURNING id",
            [attempts, worker],
        )
        return cursor.fetchone()[0]


def take_up():
    async def once():
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                return await take_up_stalled(app)

    return asyncio.run(once())


def status_of(job):
    return ProcrastinateJob.objects.values_list("status", flat=True).get(pk=job)


def test_only_jobs_of_silent_workers_are_taken_up():
    lost = job_in_the_hands_of_a_worker(silent_for=300, attempts=1)
    running = job_in_the_hands_of_a_worker(silent_for=5, attempts=1)
    assert take_up() == 1
    assert (status_of(lost), status_of(running)) == ("todo", "doing")


def test_a_job_that_ended_its_worker_too_often_is_given_up():
    job = job_in_the_hands_of_a_worker(silent_for=300, attempts=MOST_ATTEMPTS)
    assert take_up() == 1
    assert status_of(job) == "failed"
