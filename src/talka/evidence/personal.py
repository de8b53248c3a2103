"""What event files keep of a person: what they brought and said, packages they asked for, papers that name them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept

from .actions.keeping import forget_person
from .models import EvidenceFile, Package, Publication, Statement


def export(person: Person) -> Mapping[str, Any]:
    brought = EvidenceFile.objects.filter(uploaded_by=person).select_related("event").order_by("pk")
    taken = EvidenceFile.objects.filter(taken_back_by=person).select_related("event").order_by("pk")
    entered = Publication.objects.filter(by=person).select_related("event").order_by("pk")
    said = Statement.objects.filter(by=person).select_related("event").order_by("pk")
    asked = Package.objects.filter(asked_by=person).select_related("event", "project").order_by("pk")
    told: dict[str, Any] = {
        _("Files brought as evidence"): [
            {_("Event"): str(row.event.title), _("File"): row.file_name, _("When"): row.uploaded_at} for row in brought
        ],
        _("Files taken back"): [
            {_("Event"): str(row.event.title), _("File"): row.file_name, _("Reason"): row.taken_back_reason}
            for row in taken
        ],
        _("Publications entered"): [
            {_("Event"): str(row.event.title), _("Title"): row.title, _("When"): row.entered_at} for row in entered
        ],
        _("What you said does not apply"): [
            {_("Event"): str(row.event.title), _("Reason"): row.reason, _("When"): row.said_at} for row in said
        ],
        _("Event files asked for"): [
            {_("Event or project"): str(row.event.title if row.event else row.project.title), _("When"): row.asked_at}
            for row in asked
        ],
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Rows name the person by number only, and the row behind it is emptied. Packages and signed lists that may hold
    their name go, unless the funder has them kept."""
    return [
        Kept(
            _("Event files of “%(project)s” that were made before") % {"project": project.title},
            _("The funder has them kept until this day; their digests prove that they are unchanged."),
            until,
            name_too=False,
        )
        for project, until in forget_person(person, today)
    ]
