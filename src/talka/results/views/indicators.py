"""A project's indicators: what they have reached, what each figure is made of, and where organisers keep them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.programmes.models import Project
from talka.ui.forms import sent

from .. import access
from ..actions import indicators as actions
from ..forms import IndicatorForm
from ..models import Indicator
from ..queries import indicators as queries
from .frame import context_of


def results(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    project = access.project_with_results(request.person, programme, slug)
    context = context_of(request, project)
    page = queries.indicators_of(project, inside=bool(context["inside"]))
    return render(request, "results/results.html", {"page": page} | context)


def indicator(request: HttpRequest, programme: str, slug: str, pk: int) -> HttpResponse:
    """Where a number comes from."""
    row = access.indicator_for(request.person, programme, slug, pk)
    context = context_of(request, row.project)
    found = queries.evidence_of(row, request.person, inside=bool(context["inside"]))
    return render(
        request,
        "results/indicator.html",
        {
            "indicator": row,
            "evidence": found,
            "kind_of_event": queries.kind_of_event(row),
            "may_read_files": access.may_read_files(request.person, row.project),
        }
        | context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_keep(request.person, slug)
    form = IndicatorForm(request.POST or None, project=project)
    status = sent(request, form, lambda: actions.save_indicator(project, form.data_of(), by=request.person))
    if not status:
        messages.success(request, _("The indicator has been entered."))
        return _back(project)
    context = {"form": form, "title": _("New indicator")} | context_of(request, project)
    return render(request, "results/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.indicator_to_keep(request.person, slug, pk)
    form = IndicatorForm(request.POST or None, project=row.project, indicator=row)
    status = sent(request, form, lambda: _save(request, row, form))
    if not status:
        messages.success(request, _("Saved; what stood there before is kept."))
        return _back(row.project)
    context = {"form": form, "indicator": row} | context_of(request, row.project)
    return render(request, "results/edit_indicator.html", context, status=status)


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.indicator_to_keep(request.person, slug, pk)
    actions.move_indicator(row, -1 if request.POST.get("direction") == "up" else 1, by=request.person)
    return redirect(f"{_page(row.project)}#of-{row.pk}")


@require_POST
def retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.indicator_to_keep(request.person, slug, pk)
    actions.retire_indicator(row, by=request.person)
    messages.success(request, _("The indicator is retired. Reports that were handed in keep it."))
    return _back(row.project)


@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.indicator_to_keep(request.person, slug, pk)
    actions.restore_indicator(row, by=request.person)
    messages.success(request, _("The indicator is back."))
    return _back(row.project)


def _save(request: HttpRequest, row: Indicator, form: IndicatorForm) -> None:
    version = form.cleaned_data["version"] or 0
    actions.save_indicator(row.project, form.data_of(), indicator=row, version=version, by=request.person)


def _page(project: Project) -> str:
    return reverse("results:results", args=[project.programme.slug, project.slug])


def _back(project: Project) -> HttpResponse:
    return redirect(_page(project))
