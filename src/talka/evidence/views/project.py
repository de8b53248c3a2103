"""A project's events and their event files, and the ZIP of them all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talka.documents.storage import serve_file
from talka.programmes.access import may_organise_programme

from .. import access
from ..actions import packages as actions
from ..queries.matrix import matrix_of, packages_of
from .event import ZIP, is_waiting
from .frame import about_project


@require_safe
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_with_evidence(request.person, slug)
    packages = packages_of(project, None)
    context = {"packages": packages, "waiting": is_waiting(packages), "here": request.path}
    if request.headers.get("HX-Request"):
        return render(request, "evidence/packages.html", about_project(request, project, **context))
    return render(
        request,
        "evidence/project.html",
        about_project(
            request,
            project,
            matrix=matrix_of(project),
            keeps_programme=may_organise_programme(request.person, project.programme),
            **context,
        ),
    )


@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_with_evidence(request.person, slug)
    actions.ask_for_package(project, None, by=request.person)
    messages.success(request, _("The ZIP is being made."))
    return redirect("evidence:project", slug)


@require_safe
def download(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    row = access.package_of_project(request.person, slug, token)
    return serve_file(row.file.name or "", row.file_name, ZIP)
