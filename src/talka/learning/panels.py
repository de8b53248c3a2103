"""What learning hangs on the pages of rooms below."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.links.queries import came_of
from talka.needs.causes import name_of
from talka.needs.models import Measure, Need
from talka.people.models import Person
from talka.programmes.access import organises_in
from talka.programmes.models import Programme
from talka.territories.models import Area

from .queries.applications import of_applicant
from .queries.assessments import assessed_of
from .queries.certificates import certificates_of
from .queries.community_plans import plans_in
from .queries.impressions import of_angels
from .queries.mine import taking_part, teaching
from .queries.trainings import of_person, trainings_in
from .trail import TRAINING


def programme_panel(programme: Programme, request: HttpRequest) -> str:
    """The training programmes of a programme that the reader may know of."""
    rows = trainings_in(programme, request.person)  # type: ignore[attr-defined]
    return render_to_string("learning/panel_programme.html", {"trainings": rows}, request) if rows else ""


def area_plans_panel(area: Area, request: HttpRequest) -> str:
    """The community plans of the area and of the places in it."""
    rows = plans_in(area, request.person)  # type: ignore[attr-defined]
    return render_to_string("learning/community_plans/panel_area.html", {"plans": rows}, request) if rows else ""


def impressions_panel(programme: Programme, request: HttpRequest) -> str:
    """What knowledge angels tell of it; the other stories stand with their training programmes."""
    rows = of_angels(programme)
    return render_to_string("learning/impressions/panel_programme.html", {"impressions": rows}, request) if rows else ""


def person_panel(person: Person, request: HttpRequest) -> str:
    """For what somebody of the register works here."""
    rows = of_person(person)
    return render_to_string("learning/panel_person.html", {"trainings": rows}, request) if rows else ""


def came_of_panel(thing: Need | Measure, request: HttpRequest) -> str:
    """The training programmes that answer a need or measure, and the way to begin one for those who may."""
    kind = name_of(thing)
    person = request.person  # type: ignore[attr-defined]
    trainings = came_of(kind, thing.pk, TRAINING, person)
    begins = organises_in(person, thing.programme_id)
    if not trainings and not begins:
        return ""
    context = {"trainings": trainings, "kind": kind, "thing": thing, "begins": begins}
    return render_to_string("learning/panel_came_of.html", context, request)


def certificates_panel(person: Person, request: HttpRequest) -> str:
    """For the person: their certificates, each with their own page."""
    rows = certificates_of(person)
    return render_to_string("learning/certificates/panel_me.html", {"rows": rows}, request) if rows else ""


def assessed_panel(need: Need, request: HttpRequest) -> str:
    """How cohorts assessed the competence that a need asks for."""
    rows = assessed_of(need, request.person)  # type: ignore[attr-defined]
    return render_to_string("learning/assessment/panel_need.html", {"figures": rows}, request) if rows else ""


def way_panel(person: Person, request: HttpRequest) -> str:
    """For the person: the cohorts in which they take part or teach, with what is due or waits for them."""
    told = {"taking_part": taking_part(person), "teaching": teaching(person)}
    return render_to_string("learning/progress/panel_me.html", told, request) if any(told.values()) else ""


def my_applications_panel(person: Person, request: HttpRequest) -> str:
    """For the person: what they applied for."""
    rows = of_applicant(person)
    return render_to_string("learning/applications/panel_me.html", {"applications": rows}, request) if rows else ""
