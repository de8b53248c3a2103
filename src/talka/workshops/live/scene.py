"""Where group work stands, as rendering needs it. Kept for a moment, since hundreds of cards a second ask for the same;
whatever changes it is a moment itself, and makes it be read anew."""

import threading
import time
from dataclasses import dataclass, field

from ..models import Card, Group, Stage, Workshop
from ..queries.board import CardRows
from ..queries.stages import stages_of

KEPT = 1.0
"""Seconds."""
MOST = 50


@dataclass(frozen=True)
class Scene:
    """A workshop with its stages and groups, in one language. groups: by row id, each with this very workshop."""

    workshop: Workshop
    stages: tuple[Stage, ...]
    groups: dict[int, Group]
    rows: CardRows
    read_at: float = field(default_factory=time.monotonic)

    def stage(self, pk: int) -> Stage | None:
        return next((stage for stage in self.stages if stage.pk == pk), None)

    def stage_of(self, card: Card) -> Stage:
        return next(stage for stage in self.stages if stage.pk == card.stage_id)


_kept: dict[tuple[int, str], Scene] = {}
_lock = threading.Lock()


def scene(workshop: int, language: str, *, anew: bool) -> Scene | None:
    """The scene as it was less than KEPT seconds ago, or `anew`; None where the workshop is gone. Three queries."""
    key = (workshop, language)
    begun = time.monotonic()
    kept = _kept.get(key)
    if kept is not None and not anew and begun - kept.read_at < KEPT:
        return kept
    row = Workshop.with_rehearsals.select_related("event", "stage").filter(pk=workshop).first()
    if row is None:
        return None
    stages = tuple(stages_of(row))
    groups = {group.pk: group for group in row.groups.select_related("item", "stage")}
    for group in groups.values():
        group.workshop = row
    fresh = Scene(row, stages, groups, CardRows(stages), begun)
    with _lock:
        if len(_kept) >= MOST:
            _kept.clear()
        if key not in _kept or _kept[key].read_at <= begun:
            _kept[key] = fresh
    return fresh
