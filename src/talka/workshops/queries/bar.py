"""Where one group stands, for the head of its board: step, clock, calls, and the steps around."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Group, Stage
from .clock import ClockRow, clock_of
from .glance import CallRow, Move, calls_of, move_to
from .stages import around


@dataclass(frozen=True)
class Bar:
    """apart: the group goes its own way. seen: the key of its step."""

    step: str
    prompt: str
    seen: str
    apart: bool
    clock: ClockRow | None
    calls: tuple[CallRow, ...]
    following: Move | None
    former: Move | None


def bar_of(group: Group, stages: Sequence[Stage]) -> Bar:
    """One query."""
    now = timezone.now()
    stage = group.now
    before, after = around(stages, stage)
    closed = group.workshop.closed
    return Bar(
        step=_("Closed") if closed else str(stage) if stage else _("Gathering"),
        prompt=stage.prompt if stage and not closed else "",
        seen=stage.key if stage else "",
        apart=group.stage_id is not None,
        clock=clock_of(group, now),
        calls=tuple(calls_of([group], now).get(group.pk, ())),
        following=move_to(after, None),
        former=move_to(before, "" if stage else None),
    )
