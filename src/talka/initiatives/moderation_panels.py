"""What moderation hangs on pages: on one's own, what waits for one's decision."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.people.models import Person
from talka.ui import panels

from .queries.moderation import waiting_for


def waiting_panel(person: Person, request: HttpRequest) -> str:
    waiting = len(waiting_for(person))
    return render_to_string("initiatives/moderation/panel_me.html", {"waiting": waiting}, request) if waiting else ""


def hang() -> None:
    panels.register("me", waiting_panel, order=44)
