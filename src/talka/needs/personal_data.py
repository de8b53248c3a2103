"""What this room keeps of a person: what they said to the wording of needs, and measures they would hold."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept

from .models import CatalogueMeasure, Measure, NeedResponse


def export(person: Person) -> Mapping[str, Any]:
    """Answers about wordings, and measures the person is named as expert of."""
    answers = [
        {
            _("Need"): row.wording,
            _("Answer"): _("This is what I meant") if row.confirms else row.words,
            _("Day"): row.at.date().isoformat(),
        }
        for row in NeedResponse.objects.filter(person=person)
    ]
    held = [{_("Measure"): row.words} for row in Measure.objects.filter(expert=person)]
    told = {_("What you said to the wording of needs"): answers, _("Measures you would hold"): held}
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Answers go; a measure stays without its expert. Versions hold ids only, and the row behind the id is emptied."""
    NeedResponse.objects.filter(person=person).delete()
    Measure.objects.filter(expert=person).update(expert=None)
    CatalogueMeasure.objects.filter(kept_by=person).update(kept_by=None)
    return []
