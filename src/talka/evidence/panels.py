"""What the event file hangs on the pages of an event and a project, for organisers and auditors."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.events.models import Event
from talka.programmes.models import Project

from . import access
from .queries.checklist import checklist
from .queries.matrix import matrix_of


def event_panel(event: Event, request: HttpRequest) -> str:
    """What is missing, at a glance."""
    person = request.person  # type: ignore[attr-defined]
    if not access.may_read(person, event.project):
        return ""
    context = {"event": event, "found": checklist(event), "keeps": access.may_keep(person, event.project)}
    return render_to_string("evidence/panel_event.html", context, request)


def work_panel(project: Project, request: HttpRequest) -> str:
    """In the team's workplace: how the event files of all events stand."""
    if not access.may_read(request.person, project):  # type: ignore[attr-defined]
        return ""
    context = {"project": project, "matrix": matrix_of(project)}
    return render_to_string("evidence/panel_work.html", context, request)
