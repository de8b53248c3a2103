"""On the page of an initiative: where it stood to be chosen, and how that ended."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.ui import panels

from .models import Initiative
from .queries.choosing_results import how_it_stood


def initiative_panel(initiative: Initiative, request: HttpRequest) -> str:
    """The votes in which it was an option, with the outcome where it is announced."""
    stood = how_it_stood(initiative, request.person)  # type: ignore[attr-defined]
    return render_to_string("initiatives/choosing/panel_initiative.html", {"stood": stood}, request) if stood else ""


def hang() -> None:
    panels.register("initiative", initiative_panel, order=50)
