"""What learning networks and practice stories hang on the pages of rooms below."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.links.queries import came_of
from talka.needs.causes import name_of
from talka.needs.models import Measure, Need
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.territories.models import Area

from .access import may_begin
from .queries.networks import networks_in, of_person, of_person_due
from .queries.stories import of_area
from .trail_of_networks import NETWORK

BEGUN_FROM = (Measure.Kind.TRAINING, Measure.Kind.VISIT, Measure.Kind.MENTORING, Measure.Kind.OTHER)
"""Measures that a learning network can carry out."""


def programme_panel(programme: Programme, request: HttpRequest) -> str:
    """The learning networks of a programme that the reader may know of."""
    rows = networks_in(programme, request.person)  # type: ignore[attr-defined]
    return render_to_string("learning/networks/panel_programme.html", {"networks": rows}, request) if rows else ""


def came_of_panel(thing: Need | Measure, request: HttpRequest) -> str:
    """The learning networks that came of a need or measure, and the way to begin one for those who may."""
    kind = name_of(thing)
    person = request.person  # type: ignore[attr-defined]
    networks = came_of(kind, thing.pk, NETWORK, person)
    begins = may_begin(person) and (isinstance(thing, Need) or thing.kind in BEGUN_FROM)
    if not networks and not begins:
        return ""
    context = {"networks": networks, "kind": kind, "thing": thing, "begins": begins}
    return render_to_string("learning/networks/panel_came_of.html", context, request)


def me_panel(person: Person, request: HttpRequest) -> str:
    """For the person: the networks in which they take part, and what their municipality is to do until when."""
    places = of_person(person)
    if not places:
        return ""
    told = {"places": places, "tasks": of_person_due(person)}
    return render_to_string("learning/networks/panel_me.html", told, request)


def area_panel(area: Area, request: HttpRequest) -> str:
    """The practice stories of an area that stand in the library."""
    rows = of_area(area)
    return render_to_string("learning/stories/panel_area.html", {"stories": rows}, request) if rows else ""
