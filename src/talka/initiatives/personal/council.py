"""Of questions to councils: what somebody asked, answered, is responsible for, noted as done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions, versions_of

from ..models import CouncilDecision, CouncilFigures, CouncilQuestion, DecisionEntry


def export(person: Person) -> Mapping[str, Any]:
    questions = [
        {
            _("Title"): row.title,
            _("Text"): row.text,
            _("Asked on"): row.asked_on,
            _("How far it is"): row.get_state_display(),
            _("You asked it"): _("yes") if row.by_id == person.pk else _("no"),
            _("You took it up"): _("yes") if row.taken_up_by_id == person.pk else _("no"),
        }
        for row in CouncilQuestion.objects.filter(Q(by=person) | Q(taken_up_by=person)).order_by("pk")
    ]
    decisions = [
        {
            _("Number"): row.number,
            _("Day of the decision"): row.decided_on,
            _("What was decided"): row.text,
            _("You are responsible"): _("yes") if row.responsible_person_id == person.pk else _("no"),
            _("You wrote it down"): _("yes") if row.by_id == person.pk else _("no"),
        }
        for row in CouncilDecision.objects.filter(Q(by=person) | Q(responsible_person=person)).order_by("pk")
    ]
    entries = [
        {_("Day"): row.on, _("What was done"): row.words, _("Number"): row.decision.number}
        for row in DecisionEntry.objects.filter(by=person).select_related("decision").order_by("pk")
    ]
    told: dict[str, Any] = {
        _("Questions to councils that you asked or took up"): questions,
        _("Council decisions that you wrote down or are responsible for"): decisions,
        _("What you noted as done of council decisions"): entries,
    }
    shows = CouncilFigures.objects.filter(by=person).select_related("council")
    told[_("Local governments whose figures you showed or hid")] = [str(row.council) for row in shows]
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """A question, a decision and what was done of it stay as the municipality's record; who the person was goes from
    each of them and from their versions."""
    for model, columns in (
        (CouncilQuestion, ("by", "taken_up_by")),
        (CouncilDecision, ("by", "responsible_person")),
        (CouncilFigures, ("by",)),
    ):
        for column in columns:
            ids = list(model._base_manager.filter(**{column: person}).values_list("pk", flat=True))
            model._base_manager.filter(pk__in=ids).update(**{column: None})
            for versions in versions_of(model):
                versions._base_manager.filter(**{column: person}).update(**{column: None})
            blank_versions(model, ids, [column])
    DecisionEntry.objects.filter(by=person).update(by=None)
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Who waits for a council's answer, and who is responsible for what is not carried out."""
    waiting = CouncilQuestion.objects.filter(state__in=CouncilQuestion.OPEN).exclude(by=None)
    undone = CouncilDecision.objects.filter(
        annulled_on=None, done_on=None, outcome__in=(CouncilDecision.Outcome.ACCEPTED, CouncilDecision.Outcome.IN_PART)
    )
    return (waiting.values("by"), undone.exclude(responsible_person=None).values("responsible_person"))
