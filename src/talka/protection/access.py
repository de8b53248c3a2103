"""Who may see and fill in what concerns data protection: administrators the house, organisers their projects."""

from django.http import Http404

from talka.people.access import is_administrator
from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import Programme, Project

from .models import Request


def administrators_only(by: Person | None) -> None:
    """ "Not found" to everybody else."""
    if not is_administrator(by):
        raise Http404


def may_read_documents(by: Person | None, project: Project) -> bool:
    """Organisers, and auditors, who are asked for the record of processing."""
    return programmes.may_organise(by, project) or programmes.AUDITOR in programmes.roles_in(by, project)


def project_with_documents(by: Person | None, slug: str) -> Project:
    project = programmes.project_for(by, slug)
    if not may_read_documents(by, project):
        raise Http404
    return project


def project_to_fill(by: Person | None, slug: str) -> Project:
    return programmes.project_to_organise(by, slug)


def programme_to_fill(by: Person | None, slug: str) -> Programme:
    return programmes.programme_to_organise(by, slug)


def request_for(by: Person | None, number: int) -> Request:
    administrators_only(by)
    row = Request.objects.select_related("person", "answered_by").filter(pk=number).first()
    if row is None:
        raise Http404
    return row
