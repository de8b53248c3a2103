"""Letters that the house writes about homework by itself, each morning. Running again writes nothing twice."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from talka.people.models import Person

from .. import homework_letters as letters
from ..models import Cohort, HandIn, Homework, Learner, Staff

AHEAD = dt.timedelta(days=3)
"""So long before the due day those are reminded who have not handed in."""


def tend(today: dt.date | None = None) -> int:
    """All of them; how many letters were written."""
    today = today or timezone.localdate()
    return remind_due(today) + tell_staff(today)


def remind_due(today: dt.date) -> int:
    """Homework that is due within days: one letter to each who has handed in nothing that may still be accepted. A due
    day that is moved is told anew."""
    rows = Homework.objects.filter(due_on__gte=today, due_on__lte=today + AHEAD, retired_at=None)
    rows = rows.filter(Q(reminded_for=None) | ~Q(reminded_for=F("due_on")))
    rows = rows.filter(cohort__retired_at=None, cohort__training__retired_at=None)
    written = 0
    for row in rows.exclude(cohort__state=Cohort.State.ENDED).select_related("cohort__training").order_by("pk"):
        with transaction.atomic():
            for person in _still_to_hand_in(row):
                letters.due(person, row)
                written += 1
            Homework.objects.filter(pk=row.pk, due_on=row.due_on).update(reminded_for=row.due_on)
    return written


def _still_to_hand_in(row: Homework) -> list[Person]:
    going = Learner.objects.filter(team__cohort=row.cohort, team__left_on=None, left_on=None)
    done = HandIn.objects.filter(homework=row).exclude(state=HandIn.State.RETURNED)
    if row.each:
        going = going.exclude(person__in=done.exclude(learner=None).values("learner__person"))
    else:
        going = going.exclude(team__in=done.values("team"))
    return letters.reachable(Person.objects.filter(pk__in=going.values("person")))


def tell_staff(today: dt.date) -> int:
    """What was handed in or asked since the last letter: one letter a day to each trainer and coach of the cohort;
    where it has none, to its coordinators. Where there is nobody yet it waits."""
    rows = HandIn.objects.filter(told=False, homework__cohort__retired_at=None, homework__retired_at=None)
    rows = rows.filter(homework__cohort__training__retired_at=None)
    by_cohort: dict[Cohort, list[HandIn]] = {}
    related = rows.select_related("homework__cohort__training", "team__organisation")
    for row in related.order_by("homework__cohort", "last_at", "pk"):
        by_cohort.setdefault(row.homework.cohort, []).append(row)
    written = 0
    for cohort, found in by_cohort.items():
        people = _who_answers(cohort)
        if not people:
            continue
        with transaction.atomic():
            for person in people:
                letters.waiting(person, cohort, found, today.isoformat())
            for row in found:
                HandIn.objects.filter(pk=row.pk, last_at=row.last_at).update(told=True)
        written += len(people)
    return written


def _who_answers(cohort: Cohort) -> list[Person]:
    staff = Staff.objects.filter(Q(cohort=None) | Q(cohort=cohort), training=cohort.training_id)
    coordinators = staff.filter(role=Staff.Role.COORDINATOR)
    teach = letters.reachable(Person.objects.filter(pk__in=staff.exclude(pk__in=coordinators).values("person")))
    return teach or letters.reachable(Person.objects.filter(pk__in=coordinators.values("person")))
