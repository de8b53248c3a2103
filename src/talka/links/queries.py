"""What can be asked of stored arrows, for one reader."""

from collections.abc import Iterable
from typing import Any

from . import registry
from .models import Link
from .registry import Shown


def came_from(kind: str, pk: object, person: Any) -> list[Shown]:
    """What led to a thing, as far as the reader may know of it. One query, and those of each kind that there is."""
    links = Link.objects.filter(to_kind=kind, to_id=str(pk)).order_by("pk")
    return _shown(links.values_list("from_kind", "from_id"), person)


def came_of(kind: str, pk: object, what: str, person: Any) -> list[Shown]:
    """What of one kind (empty: of any) a thing led to, as far as the reader may know of it. Queries as above."""
    links = Link.objects.filter(from_kind=kind, from_id=str(pk)).order_by("pk")
    if what:
        links = links.filter(to_kind=what)
    return _shown(links.values_list("to_kind", "to_id"), person)


def _shown(ends: Iterable[tuple[str, str]], person: Any) -> list[Shown]:
    by_kind: dict[str, list[str]] = {}
    for name, pk in ends:
        by_kind.setdefault(name, []).append(pk)
    found: list[Shown] = []
    for name, ids in by_kind.items():
        known = registry.kind_of(name)
        if known is not None:
            found += known.show(ids, person).values()
    return found
