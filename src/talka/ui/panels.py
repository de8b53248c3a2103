"""Panels that rooms hang on the page of an object of a room below (an area, a project, an event)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

Renderer = Callable[[Any, HttpRequest], SafeString | str]

_panels: dict[str, list[tuple[int, Renderer]]] = {}


def register(kind: str, renderer: Renderer, order: int = 50) -> None:
    """Hang `renderer(obj, request) -> html` on the pages of `kind`. An empty answer hangs nothing."""
    hung = _panels.setdefault(kind, [])
    if all(renderer is not other for _, other in hung):
        hung.append((order, renderer))
        hung.sort(key=lambda pair: pair[0])


def unregister(kind: str, renderer: Renderer) -> None:
    _panels[kind] = [pair for pair in _panels.get(kind, []) if pair[1] is not renderer]


def panels_for(kind: str, obj: Any, request: HttpRequest) -> list[SafeString | str]:
    """The panels of one object as HTML, in their order; a renderer checks itself what the person may see."""
    return [html for _, renderer in _panels.get(kind, []) if (html := renderer(obj, request))]
