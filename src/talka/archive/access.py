"""Organisers have the archive of a project made; they and its auditors take it away. What is in it anybody may read,
but the whole of it in one file is handed on by those who answer for the project."""

from django.http import Http404

from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import Project

from .models import Archive


def may_make(person: Person | None, project: Project) -> bool:
    return programmes.may_organise(person, project)


def may_take(person: Person | None, project: Project) -> bool:
    return may_make(person, project) or programmes.AUDITOR in programmes.roles_in(person, project)


def project_with_archive(person: Person | None, slug: str) -> Project:
    """For the page of a project's archive: "not found" to everybody else."""
    project = programmes.project_inside(person, slug)
    if not may_take(person, project):
        raise Http404
    return project


def project_to_archive(person: Person | None, slug: str) -> Project:
    return programmes.project_to_organise(person, slug)


def archive_to_take(person: Person | None, slug: str) -> Archive:
    """The one that is ready."""
    project = project_with_archive(person, slug)
    row = Archive.objects.filter(project=project, state=Archive.State.READY).first()
    if row is None:
        raise Http404
    row.project = project
    return row


def is_open(project: Project) -> bool:
    """Whether a visitor may know of it: only what they see goes into an archive."""
    archived = project.archived_at or project.programme.archived_at
    return bool(project.public and project.programme.public and not archived)
