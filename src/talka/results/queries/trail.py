"""From what was said to what was done, and back: the walk over stored arrows, for one reader."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError

from talka.links import registry
from talka.links.registry import Shown
from talka.people.models import Person
from talka.ui.refusals import Words

DEPTH = 12
MOST = 24
"""Things of one kind."""
MOST_IN_ALL = 60
"""Things of all kinds: where a way is wider, each kind shows as many as fit."""

Step = Callable[[str, Collection[str], registry.Linked], list[tuple[str, str, str]]]
Thing = tuple[str, str]
"""The kind and id of something."""


@dataclass(frozen=True)
class Level:
    """Things of one kind on the way, at most `MOST` of them; rest: ids of those that are not listed."""

    label: Words
    kind: str
    things: tuple[Shown, ...]
    rest: tuple[str, ...] = ()

    @property
    def more(self) -> int:
        return len(self.rest)


@dataclass(frozen=True)
class Trail:
    """`before`: what it came from, the frame first. `after`: what came of it, the nearest first. led, leads: the
    arrows that were walked there, each from what led on to what it led to."""

    start: Shown
    label: Words
    before: tuple[Level, ...]
    after: tuple[Level, ...]
    led: tuple[tuple[Thing, Thing], ...]
    leads: tuple[tuple[Thing, Thing], ...]

    @property
    def projects(self) -> list[str]:
        """The ids of the projects it belongs to, whose funding stands at the foot of its page."""
        way = (self.start, *(thing for level in self.before for thing in level.things))
        return [thing.id for thing in way if thing.kind == "project"]

    @property
    def illustrative(self) -> bool:
        """Whether the programme at the head of the way is made up."""
        way = (self.start, *(thing for level in (*self.before, *self.after) for thing in level.things))
        return any(thing.illustrative for thing in way)


def trail_of(kind: str, pk: str, person: Person | None) -> Trail | None:
    """The trail of one thing as `person` may see it; None where they may not know of it.

    The walk passes over what the reader may not see and does not lead on from it. The number of queries depends on
    the number of kinds and not of things.
    """
    known = registry.kind_of(kind)
    try:
        start = known.show([pk], person).get(pk) if known else None
    except (ValueError, ValidationError):  # no id of this kind looks like that
        return None
    if known is None or start is None:
        return None
    linked = registry.linked_kinds()
    before, led = _walk(kind, pk, person, registry.steps_backward, linked, stop=False)
    after, leads = _walk(kind, pk, person, registry.steps_forward, linked, stop=True)
    most = _fitting([*before, *after])
    before, after = [_cut(level, most) for level in before], [_cut(level, most) for level in after]
    return Trail(
        start,
        known.label,
        tuple(sorted(before, key=lambda level: registry.kind_of(level.kind).order)),  # type: ignore[union-attr]
        tuple(sorted(after, key=lambda level: _after(level.kind, known.order))),
        tuple((b, a) for a, b in led),
        tuple(leads),
    )


def _fitting(levels: Sequence[Level]) -> int:
    """How many of each kind are listed, so that all together stay within `MOST_IN_ALL`."""
    sizes = [len(level.things) for level in levels]
    return next((n for n in range(MOST, 1, -1) if sum(min(size, n) for size in sizes) <= MOST_IN_ALL), 1)


def _cut(level: Level, most: int) -> Level:
    over = tuple(thing.id for thing in level.things[most:])
    return replace(level, things=level.things[:most], rest=over + level.rest)


def _after(kind: str, start: int) -> int:
    """Kinds above the start that are reached on the way down (the next event) come last, as what follows."""
    order = registry.kind_of(kind).order  # type: ignore[union-attr]
    return order if order > start else order + 1000


def _walk(
    kind: str, pk: str, person: Person | None, step: Step, linked: registry.Linked, *, stop: bool
) -> tuple[list[Level], list[tuple[Thing, Thing]]]:
    """Level by level, all ids of one kind at once, and the arrows between what is visible. `stop`: do not lead on from
    kinds that end a way."""
    seen: dict[str, dict[str, Shown]] = {}
    rest: dict[str, list[str]] = {}
    frontier: dict[str, set[str]] = {kind: {pk}}
    passed: set[Thing] = {(kind, pk)}
    visible: set[Thing] = {(kind, pk)}
    arrows: list[tuple[Thing, Thing]] = []
    for depth in range(DEPTH):
        reached: dict[str, dict[str, None]] = {}
        for at, ids in frontier.items():
            at_kind = registry.kind_of(at)
            if stop and depth and at_kind and at_kind.ends:
                continue
            for from_id, to_kind, to_id in step(at, sorted(ids), linked):
                arrows.append(((at, from_id), (to_kind, to_id)))
                if (to_kind, to_id) not in passed:
                    passed.add((to_kind, to_id))
                    reached.setdefault(to_kind, {})[to_id] = None
        frontier = {}
        for to_kind, to_ids in reached.items():
            shown_kind = registry.kind_of(to_kind)
            shown = shown_kind.show(list(to_ids), person) if shown_kind else {}
            here = seen.setdefault(to_kind, {})
            for to_id in to_ids:
                if to_id in shown:
                    visible.add((to_kind, to_id))
                    if len(here) < MOST:
                        here[to_id] = shown[to_id]
                    else:
                        rest.setdefault(to_kind, []).append(to_id)
            frontier[to_kind] = {to_id for to_id in to_ids if to_id in shown}
        if not any(frontier.values()):
            break
    levels = [
        Level(registry.kind_of(name).label, name, tuple(things.values()), tuple(rest.get(name, ())))  # type: ignore[union-attr]
        for name, things in seen.items()
        if things
    ]
    return levels, [(a, b) for a, b in dict.fromkeys(arrows) if b in visible]
