"""Municipalities are reminded: a question's deadline comes or has passed, a decision is not carried out in time."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from .. import letters_of_council as letters
from ..models import AnswerTold, CouncilDecision, CouncilQuestion, Initiative
from .answers import tell_all

BEFORE = 7
"""Days before the deadline of a question."""
MONTH = 30
"""Days after which an overdue decision is told of again."""


def remind_all(today: dt.date | None = None) -> None:
    """Running it again writes no letter twice. What waited to be told because a worker was down is told now."""
    day = today or timezone.localdate()
    for row in open_questions(day + dt.timedelta(days=BEFORE)):
        with transaction.atomic():
            letters.unanswered(row, day)
    for decision in overdue_decisions(day):
        if decision.due_on is not None:
            with transaction.atomic():
                letters.overdue(decision, (day - decision.due_on).days // MONTH)
    for told in AnswerTold.objects.filter(people=None):
        tell_all(told)


def open_questions(until: dt.date) -> list[CouncilQuestion]:
    """Those whose deadline is by that day and that wait for the council; not those whose initiative was withdrawn."""
    rows = CouncilQuestion.objects.filter(state__in=CouncilQuestion.OPEN, deadline__lte=until)
    rows = rows.exclude(initiative__state=Initiative.State.WITHDRAWN).exclude(initiative__retired_at__isnull=False)
    return list(rows.select_related("council__merged_into", "taken_up_by", "initiative").order_by("pk"))


def overdue_decisions(today: dt.date) -> list[CouncilDecision]:
    rows = CouncilDecision.objects.filter(
        annulled_on=None, done_on=None, due_on__lt=today, outcome__in=("accepted", "in_part")
    )
    related = ("question__council__merged_into", "question__taken_up_by", "responsible_person", "by")
    return list(rows.select_related(*related).order_by("pk"))
