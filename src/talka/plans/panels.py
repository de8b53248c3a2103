"""What plans hang on the pages of rooms below: the way of its indicators in an area's profile, and on a need or measure
where it is planned."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.links.models import Link
from talka.needs.causes import name_of
from talka.needs.models import Measure, Need
from talka.territories.models import Area

from .actions.documents import PLANNING
from .queries.lists import plans_in
from .trail import GOAL, PROJECT, show_goals, show_projects


def way_panel(area: Area, request: HttpRequest) -> str:
    """For everybody: each published document with the way of its indicators; drafts for those who may change them."""
    if area.kind not in PLANNING:
        return ""
    found = plans_in(area, request.person)  # type: ignore[attr-defined]
    if not found.plans and not found.may_change:
        return ""
    return render_to_string("plans/panel_area.html", {"area": area, "found": found}, request)


def planned_panel(thing: Need | Measure, request: HttpRequest) -> str:
    """Where a need or a measure stands in planning documents the reader may know of."""
    kind = name_of(thing)
    links = list(Link.objects.filter(from_kind=kind, from_id=str(thing.pk), to_kind__in=(GOAL, PROJECT)).order_by("pk"))
    if not links:
        return ""
    person = request.person  # type: ignore[attr-defined]
    goals = show_goals([one.to_id for one in links if one.to_kind == GOAL], person)
    projects = show_projects([one.to_id for one in links if one.to_kind == PROJECT], person)
    things = [*goals.values(), *projects.values()]
    return render_to_string("plans/panel_planned.html", {"things": things}, request) if things else ""
