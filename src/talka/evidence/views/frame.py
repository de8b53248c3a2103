"""What every page of the event file has in common."""

from typing import Any

from django.http import HttpRequest

from talka.events.models import Event
from talka.programmes.models import Project
from talka.programmes.publicity import publicity_of

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
