"""What an administrator does with the queue: jobs that failed are tried again or forgotten, others run now."""

from datetime import UTC, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from talka.people.models import Person
from talka.ui.refusals import Refusal
from talka.upkeep.access import check_administrator
from talka.upkeep.schedule import periodic_by_name

MOST = 500
"""Failed jobs that are tried again at once."""


def retry(number: int, *, by: Person | None) -> None:
    """Put a failed job back into the queue. Raises Refusal where it is not there any more or waits already."""
    check_administrator(by)
    with transaction.atomic():
        if not _failed(number):
            raise _gone()
        if not _put_back(number):
            raise Refusal(
                _("The same job waits already."),
                _("Two of the kind would do the same work twice, so this one was left as it was."),
                _("Forget the failed one, or wait until the other has run."),
            )


def retry_all(*, by: Person | None) -> int:
    """Put every failed job back, except those of which another waits already; how many were put back."""
    check_administrator(by)
    with transaction.atomic():
        rows = ProcrastinateJob.objects.select_for_update().filter(status="failed").order_by("pk")
        return sum(_put_back(number) for number in rows.values_list("pk", flat=True)[:MOST])


def forget(number: int, *, by: Person | None) -> None:
    """Take a failed job out of the queue for good. Raises Refusal where it is not there any more."""
    check_administrator(by)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'", [number])
        if not cursor.rowcount:
            raise _gone()


def forget_all(*, by: Person | None) -> int:
    """Take every failed job out of the queue; how many there were."""
    check_administrator(by)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'failed'")
        return int(cursor.rowcount)


def run_now(task: str, *, by: Person | None) -> None:
    """Let a job that comes by itself come now. Raises Refusal where it waits or runs already, or is none of those."""
    check_administrator(by)
    if periodic_by_name(task) is None:
        raise Refusal(_("There is no such job any more."), advice=_("Reload the page."), status=404)
    if ProcrastinateJob.objects.filter(task_name=task, status__in=["todo", "doing"]).exists() or not defer(task):
        raise Refusal(_("The job waits or runs already."), advice=_("Reload the page in a minute."))


def defer(task: str) -> bool:
    """Put a periodic job into the queue for now; False where it waits there already."""
    given = app.tasks[task]
    lock = given.queueing_lock or f"{task} by hand"
    try:
        with transaction.atomic():
            given.configure(queueing_lock=lock).defer(timestamp=int(datetime.now(UTC).timestamp()))
    except AlreadyEnqueued:
        return False
    return True


def _failed(number: int) -> bool:
    return ProcrastinateJob.objects.select_for_update().filter(pk=number, status="failed").exists()


def _put_back(number: int) -> bool:
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(number, retry_at=timezone.now())
    except (IntegrityError, ConnectorException):
        return False
    return True


def _gone() -> Refusal:
    return Refusal(
        _("This job did not fail, or is gone."),
        _("Somebody else may have tried it again or forgotten it meanwhile."),
        _("Reload the page."),
    )
