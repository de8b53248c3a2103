"""Two questions a machine asks: does it live, and may visitors be sent to it."""

import os
import shutil
from datetime import timedelta
from importlib.metadata import version

import psycopg
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LEAST_FREE = 200 * 1024 * 1024
"""Bytes: below this, uploads and the database itself are about to fail."""

LONGEST_SILENCE = timedelta(seconds=45)
"""A worker says every 10 s that it lives."""

_migrated = False


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; `database` says whether the database does too."""
    return JsonResponse(
        {"status": "ok", "version": version("talka"), "database": "ok" if database_answers() else "away"}
    )


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything a visitor needs is there, else 503 with the reasons."""
    reasons = [reason for reason in (disk_fault(), database_fault()) if reason]
    if reasons:
        return JsonResponse({"status": "not ready", "reasons": reasons}, status=503)
    return JsonResponse({"status": "ready"})


def database_answers() -> bool:
    """Asked by a connection of its own: a full pool is no dead database, and a dead one must not keep us waiting."""
    try:
        with psycopg.connect(**connection.get_connection_params() | {"connect_timeout": 2}) as direct:
            direct.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def disk_fault() -> str:
    folder = settings.TALKA_VAR
    try:
        free = shutil.disk_usage(folder).free
    except OSError as fault:
        return f"disk: {fault.strerror}"
    if free < LEAST_FREE:
        return f"disk: {free // 2**20} MB free, {LEAST_FREE // 2**20} MB needed"
    return "" if os.access(folder, os.W_OK) else "disk: not writable"


def database_fault() -> str:
    if not database_answers():
        return "database: does not answer"
    try:
        return _migrations_fault() or _worker_fault()
    except (OperationalError, DatabaseError) as fault:
        return f"database: {str(fault).splitlines()[0]}"


def _migrations_fault() -> str:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        open_ones = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if open_ones:
            return f"migrations: {len(open_ones)} not applied"
        _migrated = True
    return ""


def _worker_fault() -> str:
    from procrastinate.contrib.django.models import ProcrastinateWorker

    last = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True).first()
    if last is None:
        return "worker: none runs"
    silence = timezone.now() - last
    return "" if silence < LONGEST_SILENCE else f"worker: silent for {int(silence.total_seconds())} s"
