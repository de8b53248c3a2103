"""What the first page shows of events, and what waits for an organiser's hand."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.events import clock
from talka.events.access import events_known_to, projects_to_organise
from talka.events.actions.invitations import waiting_letters
from talka.events.models import AgendaRelease, Event, Presentation, Registration
from talka.people.models import Person
from talka.programmes.models import Project

from .listing import Row, row_of
from .when import when_of

UPCOMING, RECENT, WORK = 4, 4, 8
LOOKS_BACK = dt.timedelta(days=45)


@dataclass(frozen=True)
class Work:
    """One event on an organiser's desk: how it stands, what is next and where."""

    event: Event
    when: str
    words: str
    action: str
    href: str


@dataclass(frozen=True)
class Home:
    upcoming: list[Row]
    recent: list[Row]
    work: list[Work]
    organises: bool


def home_for(person: Person | None) -> Home:
    """Two queries for visitors; two more for who organises something."""
    today = timezone.localdate()
    public = events_known_to(person).exclude(state=Event.State.DRAFT).select_related("project__programme", "area")
    upcoming = public.filter(last_day__gte=today).order_by("first_day", "starts_at", "slug")[:UPCOMING]
    recent = public.filter(last_day__lt=today).order_by("-first_day", "slug")[:RECENT]
    projects = projects_to_organise(person) if person else None
    organises = bool(projects is not None and projects.exists())
    return Home(
        upcoming=[row_of(event) for event in upcoming],
        recent=[row_of(event) for event in recent],
        work=work_of(projects) if organises and projects is not None else [],
        organises=organises,
    )


def work_of(projects: QuerySet[Project]) -> list[Work]:
    """Events ahead, under way or just over, the nearest first, each with its next step. One query."""
    since = timezone.localdate() - LOOKS_BACK
    rows = (
        Event.objects.filter(project__in=projects, last_day__gte=since)
        .exclude(state=Event.State.CANCELLED)
        .select_related("project")
        .annotate(
            released=Exists(AgendaRelease.objects.filter(event=OuterRef("pk"))),
            registered=Count(
                "registrations", filter=Q(registrations__state=Registration.State.REGISTERED), distinct=True
            ),
            waiting=Count("registrations", filter=Q(registrations__state=Registration.State.WAITING), distinct=True),
            unsent=Exists(waiting_letters().filter(event=OuterRef("pk"))),
            unpublished=Exists(Presentation.objects.filter(item__event=OuterRef("pk"), published=False)),
        )
        .order_by("first_day", "slug")[:WORK]
    )
    return [_work(row) for row in rows]


def _work(event: Any) -> Work:
    """`event` with what `work_of` counted for it."""
    over = clock.is_over(event)
    name, words, action = "manage", _state(event), _("Open")
    if over:
        if event.unpublished:
            name, action = "presentations", _("Publish the presentations")
        else:
            name, action = "feedback_summary", _("Read the feedback")
    elif not event.released:
        name, action = "agenda", _("Finish and release the agenda")
    elif event.state == Event.State.DRAFT:
        name, action = "manage", _("Publish the event")
    elif event.unsent:
        name, action = "invitations", _("Send the invitations")
    elif not event.registration_open:
        name, action = "manage", _("Open registration")
    elif clock.around(event):
        name, action = "check_in", _("Check-in")
    else:
        name, action = "registrations", _("Look at the registrations")
    return Work(event, when_of(event), words, action, reverse(f"events:{name}", args=[event.slug]))


def _state(event: Any) -> str:
    if event.state == Event.State.DRAFT:
        return _("Draft")
    parts = [
        ngettext("%(number)s registered", "%(number)s registered", event.registered) % {"number": event.registered}
    ]
    if event.capacity:
        parts[0] += " / " + str(event.capacity)
    if event.waiting:
        parts.append(ngettext("%(number)s waiting", "%(number)s waiting", event.waiting) % {"number": event.waiting})
    return ", ".join(parts)
