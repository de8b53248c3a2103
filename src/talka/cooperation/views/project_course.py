"""Milestones, risks, decisions and results of a joint project."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from talka.documents.storage import serve_file
from talka.people.models import Person
from talka.ui.forms import sent

from ..access import projects as access
from ..actions.projects import course as actions
from ..actions.projects import results as result_actions
from ..forms.project_course import COURSE, MODELS, DecisionForm, FigureForm
from ..models import JointProject, ProjectResult
from ..queries.projects import page
from ..queries.projects.results import results_of
from .frame import back, person_of
from .project_frame import project_context, project_form

NEW = {
    "milestone": gettext_lazy("New milestone"),
    "risk": gettext_lazy("New risk"),
    "decision": gettext_lazy("New decision"),
    "result": gettext_lazy("New result"),
}
SAVE: dict[str, Any] = {
    "milestone": actions.save_milestone,
    "risk": actions.save_risk,
    "result": result_actions.save_result,
}


def course(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.project_for(person_of(request), slug)
    context = project_context(request, row, "cooperation:project_course")
    partners = page.parties(row)
    shown = {
        "course": page.course_of(row, partners, inside=bool(context["inside"])),
        "retired": page.retired_in(row) if context["may_change"] else [],
    }
    return render(request, "cooperation/project_course.html", shown | context)


def results(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.project_for(person_of(request), slug)
    context = project_context(request, row, "cooperation:project_results")
    return render(request, "cooperation/project_results.html", {"results": results_of(row.pk)} | context)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, slug: str, kind: str, pk: int = 0) -> HttpResponse:
    """A new milestone, risk, decision or result, or one that is changed."""
    person = person_of(request)
    if kind not in COURSE:
        raise Http404
    kept = access.row_to_change(person, slug, MODELS[kind], pk) if pk else None
    row = kept.project if kept else access.project_to_change(person, slug)
    form = COURSE[kind](request.POST or None, request.FILES or None, project=row, row=kept)
    tab = "project_results" if kind == "result" else "project_course"
    status = sent(request, form, lambda: _save(row, kind, form, kept, person))
    if not status:
        return back(request, tab, slug, said=_("Saved; what stood there before is kept."), anchor=f"{kind}s")
    away = (kind, kept.pk) if kept else None
    title = str(kept) if kept else NEW[kind]
    return project_form(request, row, form, title, status, back=f"cooperation:{tab}", away=away)


def _save(row: JointProject, kind: str, form: Any, kept: Any, person: Person | None) -> None:
    version = form.cleaned_data["version"] or 0
    if isinstance(form, DecisionForm):
        actions.save_decision(row, form.data_of(), form.sent(), by=person, row=kept, version=version)
    else:
        SAVE[kind](row, form.data_of(), by=person, row=kept, version=version)


@require_POST
def stand(request: HttpRequest, slug: str, kind: str, pk: int, deed: str) -> HttpResponse:
    """Take something away, or bring it back."""
    person = person_of(request)
    if kind not in MODELS or deed not in ("away", "back"):
        raise Http404
    row = access.row_to_change(person, slug, MODELS[kind], pk, retired=True)
    if deed == "away":
        actions.take_away(row, by=person)
    else:
        actions.bring_back(row, by=person)
    said = _("Taken away; it can be brought back below.") if deed == "away" else _("It is back.")
    return back(request, "project_course", slug, said=said)


def decision_file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The file of a decision, as an attachment."""
    row = access.decision_file_for(person_of(request), slug, pk)
    try:
        return serve_file(row.file.name or "", row.file_name, row.media_type)
    except FileNotFoundError as fault:
        raise Http404 from fault


@require_http_methods(["GET", "HEAD", "POST"])
def new_figure(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The figure of a year."""
    person = person_of(request)
    result = access.row_to_change(person, slug, ProjectResult, pk)
    form = FigureForm(request.POST or None)
    status = sent(request, form, lambda: result_actions.enter_figure(result, form.data_of(), by=person))
    if not status:
        return back(request, "project_results", slug, said=_("The figure is entered."), anchor=f"result-{pk}")
    return project_form(request, result.project, form, str(result), status, back="cooperation:project_results")


@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a figure, or take it back."""
    person = person_of(request)
    row = access.figure_to_change(person, slug, pk)
    form = FigureForm(request.POST or None, figure=row)

    def save() -> None:
        if request.POST.get("take_out"):
            result_actions.withdraw_figure(row, by=person)
        else:
            version = form.cleaned_data["version"] or 0
            result_actions.enter_figure(row.result, form.data_of(), by=person, figure=row, version=version)

    status = sent(request, form, save)
    if not status:
        return back(request, "project_results", slug, said=_("Saved; what stood there before is kept."))
    return project_form(
        request,
        row.result.project,
        form,
        str(row.result),
        status,
        back="cooperation:project_results",
        take_out=_("Take the figure back"),
    )
