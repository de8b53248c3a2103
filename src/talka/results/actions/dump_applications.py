"""Applications to a training programme, as `load_applications` reads them."""

from collections.abc import Mapping
from typing import Any

from talka.learning.models import Application, Criterion, Scorer, SelectionMeeting, Training

from ..record_files import plain_words
from .dump_cooperation_costs import digits
from .load_applications import APPLICATION, DECISION, MEETING, MEMBER, MOMENTS, SCORE
from .naming import Keys, present


def applications_of(training: Training, keys: Keys) -> dict[str, Any]:
    """Drafts are their applicants' own and are not written, nor is what an erased person had applied for."""
    criteria = list(Criterion.objects.filter(training=training).order_by("order", "pk"))
    numbers = {row.pk: number for number, row in enumerate(criteria, start=1)}
    inside = {"cohort__training": training, "cohort__retired_at": None}
    scorers = Scorer.objects.filter(**inside, person__erased_at=None).select_related("cohort", "person")
    meetings = SelectionMeeting.objects.filter(**inside).select_related("cohort", "event")
    rows = Application.objects.filter(**inside, person__erased_at=None).exclude(sent_at=None)
    rows = rows.select_related("cohort", "person", "organisation", "area", "team__organisation")
    return {
        "criterion": [_criterion(row) for row in criteria],
        "scorer": [
            {"cohort": row.cohort.number, "person": keys.person(row.person), "left_at": row.left_at}
            for row in scorers.order_by("cohort__number", "pk")
        ],
        "meeting": [
            {"cohort": row.cohort.number, "event": row.event.slug if row.event else ""}
            | {name: getattr(row, name) for name in MEETING}
            for row in meetings.order_by("cohort__number", "held_on", "pk")
        ],
        "application": [_application(row, keys, numbers) for row in rows.order_by("cohort__number", "number")],
    }


def _criterion(row: Criterion) -> dict[str, Any]:
    return {
        "title": plain_words(row.title),
        "asked": plain_words(row.asked),
        "most_points": row.most_points,
        "weight": digits(row.weight),
        "since": row.created_at,
        "retired_at": row.retired_at,
    }


def _application(row: Application, keys: Keys, criteria: Mapping[int, int]) -> dict[str, Any]:
    scores = row.scores.filter(scorer__person__erased_at=None).select_related("scorer__person")
    return {
        "cohort": row.cohort.number,
        "number": row.number,
        "person": keys.person(row.person),
        "organisation": keys.organisation(row.organisation),
        "area": row.area.key if row.area else "",
        **{name: getattr(row, name) for name in APPLICATION},
        "sent_at": row.sent_at,
        **{name: getattr(row, name) for name in MOMENTS},
        "team": keys.organisation(row.team.organisation) if row.team else "",
        "member": [{name: getattr(one, name) for name in MEMBER} for one in row.members.all()],
        "answer": [
            {"criterion": criteria[one.criterion_id], "words": one.words}
            for one in row.answers.order_by("criterion__order", "pk")
            if one.words
        ],
        "score": [
            {"scorer": keys.person(one.scorer.person), "criterion": criteria[one.criterion_id]}
            | {name: getattr(one, name) for name in SCORE}
            for one in scores.order_by("scorer", "criterion__order", "pk")
        ],
        "decision": [
            {name: getattr(one, name) for name in DECISION}
            | {
                "meeting": one.meeting.held_on if one.meeting else "",
                "by": keys.person(present(one.by)),
                "decided_at": one.decided_at,
                "told_at": one.told_at,
            }
            for one in row.decisions.select_related("meeting", "by")
        ],
    }
