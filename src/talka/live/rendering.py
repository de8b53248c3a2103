"""Moments become parts, once per language for all followers, and parts become the bytes of an event."""

import logging
from collections.abc import Collection, Sequence

from django.db import InterfaceError, OperationalError
from django.utils import translation

from .models import Moment
from .registry import Part, Renderer, renderer_of

UNREACHABLE = (OperationalError, InterfaceError)
"""The database is away or tired: the same may be tried again."""

log = logging.getLogger(__name__)


class Entry:
    """All parts of one moment in one language. `broken`: it could not be rendered, so followers need the whole page."""

    __slots__ = ("_frames", "audiences", "broken", "closes", "number", "parts")

    def __init__(self, number: int, parts: Sequence[Part] = (), broken: bool = False) -> None:
        self.number = number
        self.parts = tuple(parts)
        self.broken = broken
        self.audiences = tuple(dict.fromkeys(part.audience for part in parts))
        self.closes = frozenset(part.audience for part in parts if part.closes)
        self._frames: dict[tuple[str, ...], bytes] = {}

    def seen_by(self, sees: Collection[str]) -> tuple[str, ...]:
        """Those of its audiences that a follower is in."""
        return tuple(audience for audience in self.audiences if audience in sees)

    def texts(self, audiences: Collection[str]) -> list[str]:
        return [part.text for part in self.parts if part.audience in audiences]

    def frame(self, audiences: tuple[str, ...]) -> bytes:
        """One event of the stream: parts of one number come together or not at all, a line of data each.

        The same bytes for all who are in the same audiences.
        """
        found = self._frames.get(audiences)
        if found is None:
            data = "".join(f"data: {text}\n" for text in self.texts(audiences))
            found = self._frames[audiences] = f"id: {self.number}\n{data}\n".encode()
        return found


def rendered(stream: str, moments: Sequence[Moment], language: str) -> list[Entry]:
    """One entry per moment that somebody hears of, by number. Raises UNREACHABLE where the database is away.

    Any other fault of a renderer is logged and costs only its own moment, which becomes a broken entry.
    """
    if not moments:
        return []
    with translation.override(language):
        try:
            render = renderer_of(stream)
            return _entries(render, stream, moments, language)
        except UNREACHABLE:
            raise
        except Exception:
            log.exception("Moments %s to %s of %s were not rendered", moments[0].number, moments[-1].number, stream)
            if len(moments) == 1:
                return [Entry(moments[0].number, broken=True)]
    return [entry for moment in moments for entry in rendered(stream, [moment], language)]


def _entries(render: Renderer, stream: str, moments: Sequence[Moment], language: str) -> list[Entry]:
    parts: dict[int, list[Part]] = {moment.number: [] for moment in moments}
    for part in render(stream, moments, language):
        parts[part.number].append(part)
    return [Entry(number, found) for number, found in parts.items() if found]
