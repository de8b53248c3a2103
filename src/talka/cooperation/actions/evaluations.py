"""Evaluations of a case: planned at least every two years, held, and reminded of in time."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import access, letters
from ..models import CooperationCase, Evaluation, Partner
from ..models.path import Audience
from ..path.register import steps
from .cases import OVER, locked
from .steps import fitting

YEARS = 2
"""At the latest so many years after the last one. Source: Municipal Cooperation, step 14."""
AHEAD = dt.timedelta(days=30)
"""So long before the day the focal points are reminded."""


def plan_evaluation(case: CooperationCase, due_on: dt.date, *, by: Person | None) -> Evaluation:
    """Set or move the day of the next evaluation. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    with deed(by):
        locked(case)
        row = Evaluation.objects.select_for_update(of=("self",)).filter(case=case, held_on=None).first()
        row = row or Evaluation(case=case)
        if row.due_on != due_on:
            row.due_on, row.reminded_on = due_on, None
            row.by = by
            row.version += 1 if row.pk else 0
            row.save()
    return row


def save_evaluation(
    evaluation: Evaluation,
    given: Mapping[str, Any],
    *,
    conclusions: str,
    audience: str,
    version: int,
    by: Person | None,
    held_on: dt.date | None = None,
) -> Evaluation:
    """Keep answers and conclusions. held_on: the day on which it was held; the next one is planned two years later.
    Raises Refusal."""
    if by is not None:
        access.check_change(by, evaluation.case)
    answers = fitting(steps()["evaluation"].review_questions, given, evaluation.case)
    if audience not in Audience.values:
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    if held_on is not None and held_on > timezone.localdate():
        raise Refusal(
            _("This day has not come yet."),
            _("Nothing was saved."),
            _("Leave the day empty until the evaluation was held; answers can be saved before."),
            status=422,
        )
    with deed(by):
        locked(evaluation.case)
        row = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
        check_shown(row, version)
        if row.held_on is not None and held_on is None:
            raise Refusal(_("This evaluation was held already."), _("Nothing was saved."), status=422)
        first = row.held_on is None and held_on is not None
        row.answers, row.conclusions, row.audience = answers, conclusions.strip()[:20_000], audience
        row.held_on, row.by = held_on, by
        row.version += 1
        row.save()
        if first and held_on is not None:
            Evaluation.objects.create(case=evaluation.case, due_on=years_later(held_on), by=by)
    return row


def years_later(day: dt.date) -> dt.date:
    """Two years after a day; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:
        return day.replace(year=day.year + YEARS, day=28)


def remind_all(today: dt.date | None = None) -> int:
    """The house's own deed, each night: one letter to the focal points of a case's partners, once for each evaluation.
    How many letters were written."""
    today = today or timezone.localdate()
    due = Evaluation.objects.filter(held_on=None, reminded_on=None, due_on__lte=today + AHEAD, case__retired_at=None)
    written = 0
    for row in due.exclude(case__state__in=OVER).select_related("case").order_by("pk"):
        people = focal_points(row.case)
        with transaction.atomic():
            for person in people:
                letters.evaluation_due(person, row)
            # Where nobody is named yet the letter waits for the first who is.
            if people:
                Evaluation.objects.filter(pk=row.pk, reminded_on=None).update(reminded_on=today)
        written += len(people)
    return written


def focal_points(case: CooperationCase) -> list[Person]:
    """Those whom the others ask, of partners that take part, and who can be written to."""
    rows = Partner.objects.filter(case=case, state=Partner.State.TAKING_PART, focal_point__isnull=False)
    return list(
        Person.objects.filter(pk__in=rows.values("focal_point"), erased_at=None, merged_into=None)
        .exclude(email="")
        .order_by("pk")
    )
