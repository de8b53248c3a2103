"""Homework of a cohort, what was handed in, and what waits for an answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from talka.people.models import Person

from ..access import homework as access
from ..access import learner_of, may_teach
from ..models import Cohort, HandIn, HandInRemark, HandInVersion, Homework, Learner, Team

MOST_NAMED = 200
"""Of whom it is said that they have handed in nothing."""


@dataclass(frozen=True)
class Task:
    """A homework with the reader's own hand-in, if there is one. overdue: nothing handed in and the day has passed."""

    homework: Homework
    own: HandIn | None
    overdue: bool

    @property
    def open(self) -> bool:
        """Something is to be done by the reader."""
        return self.own is None or self.own.state == HandIn.State.RETURNED


def tasks_of(cohort: Cohort, learner: Learner, today: dt.date | None = None) -> list[Task]:
    """All homework of the cohort by its due day, as it stands for one of its people. Two queries."""
    today = today or timezone.localdate()
    rows = Homework.objects.filter(cohort=cohort, retired_at=None).select_related("module")
    own = HandIn.objects.filter(access.of_ones_own(learner), homework__cohort=cohort)
    found = {one.homework_id: one for one in own.order_by("pk")}
    return [Task(row, found.get(row.pk), row.pk not in found and row.due_on < today) for row in rows]


def homework_of(cohort: Cohort, person: Person | None) -> list[Homework]:
    """All homework by its due day for those who teach, with how many wait and how many are accepted. One query."""
    rows = Homework.objects.filter(cohort=cohort).select_related("module")
    rows = rows.annotate(
        handed_count=Count("hand_ins"),
        waiting_count=Count("hand_ins", filter=Q(hand_ins__state=HandIn.State.HANDED_IN)),
        accepted_count=Count("hand_ins", filter=Q(hand_ins__state=HandIn.State.ACCEPTED)),
    )
    return list(rows if may_teach(person, cohort) else rows.filter(retired_at=None))


def handed_in(homework: Homework, person: Person | None) -> QuerySet[HandIn]:
    """What was handed in of it and the person may read, the teams in their order; to be paged."""
    rows = access.hand_ins_known_to(person, homework.cohort).filter(homework=homework)
    late = HandInVersion.objects.filter(hand_in=OuterRef("pk"), number=1, late=True)
    rows = rows.annotate(late=Exists(late)).select_related("team__organisation", "learner__person")
    return rows.order_by("team__order", "team", "pk")


def own_hand_in(homework: Homework, person: Person | None) -> HandIn | None:
    """The one of the person or of their team. At most two queries."""
    learner = learner_of(person, homework.cohort)
    if learner is None:
        return None
    own = Q(learner__person=learner.person_id) if homework.each else Q(learner=None, team=learner.team_id)
    return HandIn.objects.filter(own, homework=homework).order_by("-pk").first()


@dataclass(frozen=True)
class HandInPage:
    """versions: the newest first. remarks: nothing for readers of other teams."""

    versions: Sequence[HandInVersion]
    remarks: Sequence[HandInRemark]
    own: bool
    teaches: bool

    @property
    def talks(self) -> bool:
        return self.own or self.teaches


def page_of_hand_in(row: HandIn, person: Person | None) -> HandInPage:
    """Two queries, and those of access."""
    cohort = row.homework.cohort
    own = access.is_own(learner_of(person, cohort), row)
    teaches = may_teach(person, cohort) and not own
    versions = HandInVersion.objects.filter(hand_in=row).select_related("by").order_by("-number")
    remarks = HandInRemark.objects.filter(hand_in=row).select_related("by") if own or teaches else ()
    return HandInPage(list(versions), list(remarks), own, teaches)


def waiting_of(cohorts: Sequence[Cohort]) -> QuerySet[HandIn]:
    """What waits for a word of those who teach these cohorts: handed in and not answered, or a question that nobody
    answered."""
    last = HandInRemark.objects.filter(hand_in=OuterRef("pk")).order_by("-at", "-pk")
    rows = HandIn.objects.filter(homework__cohort__in=cohorts, homework__retired_at=None)
    rows = rows.annotate(
        staff_spoke_last=Subquery(last.values("from_staff")[:1], output_field=BooleanField()),
        spoken_at=Subquery(last.values("at")[:1]),
    )
    return rows.filter(Q(state=HandIn.State.HANDED_IN) | Q(staff_spoke_last=False))


def waiting_in(cohort: Cohort) -> QuerySet[HandIn]:
    """As `waiting_of`, the longest waiting first, with all versions. To be paged."""
    newest = HandInVersion.objects.order_by("-number")
    rows = waiting_of([cohort]).prefetch_related(Prefetch("versions", newest, to_attr="newest_first"))
    return rows.select_related("homework", "team__organisation", "learner__person").order_by("last_at", "pk")


def waiting_number(cohort: Cohort) -> int:
    """How many wait. One query."""
    return waiting_in(cohort).count()


def missing_in(homework: Homework) -> list[Team] | list[Learner]:
    """The teams, or the people, that are there and have handed in nothing. One query."""
    handed = HandIn.objects.filter(homework=homework)
    if homework.each:
        going = Learner.objects.filter(team__cohort=homework.cohort, team__left_on=None, left_on=None)
        going = going.exclude(person__in=handed.exclude(learner=None).values("learner__person"))
        return list(going.select_related("person", "team__organisation")[:MOST_NAMED])
    rows = Team.objects.filter(cohort=homework.cohort, left_on=None).select_related("organisation")
    return list(rows.exclude(pk__in=handed.values("team"))[:MOST_NAMED])
