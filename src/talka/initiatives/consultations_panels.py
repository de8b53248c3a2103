"""What consultations hang on pages: on a territory's, what can be commented on now; on an initiative's, what was asked
about it."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.territories.models import Area
from talka.ui import panels

from .access.consultations import may_begin
from .models import Initiative
from .queries.consultations import in_area, of_initiative


def area_panel(area: Area, request: HttpRequest) -> str:
    rows = in_area(area)
    return render_to_string("initiatives/consultations/panel_area.html", {"rows": rows}, request) if rows else ""


def initiative_panel(initiative: Initiative, request: HttpRequest) -> str:
    """With the way to begin one, for whoever may and where everybody reads the initiative."""
    rows = of_initiative(initiative.pk)
    begins = initiative.published_at is not None and may_begin(request.person)  # type: ignore[attr-defined]
    if not rows and not begins:
        return ""
    context = {"rows": rows, "begins": begins, "initiative": initiative}
    return render_to_string("initiatives/consultations/panel_area.html", context, request)


def hang() -> None:
    panels.register("area", area_panel, order=84)
    panels.register("initiative", initiative_panel, order=84)
