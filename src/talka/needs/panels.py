"""What needs hang on the pages of rooms below: the register and the competences of a programme, the assessment of an
event."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.events import access as events
from talka.events.models import Event, Registration
from talka.programmes.models import Programme

from .access import known_to, may_keep_register, may_read_findings
from .models import Measure, Need
from .queries.became import became_of, spoke_at


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


def own_words_panel(registration: Registration, request: HttpRequest) -> str:
    """On a registration's own page, once the person wrote or voted: the way to what came of it."""
    if not spoke_at(registration.event).filter(pk=registration.pk).exists():
        return ""
    return render_to_string("needs/panel_own_words.html", {"registration": registration}, request)


def since_panel(event: Event, request: HttpRequest) -> str:
    """An event that follows another opens with what became of what was said there."""
    person = request.person  # type: ignore[attr-defined]
    before = event.follows
    if before is None or before.state == Event.State.DRAFT or not may_read_findings(person, before):
        return ""
    whole = became_of(before, person)
    if not whole.rows:
        return ""
    context = {"event": event, "before": before, "whole": whole, "runs": events.may_run(person, event)}
    return render_to_string("needs/panel_since.html", context, request)


def carry_panel(event: Event, request: HttpRequest) -> str:
    """For organisers of an event that a measure is held as: invite those who asked for it."""
    if not events.may_organise(request.person, event):  # type: ignore[attr-defined]
        return ""
    measures = list(event.answers_measures.filter(merged_into=None))
    if not measures:
        return ""
    return render_to_string("needs/panel_carry.html", {"event": event, "measures": measures}, request)
