"""What initiatives hang on the pages of rooms below, and of their neighbours by the shelves these have."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.links.queries import came_of
from talka.links.registry import Shown
from talka.needs.causes import name_of
from talka.needs.models import Measure, Need
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.ui import panels as shelf
from talka.workshops.queries.outputs import Outputs

from .queries import initiatives as queries
from .queries.sources import KINDS, came_of_sheets
from .trail_of_initiatives import INITIATIVE


def area_panel(area: Area, request: HttpRequest) -> str:
    """Initiatives of the area and of the places in it, and the way to begin one there."""
    rows = queries.in_area(area)
    if not rows and area.kind == Area.Kind.STATE:
        return ""
    told = {"initiatives": rows, "area": area}
    return render_to_string("initiatives/initiatives/panel_area.html", told, request)


def programme_panel(programme: Programme, request: HttpRequest) -> str:
    rows = queries.in_programme(programme)
    return (
        render_to_string("initiatives/initiatives/panel_programme.html", {"initiatives": rows}, request) if rows else ""
    )


def me_panel(person: Person, request: HttpRequest) -> str:
    """For the person: what they write, are asked to write, and support."""
    told = queries.mine(person)
    return render_to_string("initiatives/initiatives/panel_me.html", {"mine": told}, request) if told else ""


def came_of_panel(thing: Need | Measure, request: HttpRequest) -> str:
    """The initiatives that came of a need or measure, and the way to begin one."""
    return _came_of(name_of(thing), thing.pk, request)


def community_plan_panel(plan: Any, request: HttpRequest) -> str:
    """The same of a community plan, whose room is a neighbour: only its number is asked."""
    return _came_of("community_plan", plan.pk, request)


def _came_of(kind: str, pk: int, request: HttpRequest) -> str:
    person = request.person  # type: ignore[attr-defined]
    rows = came_of(kind, pk, INITIATIVE, person)
    if not rows and person is None:
        return ""
    told = {"initiatives": rows, "kind": kind, "id": pk, "begins": person is not None}
    return render_to_string("initiatives/initiatives/panel_came_of.html", told, request)


def ideas_panel(outputs: Outputs, request: HttpRequest) -> str:
    """Of all idea sheets of a game: what came of them, and the way to begin an initiative of each."""
    person = request.person  # type: ignore[attr-defined]
    sheets = [team.sheet for team in outputs.teams if team.sheet is not None and team.sheet.id is not None]
    rows = came_of_sheets(sheets, person)
    if not any(row.initiatives for row in rows) and (person is None or not rows):
        return ""
    told = {"rows": rows, "begins": person is not None}
    return render_to_string("initiatives/initiatives/panel_ideas.html", told, request)


def trail_panel(start: Shown, request: HttpRequest) -> str:
    """On the page of one thing's way: to begin an initiative of a card, a theme and the like, which have no other page
    of their own. What came of it stands in the way itself."""
    if start.kind not in KINDS or request.person is None:  # type: ignore[attr-defined]
        return ""
    told = {"kind": start.kind, "id": start.id, "begins": True}
    return render_to_string("initiatives/initiatives/panel_came_of.html", told, request)


def hang() -> None:
    shelf.register("area", area_panel, order=80)
    shelf.register("programme", programme_panel, order=64)
    shelf.register("me", me_panel, order=42)
    shelf.register("need", came_of_panel, order=68)
    shelf.register("measure", came_of_panel, order=68)
    shelf.register("community_plan", community_plan_panel, order=50)
    shelf.register("trail", trail_panel, order=50)
    shelf.register("ideas", ideas_panel, order=50)
