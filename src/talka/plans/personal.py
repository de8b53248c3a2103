"""What this room keeps of a person: which documents and figures they entered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, day_of
from talka.people.traces import naming_with_doubles, tables_naming

from .models import Plan, PlanImport, PlanValue


def export(person: Person) -> Mapping[str, Any]:
    plans = [{_("Document"): str(row), _("Day"): day_of(row.created_at)} for row in Plan.objects.filter(by=person)]
    rows = PlanValue.objects.filter(by=person).select_related("indicator__plan").order_by("pk")
    values = [
        {
            _("Document"): str(row.indicator.plan),
            _("Indicator"): str(row.indicator),
            _("Year"): row.year,
            _("Figure"): str(row.value),
            _("Day"): day_of(row.at),
        }
        for row in rows
    ]
    told = {_("Planning documents you entered"): plans, _("Figures you entered"): values}
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Tables under way that they sent, or that name them or a double of theirs, go. What was entered stays; the number
    it has leads to an emptied row."""
    named = tables_naming(PlanImport, ("rows", "faults"), naming_with_doubles(person))
    PlanImport.objects.filter(Q(by=person) | Q(pk__in=named)).delete()
    return []
