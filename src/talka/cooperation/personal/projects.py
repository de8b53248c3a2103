"""What joint projects keep of a person: who began one, who answers for it, tables on their way in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, day_of
from talka.people.traces import naming_with_doubles, tables_naming

from ..models import JointProject, ProjectImport


def export(person: Person) -> Mapping[str, Any]:
    projects = JointProject.objects.filter(Q(by=person) | Q(responsible=person)).order_by("pk")
    told = [{_("Joint project"): str(row), _("Day"): day_of(row.created_at)} for row in projects]
    return {_("Joint projects you began or answer for"): told} if told else {}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """A project has nobody who answers for it until another is named; tables under way that the person sent, or that
    name them, go; numbers lead to an emptied row."""
    for project in JointProject.objects.filter(responsible=person):
        project.responsible = None
        project.save(update_fields=["responsible"])
    named = tables_naming(ProjectImport, ("rows", "faults"), naming_with_doubles(person))
    ProjectImport.objects.filter(Q(by=person) | Q(pk__in=named)).delete()
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Those who answer for a project."""
    return (JointProject.objects.filter(retired_at=None).exclude(responsible=None).values("responsible"),)
