"""What every page of the event file has in common."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from talka.events.models import Event
from talka.programmes.models import Project
from talka.programmes.publicity import publicity_of
from talka.ui.refusals import Refusal

from .. import access


def about_event(request: HttpRequest, event: Event, **more: Any) -> dict[str, Any]:
    return about_project(request, event.project, event=event, **more)


def about_project(request: HttpRequest, project: Project, **more: Any) -> dict[str, Any]:
    return {
        "project": project,
        "keeps": access.may_keep(request.person, project),
        "publicity": publicity_of(project),
        "illustrative": project.programme.illustrative,
        **more,
    }


def tried(form: Form, deed: Callable[[], object], field: str | None = None) -> int:
    """Do it, if the form is right: 0 where it is done, else the status; a refusal becomes an error of the form."""
    if not form.is_valid():
        return 422
    try:
        deed()
    except Refusal as refusal:
        form.add_error(field, refusal.text())
        return refusal.status
    return 0
