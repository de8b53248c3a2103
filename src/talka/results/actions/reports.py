"""Reports to the funder: begun, written, handed in and so frozen, begun anew as a new edition."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise
from talka.programmes.actions.programmes import Text
from talka.programmes.models import Project
from talka.ui.refusals import Refusal

from ..models import Report
from ..queries.reports import frozen, live_figures

WRITTEN = ("title", "starts", "ends", "summary", "deviations", "risks", "written")


@dataclass(frozen=True)
class ReportData:
    """starts, ends: the first and the last day of the period that is reported on. written: what is said in sections of
    the funder's own, by their key, words by language."""

    title: Text
    starts: dt.date
    ends: dt.date
    summary: Text = ""
    deviations: Text = ""
    risks: Text = ""
    written: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def begin_report(project: Project, data: ReportData, *, by: Person | None) -> Report:
    """A draft with the next number. Raises Refusal."""
    check_organise(by, project)
    _check(data)
    with deed(by):
        Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        last = Report.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
        return Report.objects.create(project=project, number=last + 1, **_written(data))


def write_report(report: Report, data: ReportData, *, version: int, by: Person | None) -> Report:
    """Change a draft. `version` is the one that was shown. Raises Refusal: a report handed in stays as it is."""
    check_organise(by, report.project)
    _check(data)
    with deed(by):
        row = _locked(report)
        _drafts_only(row)
        if row.version != version:
            raise _stale()
        for name, value in _written(data).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    return row


def hand_in(report: Report, *, version: int, by: Person | None) -> Report:
    """Freeze figures and evidence as they are now. `version` is the one that was shown. Raises Refusal: before the
    period is over, without a summary, without an indicator."""
    check_organise(by, report.project)
    with deed(by):
        row = _locked(report)
        _drafts_only(row)
        if row.version != version:
            raise _stale()
        if row.ends >= timezone.localdate():
            raise Refusal(
                _("The period of the report is not over yet."),
                _("It was not handed in."),
                _("Hand it in after its last day, or let the period end earlier."),
            )
        if not str(row.summary).strip():
            raise Refusal(
                _("The summary is missing."), _("It was not handed in."), _("Write it, then hand the report in."), 422
            )
        figures = live_figures(row)
        if not figures.lines:
            raise Refusal(
                _("The project has no indicator to report on."),
                _("It was not handed in."),
                _("Enter the project's indicators first."),
            )
        row.frozen, row.state = frozen(figures), Report.State.HANDED_IN
        row.handed_in_at, row.handed_in_by, row.version = timezone.now(), by, row.version + 1
        row.save()
    return row


def begin_anew(report: Report, *, by: Person | None) -> Report:
    """A new edition of a report that was handed in, with its words; that one stays. The draft that is there already is
    given where there is one."""
    check_organise(by, report.project)
    with deed(by):
        Project.objects.select_for_update(of=("self",)).get(pk=report.project_id)
        editions = list(Report.objects.filter(project=report.project_id, number=report.number).order_by("-edition"))
        newest = editions[0]
        if newest.state == Report.State.DRAFT:
            return newest
        words = {name: getattr(newest, name) for name in WRITTEN}
        return Report.objects.create(
            project_id=report.project_id, number=report.number, edition=newest.edition + 1, **words
        )


def discard_draft(report: Report, *, by: Person | None) -> None:
    """Let a draft go; its versions stay. Raises Refusal for a report that was handed in."""
    check_organise(by, report.project)
    with deed(by):
        row = _locked(report)
        _drafts_only(row)
        row.delete()


def _locked(report: Report) -> Report:
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    row.project = report.project
    return row


def _drafts_only(row: Report) -> None:
    if row.state != Report.State.DRAFT:
        raise Refusal(
            _("This report has been handed in and stays as it is."),
            _("Nothing was changed."),
            _("Begin a new edition of it, and hand that in."),
        )


def _check(data: ReportData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if data.ends < data.starts:
        raise Refusal(
            _("The period ends before it begins."), _("Nothing was changed."), _("Look at the two days."), status=422
        )


def _written(data: ReportData) -> dict[str, object]:
    return {name: getattr(data, name) or "" for name in WRITTEN} | {"written": dict(data.written)}


def _stale() -> Refusal:
    return Refusal(
        _("Somebody else has changed this report since you opened it."),
        _("Your words were not saved; theirs stand."),
        _("Open the page again and change what is still needed."),
    )
