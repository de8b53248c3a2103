"""The organiser's own pages: my projects, a project's workplace, its data and logos."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.programmes import access, actions, queries
from talka.programmes.forms import LogoForm, ProjectForm, wanted_choices
from talka.programmes.funders import template_of
from talka.programmes.models import Logo
from talka.programmes.publicity import publicity_of
from talka.programmes.publicity_check import publicity_check
from talka.ui.refusals import Refusal


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Where whoever runs something begins: their projects, and what rooms above put there."""
    person = request.person
    return render(
        request,
        "programmes/mine.html",
        {
            "projects": queries.my_projects(person) if person else [],
            "may_enter": access.is_administrator(person),
        },
    )


def work(request: HttpRequest, slug: str) -> HttpResponse:
    """A project as its team sees it."""
    project = access.project_inside(request.person, slug)
    return render(
        request,
        "programmes/work.html",
        {
            "project": project,
            "budget": queries.budget_of(project),
            "team": queries.team_of(project),
            "activities": queries.activities_of(project),
            "check": publicity_check(project),
            "may_organise": access.may_organise(request.person, project),
            "illustrative": project.programme.illustrative,
        },
    )


def new(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    form = ProjectForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            project = actions.save_project(form.data_of(), programme=programme, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("The project has been entered."))
            return redirect("programmes:work", project.slug)
    return render(
        request,
        "programmes/form.html",
        {
            "form": form,
            "title": _("New project"),
            "trail": [(str(programme), f"/p/{programme.slug}/")],
            "illustrative": programme.illustrative,
        },
    )


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    form = ProjectForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_project(form.data_of(), project=project, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:work", project.slug)
    return render(request, "programmes/edit_project.html", {"form": form} | context_of(request, project))


@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    actions.archive_project(access.project_to_organise(request.person, slug), by=request.person)
    messages.success(request, _("The project is archived: only its team and administrators see it."))
    return redirect("programmes:edit_project", slug)


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    actions.restore_project(access.project_to_organise(request.person, slug), by=request.person)
    messages.success(request, _("The project is back. It is not public until you say so."))
    return redirect("programmes:edit_project", slug)


def logos(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    template = template_of(project)
    form = LogoForm(request.POST or None, request.FILES or None, template=template)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            wanted = form.cleaned_data.get("wanted", "")
            actions.add_logo(project, file, file.name, form.cleaned_data["alt"], wanted=wanted, by=request.person)
        except Refusal as refusal:
            form.add_error("file", refusal.text())
        else:
            messages.success(request, _("The logo stands on every page and document of the project from now on."))
            return redirect("programmes:logos", slug)
    rows = zip(project.logos.all(), publicity_of(project).logos, strict=True)
    return render(
        request,
        "programmes/logos.html",
        {
            "form": form,
            "logos": list(rows),
            "publicity": publicity_of(project),
            "wanted": wanted_choices(template) if template and template.publicity.logos else [],
        }
        | context_of(request, project),
    )


@require_POST
def remove_logo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    actions.drop_logo(get_object_or_404(Logo, project=project, pk=pk), by=request.person)
    messages.success(request, _("The logo has been removed."))
    return redirect("programmes:logos", slug)


def context_of(request: HttpRequest, project: access.Project) -> dict[str, object]:
    """What every page of a project's workplace shows."""
    return {
        "project": project,
        "may_organise": access.may_organise(request.person, project),
        "illustrative": project.programme.illustrative,
    }
