"""What this installation is made of and how much room it has."""

import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from talka.letters.access import Reader
from talka.letters.models import Letter, Suppression
from talka.letters.queries import state_counts
from talka.letters.transport import server


@dataclass(frozen=True)
class Versions:
    talka: str
    python: str
    django: str
    postgresql: str
    migrations: int
    pending: int


@dataclass(frozen=True)
class Room:
    """Bytes."""

    free: int
    total: int
    database: int

    @property
    def used(self) -> int:
        return self.total - self.free


@dataclass(frozen=True)
class Mail:
    """sends: whether letters leave at all."""

    sends: bool
    queued: int
    held: int
    failed: int
    bounced: int
    suppressed: int
    blocked: int


def versions() -> Versions:
    """Of what runs here, and how far the database's tables are."""
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        served = str(cursor.fetchone()[0]).split()[0]
    done = len(executor.loader.applied_migrations)
    return Versions(version("talka"), platform.python_version(), django.get_version(), served, done, pending)


def room() -> Room:
    disk = shutil.disk_usage(settings.TALKA_VAR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return Room(disk.free, disk.total, int(cursor.fetchone()[0]))


def mail() -> Mail:
    """How letters fare; counts of letters, not of people."""
    counts = state_counts(Reader(administrator=True))
    State = Letter.State  # noqa: N806
    return Mail(
        server() is not None,
        counts.get(State.QUEUED, 0),
        counts.get(State.HELD, 0),
        counts.get(State.FAILED, 0),
        counts.get(State.BOUNCED, 0),
        counts.get(State.SUPPRESSED, 0),
        Suppression.objects.count(),
    )
