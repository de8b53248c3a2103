"""Where group work stands: its stages, and the columns that cards are written into."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..formats.spec import Kind, Lane, say
from ..models import Group, Stage, Workshop


@dataclass(frozen=True)
class StepRow:
    """One step, in the shape of <c-steps>. step: the stage's key, "" for gathering."""

    step: str
    label: str
    state: str
    part: str = ""
    href: str = ""


@dataclass(frozen=True)
class LaneRow:
    """A column: its key, the stage where it is asked for, and its words in the reader's language."""

    key: str
    kind: str
    words: str
    symbol: str
    stage: str
    order: int


def stages_of(workshop: Workshop) -> list[Stage]:
    """All stages in order. One query."""
    return list(workshop.stages.order_by("order"))


def steps_of(workshop: Workshop, stages: Sequence[Stage], now: Stage | None) -> list[StepRow]:
    """Gathering, the stages, and the end, with what is done, current and to come."""
    place = now.order if now is not None else 0
    rows = [StepRow("", _("Gathering"), "current" if now is None and not workshop.closed else "done")]
    for stage in stages:
        state = "done" if workshop.closed or stage.order < place else "current" if stage.order == place else "todo"
        rows.append(StepRow(stage.key, str(stage), state, stage.part))
    rows.append(StepRow("closed", _("Closed"), "current" if workshop.closed else "todo"))
    return rows


def around(stages: Sequence[Stage], now: Stage | None) -> tuple[Stage | None, Stage | None]:
    """The stage before and the one after; None where there is none (before the first comes gathering)."""
    place = next((number for number, stage in enumerate(stages) if now is not None and stage.pk == now.pk), -1)
    before = stages[place - 1] if place > 0 else None
    after = stages[place + 1] if place + 1 < len(stages) else None
    return before, after


def lanes_of(stages: Sequence[Stage]) -> list[LaneRow]:
    """Every column of the stages that collect words of the groups themselves; reactions to reports are apart."""
    return all_lanes([stage for stage in stages if stage.kind != Kind.REPORT])


def all_lanes(stages: Sequence[Stage]) -> list[LaneRow]:
    """Every column of the stages, those of reactions to reports too."""
    return [lane for stage in stages for lane in lanes_in(stage)]


def lanes_in(stage: Stage) -> list[LaneRow]:
    return [
        LaneRow(lane.key, lane.kind, words_of(lane), lane.symbol, stage.key, stage.order) for lane in stage.spec.lanes
    ]


def words_of(lane: Lane) -> str:
    return str(say(lane.words))


def lanes_shown(stages: Sequence[Stage], now: Stage | None, filled: Collection[str]) -> list[LaneRow]:
    """The columns of a board: those asked for up to now, and those that hold cards already.

    Where the current stage works on some stages only, those and its own come alone.
    """
    lanes = lanes_of(stages)
    if now is not None and now.spec.of:
        chosen = {*now.spec.of, now.key}
        return [lane for lane in lanes if lane.stage in chosen]
    reached = now.order if now is not None else 0
    return [lane for lane in lanes if lane.order <= reached or lane.key in filled]


def lanes_now(group: Group | None, now: Stage | None, stages: Sequence[Stage]) -> tuple[Stage | None, list[LaneRow]]:
    """Where a card goes that is written now: the current stage's columns; else those of the last stage that collects
    words, or of the first one while people gather."""
    if now is not None and now.spec.writes:
        return now, lanes_in(now)
    asked = [stage for stage in stages if stage.spec.writes and stage.kind != Kind.REPORT]
    reached = [stage for stage in asked if now is not None and stage.order <= now.order]
    stage = reached[-1] if reached else (asked[0] if asked else None)
    return stage, [lane for lane in lanes_of(stages) if stage is not None and lane.stage == stage.key]
