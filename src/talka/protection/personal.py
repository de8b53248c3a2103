"""What this room keeps of a person: their requests, and that their data are left alone."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, day_of

from .models import Request, Restriction


def export(person: Person) -> Mapping[str, Any]:
    requests = [
        {
            _("Request"): row.get_kind_display(),
            _("Came on"): row.came_on.isoformat(),
            _("Answer"): str(row.get_outcome_display()),
            _("Answered on"): row.answered_on.isoformat() if row.answered_on else "",
        }
        for row in Request.objects.filter(person=person)
    ]
    left = [
        {_("Since"): day_of(row.since), _("Why"): str(row.get_why_display())}
        for row in Restriction.objects.filter(person=person)
    ]
    told = {_("Requests about my data"): requests, _("My data are left alone"): left}
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """That a request came and was answered stays, whose it was goes."""
    Request.objects.filter(person=person).update(person=None)
    Restriction.objects.filter(person=person).delete()
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Whose request waits, and who needs the data for a claim."""
    waiting = Request.objects.filter(outcome=Request.Outcome.OPEN).exclude(person=None)
    return (waiting.values("person"), Restriction.objects.values("person"))


def is_frozen(person: Person) -> bool:
    return Restriction.objects.filter(person=person).exists()
