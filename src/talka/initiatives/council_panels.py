"""What questions to councils hang on the pages of initiatives and areas."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.people.models import Person
from talka.territories.models import Area
from talka.ui.panels import register

from .access import council as access
from .actions.council_questions import is_withdrawn
from .models import Initiative
from .queries.council import of_area, of_initiative


def initiative_panel(initiative: Initiative, request: HttpRequest) -> str:
    """The questions put to the council for it, what was decided, and the way to ask for those who may."""
    person: Person | None = request.person  # type: ignore[attr-defined]
    rows = of_initiative(initiative, person)
    open_ = any(row.open for row in rows)
    free = initiative.published_at is not None and not is_withdrawn(initiative)
    asks = free and not open_ and bool(access.may_ask_of(person, initiative))
    if not rows and not asks:
        return ""
    context = {"questions": rows, "asks": asks, "initiative": initiative}
    return render_to_string("initiatives/council/panel_initiative.html", context, request)


def area_panel(area: Area, request: HttpRequest) -> str:
    """What waits for the local government of an area, and what it decided last."""
    found = of_area(area, request.person)  # type: ignore[attr-defined]
    return render_to_string("initiatives/council/panel_area.html", {"found": found}, request) if found else ""


def hang() -> None:
    register("initiative", initiative_panel, order=60)
    register("area", area_panel, order=82)
