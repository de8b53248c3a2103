"""What this room hangs on pages of rooms below."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from talka.people.access import is_administrator
from talka.people.models import Person
from talka.programmes.models import Programme, Project

from . import access
from .models import Restriction
from .queries import facts, register


def project_panel(project: Project, request: HttpRequest) -> SafeString | str:
    """For organisers and auditors: the documents, and what is missing in them."""
    person = request.person  # type: ignore[attr-defined]
    if not access.may_read_documents(person, project):
        return ""
    missing = facts.answering(project).missing
    return render_to_string("protection/panel_project.html", {"project": project, "missing": missing}, request)


def programme_panel(programme: Programme, request: HttpRequest) -> SafeString | str:
    """For organisers of the whole programme: what holds for all its projects."""
    if not access.programmes.may_organise_programme(request.person, programme):  # type: ignore[attr-defined]
        return ""
    missing = facts.answering(programme=programme).missing
    return render_to_string("protection/panel_programme.html", {"programme": programme, "missing": missing}, request)


def person_panel(person: Person, request: HttpRequest) -> SafeString | str:
    """For administrators: requests and restriction of somebody; others of the register see that data are left alone."""
    asking = request.person  # type: ignore[attr-defined]
    administrator = is_administrator(asking)
    requests, restriction = register.of_person(person)
    if person.erased_at or not (administrator or restriction):
        return ""
    context = {"shown": person, "requests": requests, "restriction": restriction, "administrator": administrator}
    return render_to_string("protection/panel_person.html", context, request)


def me_panel(person: Any, request: HttpRequest) -> SafeString | str:
    """One's own requests, and how to restrict."""
    requests, restriction = register.of_person(person)
    reasons = Restriction.Why.choices
    context = {"shown": person, "requests": requests, "restriction": restriction, "reasons": reasons}
    return render_to_string("protection/panel_me.html", context, request)
