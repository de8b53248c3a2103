"""What a phone shows beyond the step itself where teams work on an idea: its sheet, evidence, whom it may call; and
what practitioners and co-games masters have to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..access import reads_sheets
from ..formats.spec import Kind
from ..models import Group, Seat, Stage, Workshop
from .contests import Contests, contests
from .guests import CallRow, PractitionerRow, calls_for, practitioners
from .outputs import brings_ideas
from .sheets import SheetRow, sheet_row, sheet_stage


@dataclass(frozen=True)
class TeamPart:
    """For somebody of a team. sheet: the one at hand, None before there are ideas; tests: evidence may be written;
    reads: all teams' sheets may be read; contests: points of all teams."""

    sheet: SheetRow | None
    tests: bool
    reads: bool
    practitioners: tuple[PractitionerRow, ...]
    contests: Contests


@dataclass(frozen=True)
class GuestPart:
    """For who belongs to no team. calls: of teams, for a practitioner; masters: gives points."""

    calls: tuple[CallRow, ...]
    masters: bool
    reads: bool
    contests: Contests


def team_part(
    group: Group, workshop: Workshop, now: Stage | None, stages: Sequence[Stage], groups: Sequence[Group]
) -> TeamPart | None:
    """What everybody of the team sees alike; None where the format has nothing of the kind. Six queries at most."""
    if not brings_ideas(stages):
        return None
    stage = sheet_stage(stages, now)
    return TeamPart(
        sheet=sheet_row(group, stage) if stage is not None else None,
        tests=now is not None and any(each.kind == Kind.TEST and each.order <= now.order for each in stages),
        reads=reads_sheets(stages, now, workshop),
        practitioners=practitioners(workshop, group),
        contests=contests(groups),
    )


def guest_part(
    seat: Seat, workshop: Workshop, now: Stage | None, stages: Sequence[Stage], groups: Sequence[Group]
) -> GuestPart | None:
    """For practitioners, co-games masters and the public. Two queries."""
    if seat.role == Seat.Role.PARTICIPANT:
        return None
    return GuestPart(
        calls=calls_for(seat) if seat.role == Seat.Role.PRACTITIONER else (),
        masters=seat.role == Seat.Role.MASTER and not workshop.closed,
        reads=reads_sheets(stages, now, workshop),
        contests=contests(groups),
    )


def may_name(group: Group | None, workshop: Workshop) -> bool:
    """Whether people of the group call it themselves: a team that no agenda names."""
    return group is not None and group.item_id is None and not workshop.closed
