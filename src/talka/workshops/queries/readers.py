"""Who reads what is written in an event's group work, in words for its privacy notice."""

from django.utils.translation import gettext as _

from talka.events.models import Event

from ..models import Workshop


def readers_of(event: Event) -> tuple[str, ...]:
    """A line per group work. One query."""
    told = []
    words = {
        "group": _("your own group and its facilitator"),
        "hall": _("everybody in the hall"),
        "ministry": _("the hall, and afterwards the organisers"),
        "public": _("everybody: the findings are public"),
    }
    for row in Workshop.objects.filter(event=event).order_by("pk"):
        told.append(f"{row}: {words[row.audience]}")
    return tuple(told)
