"""What this room hangs on the page of an area."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.territories.models import Area

from .queries.page import area_part


def area_panel(area: Area, request: HttpRequest) -> str:
    """What the area and the places in it have; nothing where there is nothing and nobody who could enter it."""
    part = area_part(area, request.person)  # type: ignore[attr-defined]
    if not part.total and not part.may_enter:
        return ""
    return render_to_string("resources/area_panel.html", {"area": area, "part": part}, request)
