"""The whole privacy notice of an event: for everybody who may know of it, and for the holder of a registration."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from talka.documents.media_types import DOCX, PDF
from talka.documents.report import report_data, report_pdf
from talka.documents.storage import serve_bytes
from talka.documents.word import report_docx
from talka.events import access
from talka.events.models import Event
from talka.events.queries.privacy import full_notice

from .day_pages import about


def notice_page(request: HttpRequest, event: Event, template: str = "events/privacy.html") -> HttpResponse:
    """The notice as a page; rooms above show it to those who hold a code of theirs."""
    report = full_notice(event, get_language() or "lv")
    return render(request, template, about(event, paper=report_data(report)))


@require_safe
def notice(request: HttpRequest, slug: str, ending: str = "") -> HttpResponse:
    event = access.event_for(request.person, slug)
    if not ending:
        return notice_page(request, event)
    report = full_notice(event, get_language() or "lv")
    name = f"{event.slug}-privacy-{report.language}.{ending}"
    return (
        serve_bytes(report_pdf(report), name, PDF) if ending == "pdf" else serve_bytes(report_docx(report), name, DOCX)
    )


@never_cache
@require_safe
def own_notice(request: HttpRequest, token: str) -> HttpResponse:
    """For events that are not public too: whoever is registered may read what happens with their data."""
    return notice_page(request, access.registration_by_link(token).event)
