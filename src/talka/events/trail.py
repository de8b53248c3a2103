"""What this room adds to the trail: the event, where it stands in its project and what it follows."""

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person
from talka.ui.numbers import dates

from .access import events_known_to
from .models import Event


def show_events(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    return {
        str(row.pk): Shown(
            "event",
            str(row.pk),
            str(row.title),
            reverse("events:event", args=[row.slug]),
            dates(row.first_day, row.last_day),
        )
        for row in events_known_to(person).filter(pk__in=ids)
    }


def join_trail() -> None:
    register(Kind("event", _("Event"), 40, show_events, ends=True))
    register_arrow(Arrow("activity", "event", Event.objects.all, "activity_id", "pk"))
    register_arrow(Arrow("project", "event", lambda: Event.objects.filter(Q(activity=None)), "project_id", "pk"))
    register_arrow(Arrow("event", "event", Event.objects.all, "follows_id", "pk"))
