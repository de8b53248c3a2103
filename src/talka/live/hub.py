"""One hub per web process: reads the streams that somebody here follows, renders each moment once per language and
hands the same bytes to all who may see them."""

import asyncio
import logging
import random

from .channel import Channel
from .following import Follower
from .listener import listen
from .place import Place
from .queries import last_numbers
from .rendering import UNREACHABLE
from .threads import Threads

READ_EVERY = 2.0
"""Seconds; hints may be lost, this reading is not."""
BEAT = 15.0
"""Seconds of silence after which a stream says how far it is."""
LONGEST = 900.0
"""Seconds a stream lives at most: then its follower comes through the door again, and is asked who it is."""
PATIENCE = 10.0
"""Seconds that a browser waits for the database before it is told to come later."""

log = logging.getLogger(__name__)


class Ended(Exception):
    """This process takes no followers any more."""


class Hub:
    """Lives in one event loop, which it never blocks. Nothing runs before the first follower comes."""

    def __init__(self, *, beat: float = BEAT, read_every: float = READ_EVERY, longest: float = LONGEST) -> None:
        self.beat = beat
        self.read_every = read_every
        self.longest = longest
        self.channels: dict[str, Channel] = {}
        self.places: set[Place] = set()
        self.ended = False
        self._tasks: list[asyncio.Task[None]] = []
        self._threads = Threads()

    async def join(self, follower: Follower) -> Place:
        """A place for somebody whom the view has let in: what it missed is waiting there, and all that comes.

        Raises one of UNREACHABLE or TimeoutError where the database is away, Ended at the process's end.
        """
        if self.ended:
            raise Ended
        if not self._tasks:
            loop = asyncio.get_running_loop()
            self._tasks = [loop.create_task(listen(self.on_hint, self.on_listening)), loop.create_task(self._watch())]
        channel = self.channels.get(follower.stream)
        if channel is None:
            channel = self.channels[follower.stream] = Channel(follower.stream, self._threads)
        channel.joining += 1
        try:
            async with asyncio.timeout(PATIENCE):
                place = await channel.join(follower)
        finally:
            channel.joining -= 1
            channel.tidy()
            self._leave_if_empty(channel)
        place.until = self.now() + self.longest * random.uniform(0.7, 1)  # noqa: S311  not all at once
        place.heard = self.now()
        self.places.add(place)
        if self.ended:
            place.end()
        return place

    def leave(self, place: Place) -> None:
        """Whoever joined leaves, however its stream ended."""
        self.places.discard(place)
        place.end()
        if place.channel is not None:
            place.channel.leave(place)
            self._leave_if_empty(place.channel)

    def end(self) -> None:
        """The process ends: so do all streams, in order. Their browsers come again."""
        self.ended = True
        for place in self.places:
            place.end()

    async def close(self) -> None:
        """End everything, and leave nothing running."""
        self.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for channel in [*self.channels.values()]:
            await channel.close()
        await asyncio.to_thread(self._threads.close)

    def _leave_if_empty(self, channel: Channel) -> None:
        """A stream that nobody follows is not read."""
        if not channel.followed and self.channels.get(channel.name) is channel:
            del self.channels[channel.name]

    def on_hint(self, stream: str, number: int) -> None:
        channel = self.channels.get(stream)
        if channel is not None and number > channel.number:
            channel.wake()

    def on_listening(self) -> None:
        """From now on nothing is missed; what came before is read."""
        for channel in self.channels.values():
            channel.wake()

    async def _watch(self) -> None:
        """Look whether a hint was lost or the database was put back; let silent streams be heard, end old ones."""
        looked = self.now()
        while True:
            await asyncio.sleep(min(1.0, self.read_every / 2, self.beat / 2))
            self._breathe()
            if self.channels and self.now() - looked >= self.read_every:
                try:
                    await self._compare()
                except UNREACHABLE as fault:
                    log.info("The streams could not be compared: %s", fault)
                except Exception:
                    log.exception("The streams could not be compared")
                looked = self.now()

    async def _compare(self) -> None:
        known = {name: channel.number for name, channel in self.channels.items() if channel.is_open}
        numbers = await self._threads.run(last_numbers, list(known))
        for name, before in known.items():
            number, channel = numbers.get(name, 0), self.channels.get(name)
            if channel is None:
                continue
            if number < before:
                log.warning("The stream %s went back from %s to %s", name, before, number)
                channel.start_anew(number)
            elif number > channel.number:
                channel.wake()

    def _breathe(self) -> None:
        now = self.now()
        for place in [*self.places]:
            if place.fresh:
                place.fresh, place.heard = False, now
            if place.over or place.channel is None:
                if now - place.heard > self.beat:  # its end could not be sent
                    place.drop()
            elif now > place.until:
                place.come_again()
            elif now - place.heard >= self.beat:
                place.tell_number(place.channel.number)

    def now(self) -> float:
        return asyncio.get_running_loop().time()
