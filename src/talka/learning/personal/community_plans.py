"""Of community plans: what somebody said about them, and which they began or kept."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, day_of

from ..models import CommunityPlan, CommunityPlanVersion, PlanComment


def export(person: Person) -> Mapping[str, Any]:
    said = [
        {_("Community plan"): str(row.plan), _("Day"): day_of(row.at), _("Text"): row.text}
        for row in PlanComment.objects.filter(by=person).select_related("plan").order_by("at", "pk")
    ]
    begun = [
        {_("Community plan"): str(row), _("Day"): day_of(row.created_at)}
        for row in CommunityPlan.objects.filter(by=person).order_by("created_at", "pk")
    ]
    kept = [
        {
            _("Community plan"): str(row.plan),
            _("Day"): day_of(row.at),
            _("Why you keep it"): row.note,
        }
        for row in CommunityPlanVersion.objects.filter(by=person).select_related("plan").order_by("at", "pk")
    ]
    told = {
        _("What you said about community plans"): said,
        _("Community plans you began"): begun,
        _("Versions of community plans you kept"): kept,
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Their words in threads are emptied; the plans are the communities', and stay."""
    PlanComment.objects.filter(by=person, emptied=False).update(text="", emptied=True)
    return []
