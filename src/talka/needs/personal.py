"""What this room keeps of a person: what they said to the wording of needs, and measures they would hold."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.decisions.actions import forget, without
from talka.people.models import Person
from talka.people.personal_data import Kept, day_of

from .models import CatalogueMeasure, FollowUp, Measure, NeedResponse
from .queries.brief import reference


def export(person: Person) -> Mapping[str, Any]:
    """Answers about wordings, and measures the person is named as expert of."""
    answers = [
        {
            _("Need"): row.wording,
            _("Answer"): _("This is what I meant") if row.confirms else row.words,
            _("Day"): day_of(row.at),
        }
        for row in NeedResponse.objects.filter(person=person)
    ]
    held = [{_("Measure"): row.words} for row in Measure.objects.filter(expert=person)]
    told = {_("What you said to the wording of needs"): answers, _("Measures you would hold"): held}
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Answers go; a measure stays without its expert, also in what was computed with them. Versions hold ids only, and
    the row behind the id is emptied."""
    NeedResponse.objects.filter(person=person).delete()
    Measure.objects.filter(expert=person).update(expert=None)
    CatalogueMeasure.objects.filter(created_by=person).update(created_by=None)
    for pk in (person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)):
        _forget(reference("person", pk))
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Experts of measures and those who answered about wordings: `actions.retention` lets them go in time."""
    return (
        Measure.objects.exclude(expert=None).values("expert"),
        NeedResponse.objects.values("person"),
    )


def _forget(name: str) -> None:
    """An expert, in the runs of follow-up programmes and in the reasons that are kept with them."""
    if not forget(name):
        return
    for row in FollowUp.objects.select_for_update(of=("self",)).exclude(told={}):
        told = without(row.told, name)
        if told != row.told:
            row.told = told
            row.save(update_fields=["told"])
