"""How rooms above say what their moments look like: each registers a renderer for its streams in `AppConfig.ready`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from .models import Moment


@dataclass(frozen=True)
class Part:
    """What followers get to know of a moment.

    number: the moment's. audience: a name that followers see by ("all", "group-12", "lead", "seat-77"): it goes to
    every follower whose `sees` holds it. text: one line of JSON. closes: their stream ends after it.
    """

    number: int
    audience: str
    text: str
    closes: bool = False

    def __post_init__(self) -> None:
        if "\n" in self.text or "\r" in self.text:
            raise ValueError("a part is one line of JSON")


class Renderer(Protocol):
    def __call__(self, stream: str, moments: Sequence["Moment"], language: str, /) -> Sequence[Part]:
        """The parts of all these moments, in a fixed number of queries. `language` is active already.

        It is called once per batch and language for all followers, so a part must hold nothing that only some of its
        audience may see. A moment that nobody needs to hear of has no part.
        """


_renderers: dict[str, Renderer] = {}


def register(prefix: str, render: Renderer) -> None:
    """Streams whose name begins with `prefix` are rendered by `render`; of several the longest prefix counts."""
    if _renderers.setdefault(prefix, render) is not render:
        raise ImproperlyConfigured(f"two renderers for the streams {prefix}…")


def renderer_of(stream: str) -> Renderer:
    """Raises LookupError where no room has registered one."""
    prefix = max((prefix for prefix in _renderers if stream.startswith(prefix)), key=len, default=None)
    if prefix is None:
        raise LookupError(f"no room renders the stream {stream}")
    return _renderers[prefix]
