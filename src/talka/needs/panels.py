"""What needs hang on the pages of rooms below."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.programmes.models import Programme

from .access import known_to, may_keep_register
from .models import Need


def register_panel(programme: Programme, request: HttpRequest) -> str:
    """The way to the register, for those who would find something in it."""
    person = request.person  # type: ignore[attr-defined]
    needs = known_to(person, Need.objects.filter(programme=programme)).count()
    if not needs and not may_keep_register(person, programme):
        return ""
    return render_to_string("needs/panel_register.html", {"programme": programme, "needs": needs}, request)
