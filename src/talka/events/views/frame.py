"""What every page of the organiser's side has in common: the event, the tabs, the way back."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.events.access import Standing, standing_of
from talka.events.models import Event
from talka.programmes.publicity import publicity_of


def manage_context(request: HttpRequest, event: Event, tab: str, **more: Any) -> dict[str, Any]:
    """The context of a page under /e/<slug>/manage/."""
    standing = standing_of(request.person, event)
    return {
        "event": event,
        "standing": standing,
        "tabs": tabs_of(event, standing, tab),
        "publicity": publicity_of(event.project),
        "illustrative": event.project.programme.illustrative,
        **more,
    }


def tabs_of(event: Event, standing: Standing, current: str) -> list[dict[str, Any]]:
    """The pages of an event that this person may open."""
    everyone, people, organisers = standing.inside, standing.reads_people, standing.organises
    pages = [
        ("manage", _("Path of the day"), everyone),
        ("edit", _("About the event"), organisers),
        ("agenda", _("Agenda"), everyone),
        ("presentations", _("Presentations"), everyone),
        ("photos", _("Photographs"), organisers),
        ("invitations", _("Invitations"), organisers),
        ("registrations", _("Registrations"), people),
        ("costs", _("Costs"), standing.reads_costs),
    ]
    return [
        {"label": label, "href": reverse(f"events:{name}", args=[event.slug]), "current": name == current}
        for name, label, allowed in pages
        if allowed
    ]
