"""The archive of a project: how it stands, having it made, taking it away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talka.documents.media_types import ZIP
from talka.documents.storage import serve_file

from . import access, actions, queries


@require_safe
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """`/projects/<slug>/static-archive/`; asked by the page itself while one is being made, how far that is."""
    project = access.project_with_archive(request.person, slug)  # type: ignore[attr-defined]
    context = {
        "project": project,
        "standing": queries.standing_of(project),
        "may_make": access.may_make(request.person, project),  # type: ignore[attr-defined]
        "open": access.is_open(project),
        "illustrative": project.programme.illustrative,
    }
    inside = request.headers.get("HX-Request") == "true"
    return render(request, "archive/standing.html" if inside else "archive/archive.html", context)


@require_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_archive(request.person, slug)  # type: ignore[attr-defined]
    actions.ask_for_archive(project, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The archive is being made in the background. This page shows how far it is."))
    return redirect("archive:archive", slug)


@require_safe
def file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The one ZIP, for organisers and auditors."""
    row = access.archive_to_take(request.person, slug)  # type: ignore[attr-defined]
    name = f"{actions.name_of(row.project)}-{row.made_at:%Y-%m-%d}.zip"
    try:
        return serve_file(row.file.name or "", name, ZIP)
    except FileNotFoundError:
        raise Http404 from None
