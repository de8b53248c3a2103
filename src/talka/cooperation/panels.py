"""What cooperation hangs on the pages of rooms below: the cases of an area, and what came of a need or a measure."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.links.queries import came_of
from talka.needs.causes import name_of
from talka.needs.models import Measure, Need
from talka.territories.models import Area

from .access import may_begin
from .queries.lists import cases_in
from .queries.projects.lists import projects_in
from .trail import CASE, PROJECT


def area_panel(area: Area, request: HttpRequest) -> str:
    """The cases in which the area's local government takes part."""
    cases = cases_in(area, request.person)  # type: ignore[attr-defined]
    return render_to_string("cooperation/panel_area.html", {"area": area, "cases": cases}, request) if cases else ""


def came_of_panel(thing: Need | Measure, request: HttpRequest) -> str:
    """The cases that came of a need or measure, and the way to begin one for those who may."""
    kind = name_of(thing)
    person = request.person  # type: ignore[attr-defined]
    cases = came_of(kind, thing.pk, CASE, person)
    begins = may_begin(person)
    if not cases and not begins:
        return ""
    context = {"cases": cases, "kind": kind, "thing": thing, "begins": begins}
    return render_to_string("cooperation/panel_came_of.html", context, request)


def area_projects_panel(area: Area, request: HttpRequest) -> str:
    """The joint projects in which somebody of the area takes part."""
    projects = projects_in(area, request.person)  # type: ignore[attr-defined]
    if not projects:
        return ""
    return render_to_string("cooperation/panel_area_projects.html", {"area": area, "projects": projects}, request)


def joint_project_panel(thing: Need | Measure, request: HttpRequest) -> str:
    """The joint projects that came of a need or measure, and the way to begin one for those who may."""
    kind = name_of(thing)
    person = request.person  # type: ignore[attr-defined]
    projects = came_of(kind, thing.pk, PROJECT, person)
    begins = may_begin(person)
    if not projects and not begins:
        return ""
    context = {"projects": projects, "kind": kind, "thing": thing, "begins": begins}
    return render_to_string("cooperation/panel_joint_projects.html", context, request)


def of_initiative_panel(initiative: Any, request: HttpRequest) -> str:
    """The same of a published initiative, whose room is a neighbour: only its number and state are asked."""
    person = request.person  # type: ignore[attr-defined]
    projects = came_of("initiative", initiative.pk, PROJECT, person)
    begins = initiative.published_at is not None and may_begin(person)
    if not projects and not begins:
        return ""
    context = {"projects": projects, "kind": "initiative", "thing": initiative, "begins": begins}
    return render_to_string("cooperation/panel_joint_projects.html", context, request)
