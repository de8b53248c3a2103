"""What everybody sees of programmes and projects."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from talka.documents.storage import serve_picture
from talka.programmes import access, queries
from talka.programmes.models import Logo, Project
from talka.programmes.publicity import publicity_of


def programmes(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "programmes/programmes.html",
        {
            "rows": queries.programmes_known_to(request.person),
            "may_enter": access.is_administrator(request.person),
        },
    )


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    shown = access.programme_for(request.person, slug)
    return render(
        request,
        "programmes/programme.html",
        {
            "programme": shown,
            "projects": queries.projects_of(shown, request.person),
            "may_organise": access.may_organise_programme(request.person, shown),
            "illustrative": shown.illustrative,
        },
    )


def project(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    shown = _project(request, programme, slug)
    return render(
        request,
        "programmes/project.html",
        {
            "project": shown,
            "partners": queries.partners_of(shown),
            "activities": queries.activities_of(shown),
            "on_team": access.may_read_inside(request.person, shown),
            "publicity": publicity_of(shown),
            "illustrative": shown.programme.illustrative,
        },
    )


def logo(request: HttpRequest, programme: str, slug: str, pk: int) -> HttpResponse:
    shown = get_object_or_404(Logo, project=_project(request, programme, slug), pk=pk)
    try:
        return serve_picture(shown.file.name, 640)
    except FileNotFoundError as fault:
        raise Http404 from fault


def _project(request: HttpRequest, programme: str, slug: str) -> Project:
    shown = access.project_for(request.person, slug)
    if shown.programme.slug != programme:
        raise Http404
    return shown
