"""What this room keeps of a person: which values they entered and which reports they handed in."""

from collections.abc import Mapping
from typing import Any

from talka.people.models import Person

from .models import IndicatorValue, Report


def export(person: Person) -> Mapping[str, Any]:
    """Erasing needs nothing of this room: its rows and their versions name nobody but by the number of the person."""
    values = IndicatorValue.objects.filter(by=person).select_related("indicator__project").order_by("pk")
    reports = Report.objects.filter(handed_in_by=person).select_related("project").defer("frozen").order_by("pk")
    told: dict[str, Any] = {
        "values": [
            {
                "project": str(row.indicator.project),
                "indicator": str(row.indicator),
                "value": str(row.value),
                "evidence": row.evidence,
                "at": row.at,
            }
            for row in values
        ],
        "reports": [{"project": str(row.project), "title": str(row.title), "at": row.handed_in_at} for row in reports],
    }
    return {name: rows for name, rows in told.items() if rows}
