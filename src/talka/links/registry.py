"""What the ground floor must know of things in rooms above: how a kind is titled, opened, who may know of it, and which
stored arrows lead from one kind to the next. Rooms fill this at start-up from their `trail.py`; the trail walks it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from talka.ui.refusals import Words

from .models import Link


@dataclass(frozen=True)
class Shown:
    """One thing as a list shows it: its title, its address where it has a page of its own, and a quiet note.

    illustrative: it is made up, and so is all that hangs on it.
    """

    kind: str
    id: str
    title: Words
    url: str = ""
    note: Words = ""
    illustrative: bool = False


@dataclass(frozen=True)
class Kind:
    """`show(ids, person)` answers, in a fixed number of queries, what of these ids the person may know of.

    order: its place on the way from the funder's frame to the result; ends: the way down stops here unless it began
    here, because what follows is a story of its own. `choose(areas, person)` offers what can be pointed to from another
    room, of these territories by their row ids; None where the room offers nothing.
    """

    name: str
    label: Words
    order: int
    show: Callable[[Collection[str], Any], Mapping[str, Shown]]
    ends: bool = False
    choose: Callable[[Collection[int], Any], Sequence[Shown]] | None = None


@dataclass(frozen=True)
class Arrow:
    """A stored relation between two kinds: pairs of ids read from one table, in either direction."""

    from_kind: str
    to_kind: str
    rows: Callable[[], QuerySet[Any]]
    from_field: str
    to_field: str

    def forward(self, ids: Collection[str]) -> Iterable[tuple[str, str]]:
        return self._pairs(self.from_field, ids)

    def backward(self, ids: Collection[str]) -> Iterable[tuple[str, str]]:
        return ((b, a) for a, b in self._pairs(self.to_field, ids))

    def _pairs(self, field: str, ids: Collection[str]) -> Iterable[tuple[str, str]]:
        rows = self.rows().filter(**{f"{field}__in": ids}).order_by(self.to_field)
        pairs = rows.values_list(self.from_field, self.to_field)
        return ((str(a), str(b)) for a, b in pairs if a is not None and b is not None)


_kinds: dict[str, Kind] = {}
_arrows: list[Arrow] = []


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def register_arrow(arrow: Arrow) -> None:
    _arrows.append(arrow)


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


@dataclass(frozen=True)
class Linked:
    """The kinds at either end of arrows between sibling rooms: of the others these need not be asked."""

    forward: frozenset[str]
    backward: frozenset[str]


def linked_kinds() -> Linked:
    """One query."""
    pairs = list(Link.objects.order_by().values_list("from_kind", "to_kind").distinct())
    return Linked(frozenset(a for a, _b in pairs), frozenset(b for _a, b in pairs))


def steps_forward(kind: str, ids: Collection[str], linked: Linked | None = None) -> list[tuple[str, str, str]]:
    """(id, kind, id) for every arrow that leads on from these things, arrows between sibling rooms included. linked:
    `linked_kinds` where the caller has read them."""
    found = [(a, arrow.to_kind, b) for arrow in _arrows if arrow.from_kind == kind for a, b in arrow.forward(ids)]
    if linked is not None and kind not in linked.forward:
        return found
    links = Link.objects.filter(from_kind=kind, from_id__in=ids).order_by("pk")
    return found + list(links.values_list("from_id", "to_kind", "to_id"))


def steps_backward(kind: str, ids: Collection[str], linked: Linked | None = None) -> list[tuple[str, str, str]]:
    """(id, kind, id) for every arrow that led to these things."""
    found = [(a, arrow.from_kind, b) for arrow in _arrows if arrow.to_kind == kind for a, b in arrow.backward(ids)]
    if linked is not None and kind not in linked.backward:
        return found
    links = Link.objects.filter(to_kind=kind, to_id__in=ids).order_by("pk")
    return found + list(links.values_list("to_id", "from_kind", "from_id"))
