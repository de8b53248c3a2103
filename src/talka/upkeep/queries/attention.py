"""What needs an administrator, each with its remedy: on their page, and by letter where nobody looks."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob

from talka.letters.models import Letter
from talka.upkeep import sources
from talka.upkeep.queries.processes import LONGEST_SILENCE, workers_alive

BACKUP_EVERY = timedelta(days=2)
LEAST_FREE = 2 * 1024**3
"""Bytes; pages themselves are refused to visitors below 200 MB (`readyz`)."""
WAITS_TOO_LONG = timedelta(minutes=15)
FEW_FAILED = 3
"""Failed letters of a day that are no sign of trouble: addresses go out of use."""


@dataclass(frozen=True)
class Attention:
    """kind: the same trouble has the same; words: what it is and what to do, in the active language."""

    kind: str
    words: str
    grave: bool = False


def attention(*, now: datetime | None = None) -> list[Attention]:
    """All of it, grave ones first. Asks the database four times."""
    now = now or timezone.now()
    found = [*_worker(now), *_queue(now), *_letters(now), *_backup(now), *_disk()]
    return sorted(found, key=lambda each: not each.grave)


def _worker(now: datetime) -> list[Attention]:
    if workers_alive(now):
        return []
    words = _(
        "No worker has been heard for %(seconds)s seconds: letters and reminders wait. Look at the log of talka serve."
    )
    return [Attention("worker", words % {"seconds": int(LONGEST_SILENCE.total_seconds())}, grave=True)]


def _queue(now: datetime) -> list[Attention]:
    too_long = now - WAITS_TOO_LONG
    deferred = Q(procrastinateevent__type="deferred", procrastinateevent__at__lt=too_long)
    late = Q(status="todo") & (Q(scheduled_at__lt=too_long) | (Q(scheduled_at__isnull=True) & deferred))
    counts = ProcrastinateJob.objects.aggregate(
        failed=Count("pk", filter=Q(status="failed"), distinct=True), late=Count("pk", filter=late, distinct=True)
    )
    found = []
    if counts["late"]:
        words = ngettext(
            "%(n)s job has waited for more than 15 minutes: the worker is busy or stuck.",
            "%(n)s jobs have waited for more than 15 minutes: the worker is busy or stuck.",
            counts["late"],
        )
        found.append(Attention("late", words % {"n": counts["late"]}, grave=True))
    if counts["failed"]:
        words = ngettext(
            "%(n)s job failed. Try it again once the cause is mended, or forget it.",
            "%(n)s jobs failed. Try them again once the cause is mended, or forget them.",
            counts["failed"],
        )
        found.append(Attention("failed", words % {"n": counts["failed"]}))
    return found


def _letters(now: datetime) -> list[Attention]:
    failed = Letter.objects.filter(state=Letter.State.FAILED, created__gt=now - timedelta(days=1)).count()
    if failed <= FEW_FAILED:
        return []
    words = ngettext(
        "%(n)s letter of the last day failed. Look at what the mail server answered.",
        "%(n)s letters of the last day failed. Look at what the mail server answered.",
        failed,
    )
    return [Attention("letters", words % {"n": failed})]


def _backup(now: datetime) -> list[Attention]:
    last = sources.last_backup()
    if last is None:
        if settings.DEMO:
            return []
        return [Attention("backup", _("No backup has been made here. Run talka backup, each night by a timer."), True)]
    if now - last.at <= BACKUP_EVERY:
        return []
    words = ngettext(
        "The last backup is %(n)s day old. Look why the nightly one does not run.",
        "The last backup is %(n)s days old. Look why the nightly one does not run.",
        (now - last.at).days,
    )
    return [Attention("backup", words % {"n": (now - last.at).days}, grave=True)]


def _disk() -> list[Attention]:
    try:
        free = shutil.disk_usage(settings.TALKA_VAR).free
    except OSError:
        return [Attention("disk", _("The folder TALKA_VAR cannot be read."), grave=True)]
    if free >= LEAST_FREE:
        return []
    words = _("Only %(megabytes)s MB of disk are free. Make room before uploads and the database fail.")
    return [Attention("disk", words % {"megabytes": free // 2**20}, grave=True)]
