"""Reports are read by whoever may read the findings of their event; trails by whoever may know of their start. Figures
of a project are its team's, but for indicators that its organisers show to everybody; reports to the funder are the
team's, its auditors and viewers included. Open data are everybody's, and of what everybody may know."""

from django.db.models import QuerySet
from django.http import Http404

from talka.events.access import may_organise
from talka.needs.access import event_to_shape, event_with_findings, may_read_cards, may_read_inside
from talka.people.models import Person
from talka.programmes import access as programmes
from talka.programmes.models import Programme, Project

from .models import Indicator, IndicatorValue, Report

__all__ = [
    "event_to_shape",
    "event_with_findings",
    "indicator_for",
    "indicator_to_keep",
    "may_keep",
    "may_organise",
    "may_read_cards",
    "may_read_files",
    "may_read_inside",
    "open_programme",
    "open_programmes",
    "project_inside",
    "project_to_keep",
    "project_with_results",
    "reads_all_figures",
    "report_for",
    "report_to_write",
    "value_to_keep",
    "value_with_file",
]


def open_programme(slug: str) -> Programme:
    """A programme whose data are open: as anybody finds it, whoever asks."""
    return programmes.programme_for(None, slug)


def open_programmes() -> QuerySet[Programme]:
    """All of them, by the same rule."""
    return Programme.objects.filter(public=True, archived_at=None)


def may_keep(person: Person | None, project: Project) -> bool:
    """Who enters indicators and values and writes reports: the project's organisers."""
    return programmes.may_organise(person, project)


def reads_all_figures(person: Person | None, project: Project) -> bool:
    return programmes.may_read_inside(person, project)


def may_read_files(person: Person | None, project: Project) -> bool:
    """Files that prove a value may be lists of names: not for mere viewers."""
    return programmes.may_read_people(person, project)


def project_inside(person: Person | None, slug: str) -> Project:
    return programmes.project_inside(person, slug)


def project_to_keep(person: Person | None, slug: str) -> Project:
    return programmes.project_to_organise(person, slug)


def project_with_results(person: Person | None, programme: str, slug: str) -> Project:
    """The team's, and everybody's as soon as one of its indicators is."""
    project = programmes.project_for(person, slug)
    if project.programme.slug != programme:
        raise Http404
    if not reads_all_figures(person, project) and not shown_to_all(project):
        raise Http404
    return project


def shown_to_all(project: Project) -> bool:
    """Whether its organisers show any of its figures to everybody."""
    return Indicator.objects.filter(project=project, public=True, retired_at=None).exists()


def indicator_for(person: Person | None, programme: str, slug: str, pk: int) -> Indicator:
    """One indicator and what its figure is made of: the team's, and everybody's where it is shown."""
    project = programmes.project_for(person, slug)
    row = Indicator.objects.select_related("activity").filter(project=project, pk=pk).first()
    if row is None or project.programme.slug != programme:
        raise Http404
    row.project = project
    if not reads_all_figures(person, project) and (not row.public or row.retired_at is not None):
        raise Http404
    return row


def indicator_to_keep(person: Person | None, slug: str, pk: int) -> Indicator:
    project = project_to_keep(person, slug)
    row = Indicator.objects.select_related("activity").filter(project=project, pk=pk).first()
    if row is None:
        raise Http404
    row.project = project
    return row


def value_to_keep(person: Person | None, slug: str, pk: int, value: int) -> IndicatorValue:
    """A value that stands; of one that was withdrawn only its versions tell."""
    indicator = indicator_to_keep(person, slug, pk)
    row = IndicatorValue.objects.filter(indicator=indicator, pk=value, withdrawn_at=None).first()
    if row is None:
        raise Http404
    row.indicator = indicator
    return row


def value_with_file(person: Person | None, slug: str, pk: int, value: int) -> IndicatorValue:
    """For the file that proves a value: organisers, facilitators and auditors."""
    project = project_inside(person, slug)
    row = IndicatorValue.objects.filter(indicator__project=project, indicator=pk, pk=value, withdrawn_at=None).first()
    if row is None or not row.file or not may_read_files(person, project):
        raise Http404
    return row


def report_for(person: Person | None, slug: str, pk: int) -> Report:
    project = project_inside(person, slug)
    row = Report.objects.select_related("handed_in_by").filter(project=project, pk=pk).first()
    if row is None:
        raise Http404
    row.project = project
    return row


def report_to_write(person: Person | None, slug: str, pk: int) -> Report:
    row = report_for(person, slug, pk)
    if not may_keep(person, row.project):
        raise Http404
    return row
