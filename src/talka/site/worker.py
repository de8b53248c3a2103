"""The worker process: runs the jobs that rooms defer, and takes up those whose worker died."""

import asyncio
import contextlib
import logging
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from procrastinate import App, JobContext
    from procrastinate.middleware import SyncCallNext
    from procrastinate.worker import Worker

SILENCE = 30.0
"""Seconds without a heartbeat after which a worker counts as dead."""

MOST_ATTEMPTS = 5
"""A job that ended its worker this often is given up, or it would end every worker to come."""

log = logging.getLogger("talka.site.worker")


async def take_up_stalled(app: "App") -> int:
    """Give jobs of dead workers back to the queue; the number of jobs. Jobs are written so that twice is once.

    Where the same work already waits again under its lock (the next turn of a periodic job), the lost one is let go.
    """
    from procrastinate.exceptions import UniqueViolation
    from procrastinate.jobs import Status

    count = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        if job.attempts >= MOST_ATTEMPTS:
            log.error("Job %s (%s) ended its worker %d times and is given up.", job.id, job.task_name, job.attempts)
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            try:
                await app.job_manager.retry_job(job)
            except UniqueViolation:
                await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)
        count += 1
    return count


def _watched(call_next: "SyncCallNext", context: "JobContext", worker: "Worker") -> Any:
    """Note how each task went: jobs that succeeded leave nothing behind in the queue."""
    from django.db import connections

    from talka.site.logs.saying import kind_of
    from talka.upkeep.actions.processes import watched

    try:
        return watched(call_next, context.job.task_name, kind_of)
    finally:
        connections.close_all()


async def _work() -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)

    async def watch() -> None:
        while True:
            try:
                await take_up_stalled(app)
            except Exception:  # the database may be away for a moment; the worker itself notices and ends
                log.exception("Stalled jobs could not be looked for.")
            await asyncio.sleep(SILENCE / 2)

    with app.replace_connector(app.connector.get_worker_connector()):
        async with app.open_async():
            watching = asyncio.create_task(watch())
            try:
                await app.run_worker_async(
                    name="talka",
                    concurrency=2,
                    shutdown_graceful_timeout=2.0,
                    stalled_worker_timeout=SILENCE,
                    delete_jobs="successful",
                    task_middleware=[_watched],
                )
            finally:
                watching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watching


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    import django

    django.setup()
    from talka.site.logs import faults
    from talka.site.pulse import Pulse, leave

    faults.catch()
    pulse = Pulse("worker")
    pulse.begin()
    code = 0
    try:
        asyncio.run(_work())
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    except Exception as fault:
        log.error("The worker ends: %s", fault)
        code = 1
    leave(pulse)
    logging.shutdown()
    os._exit(code)  # a job in a thread cannot be cancelled; it is taken up again later


if __name__ == "__main__":
    main()
