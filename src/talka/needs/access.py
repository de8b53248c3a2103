"""Who may know of a need or a measure: what was found at an event is the team's until its findings are published."""

from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404

from talka.events import access as events
from talka.events.models import Event
from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import Programme, TeamMember

from .models import Findings, Measure, Need

Found = TypeVar("Found", Need, Measure)


def may_read_inside(person: Person | None, event: Event) -> bool:
    """The project's team, which sees what is not public."""
    return programmes.may_read_inside(person, event.project)


def may_read_cards(person: Person | None, event: Event) -> bool:
    """Cards that are not for everybody: who runs the event, as their writers were told; not who only looks on."""
    return events.may_run(person, event)


def may_read_findings(person: Person | None, event: Event) -> bool:
    """Everybody once they are published, the project's team before. At most one query more than the event's own."""
    if may_read_inside(person, event):
        return True
    said = Findings.of(event)
    return said is not None and said.public


def event_with_findings(person: Person | None, slug: str) -> Event:
    event = events.event_for(person, slug)
    if not may_read_findings(person, event):
        raise Http404
    return event


def event_to_shape(person: Person | None, slug: str) -> Event:
    """For turning clusters into needs and measures: the organisers."""
    return events.event_to_organise(person, slug)


def known_to(person: Person | None, rows: QuerySet[Found]) -> QuerySet[Found]:
    """The needs or measures a person may know of: published ones, those of the team's projects, recorded ones."""
    published = Q(event__in=events.events_known_to(person), event__findings__published_at__isnull=False)
    inside = Q(event__project__in=programmes.team_projects(person))
    return rows.filter(published | inside | Q(event=None, programme__public=True), merged_into=None)


def need_for(person: Person | None, pk: int) -> Need:
    return _known(person, Need.objects.select_related("programme", "event", "merged_into").filter(pk=pk).first())


def measure_for(person: Person | None, pk: int) -> Measure:
    found = Measure.objects.select_related("programme", "event", "held_as", "merged_into").filter(pk=pk).first()
    return _known(person, found)


def _known(person: Person | None, thing: Found | None) -> Found:
    if thing is None:
        raise Http404
    if thing.event is None:
        programmes.programme_for(person, thing.programme.slug)
    else:
        event_with_findings(person, thing.event.slug)
    return thing


def may_edit_framework(person: Person | None, programme: Programme) -> bool:
    """Who organises the programme or any of its projects: they all ask by the same competences."""
    if programmes.is_administrator(person):
        return True
    rows = TeamMember.objects.filter(person=person, programme=programme, role=programmes.ORGANISER)
    return person is not None and rows.exists()


def programme_with_framework(person: Person | None, slug: str) -> Programme:
    return programmes.programme_for(person, slug)


def framework_to_edit(person: Person | None, slug: str) -> Programme:
    """For pages on which competences are changed: "not found" to everybody else."""
    programme = programmes.programme_for(person, slug)
    if not may_edit_framework(person, programme):
        raise Http404
    return programme
