"""The event as schema.org data, for search engines and other calendars."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from talka.events.clock import zone_of
from talka.events.models import Event

from .page import EventPage

# "<" and "&" would end the script element or begin a tag.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def json_ld(page: EventPage, url: str) -> SafeString:
    """The content of a script element of type application/ld+json; it is data, no browser runs it."""
    return mark_safe(json.dumps(data_of(page, url), ensure_ascii=False).translate(_ESCAPES))  # noqa: S308  escaped


def data_of(page: EventPage, url: str) -> dict[str, Any]:
    event = page.event
    zone = zone_of(event)
    start = event.starts_at.astimezone(zone) if event.starts_at else event.first_day
    end = event.ends_at.astimezone(zone) if event.ends_at else event.last_day
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationEvent" if event.kind == Event.Kind.TRAINING else "Event",
        "name": str(event.title),
        "description": str(event.summary),
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        "inLanguage": event.language,
        "url": url,
        "eventStatus": "https://schema.org/EventCancelled"
        if event.state == Event.State.CANCELLED
        else "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{_mode(event)}",
        "isAccessibleForFree": True,
        "funder": {"@type": "Organization", "name": str(event.project.funder)} if str(event.project.funder) else None,
        "location": _place(event),
        "performer": [{"@type": "Person", "name": speaker.name} for speaker in page.speakers],
        "image": [f"{url}photos/{photo.token}/" for photo in page.photos[:3]],
    }
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _mode(event: Event) -> str:
    if event.online_url and str(event.venue):
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if event.online_url else "OfflineEventAttendanceMode"


def _place(event: Event) -> dict[str, Any] | None:
    if str(event.venue) or event.address or event.area:
        address = ", ".join(part for part in (event.address, str(event.area) if event.area else "") if part)
        return {"@type": "Place", "name": str(event.venue) or address, "address": address or str(event.venue)}
    return {"@type": "VirtualLocation", "url": event.online_url} if event.online_url else None
