"""A database of a test file's own: what is written there is committed, so that other processes see it too."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker


def _let_go(connection: Any) -> None:
    """Close the connection and its pool, which would go on leading to the database it was made for."""
    connection.close()
    connection.close_pool()


@contextmanager
def own_database(blocker: DjangoDbBlocker, name: str, *, tables: bool = True) -> Iterator[str]:
    """Make an empty database, with all tables or none, let Django use it, and drop it at the end. Gives its address."""
    address = os.environ["DATABASE_URL"]
    name = f"talka_{name}_{os.getpid()}"
    dropped = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(make_conninfo(address, dbname="postgres"), autocommit=True) as keeper:
        keeper.execute(dropped)
        keeper.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        with blocker.unblock():
            connection = connections["default"]
            _let_go(connection)
            before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
            try:
                if tables:
                    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
                yield make_conninfo(address, dbname=name)
            finally:
                _let_go(connection)
                connection.settings_dict["NAME"] = before
                keeper.execute(dropped)
