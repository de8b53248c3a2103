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


def job_in_the_hands_of_a_worker(silent_for, attempts, queueing_lock=None):
    with connection.cursor() as cursor:
        beat = timezone.now() - timedelta(seconds=silent_for)
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [beat])
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs "
            "(queue_name, task_name, args, status, attempts, priority, worker_id, queueing_lock) "
            "VALUES ('default', 'x', '{}', 'doing', %s, 0, %s, %s) "
            "RETURNING id",
            [attempts, worker, queueing_lock],
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


def test_a_lost_job_whose_work_waits_again_is_let_go_and_holds_up_no_other():
    lost = job_in_the_hands_of_a_worker(silent_for=300, attempts=1, queueing_lock="hourly")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, priority, queueing_lock) "
            "VALUES ('default', 'x', '{}', 'todo', 0, 'hourly') RETURNING id"
        )
        waiting = cursor.fetchone()[0]
    behind_it = job_in_the_hands_of_a_worker(silent_for=300, attempts=1)
    assert take_up() == 2
    assert not ProcrastinateJob.objects.filter(pk=lost).exists()
    assert (status_of(waiting), status_of(behind_it)) == ("todo", "todo")
