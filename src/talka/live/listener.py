"""Listens to hints on a connection of its own, whatever happens to the database."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

import psycopg

from .hints import CHANNEL, connection_parameters

SHORTEST, LONGEST = 0.1, 2.0
"""Seconds until it is tried again, longer each time."""

log = logging.getLogger(__name__)


async def listen(heard: Callable[[str, int], None], listening: Callable[[], None]) -> None:
    """Call `heard(stream, number)` for each hint, for ever. `listening` is called whenever hints begin to come, also
    again: whoever reads after it has missed none."""
    pause = SHORTEST
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**connection_parameters()) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                listening()
                pause = SHORTEST
                async for note in connection.notifies():
                    stream, _space, number = note.payload.rpartition(" ")
                    with contextlib.suppress(ValueError):
                        heard(stream, int(number))
        except (psycopg.Error, OSError) as fault:
            log.info("No hints for a moment: %s", fault)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST)
