"""What those who go through a cohort attended, from the attendance of its sessions' events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count

from talka.events.actions.certificates import hours_for
from talka.events.models import Attendance

from ..models import Cohort, Learner, Session


@dataclass(frozen=True)
class Attended:
    """hours: of teaching, as the events' certificates count them. modules: row ids of those of which at least one
    session was attended for at least a day. sessions: row ids of sessions attended for at least a day."""

    hours: Decimal = Decimal(0)
    modules: frozenset[int] = field(default_factory=frozenset)
    sessions: frozenset[int] = field(default_factory=frozenset)


def attended(cohort: Cohort) -> Mapping[int, Attended]:
    """By learner (row id), those who have left too; who attended nothing has a row of nothing. Hours of an event whose
    hours of teaching nobody has entered are none. Three queries."""
    learners = dict(Learner.objects.filter(team__cohort=cohort).values_list("pk", "person"))
    sessions = {row.event_id: row for row in Session.objects.filter(cohort=cohort).select_related("event")}
    rows = Attendance.objects.filter(registration__event__in=sessions, registration__person__in=learners.values())
    came: dict[int, list[tuple[Session, int]]] = {}
    for person, event, days in rows.values_list("registration__person", "registration__event").annotate(
        days=Count("pk")
    ):
        came.setdefault(person, []).append((sessions[event], days))
    return {learner: _of(came.get(person, [])) for learner, person in learners.items()}


def _of(came: list[tuple[Session, int]]) -> Attended:
    return Attended(
        sum((hours_for(row.event, days) or Decimal(0) for row, days in came), Decimal(0)),
        frozenset(row.module_id for row, _days in came if row.module_id is not None),
        frozenset(row.pk for row, _days in came),
    )
