"""What archives tell of a person, and that nobody who is erased stays in one kept here: it is made anew at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.events.models import AgendaItem, Certificate, Event, Presentation, Registration, Speaker
from talka.learning.queries.certificates import projects_naming
from talka.needs.models import Measure
from talka.people.models import Person
from talka.people.personal_data import Kept
from talka.people.traces import naming_with_doubles

from . import actions
from .models import Archive


def export(person: Person) -> Mapping[str, Any]:
    """Archives the person asked for. What stands in one is public, and told by the rooms it comes from."""
    asked = Archive.objects.filter(asked_by=person).select_related("project").order_by("pk")
    rows = [{_("Project"): str(row.project.title), _("When"): row.asked_at} for row in asked]
    return {_("Archives asked for"): rows} if rows else {}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Archives are copies: nothing of them is kept for a funder, so nothing keeps them."""
    naming = naming_with_doubles(person)
    actions.forget_archives(_projects_of(person), naming.words)
    return []


def _projects_of(person: Person) -> set[int]:
    """The projects in whose archives the person may stand, also where no word shows it: sealed, in a PDF."""
    events = Event.objects.filter(
        pk__in=[
            *Registration.objects.filter(person=person).values_list("event", flat=True),
            *Certificate.objects.filter(registration__person=person).values_list("event", flat=True),
            *Speaker.objects.filter(person=person).values_list("item__event", flat=True),
            *AgendaItem.objects.filter(facilitators=person).values_list("event", flat=True),
            *Presentation.objects.filter(uploaded_by=person).values_list("item__event", flat=True),
            *Measure.objects.filter(expert=person).exclude(event=None).values_list("event", flat=True),
        ]
    )
    return set(events.values_list("project", flat=True)) | projects_naming(person)
