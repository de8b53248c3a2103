"""How a seat stands at the moment of its deed: one question to the database, and the seat is held until the end.

Phones ask it hundreds of times a second, so it is asked in SQL, and the words of a step are read once per process.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from talka.live.statements import prepared
from talka.ui.refusals import Refusal

from ..access import closed_days, is_open
from ..formats.reading import read_stage
from ..formats.spec import StageSpec
from ..models import Seat, Workshop

MOST_CARDS = 100
"""Of one person in one stage, where it says nothing of its own."""

STANDING = """
SELECT seat.workshop_id, seat.group_id, seat.people, seat.role, workshop.closed_at, workshop.rehearsal,
    event.state, event.first_day, event.last_day, event.time_zone,
    present.id, present.order,
    asked.id, asked.order, asked.opened_at, asked.table::text, told.id
FROM workshops_seat seat
JOIN workshops_workshop workshop ON workshop.id = seat.workshop_id
JOIN events_event event ON event.id = workshop.event_id
LEFT JOIN workshops_group own ON own.id = seat.group_id
LEFT JOIN workshops_stage present ON present.id = COALESCE(own.stage_id, workshop.stage_id)
LEFT JOIN workshops_stage asked ON asked.workshop_id = workshop.id AND asked.key = %s
LEFT JOIN workshops_group told ON told.workshop_id = workshop.id AND told.number = %s
WHERE seat.id = %s
FOR NO KEY UPDATE OF seat
"""


@dataclass(frozen=True)
class Asked:
    """The stage that a deed is about. opened: it has been the present one at some time; written: its table, as text."""

    id: int
    order: int
    opened: bool
    spec: StageSpec
    written: str = field(repr=False)


@dataclass(frozen=True)
class Standing:
    """seat, workshop, group, told: row ids; group is None before somebody is placed, told is the group whose report the
    deed is about. people: how many the seat stands for. now, now_order: of the present stage, None while gathering."""

    seat: int
    workshop: int
    group: int | None
    people: int
    role: str
    closed: bool
    now: int | None
    now_order: int | None
    asked: Asked | None
    told: int | None

    @property
    def stream(self) -> str:
        return Workshop.stream_of(self.workshop)


def standing(seat: Seat, stage: str, about: int | None = None) -> Standing:
    """The seat as it stands, held until the transaction ends. stage: key of the one the deed is about; about: number of
    a group. Raises Refusal(410) outside the days of the event, Refusal(401) for a seat that is gone."""
    with prepared() as cursor:
        cursor.execute(STANDING, [stage, about, seat.pk])
        row = cursor.fetchone()
    if row is None:
        raise Refusal(_("This phone has no place in the group work any more."), status=401)
    workshop, group, people, role, closed_at, rehearsal, state, first, last, zone, now, now_order, *asked, told = row
    if not rehearsal and not is_open(state, first, last, zone):
        raise closed_days()
    stage_asked = _asked(*asked)
    if stage_asked is not None:
        remember(workshop, stage, stage_asked)
    return Standing(
        seat=seat.pk,
        workshop=workshop,
        group=group,
        people=people,
        role=role,
        closed=closed_at is not None,
        now=now,
        now_order=now_order,
        asked=stage_asked,
        told=told,
    )


def _asked(pk: int | None, order: int | None, opened_at: dt.datetime | None, table: str | None) -> Asked | None:
    if pk is None or order is None or table is None:
        return None
    return Asked(pk, order, opened_at is not None, _spec(table), table)


MOST_REMEMBERED = 500
_remembered: dict[tuple[int, str], Asked] = {}


def remember(workshop: int, key: str, asked: Asked) -> None:
    """What was last read of a stage. Whoever uses it lets the database compare it with what stands there."""
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[workshop, key] = asked


def remembered(workshop: int, key: str) -> Asked | None:
    return _remembered.get((workshop, key))


@lru_cache(maxsize=256)
def _spec(table: str) -> StageSpec:
    return read_stage(json.loads(table))
