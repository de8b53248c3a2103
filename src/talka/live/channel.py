"""One followed stream in this process: how far it was read, what was rendered lately, and who follows."""

import asyncio
import logging
from collections.abc import Sequence

from .following import Follower
from .models import Moment
from .place import Place
from .queries import FARTHEST, last_number, moments_after
from .rendering import UNREACHABLE, Entry, rendered
from .threads import Threads

PACE = 0.05
"""Seconds between two readings of a stream; what happens meanwhile is read and rendered together."""
TRY_AGAIN = 0.5
"""Seconds after the database did not answer."""

log = logging.getLogger(__name__)


class Ring:
    """What was rendered lately in one language: all entries after `start` up to the channel's number."""

    def __init__(self, language: str, start: int) -> None:
        self.language = language
        self.start = start
        self.entries: list[Entry] = []
        self.audiences: dict[str, set[Place]] = {}
        self.places: set[Place] = set()
        self.filling: asyncio.Task[None] | None = None

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        if len(self.entries) > 2 * FARTHEST:
            self.start = self.entries[-FARTHEST - 1].number
            self.entries = self.entries[-FARTHEST:]

    def missed(self, after: int, place: Place) -> list[bytes]:
        """The frames after a number that this follower may see."""
        seen = ((entry, entry.seen_by(place.sees)) for entry in self.entries if entry.number > after)
        return [entry.frame(audiences) for entry, audiences in seen if audiences]

    def seat(self, place: Place) -> None:
        self.places.add(place)
        for audience in place.sees:
            self.audiences.setdefault(audience, set()).add(place)

    def unseat(self, place: Place) -> None:
        self.places.discard(place)
        for audience in place.sees:
            here = self.audiences.get(audience, set())
            here.discard(place)
            if not here:
                self.audiences.pop(audience, None)

    def hand(self, entry: Entry) -> None:
        """Give an entry to all who may see it: one frame for all in the same audiences."""
        if entry.broken:
            for place in self.places:
                place.read_anew(entry.number)
        elif len(entry.audiences) == 1:
            frame = entry.frame(entry.audiences)
            for place in self.audiences.get(entry.audiences[0], ()):
                place.push(frame)
        else:
            reached = set().union(*(self.audiences.get(audience, ()) for audience in entry.audiences))
            for place in reached:
                place.push(entry.frame(entry.seen_by(place.sees)))
        for audience in entry.closes:
            for place in self.audiences.get(audience, ()):
                place.end()


class Channel:
    """Everything here runs in the hub's loop, except what `threads` runs."""

    def __init__(self, name: str, threads: Threads) -> None:
        self.name = name
        self.threads = threads
        self.number = -1
        self.joining = 0
        self.rings: dict[str, Ring] = {}
        self._opening: asyncio.Task[None] | None = None
        self._pumping: asyncio.Task[None] | None = None
        self._asked = False
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def is_open(self) -> bool:
        return self.number >= 0

    @property
    def followed(self) -> bool:
        return bool(self.joining or any(ring.places for ring in self.rings.values()))

    async def join(self, follower: Follower) -> Place:
        """A place from which nothing is missed and nothing comes twice. Raises DatabaseError."""
        if not self.is_open:
            await self._open()
        after = self.number if follower.after is None else follower.after
        if after > self.number:
            await self._read_now()  # the page was rendered a moment ago; this process has not read that far
        ring = self._ring(follower.language)
        if after < ring.start and self.number - after <= FARTHEST:
            await self._fill(ring)
            ring = self._ring(follower.language)
        if not ring.start <= after <= self.number or self.number - after > FARTHEST:
            place = Place(follower)
            place.read_anew(self.number)
            return place
        place = Place(follower, self)
        place.begin(self.number, ring.missed(after, place))
        ring.seat(place)
        return place

    def leave(self, place: Place) -> None:
        ring = self.rings.get(place.language)
        if ring is not None and place in ring.places:
            ring.unseat(place)
            self.tidy()

    def tidy(self) -> None:
        """Nothing is rendered in a language that nobody here reads."""
        if not self.joining:
            self.rings = {language: ring for language, ring in self.rings.items() if ring.places}

    def wake(self) -> None:
        """There may be news."""
        self._asked = True
        if self._pumping is None and self.is_open:
            self._pumping = asyncio.get_running_loop().create_task(self._pump())

    def start_anew(self, number: int) -> None:
        """The database has been put back to an earlier state: numbers that were told are given again."""
        for ring in self.rings.values():
            for place in ring.places:
                place.read_anew(number)
        self.rings = {}
        self.number = number

    async def close(self) -> None:
        """Stop what runs. A channel that is left keeps nothing running."""
        tasks = [
            task for task in (self._pumping, self._opening, *(ring.filling for ring in self.rings.values())) if task
        ]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ring(self, language: str) -> Ring:
        if language not in self.rings:
            self.rings[language] = Ring(language, self.number)
        return self.rings[language]

    async def _open(self) -> None:
        """Find out where the stream is; once, however many come at the same time."""

        async def read() -> None:
            self.number = await self.threads.run(last_number, self.name)

        if self._opening is None or self._opening.done():
            self._opening = asyncio.get_running_loop().create_task(read())
        await asyncio.shield(self._opening)
        self.wake()

    async def _read_now(self) -> None:
        """Wait for a reading that begins after this call."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        self.wake()
        await done

    async def _fill(self, ring: Ring) -> None:
        """Render what happened before the ring began; once, however many come back at the same time."""

        async def fill() -> None:
            before = ring.start
            start = max(0, self.number - FARTHEST)
            moments = await self.threads.run(moments_after, self.name, start, before - start)
            entries = await self.threads.run(rendered, self.name, moments, ring.language)
            if ring.start == before:
                ring.entries = entries + ring.entries
                ring.start = start

        if ring.filling is None:
            ring.filling = asyncio.get_running_loop().create_task(fill())
        try:
            await asyncio.shield(ring.filling)
        finally:
            if ring.filling is not None and ring.filling.done():
                ring.filling = None

    async def _pump(self) -> None:
        """Read, render and hand out until nothing new is said to be there: one at a time, in order."""
        try:
            while self._asked and (self.followed or self._waiting):
                begun = asyncio.get_running_loop().time()
                self._asked = False
                waiting, self._waiting = self._waiting, []
                try:
                    await self._read_on()
                except Exception as fault:
                    if not isinstance(fault, UNREACHABLE):
                        log.exception("The stream %s could not be read", self.name)
                    self._waiting += waiting
                    self._asked = True
                    await asyncio.sleep(TRY_AGAIN)
                    continue
                for done in waiting:
                    if not done.done():
                        done.set_result(None)
                if self._asked:
                    await asyncio.sleep(max(0.0, begun + PACE - asyncio.get_running_loop().time()))
        finally:
            self._pumping = None

    async def _read_on(self) -> None:
        before = self.number
        moments, entries = await self.threads.run(_read_and_render, self.name, before, tuple(self.rings))
        while missing := tuple(set(self.rings) - set(entries)) if moments else ():
            entries |= await self.threads.run(_render_each, self.name, moments, missing)
        if not moments or self.number != before:  # the second: it was started anew meanwhile
            return
        self.number = moments[-1].number
        for language, found in entries.items():
            if ring := self.rings.get(language):
                for entry in found:
                    ring.add(entry)
                    ring.hand(entry)
        if len(moments) == FARTHEST:
            self._asked = True


def _read_and_render(
    stream: str, after: int, languages: tuple[str, ...]
) -> tuple[Sequence[Moment], dict[str, list[Entry]]]:
    moments = moments_after(stream, after)
    return moments, _render_each(stream, moments, languages)


def _render_each(stream: str, moments: Sequence[Moment], languages: tuple[str, ...]) -> dict[str, list[Entry]]:
    return {language: rendered(stream, moments, language) for language in languages}
