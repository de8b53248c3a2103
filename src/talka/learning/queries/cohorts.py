"""A cohort as its page shows it: its way of sessions, its teams."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from talka.events.access import events_known_to
from talka.people.models import Person

from .. import access
from ..models import Cohort, Learner, Session, Staff, Team


@dataclass(frozen=True)
class CohortPage:
    """inside: the reader sees who is in the teams."""

    sessions: Sequence[Session]
    teams: Sequence[Team]
    left: Sequence[Team]
    staff: Sequence[Staff]
    inside: bool


def page_of_cohort(cohort: Cohort, person: Person | None) -> CohortPage:
    """Sessions whose event the reader may know of, teams; the people in them for those inside only. Three or four
    queries, and one for access."""
    inside = access.may_read_inside(person, cohort)
    rows = Team.objects.filter(cohort=cohort).select_related("organisation", "area")
    rows = rows.defer("area__boundary", "area__outline")
    if inside:
        people = Learner.objects.filter(left_on=None).select_related("person")
        rows = rows.prefetch_related(Prefetch("learners", people, to_attr="present"))
    teams = list(rows)
    staff = Staff.objects.filter(training=cohort.training, cohort=cohort).select_related("person__organisation")
    return CohortPage(
        sessions_of(cohort, person),
        [team for team in teams if team.left_on is None],
        [team for team in teams if team.left_on is not None],
        list(staff),
        inside,
    )


def sessions_of(cohort: Cohort, person: Person | None) -> list[Session]:
    """In the order of their days, as far as the reader may know of the events. One query."""
    rows = Session.objects.filter(cohort=cohort, event__in=events_known_to(person))
    return list(rows.select_related("event", "module").order_by("event__first_day", "event__starts_at", "pk"))
