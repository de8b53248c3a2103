"""What the pages of the day have in common: the event, its publicity, the tabs, the way back."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.events import access, letters
from talka.events.access import standing_of
from talka.events.models import Event
from talka.events.queries.when import when_of
from talka.programmes.publicity import publicity_of

from .frame import manage_context


def about(event: Event, **more: Any) -> dict[str, Any]:
    """The context of a page about an event."""
    return {
        "event": event,
        "event_url": f"/e/{event.slug}/",
        "when": when_of(event),
        "place": letters.place(event),
        "publicity": publicity_of(event.project),
        "illustrative": event.project.programme.illustrative,
        **more,
    }


def inside(request: HttpRequest, event: Event, page: str, **more: Any) -> dict[str, Any]:
    """The context of a page of those who run the event: the event's tabs, and those of the day beneath."""
    return manage_context(
        request,
        event,
        "registrations",
        when=when_of(event),
        day_tabs=day_tabs(request, event, page),
        **more,
    )


def day_tabs(request: HttpRequest, event: Event, current: str) -> list[dict[str, Any]]:
    """The pages of the day that this person may open."""
    standing = standing_of(request.person, event)  # type: ignore[attr-defined]
    runs = access.may_run(request.person, event)  # type: ignore[attr-defined]
    pages = [
        ("registrations", _("People"), standing.reads_people),
        ("check_in", _("Check-in"), runs),
        ("attendance", _("Attendance and papers"), standing.reads_people),
        ("certificates", _("Certificates"), standing.reads_people),
        ("feedback_summary", _("Feedback"), standing.reads_people),
        ("questions", _("Registration form"), standing.organises),
        ("quotas", _("Limits of seats"), standing.organises),
    ]
    return [
        {"label": label, "href": reverse(f"events:{name}", args=[event.slug]), "current": name == current}
        for name, label, allowed in pages
        if allowed
    ]
