"""What deliberations hang on the pages of an initiative and of an event."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.events.models import Event
from talka.ui import panels

from .access.deliberations import holders
from .models import Initiative
from .queries.deliberations import of_event, of_initiative
from .views.frame import person_of


def initiative_panel(initiative: Initiative, request: HttpRequest) -> str:
    """Its deliberations, and the way to begin one for those who may."""
    person = person_of(request)
    rows, begins = of_initiative(initiative, person), bool(holders(person))
    if not rows and not begins:
        return ""
    context = {"rows": rows, "begins": begins, "initiative": initiative}
    return render_to_string("initiatives/deliberation/panel_initiative.html", context, request)


def event_panel(event: Event, request: HttpRequest) -> str:
    """Of which deliberations it is a hearing."""
    rows = of_event(event, person_of(request))
    return render_to_string("initiatives/deliberation/panel_event.html", {"rows": rows}, request) if rows else ""


def hang() -> None:
    panels.register("initiative", initiative_panel, order=40)
    panels.register("event", event_panel, order=60)
