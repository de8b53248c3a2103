"""What hangs on the team's page of a project: its archive."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.programmes.models import Project

from . import access, queries


def archive_panel(project: Project, request: HttpRequest) -> str:
    """For organisers and auditors: whether there is one, and the way to it."""
    person = request.person  # type: ignore[attr-defined]
    if not access.may_take(person, project):
        return ""
    context = {"project": project, "standing": queries.standing_of(project)}
    return render_to_string("archive/panel.html", context, request)
