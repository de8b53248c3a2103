"""What this room keeps of a person: comparisons under names of their own, and tables of figures they sent."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, day_of

from .models import Comparison, FigureImport, Release


def export(person: Person) -> Mapping[str, Any]:
    """Comparisons with the areas and indicators they are of, and what was sent or entered."""
    compared = [
        {
            _("Comparison"): row.title,
            _("Areas"): ", ".join(area.name for area in row.areas.all()),
            _("Indicators"): ", ".join(str(indicator.title) for indicator in row.indicators.all()),
            _("Day"): day_of(row.created_at),
        }
        for row in Comparison.objects.filter(by=person).defer("kept").prefetch_related("areas", "indicators")
    ]
    sent = [
        {_("File"): row.file_name, _("Day"): day_of(row.created_at)} for row in FigureImport.objects.filter(by=person)
    ]
    entered = [{_("Table"): row.title, _("Day"): day_of(row.at)} for row in Release.objects.filter(by=person)]
    told = {
        _("Comparisons that you keep"): compared,
        _("Tables of figures that you sent"): sent,
        _("Tables of figures that you entered"): entered,
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Comparisons go, shared ones too: their names are the person's own words; and tables on their way in. Figures that
    were entered stay."""
    FigureImport.objects.filter(by=person).delete()
    Comparison.objects.filter(by=person).delete()
    return []
