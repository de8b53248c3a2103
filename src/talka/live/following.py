"""What a room's view answers to somebody who may follow one of its streams."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from talka.ui.asked import whole

from .queries import FARTHEST, last_number, moments_after
from .rendering import rendered

DOOR = "talka.live.door"
"""Under which name of the ASGI scope a stream waits for the view's word."""


@dataclass(frozen=True)
class Follower:
    """Who may follow what: a stream, the audiences whose parts are seen, the language, and the last number known.

    after: None begins with what happens next.
    """

    stream: str
    sees: frozenset[str]
    language: str
    after: int | None


@dataclass
class Door:
    """Put into the ASGI scope by who can stream; the view lets a follower in."""

    follower: Follower | None = None


def following(request: HttpRequest, stream: str, sees: Collection[str]) -> HttpResponse:
    """The answer of a view at an address that ends in `/live/`, after the room has checked who asks.

    Who accepts `text/event-stream` goes on as a stream (see `endpoint`). Everybody else polls with `?after=n` and gets
    `{"stream", "last", "parts": [{"n", "text"}], "reload"}`: what happened after n and up to `last`, or `reload` where
    n is more than 500 moments behind or ahead of us, as after a database was restored. Without `after`: from now on.
    """
    language = translation.get_language() or settings.LANGUAGE_CODE
    follower = Follower(stream, frozenset(sees), language, _after(request))
    door = request.META.get("asgi.scope", {}).get(DOOR)
    response: HttpResponse
    if isinstance(door, Door):
        door.follower = follower
        response = HttpResponse(content_type="text/event-stream")
    else:
        response = JsonResponse(_polled(follower), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store"
    return response


def _after(request: HttpRequest) -> int | None:
    """A browser that reconnects repeats the address it began with and says in a header how far it has come."""
    known = request.headers.get("Last-Event-ID") or request.GET.get("after")
    return None if known is None else whole(known)


def _polled(follower: Follower) -> dict[str, Any]:
    last = last_number(follower.stream)
    after = last if follower.after is None else follower.after
    answer: dict[str, Any] = {"stream": follower.stream, "last": last, "parts": [], "reload": False}
    if after > last or last - after > FARTHEST:
        return answer | {"reload": True}
    moments = moments_after(follower.stream, after)
    for entry in rendered(follower.stream, moments, follower.language):
        answer["parts"] += [{"n": entry.number, "text": text} for text in entry.texts(follower.sees)]
        answer["reload"] |= entry.broken
    return answer | {"last": moments[-1].number if moments else last}
