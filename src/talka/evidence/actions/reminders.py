"""Letters to organisers about what is missing after an event: some days after, each once, none where nothing is."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from talka.events import clock
from talka.events.models import Event
from talka.people.models import Person
from talka.programmes.models import TeamMember

from .. import letters
from ..checklists import own_items, standard
from ..queries.checklist import checklists

LATE = 3
"""So many days past its day a letter still goes out, after a worker that stood still."""


def remind_all(now: dt.datetime | None = None) -> int:
    """The house's own deed, each day. How many letters were written."""
    now = now or timezone.now()
    written = 0
    for days in standard().remind_after_days:
        for event in due(days, now):
            with transaction.atomic():
                written += _remind(event, days, now)
    return written


def due(days: int, now: dt.datetime) -> list[Event]:
    """Published events that ended so many days ago, by the local day at the place."""
    last = now.date() - dt.timedelta(days=days)
    near = Event.objects.filter(
        state=Event.State.PUBLISHED,
        last_day__lte=last + dt.timedelta(days=1),
        last_day__gte=last - dt.timedelta(days=LATE + 1),
        project__archived_at=None,
    ).select_related("project__programme")
    return [event for event in near if 0 <= (clock.local_day(event, now) - event.last_day).days - days <= LATE]


def _remind(event: Event, days: int, now: dt.datetime) -> int:
    found = checklists([event], own_items(event.project.programme), now)[event.pk]
    if not found.open:
        return 0
    written = 0
    for person in organisers(event):
        letters.missing(event, found.open, person, days)
        written += 1
    return written


def organisers(event: Event) -> list[Person]:
    """Those of the project; those of the whole programme where it has none of its own."""
    rows = TeamMember.objects.filter(
        programme=event.project.programme_id, role=TeamMember.Role.ORGANISER, person__erased_at=None
    ).exclude(person__email="")
    own = (
        rows.filter(project=event.project_id)
        if rows.filter(project=event.project_id).exists()
        else rows.filter(project=None)
    )
    return [row.person for row in own.select_related("person").order_by("person_id")]
