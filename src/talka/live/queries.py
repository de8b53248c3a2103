"""Read the event log from where a reader left off."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from .models import Moment
from .statements import prepared

FARTHEST = 500
"""How many moments a reader may be behind; who is farther reads the page anew."""


# Asked again and again by every web process: composing it anew each time would cost more than asking it.
AFTER = """
SELECT m.id, m.stream_id, m.number, m.kind, m.ids, m.at
FROM live_moment m JOIN live_stream s ON s.id = m.stream_id
WHERE s.name = %s AND m.number > %s ORDER BY m.number LIMIT %s
"""
FIELDS = ("id", "stream_id", "number", "kind", "ids", "at")


def moments_after(stream: str, number: int, limit: int = FARTHEST) -> Sequence[Moment]:
    """The moments of `stream` that follow `number`, in commit order, without gaps."""
    with prepared() as cursor:
        cursor.execute(AFTER, [stream, number, limit])
        return [Moment.from_db(connection.alias, FIELDS, _read(row)) for row in cursor.fetchall()]


def last_number(stream: str) -> int:
    """The number of the newest moment; 0 where nothing has happened yet. A page that will follow asks it first."""
    return last_numbers([stream]).get(stream, 0)


def last_numbers(streams: Collection[str]) -> Mapping[str, int]:
    """The newest numbers of those of the streams in which something has happened."""
    with prepared() as cursor:
        cursor.execute("SELECT name, last_number FROM live_stream WHERE name = ANY(%s)", [list(streams)])
        return dict(cursor.fetchall())


def _read(row: tuple[Any, ...]) -> list[Any]:
    """Django leaves JSON as the text it came in."""
    return [json.loads(value) if field == "ids" else value for field, value in zip(FIELDS, row, strict=True)]
