from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from talka.documents.article import article_docx
from talka.documents.findings import findings_docx, findings_pdf
from talka.documents.findings_slides import findings_pptx
from talka.documents.findings_tables import findings_xlsx
from talka.documents.storage import serve_bytes
from talka.events.models import Event
from talka.needs.models import Findings
from talka.programmes.models import Project
from talka.programmes.publicity import Publicity, publicity_of
from talka.ui.addresses import whole
from talka.ui.way_drawing import paper_of

from .. import access
from ..picture import picture_of
from ..queries.article import article
from ..queries.findings_report import findings_report
from ..queries.trail import Trail, trail_of

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SVG = "image/svg+xml; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _report(request: HttpRequest, event: Event, base: str, *, paper: bool = True):  # type: ignore[no-untyped-def]
    inside = access.may_read_cards(request.person, event)
    language, person = get_language() or "lv", request.person
    return findings_report(event, language=language, base=base, inside=inside, paper=paper, person=person)


def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """The findings report as a page."""
    event = access.event_with_findings(request.person, slug)
    outside = not access.may_read_inside(request.person, event)  # the door lets them in to what is public only
    said = Findings.of(event)
    return render(
        request,
        "results/findings.html",
        {
            "event": event,
            "report": _report(request, event, "", paper=False),
            "public": outside or (said is not None and said.public),
            "organise": access.may_organise(request.person, event),
            "publicity": publicity_of(event.project),
            "illustrative": event.project.programme.illustrative,
        },
    )


def findings_as_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_with_findings(request.person, slug)
    return serve_bytes(findings_pdf(_report(request, event, whole("", request))), f"{slug}-{get_language()}.pdf", PDF)


def findings_as_docx(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_with_findings(request.person, slug)
    return serve_bytes(
        findings_docx(_report(request, event, whole("", request))), f"{slug}-{get_language()}.docx", DOCX
    )


def findings_as_pptx(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_with_findings(request.person, slug)
    report = _report(request, event, whole("", request))
    return serve_bytes(findings_pptx(report), f"{slug}-{get_language()}.pptx", PPTX)


def findings_as_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_with_findings(request.person, slug)
    report = _report(request, event, whole("", request))
    return serve_bytes(findings_xlsx(report), f"{slug}-{get_language()}.xlsx", XLSX)


def article_as_docx(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft of the article, for the organisers."""
    event = access.event_to_shape(request.person, slug)
    paper = article(event, language=get_language() or "lv", base=whole("", request), inside=True)
    return serve_bytes(article_docx(paper), f"{slug}-article-{get_language()}.docx", DOCX)


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
