"""The way of one thing, from what was said to what was done: a picture, and in words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from talka.documents.storage import serve_bytes
from talka.programmes.models import Project
from talka.programmes.publicity import Publicity, publicity_of
from talka.ui.addresses import whole
from talka.ui.way_drawing import paper_of

from ..picture import picture_of
from ..queries.trail import Trail, trail_of

SVG = "image/svg+xml; charset=utf-8"


def trail(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """The whole way of one thing, as a picture and in words."""
    found = _trail(request, kind, pk)
    page = {
        "trail": found,
        "picture": picture_of(found),
        "illustrative": found.illustrative,
        "publicity": _publicity(found),
    }
    return render(request, "results/trail.html", page)


def trail_as_picture(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """The picture alone, with whose money it is and where it comes from, for papers and presentations."""
    found = _trail(request, kind, pk)
    page = whole(reverse("results:trail", args=[kind, pk]), request)
    paper = paper_of(
        picture_of(found, page, whole("", request)),
        title=f"{found.label}: {found.start.title}",
        foot=[page, *filter(None, [publicity.text if (publicity := _publicity(found)) else ""])],
    )
    svg = render_to_string("ui/way.svg", {"paper": paper, "illustrative": found.illustrative}, request)
    return serve_bytes(svg.encode(), f"{kind}-{pk}-{get_language()}.svg", SVG)


def _trail(request: HttpRequest, kind: str, pk: str) -> Trail:
    found = trail_of(kind, pk, request.person)
    if found is None:
        raise Http404
    return found


def _publicity(trail: Trail) -> Publicity | None:
    """Of the project whose way it is; none where it is that of several."""
    projects = Project.objects.filter(pk__in=trail.projects[:2])
    return publicity_of(projects[0]) if len(projects) == 1 else None
