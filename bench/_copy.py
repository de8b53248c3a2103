"""A database of a claim's own: a copy of the prepared one, dropped at the end, so that claims do not meet."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from talka.site.trouble import Trouble


@contextmanager
def own_copy(claim: str) -> Iterator[None]:
    """Inside, DATABASE_URL names the copy and Django is set up on it as the pages are: with a pool of connections.

    Refuses to copy a database in which somebody already keeps events or persons.
    """
    given = os.environ["DATABASE_URL"]
    source, copy = str(conninfo_to_dict(given).get("dbname", "talka")), f"talka_bench_{claim}_{os.getpid()}"
    with psycopg.connect(given) as connection:
        row = connection.execute(
            "SELECT EXISTS (SELECT FROM people_person), EXISTS (SELECT FROM events_event)"
        ).fetchone()
        if row is None or any(row):
            raise Trouble("The database that DATABASE_URL names is in use.", "Give bench an empty one, or none at all.")
    dropped = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
    with psycopg.connect(make_conninfo(given, dbname="postgres"), autocommit=True) as keeper:
        keeper.execute(dropped)
        keeper.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(source)))
        try:
            os.environ["DATABASE_URL"] = make_conninfo(given, dbname=copy)
            os.environ["TALKA_POOL"] = "16"
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
            import django

            django.setup()
            yield
        finally:
            os.environ["DATABASE_URL"] = given
            from django.db import connection as pooled

            pooled.close()
            pooled.close_pool()
            keeper.execute(dropped)
