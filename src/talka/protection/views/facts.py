"""Filling in who answers: for the installation, a programme, a project."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talka.programmes.models import Programme, Project
from talka.protection import access
from talka.protection.actions.facts import save_facts
from talka.protection.forms import FactsForm
from talka.protection.queries.facts import facts_of


def of_installation(request: HttpRequest) -> HttpResponse:
    access.administrators_only(request.person)
    return _fill(request, redirect("protection:overview"))


def of_programme(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_fill(request.person, slug)
    return _fill(request, redirect("programmes:programme", programme.slug), programme=programme)


def of_project(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_fill(request.person, slug)
    return _fill(request, redirect("protection:project", project.slug), project=project)


def _fill(
    request: HttpRequest, back: HttpResponse, *, project: Project | None = None, programme: Programme | None = None
) -> HttpResponse:
    facts = facts_of(project, programme)
    form = FactsForm(request.POST or None, facts=facts)
    if request.method == "POST" and form.is_valid():
        save_facts(form.cleaned_data, by=request.person, project=project, programme=programme)  # type: ignore[attr-defined]
        messages.success(request, _("Saved."))
        return back
    context = {
        "form": form,
        "project": project,
        "programme": programme,
        "back": back["Location"],
        "illustrative": bool((project and project.programme.illustrative) or (programme and programme.illustrative)),
    }
    return render(request, "protection/facts.html", context, status=422 if form.errors else 200)
