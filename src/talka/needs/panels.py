"""What needs hang on the pages of rooms below: the register and the competences of a programme, the assessment of an
event."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.events import access as events
from talka.events.models import Event
from talka.programmes.models import Programme

from .access import known_to, may_keep_register
from .models import Measure, Need


def register_panel(programme: Programme, request: HttpRequest) -> str:
    """The way to the register, for those who would find something in it."""
    person = request.person  # type: ignore[attr-defined]
    needs = known_to(person, Need.objects.filter(programme=programme)).count()
    measures = known_to(person, Measure.objects.filter(programme=programme)).count()
    if not needs and not measures and not may_keep_register(person, programme):
        return ""
    context = {
        "programme": programme,
        "needs": needs,
        "measures": measures,
        "published": programme.follow_ups.filter(published_at__isnull=False).first(),
        "keeps": may_keep_register(person, programme),
    }
    return render_to_string("needs/panel_register.html", context, request)


def framework_panel(programme: Programme, request: HttpRequest) -> str:
    """For everybody who may see the programme: which competences it asks about."""
    edits = may_keep_register(request.person, programme)  # type: ignore[attr-defined]
    return render_to_string("needs/panel_framework.html", {"programme": programme, "edits": edits}, request)


def assessment_panel(event: Event, request: HttpRequest) -> str:
    """For organisers: how to ask what those who come are lacking."""
    if not events.may_organise(request.person, event):  # type: ignore[attr-defined]
        return ""
    return render_to_string("needs/panel_assessment.html", {"event": event}, request)
