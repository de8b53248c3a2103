"""Append to the event log. Call it as the last statement of a transaction: the lock is held until commit."""

import json
from functools import partial

from django.db import connection, transaction
from django.db.models import F

from .hints import notifier
from .models import Moment, Stream
from .queries import FIELDS
from .statements import prepared

APPEND = """
WITH stream AS (
    INSERT INTO live_stream (name, last_number) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET last_number = live_stream.last_number + 1
    RETURNING id, last_number
)
INSERT INTO live_moment (stream_id, number, kind, ids, at)
SELECT id, last_number, %s, %s::jsonb, clock_timestamp() FROM stream
RETURNING id, stream_id, number, at
"""


def append(stream: str, kind: str, **ids: str | int) -> Moment:
    """Append a moment with the stream's next number; a hint for listeners follows the commit.

    `ids` name what changed (`card="0198…"`), never what was said or by whom. Raises outside a transaction, because
    a number given without one could commit out of order.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a moment is appended inside the transaction of its deed")
    with prepared() as cursor:
        cursor.execute(APPEND, [stream, kind, json.dumps(ids)])
        key, stream_key, number, at = cursor.fetchone()
    hint(stream, number)
    return Moment.from_db(connection.alias, FIELDS, [key, stream_key, number, kind, ids, at])


APPENDED = """
appended AS (
    INSERT INTO live_stream (name, last_number) SELECT stream, 1 FROM told
    ON CONFLICT (name) DO UPDATE SET last_number = live_stream.last_number + 1
    RETURNING id, last_number
), moment AS (
    INSERT INTO live_moment (stream_id, number, kind, ids, at)
    SELECT appended.id, appended.last_number, told.kind, told.ids, clock_timestamp() FROM appended, told
    RETURNING number
)
"""
"""For a deed that is one statement, so that the stream's lock is held for its end only, and not while a busy process
gets round to the commit: parts of its WITH, after one called `told` of at most one row (stream, kind, ids as jsonb).
`moment` has the number; the caller gives it to `hint`."""


def hint(stream: str, number: int) -> None:
    """Let listeners know, once it is committed."""
    transaction.on_commit(partial(notifier.tell, stream, number), robust=True)


LEAP = 1_000_000


def leap() -> None:
    """For after a restore: numbers go on where nobody has been, so that who followed before reads the page anew."""
    Stream.objects.update(last_number=F("last_number") + LEAP)
