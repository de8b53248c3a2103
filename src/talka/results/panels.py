"""What findings, results, the trail and open data hang on the pages of events, projects and programmes."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from talka.events.models import Event
from talka.needs.models import Findings
from talka.programmes.models import Programme, Project
from talka.ui.panels import Renderer
from talka.workshops.models import Cluster

from . import access
from .queries.indicators import standing


def trail_panel(kind: str) -> Renderer:
    """The way to the trail of such things, for whoever sees their page."""

    def panel(thing: Any, request: HttpRequest) -> str:
        """The way to the trail of it."""
        return render_to_string("results/panel_trail.html", {"kind": kind, "pk": thing.pk}, request)

    return panel


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


def data_panel(programme: Programme, request: HttpRequest) -> str:
    """For everybody, where anybody may see the programme: its data to take away."""
    if not programme.public or programme.archived_at:
        return ""
    return render_to_string("results/panel_data.html", {"programme": programme}, request)


def results_panel(project: Project, request: HttpRequest) -> str:
    """On the project's page, for the team and for everybody once its organisers show a figure."""
    return _results("results/panel_results.html", project, request)


def results_work_panel(project: Project, request: HttpRequest) -> str:
    """The same way in the team's workplace."""
    return _results("results/panel_work.html", project, request)


def _results(template: str, project: Project, request: HttpRequest) -> str:
    person = request.person  # type: ignore[attr-defined]
    inside = access.reads_all_figures(person, project)
    shown = standing(project) if inside else standing(project).filter(public=True)
    count = shown.count()
    if not count and not access.may_keep(person, project):
        return ""
    return render_to_string(template, {"project": project, "count": count, "reports": inside}, request)
