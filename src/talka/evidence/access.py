"""The only door to event files. Attendance lists are in them: organisers, auditors and administrators alone know of
them; organisers bring what is missing."""

from django.http import Http404

from talka.events import access as events
from talka.events.models import Event
from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.access import check_organise, programme_to_organise
from talka.programmes.models import Programme, Project

from .checklists import Item, checklist_of, own_items
from .models import EvidenceFile, OwnItem, Package, Publication

__all__ = [
    "check_organise",
    "check_read",
    "event_to_prove",
    "event_with_evidence",
    "file_for",
    "item_for",
    "may_keep",
    "may_read",
    "own_item_for",
    "package_of_event",
    "package_of_project",
    "programme_to_organise",
    "project_with_evidence",
    "publication_for",
]


def may_read(person: Person | None, project: Project) -> bool:
    return programmes.is_administrator(person) or bool(
        programmes.roles_in(person, project) & {programmes.ORGANISER, programmes.AUDITOR}
    )


def may_keep(person: Person | None, project: Project) -> bool:
    return programmes.may_organise(person, project)


def check_read(person: Person | None, project: Project) -> None:
    """Raises Refusal(403). For actions."""
    if not may_read(person, project):
        raise programmes.not_allowed()


def event_with_evidence(person: Person | None, slug: str) -> Event:
    event = events.event_for(person, slug)
    if not may_read(person, event.project):
        raise Http404
    return event


def event_to_prove(person: Person | None, slug: str) -> Event:
    """For bringing files and statements: the organisers'."""
    return events.event_to_organise(person, slug)


def item_for(event: Event, key: str) -> Item:
    """An item of the checklist of an event whose door has been passed already. One query."""
    for item in checklist_of(event.project, own_items(event.project.programme)):
        if item.key == key:
            return item
    raise Http404


def file_for(person: Person | None, slug: str, token: str) -> EvidenceFile:
    event = event_with_evidence(person, slug)
    row = EvidenceFile.objects.filter(event=event, token=token).first()
    if row is None:
        raise Http404
    row.event = event
    return row


def publication_for(event: Event, number: int) -> Publication:
    """One that stands, of an event whose door has been passed already."""
    row = Publication.objects.select_related("copy").filter(event=event, pk=number, withdrawn_at=None).first()
    if row is None:
        raise Http404
    row.event = event
    return row


def project_with_evidence(person: Person | None, slug: str) -> Project:
    project = programmes.project_for(person, slug)
    if not may_read(person, project):
        raise Http404
    return project


def package_of_event(person: Person | None, slug: str, token: str) -> Package:
    event = event_with_evidence(person, slug)
    return _there(Package.objects.filter(event=event, token=token).first())


def package_of_project(person: Person | None, slug: str, token: str) -> Package:
    project = project_with_evidence(person, slug)
    return _there(Package.objects.filter(project=project, event=None, token=token).first())


def _there(row: Package | None) -> Package:
    if row is None or not row.file:
        raise Http404
    return row


def own_item_for(programme: Programme, key: str) -> OwnItem:
    """An own item of a programme whose door has been passed already, retired ones too."""
    row = OwnItem.objects.filter(programme=programme, key=key).first()
    if row is None:
        raise Http404
    row.programme = programme
    return row
