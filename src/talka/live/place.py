"""One browser's place in a stream: what waits for it, until it has been sent."""

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .following import Follower

if TYPE_CHECKING:
    from .channel import Channel

MOST_WAITING = 1_000
MOST_BYTES = 1_000_000
"""Who lets more than this wait is dropped; it resumes where it was when it can read again."""


class Place:
    """Filled by its channel, emptied by the endpoint. `channel` is None where the page has to be read anew.

    `say` writes at once and answers True where it can; it is used while nothing waits, so that the order is kept and
    no task has to wake for every line."""

    def __init__(self, follower: Follower, channel: "Channel | None" = None) -> None:
        self.sees = follower.sees
        self.language = follower.language
        self.channel = channel
        self.over = False
        self.dropped = False
        self.fresh = False
        self.heard = 0.0
        self.until = 0.0
        self.task: asyncio.Task[Any] | None = None
        self.say: Callable[[bytes], bool] | None = None
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._sleeping: asyncio.Future[None] | None = None

    def push(self, frame: bytes) -> None:
        if self.over:
            return
        if self._sleeping is not None and not self._sleeping.done() and self.say is not None and self.say(frame):
            self.fresh = True
            return
        self._put(frame)
        self._bytes += len(frame)
        if len(self._waiting) > MOST_WAITING or self._bytes > MOST_BYTES:
            self.drop()

    def _put(self, frame: bytes) -> None:
        self._waiting.append(frame)
        self.fresh = True
        self._wake()

    def begin(self, number: int, missed: list[bytes]) -> None:
        """The first bytes, so that the browser knows the stream works; with a pause of its own before it comes again,
        so that a thousand phones do not come in the same second."""
        pause = random.randint(1000, 4000)  # noqa: S311
        self._put(b"retry: %d\n\n%s" % (pause, b"".join(missed)))
        self.tell_number(number)

    def tell_number(self, number: int) -> None:
        """A heartbeat that says how far the stream is, also where nothing of it was for this follower."""
        self.push(b"event: beat\nid: %d\ndata: %d\n\n" % (number, number))

    def read_anew(self, number: int) -> None:
        """What happened up to `number` cannot be told part by part: the browser reads its page again and follows from
        there."""
        self.push(b"event: reload\ndata: %d\n\n" % number)
        self.end()

    def come_again(self) -> None:
        """Nothing is wrong; the browser goes through the door again at once."""
        self.push(b"event: again\ndata: 1\n\n")
        self.end()

    def end(self) -> None:
        """What waits is still sent."""
        self.over = True
        self._wake()

    def drop(self) -> None:
        """Whoever does not read keeps no bytes here and no task."""
        self.over = self.dropped = True
        self._waiting.clear()
        self._wake()
        if self.task is not None:
            self.task.cancel()

    async def chunk(self) -> bytes:
        """Everything that waits, in one piece, as soon as something does; empty at the end."""
        if not self._waiting and not self.over:
            self._sleeping = asyncio.get_running_loop().create_future()
            await self._sleeping
            self._sleeping = None
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        return waiting[0] if len(waiting) == 1 else b"".join(waiting)

    def _wake(self) -> None:
        if self._sleeping is not None and not self._sleeping.done():
            self._sleeping.set_result(None)
