"""The few threads in which a hub asks the database, so that the loop of all streams never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

T = TypeVar("T")

THREADS = 2


class Threads:
    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")

    async def run(self, function: Callable[..., T], *args: object) -> T:
        """Call what asks the database, and give its connection back."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, _and_let_go, function, args)

    def close(self) -> None:
        """Begin nothing more, and wait for what is being asked: then none of it holds a table any longer."""
        self._pool.shutdown(cancel_futures=True)


def _and_let_go(function: Callable[..., T], args: tuple[object, ...]) -> T:
    try:
        return function(*args)
    finally:
        connections.close_all()
