"""Of assessments: what somebody answered, and whom they asked. It is told to them alone (`private`)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept

from ..assessment_letters import forget_letter_to
from ..models import AssessmentAnswer, AssessmentScore, SupervisorScore, SupervisorView


def private(person: Person) -> Mapping[str, Any]:
    scores = AssessmentScore.objects.filter(answer__person=person).select_related("item__round__cohort__training")
    answers = [
        {
            _("Training programme"): str(one.item.round.cohort.training),
            _("Cohort"): str(one.item.round.cohort),
            _("Which time"): str(one.item.round),
            _("Competence"): str(one.item),
            _("How important it is"): one.importance,
            _("How well I master it"): one.ability,
        }
        for one in scores.order_by("item__round", "item__order")
    ]
    seen = SupervisorScore.objects.filter(view__person=person).select_related("item__round__cohort__training")
    views = [
        {
            _("Training programme"): str(one.item.round.cohort.training),
            _("Which time"): str(one.item.round),
            _("Competence"): str(one.item),
            _("As your supervisor sees it"): one.ability,
        }
        for one in seen.order_by("item__round", "item__order")
    ]
    asked = [
        {_("Your supervisor's name"): row.name, _("Your supervisor's e-mail"): row.email}
        for row in SupervisorView.objects.filter(person=person).exclude(email="")
    ]
    told = {
        _("Your answers to assessments"): answers,
        _("What supervisors whom you asked said"): views,
        _("Supervisors whom you asked"): asked,
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Their answers go, and what their supervisors said of them. Figures of groups stand: a change in them would tell
    what the person had answered. Where they were asked as a supervisor, their name and address go."""
    AssessmentAnswer.objects.filter(person=person).delete()
    views = SupervisorView.objects.filter(person=person)
    if person.email:
        asked = SupervisorView.objects.filter(email=person.email.lower())
        for view in asked:
            forget_letter_to(view)
        asked.update(name="", email="")
    for view in views:
        forget_letter_to(view)
    views.delete()
    return []
