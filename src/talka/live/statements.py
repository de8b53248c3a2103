"""Statements that are asked hundreds of times a second: the database reads and plans them once per connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection


@contextmanager
def prepared() -> Iterator[Any]:
    """A cursor like `connection.cursor()`, whose statements are prepared after a few times (see `prepare_threshold` in
    the settings). Parameters are sent apart, so a statement is one, and the types of its parameters must be plain."""
    connection.ensure_connection()
    if connection.execute_wrappers:  # what is put before a statement, as who changes something, makes it two
        with connection.cursor() as cursor:
            yield cursor
        return
    with connection.wrap_database_errors:
        plain: Any = psycopg.Cursor(connection.connection)
    wrapped = connection.make_debug_cursor(plain) if connection.queries_logged else connection.make_cursor(plain)
    with wrapped as cursor:
        yield cursor
