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


def _keeper() -> psycopg.Connection:
    return psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname="postgres"), autocommit=True)


def _drop(keeper: psycopg.Connection, name: str) -> None:
    keeper.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _make(keeper: psycopg.Connection, name: str, like: str) -> None:
    _drop(keeper, name)
    keeper.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))


@contextmanager
def _used(name: str) -> Iterator[None]:
    """Let Django use this database."""
    connection = connections["default"]
    _let_go(connection)
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        yield
    finally:
        _let_go(connection)
        connection.settings_dict["NAME"] = before


_patterns: list[str] = []
"""The database with all tables and nothing in them that others are copied from: made once by each process."""


def _pattern(keeper: psycopg.Connection) -> str:
    if not _patterns:
        name = f"talka_pattern_{os.getpid()}"
        _make(keeper, name, "template0")
        with _used(name):
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        _patterns.append(name)
    return _patterns[0]


def drop_pattern() -> None:
    """At the end of the run, while the server still answers."""
    while _patterns:
        with _keeper() as keeper:
            _drop(keeper, _patterns.pop())


@contextmanager
def own_database(blocker: DjangoDbBlocker, name: str, *, tables: bool = True) -> Iterator[str]:
    """Make an empty database, with all tables or none, let Django use it, and drop it at the end. Gives its address."""
    name = f"talka_{name}_{os.getpid()}"
    with _keeper() as keeper, blocker.unblock():
        _make(keeper, name, _pattern(keeper) if tables else "template0")
        try:
            with _used(name):
                yield make_conninfo(os.environ["DATABASE_URL"], dbname=name)
        finally:
            _drop(keeper, name)
