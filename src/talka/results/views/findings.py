"""The findings of an event: as page, paper and slides, and the draft of the article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from talka.documents.article import article_docx
from talka.documents.findings import findings_docx, findings_pdf
from talka.documents.findings_slides import findings_pptx
from talka.documents.findings_tables import findings_xlsx
from talka.documents.media_types import DOCX, PDF, PPTX, XLSX
from talka.documents.storage import serve_bytes
from talka.events.models import Event
from talka.needs.models import Findings
from talka.programmes.publicity import publicity_of
from talka.ui.addresses import whole

from .. import access
from ..queries.article import article
from ..queries.findings_report import findings_report


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
