"""Papers of the day: name cards, lists to sign and lists of who came, the table of attendance."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from talka.documents.media_types import CSV, PDF, XLSX
from talka.documents.sheets import write_csv, write_xlsx
from talka.events import access, clock
from talka.events.papers import attendance_list, name_cards
from talka.events.queries import attendance as queries
from talka.events.queries import registrations, tables

from .day_pages import inside
from .files import as_file


@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/attendance/`: who came, and everything that is printed."""
    event = access.event_with_people(request.person, slug)  # type: ignore[attr-defined]
    found = queries.attendance_counts(event)
    summary = queries.attendance_summary(event)
    return render(
        request,
        "events/day/attendance.html",
        inside(
            request,
            event,
            "attendance",
            counts=registrations.counts(event),
            found=found,
            summary=summary,
            days=[(day, found.by_day.get(day, 0)) for day in clock.days_of(event)],
            may_organise=access.may_organise(request.person, event),  # type: ignore[attr-defined]
            may_run=access.may_run(request.person, event),  # type: ignore[attr-defined]
        ),
    )


def _language(request: HttpRequest) -> str:
    return get_language() or "lv"


@require_GET
def cards(request: HttpRequest, slug: str) -> HttpResponse:
    """Name cards of all registered people, or of those who came without registering (`?only=walk-ins`)."""
    event = access.event_to_run(request.person, slug)  # type: ignore[attr-defined]
    content = name_cards(event, request, only_walk_ins=request.GET.get("only") == "walk-ins")
    return as_file(content, f"{event.slug}-name-cards.pdf", PDF)


@require_GET
def signing_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of each day to be signed: everybody registered, and empty rows for those who come unannounced."""
    event = access.event_with_people(request.person, slug)  # type: ignore[attr-defined]
    content = attendance_list(event, day=_asked_day(request, event), came=False)
    return as_file(content, f"{event.slug}-{_('list-to-sign')}.pdf", PDF)


@require_GET
def came_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of each day with those who came."""
    event = access.event_with_people(request.person, slug)  # type: ignore[attr-defined]
    content = attendance_list(event, day=_asked_day(request, event), came=True)
    return as_file(content, f"{event.slug}-{_('attendance-list')}.pdf", PDF)


def _asked_day(request: HttpRequest, event: object) -> dt.date | None:
    asked = request.GET.get("day", "")
    if not asked:
        return None
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        raise Http404 from None
    if day not in clock.days_of(event):  # type: ignore[arg-type]
        raise Http404
    return day


@require_GET
def export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    event = access.event_with_people(request.person, slug)  # type: ignore[attr-defined]
    sheet = tables.attendance_sheet(event)
    if ending == "csv":
        return as_file(write_csv(sheet), f"{event.slug}-attendance.csv", CSV)
    return as_file(write_xlsx(sheet), f"{event.slug}-attendance.xlsx", XLSX)
