"""The database: whose it is, how it is reached, who we are in it."""

import datetime as dt
import os
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from talka.site import web_processes
from talka.site.deployment import LOOPBACK
from talka.site.installation.first_start import OLDEST
from talka.site.trouble import Trouble

ENCRYPTED = ("require", "verify-ca", "verify-full")
LARGEST_SKEW = 5.0
"""Seconds between the clock of the database and ours."""
LOCKS = """
SELECT current_setting('max_connections')::int * current_setting('max_locks_per_transaction')::int, count(*)
FROM pg_class
WHERE relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace) AND relkind IN ('r', 'i', 'S', 't')
"""


def faults() -> Iterator[str]:
    url = os.environ.get("DATABASE_URL", "")
    place: dict[str, Any] = settings.DATABASES["default"]
    if not url:
        yield "DATABASE_URL is not set: the embedded database is for demonstration and halls only."
        return
    if str(settings.TALKA_VAR / "postgres") in str(place["HOST"]):
        yield "DATABASE_URL leads to the embedded database, which is for demonstration and halls only."
        return
    yield from _way(str(place["HOST"]), str(place["OPTIONS"].get("sslmode", os.environ.get("PGSSLMODE", ""))))
    try:
        yield from _server()
        yield from _content()
    except DatabaseError as fault:
        yield f"The database does not answer or is not migrated: {str(fault).splitlines()[0]}"


def _way(host: str, mode: str) -> Iterator[str]:
    """host: a name or address; a socket's folder begins with /."""
    away = [part for part in host.split(",") if part and not part.startswith(("/", "@")) and part not in LOOPBACK]
    if away and mode not in ENCRYPTED:
        yield (
            f"The way to the database on {away[0]} need not be encrypted: add ?sslmode=verify-full to DATABASE_URL "
            "(or sslmode=require where its certificate cannot be verified)."
        )


def _server() -> Iterator[str]:
    with connection.cursor() as cursor:
        before = dt.datetime.now(dt.UTC)
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), "
            "current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int, "
            "clock_timestamp(), rolsuper OR rolcreaterole OR rolreplication, current_user "
            "FROM pg_roles WHERE rolname = current_user"
        )
        version, encoding, allowed, clock, mighty, role = cursor.fetchone()
        after = dt.datetime.now(dt.UTC)
    if version < OLDEST:
        yield f"PostgreSQL {version // 10000} is too old: 15 or newer is needed."
    if encoding != "UTF8":
        yield f"The database holds {encoding}: make it anew with --encoding=UTF8 and read the data in again."
    if mighty:
        yield (
            f"The database role {role} is a superuser, or may make roles or replicate: a fault in Talka would open the "
            f"whole server. ALTER ROLE {role} NOSUPERUSER NOCREATEROLE NOREPLICATION; its database may belong to it."
        )
    yield from _connections(allowed)
    yield from _locks()
    skew = max((before - clock).total_seconds(), (clock - after).total_seconds())
    if skew > LARGEST_SKEW:
        yield f"The clocks of the database and of this machine differ by {skew:.0f} s. Let both follow a time server."


def _connections(allowed: int) -> Iterator[str]:
    try:
        processes, working = web_processes.number(), web_processes.workers()
    except Trouble as trouble:
        yield str(trouble)
        return
    pool = int(os.environ.get("TALKA_POOL") or web_processes.pool_of_each(processes, working))
    needed = web_processes.connections(processes, working, pool)
    if allowed < needed:
        yield (
            f"The database allows {allowed} connections; {processes} web processes with pools of {pool} may need "
            f"{needed}. Raise max_connections, or lower TALKA_POOL or TALKA_WEB_PROCESSES."
        )


def _locks() -> Iterator[str]:
    """Restoring a backup with --replace drops all tables and indexes and makes them, in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKS)
        allowed, relations = cursor.fetchone()
    needed = 2 * relations
    if allowed < needed:
        yield (
            f"Restoring a backup may lock {needed} tables and indexes at once; the database allows {allowed}. Set "
            "max_locks_per_transaction = 256 and restart PostgreSQL."
        )


def _content() -> Iterator[str]:
    from django.db.migrations.executor import MigrationExecutor

    from talka.people.models import Account

    if not settings.MIGRATION_MODULES:
        executor = MigrationExecutor(connection)
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield f"The database lacks {len(plan)} changes of this version. Start Talka once, or run `talka setup`."
    if count := Account.objects.filter(demonstration=True).count():
        yield f"{count} demonstration accounts exist. Begin with an empty database."
    if not Account.objects.filter(is_staff=True, is_active=True).exists():
        yield "There is no administrator: talka setup --administrator ADDRESS"
