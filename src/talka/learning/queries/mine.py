"""Where somebody takes part or teaches, for their own page: what is due, and what waits for them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from talka.people.models import Person

from ..access.homework import of_ones_own
from ..models import Cohort, HandIn, Homework, Learner, Staff
from .homework import waiting_of


@dataclass(frozen=True)
class Mine:
    """cohort, and how much homework is due (of who takes part) or waits for an answer (of who teaches)."""

    cohort: Cohort
    number: int


def taking_part(person: Person) -> list[Mine]:
    """Cohorts that have not ended in which somebody is in a team. Three queries."""
    rows = Learner.objects.filter(person=person, left_on=None, team__left_on=None, team__cohort__in=_going())
    places = list(rows.select_related("team__cohort__training"))
    asked = Homework.objects.filter(cohort__in=[row.team.cohort_id for row in places], retired_at=None)
    done = HandIn.objects.filter(of_ones_own(*places), homework__in=asked).exclude(state=HandIn.State.RETURNED)
    finished = set(done.values_list("homework", flat=True))
    due = Counter(cohort for pk, cohort in asked.values_list("pk", "cohort") if pk not in finished)
    return [Mine(row.team.cohort, due[row.team.cohort_id]) for row in places]


def teaching(person: Person) -> list[Mine]:
    """Cohorts that have not ended for which somebody works. Two queries."""
    staff = list(Staff.objects.filter(person=person).values_list("training", "cohort"))
    whole = {training for training, cohort in staff if cohort is None}
    single = {cohort for _training, cohort in staff if cohort is not None}
    rows = Cohort.objects.filter(Q(training__in=whole) | Q(pk__in=single), pk__in=_going().values("pk"))
    cohorts = list(rows.select_related("training")[:40])
    number = Counter(waiting_of(cohorts).order_by().values_list("homework__cohort", flat=True))
    return [Mine(row, number[row.pk]) for row in cohorts]


def _going() -> QuerySet[Cohort]:
    rows = Cohort.objects.filter(retired_at=None, training__retired_at=None)
    return rows.exclude(state=Cohort.State.ENDED)
