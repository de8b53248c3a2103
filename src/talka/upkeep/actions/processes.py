"""What processes say of themselves, and what the worker notes of a task's run."""

import contextlib
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import Error
from django.db.models import F
from django.utils import timezone

from talka.upkeep.models import Process, TaskRecord

FORGOTTEN_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """memory: bytes; streams: browsers that follow; connections: to the database."""

    memory: int = 0
    streams: int = 0
    connections: int = 0


def say_alive(name: str, *, kind: str, machine: str, number: int, version: str, held: Held) -> None:
    """A process lives. name: unlike any other's, also after a restart; number: what the system calls it."""
    now = timezone.now()
    says: dict[str, Any] = {
        "seen_at": now,
        "memory": held.memory,
        "streams": held.streams,
        "connections": held.connections,
    }
    if Process.objects.filter(name=name).update(**says):
        return
    Process.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    fixed = {"kind": kind, "machine": machine[:120], "number": number, "version": version, "started_at": now}
    Process.objects.get_or_create(name=name, defaults=says | fixed)


def say_gone(name: str) -> None:
    """A process ended in order."""
    Process.objects.filter(name=name).delete()


def note_run(task: str, *, began: dt.datetime, seconds: float, fault: str = "") -> None:
    """How a task went. fault: the kind of fault it ended with; "" where it succeeded."""
    came: dict[str, Any] = {
        "began_at": began,
        "seconds": max(0.0, seconds),
        "succeeded": not fault,
        "fault": fault[:120],
    }
    if fault:
        row, made = TaskRecord.objects.get_or_create(task=task, defaults=came | {"failures": 1})
        if not made:
            TaskRecord.objects.filter(pk=row.pk).update(**came, failures=F("failures") + 1)
    else:
        TaskRecord.objects.update_or_create(task=task, defaults=came | {"succeeded_at": began, "failures": 0})


def watched(run: Callable[[], Any], task: str, kind_of: Callable[[BaseException], str]) -> Any:
    """Run a task and note how it went. kind_of: how a fault is named without its words."""
    began, begun = timezone.now(), time.monotonic()
    try:
        result = run()
    except Exception as fault:
        with contextlib.suppress(Error):  # where the database is away, the fault itself says more
            note_run(task, began=began, seconds=time.monotonic() - begun, fault=kind_of(fault))
        raise
    note_run(task, began=began, seconds=time.monotonic() - begun)
    return result
