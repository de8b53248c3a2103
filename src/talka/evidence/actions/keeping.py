"""How long evidence is kept: until the project's retention date; what an erasure takes with it before."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.models import Event
from talka.people.models import Person
from talka.programmes.models import Project
from talka.results.models import Report

from ..checklists import own_items, standard
from ..models import EvidenceFile, Package
from .files import let_go
from .packages import let_go as let_package_go


def forget_past(today: dt.date | None = None) -> int:
    """The house's own deed, each night: content of packages and of files that may name or show people goes when the
    project's retention date has passed. Names of files and digests stay. How many files went."""
    today = today or timezone.localdate()
    gone = 0
    for project in Project.objects.filter(retention_until__lt=today).select_related("programme"):
        with transaction.atomic():
            for package in Package.objects.select_for_update(of=("self",)).filter(project=project).exclude(file=""):
                let_package_go(package, Package.Gone.RETENTION)
                gone += 1
            for file in _with_people(project):
                let_go(file)
                file.save(update_fields=["file", "gone_at"])
                gone += 1
    return gone


def _with_people(project: Project) -> QuerySet[EvidenceFile]:
    """Files of items whose files may name or show people; of an item nobody knows any more it is taken for granted."""
    known = standard().items
    own = {row.key: row.people for row in own_items(project.programme)}
    without = [key for key, item in known.items() if not item.people] + [
        key for key, people in own.items() if not people
    ]
    rows = EvidenceFile.objects.filter(event__project=project, gone_at=None).exclude(item__in=without)
    return rows.select_for_update(of=("self",))


def events_naming(person: Person) -> QuerySet[Event]:
    """Events whose papers may name the person: they registered, spoke, led a group, brought something, entered a
    publication, or released an agenda."""
    return Event.objects.filter(
        Q(registrations__person=person)
        | Q(items__speakers__person=person)
        | Q(items__facilitators=person)
        | Q(items__presentations__uploaded_by=person)
        | Q(evidence_files__uploaded_by=person)
        | Q(evidence_statements__by=person)
        | Q(publications__by=person)
        | Q(releases__released_by=person)
    ).distinct()


def forget_person(person: Person, today: dt.date) -> list[tuple[Project, dt.date]]:
    """Packages that may name the person go, and scans of lists they may have signed; those of projects whose retention
    date has not come stay, and are answered with. What is made anew holds them no more than the data do."""
    kept: dict[int, tuple[Project, dt.date]] = {}
    events = list(events_naming(person).select_related("project"))
    # A package that is being bound waits for this, and is bound anew.
    # Who handed in a report to the funder is named in the papers of the whole project alone.
    reported = Report.objects.filter(handed_in_by=person).values_list("project", flat=True)
    projects = {event.project_id for event in events} | set(reported)
    list(Project.objects.select_for_update(of=("self",)).filter(pk__in=projects).order_by("pk"))
    of_events = Q(event__in=events) | Q(event=None, project__in=projects)
    for package in Package.objects.select_for_update(of=("self",)).filter(of_events).exclude(file=""):
        until = package.project.retention_until
        if until and until >= today:
            kept[package.project_id] = (package.project, until)
        else:
            let_package_go(package, Package.Gone.ERASED)
    came = [event for event in events if event.registrations.filter(person=person, attendances__isnull=False).exists()]
    for file in EvidenceFile.objects.select_for_update(of=("self",)).filter(
        event__in=came, item="signed_list", gone_at=None
    ):
        project = next(event.project for event in came if event.pk == file.event_id)
        until = project.retention_until
        if until and until >= today:
            kept[project.pk] = (project, until)
            continue
        let_go(file)
        if file.taken_back_at is None:
            file.taken_back_at = timezone.now()
            file.taken_back_reason = _("A person who had signed it was erased, and no funder's rule keeps it any more.")
        file.save()
    return list(kept.values())
