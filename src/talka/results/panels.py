"""What findings hang on the pages of an event."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.events.models import Event
from talka.needs.models import Findings
from talka.workshops.models import Cluster

from . import access


def findings_panel(event: Event, request: HttpRequest) -> str:
    """For everybody, once the findings are public: what came out of the event."""
    findings = Findings.of(event)
    if findings is None or not findings.public:
        return ""
    return render_to_string("results/panel_findings.html", {"event": event, "findings": findings}, request)


def lead_panel(event: Event, request: HttpRequest) -> str:
    """For the team: from themes to the report."""
    person = request.person  # type: ignore[attr-defined]
    if not access.may_read_inside(person, event):
        return ""
    context = {
        "event": event,
        "organise": access.may_organise(person, event),
        "themes": Cluster.objects.filter(
            group__workshop__event=event, group__workshop__rehearsal=False, removed_at=None
        ).count(),
        "needs": event.needs.filter(merged_into=None).count(),
        "measures": event.measures.filter(merged_into=None).count(),
    }
    return render_to_string("results/panel_lead.html", context, request)
