"""What everybody sees of an event: its page, its agenda's versions, calendar files, presentations, photographs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talka.documents.agenda import agenda_pdf
from talka.documents.media_types import PDF
from talka.documents.storage import serve_bytes, serve_file, serve_picture
from talka.events import access, addresses, calendars
from talka.events.queries import papers
from talka.events.queries.listing import counts, events_list, projects_with_events, row_of
from talka.events.queries.page import event_page
from talka.events.queries.structured import json_ld
from talka.events.queries.versions import versions_of
from talka.programmes.publicity import publicity_of
from talka.ui.pages import page_of

PER_PAGE = 30


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.event_for(request.person, slug)
    page = event_page(row, request.person)
    url = addresses.whole(request.path, request)
    context = {
        "page": page,
        "event": row,
        "standing": page.standing,
        "title": row.title,
        "url": url,
        "json_ld": json_ld(page, url),
        "publicity": publicity_of(row.project),
        "illustrative": row.project.programme.illustrative,
    }
    return render(request, "events/event.html", context)


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    asked = "past" if request.GET.get("when") == "past" else "upcoming"
    project, words = request.GET.get("project", ""), request.GET.get("q", "").strip()[:100]
    upcoming, past = counts(request.person)
    if not upcoming and "when" not in request.GET:
        asked = "past"
    rows = page_of(events_list(request.person, when=asked, project=project, words=words), request, PER_PAGE)
    context = {
        "rows": [row_of(row) for row in rows],
        "pages": rows,
        "when": asked,
        "upcoming": upcoming,
        "past": past,
        "project": project,
        "words": words,
        "projects": projects_with_events(request.person),
        "may_create": access.projects_to_organise(request.person).exists() if request.person else False,
    }
    return render(request, "events/list.html", context)


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of the agenda: when it was released and what it changed."""
    row = access.event_for(request.person, slug)
    context = {
        "event": row,
        "versions": versions_of(row),
        "publicity": publicity_of(row.project),
        "illustrative": row.project.programme.illustrative,
    }
    return render(request, "events/versions.html", context)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The event for one's calendar; with ?items=1 each agenda item too."""
    row = access.event_for(request.person, slug)
    content = calendars.event_calendar(row, get_language() or "lv", with_items=request.GET.get("items") == "1")
    return serve_bytes(content, f"{row.slug}.ics", "text/calendar; charset=utf-8")


@require_safe
def item_calendar(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    row = access.event_for(request.person, slug)
    content = calendars.item_calendar(row, key, get_language() or "lv")
    if content is None:
        raise Http404
    return serve_bytes(content, f"{row.slug}-{key}.ics", "text/calendar; charset=utf-8")


@require_safe
def agenda_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The released agenda as PDF; for the team the draft with ?draft=1."""
    row = access.event_for(request.person, slug)
    draft = request.GET.get("draft") == "1" and access.may_read_inside(request.person, row)
    paper = papers.agenda_paper(row, get_language() or "lv", draft=draft)
    if paper is None:
        raise Http404
    return serve_bytes(agenda_pdf(paper), f"{row.slug}-agenda.pdf", PDF)


@require_safe
def presentation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A file as an attachment: no browser opens what a stranger sent as a page of ours."""
    row = access.presentation_for(request.person, slug, token)
    if not row.file:
        raise Http404
    try:
        return serve_file(row.file.name, row.file_name, row.media_type)
    except FileNotFoundError:
        raise Http404 from None


@require_safe
def photo(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    row = access.photo_for(request.person, slug, token)
    try:
        width = int(request.GET.get("w", "1600"))
    except ValueError:
        width = 1600
    try:
        return serve_picture(row.file.name, width)
    except FileNotFoundError:
        raise Http404 from None
