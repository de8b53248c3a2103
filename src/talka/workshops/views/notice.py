"""The privacy notice for whoever holds the room's code, also of an event that is not public."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from talka.events.views.privacy import notice_page

from . import frame


@require_safe
def privacy(request: HttpRequest, code: str) -> HttpResponse:
    workshop, _seat = frame.at_the_door(request, code)
    return notice_page(request, workshop.event, "workshops/privacy.html")
