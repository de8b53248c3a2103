"""What knowledge angels hang on the pages of needs and measures, and on a person's own page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.links.queries import came_of
from talka.needs.causes import name_of
from talka.needs.models import Measure, Need
from talka.people.models import Person

from .access.angels import may_ask
from .queries.angels import waits_for
from .trail_of_angels import ANGEL_REQUEST


def came_of_panel(thing: Need | Measure, request: HttpRequest) -> str:
    """The requests that came of a need or measure, as far as the reader may know of them, and the way to ask. A measure
    of another kind than a mentor's visits is carried out elsewhere."""
    kind = name_of(thing)
    person = request.person  # type: ignore[attr-defined]
    requests = came_of(kind, thing.pk, ANGEL_REQUEST, person)
    asks = may_ask(person) and (isinstance(thing, Need) or thing.kind == Measure.Kind.MENTORING)
    if not requests and not asks:
        return ""
    context = {"requests": requests, "kind": kind, "thing": thing, "asks": asks}
    return render_to_string("learning/angels/panel_came_of.html", context, request)


def my_angel_panel(person: Person, request: HttpRequest) -> str:
    """For the person: what they are asked as an angel or are at, and the requests they entered that go on."""
    found = waits_for(person)
    told = {"asked": found.asked, "helping": found.helping, "own": found.own}
    return render_to_string("learning/angels/panel_me.html", told, request) if any(told.values()) else ""
