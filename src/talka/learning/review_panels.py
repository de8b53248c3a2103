"""What peer reviews hang on the pages of needs, measures and a person's own page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.links.queries import came_of
from talka.needs.causes import name_of
from talka.needs.models import Measure, Need
from talka.people.models import Person

from .access.angels import may_ask
from .queries.reviews import mine
from .trail_of_reviews import PEER_REVIEW


def came_of_panel(thing: Need | Measure, request: HttpRequest) -> str:
    """The peer reviews that came of a need or measure, and the way to begin one for those who may."""
    kind = name_of(thing)
    person = request.person  # type: ignore[attr-defined]
    reviews = came_of(kind, thing.pk, PEER_REVIEW, person)
    asks = may_ask(person) and (isinstance(thing, Need) or thing.kind == Measure.Kind.MENTORING)
    if not reviews and not asks:
        return ""
    context = {"reviews": reviews, "kind": kind, "thing": thing, "asks": asks}
    return render_to_string("learning/reviews/panel_came_of.html", context, request)


def mine_panel(person: Person, request: HttpRequest) -> str:
    """For the person: the reviews they are on the team of or asked into, and those of their own organisation."""
    rows = mine(person)
    return render_to_string("learning/reviews/panel_me.html", {"rows": rows}, request) if rows else ""
