"""One moment of the database, held open while it is written out: pages go on, the backup sees none of it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from talka.site.trouble import Trouble


@dataclass(frozen=True)
class Snapshot:
    """key: what pg_dump is told; server: major version; bytes: size of the database on its disk; rows: per table."""

    key: str
    time: dt.datetime
    server: int
    bytes: int
    rows: dict[str, int]
    migrations: list[str]


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Hold a consistent view of the database at `url` for the body of the `with`."""
    try:
        connection = psycopg.connect(url, connect_timeout=10, application_name="talka backup")
    except psycopg.OperationalError as fault:
        raise Trouble(f"The database does not answer: {str(fault).strip()}", "Look at DATABASE_URL.") from None
    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        key, time, size = connection.execute(
            "SELECT pg_export_snapshot(), clock_timestamp(), pg_database_size(current_database())"
        ).fetchone() or ("", None, 0)
        rows = count_rows(connection)
        migrations = []
        if "django_migrations" in rows:
            found = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id").fetchall()
            migrations = [name for (name,) in found]
        yield Snapshot(key, time.astimezone(dt.UTC), connection.info.server_version // 10000, size, rows, migrations)


def count_rows(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, int]:
    """How many rows each table of the schema `public` has."""
    names = [str(name) for (name,) in connection.execute(TABLES).fetchall()]
    rows = {}
    for name in names:
        found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))).fetchone()
        rows[name] = int(str(found[0])) if found else 0
    return rows


TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1
"""
