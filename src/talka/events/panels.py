"""What events hang on the pages of rooms below: a project's events and money, a person's own registrations."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.people.access import may_keep_people
from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import Project

from .queries import belonging

MOST = 30


def project_panel(project: Project, request: HttpRequest) -> str:
    """For everybody: the project's events as far as the reader may know of them."""
    rows, more = belonging.events_of_project(project, request.person, MOST)  # type: ignore[attr-defined]
    if not rows:
        return ""
    return render_to_string("events/panel_project.html", {"rows": rows, "more": more, "project": project}, request)


def work_panel(project: Project, request: HttpRequest) -> str:
    """For the team: the same with the way to work on each."""
    person = request.person  # type: ignore[attr-defined]
    rows, more = belonging.events_of_project(project, person, MOST)
    context = {"rows": rows, "more": more, "project": project, "organise": programmes.may_organise(person, project)}
    return render_to_string("events/panel_work.html", context, request)


def budget_panel(project: Project, request: HttpRequest) -> str:
    """For those who may see costs: what the events plan and have spent, by budget line."""
    if not belonging.may_see_money(request.person, project):  # type: ignore[attr-defined]
        return ""
    rows = belonging.money_by_line(project)
    return render_to_string("events/panel_budget.html", {"rows": rows}, request) if rows else ""


def me_panel(person: Person, request: HttpRequest) -> str:
    """For the person: where they have registered, each with their own page."""
    rows = belonging.registrations_of(person)
    return render_to_string("events/panel_me.html", {"rows": rows}, request) if rows else ""


def person_panel(person: Person, request: HttpRequest) -> str:
    """For organisers: the person's registrations at events whose lists they may read."""
    reader = request.person  # type: ignore[attr-defined]
    if not may_keep_people(reader):
        return ""
    rows = belonging.registrations_of(person, reader=reader)
    return render_to_string("events/panel_person.html", {"rows": rows}, request) if rows else ""
