"""What this room keeps of a person: which documents and figures they entered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept

from .models import Plan, PlanImport, PlanValue


def export(person: Person) -> Mapping[str, Any]:
    plans = [
        {_("Document"): str(row), _("Day"): row.created_at.date().isoformat()} for row in Plan.objects.filter(by=person)
    ]
    rows = PlanValue.objects.filter(by=person).select_related("indicator__plan").order_by("pk")
    values = [
        {
            _("Document"): str(row.indicator.plan),
            _("Indicator"): str(row.indicator),
            _("Year"): row.year,
            _("Figure"): str(row.value),
            _("Day"): row.at.date().isoformat(),
        }
        for row in rows
    ]
    told = {_("Planning documents you entered"): plans, _("Figures you entered"): values}
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Tables under way go. What was entered stays, and its number of a person leads to an emptied row."""
    PlanImport.objects.filter(by=person).delete()
    return []
