"""Of moderation: what somebody reported, decided and asked to look at again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions

from ..models import ModerationStep, Report


def export(person: Person) -> Mapping[str, Any]:
    reported = [
        {
            _("Reason"): row.get_reason_display(),
            _("In your own words"): row.words,
            _("Day"): row.at,
            _("What was decided"): str(row.decision or ""),
        }
        for row in Report.objects.filter(by=person).select_related("decision")
    ]
    steps = [
        {_("What was decided"): row.get_what_display(), _("Reason"): row.reason, _("Day"): row.at}
        for row in ModerationStep.objects.filter(by=person)
    ]
    parts = {_("Words you reported"): reported, _("Decisions about reported words"): steps}
    return {heading: rows for heading, rows in parts.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """A report stays as a number, without name and remark; a decision and its reason stay, without the name; the words
    of an appeal go."""
    reports = list(Report.objects.filter(by=person).values_list("pk", flat=True))
    Report.objects.filter(pk__in=reports).update(by=None, words="")
    blank_versions(Report, reports, ["by", "words"])
    steps = ModerationStep.objects.filter(by=person)
    steps.filter(what=ModerationStep.What.APPEALED).update(reason="")
    steps.update(by=None)
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Whose report or appeal still waits for an answer."""
    appeals = ModerationStep.objects.filter(what=ModerationStep.What.APPEALED, answer=None, by__isnull=False)
    return [Report.objects.filter(decision=None, by__isnull=False).values("by"), appeals.values("by")]
