"""What group work hangs on the pages of an event: the way in on the day, and the console for those who lead."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from talka.documents.qr import spaced_code
from talka.events import access as events
from talka.events.models import Event, Registration
from talka.programmes.access import may_organise
from talka.programmes.models import Project

from . import access
from .models import Seat, Workshop


def join_panel(event: Event, request: HttpRequest) -> str:
    """For everybody, on the days of the event: where to type the room's code. The code itself stands in the room."""
    open_now = [row for row in _of(event) if access.is_open_now(row) and not row.closed]
    if not open_now:
        return ""
    return render_to_string("workshops/panel_join.html", {"enter_url": reverse("workshops:enter")}, request)


def lead_panel(event: Event, request: HttpRequest) -> str:
    """For organisers and facilitators: the group work made so far, or how to make it."""
    person = request.person  # type: ignore[attr-defined]
    rows = [row for row in _of(event) if access.may_lead_any(person, row)]
    runs = events.may_run(person, event)
    if not rows and not runs:
        return ""
    context = {
        "rows": [(row, spaced_code(row.code)) for row in rows],
        "event": event,
        "runs": runs,
        "blocks": event.items.filter(kind="group", cancelled=False).exists() if runs else False,
    }
    return render_to_string("workshops/panel_lead.html", context, request)


def seat_panel(registration: Registration, request: HttpRequest) -> str:
    """On a registration's own page: the person's group, and their link into it on the day."""
    if registration.state != Registration.State.REGISTERED:
        return ""
    seats = {
        seat.workshop_id: seat
        for seat in Seat.objects.filter(registration=registration).select_related("group__item", "workshop")
    }
    rows = []
    for workshop in _of(registration.event):
        group = seats[workshop.pk].group if workshop.pk in seats else None
        link = reverse("workshops:own_link", args=[workshop.code, registration.token])
        opens = access.is_open_now(workshop)
        if group is not None or opens:
            rows.append({"group": group, "link": link if opens else ""})
    return render_to_string("workshops/panel_seat.html", {"rows": rows}, request) if rows else ""


def formats_panel(project: Project, request: HttpRequest) -> str:
    """On a project's working page, for its organisers."""
    if not may_organise(request.person, project):  # type: ignore[attr-defined]
        return ""
    return render_to_string("workshops/panel_formats.html", {"project": project}, request)


def _of(event: Event) -> list[Workshop]:
    return list(Workshop.objects.filter(event=event).select_related("event__project__programme"))
