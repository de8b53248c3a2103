"""Which processes live, on all machines that share this database."""

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from talka.upkeep.models import Process

LONGEST_SILENCE = dt.timedelta(seconds=45)
"""Workers and pulses tell every 10 s that they live."""


def alive(now: dt.datetime | None = None) -> list[Process]:
    """Processes that were heard lately, pages first, then by machine."""
    since = (now or timezone.now()) - LONGEST_SILENCE
    return list(Process.objects.filter(seen_at__gte=since).order_by("kind", "machine", "started_at"))


def workers_alive(now: dt.datetime | None = None) -> int:
    """How many workers take jobs, by the queue's own heartbeat."""
    since = (now or timezone.now()) - LONGEST_SILENCE
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).count()
