"""What is done about the funder's publicity: its text taken or given a reason to differ, its duties done."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise
from talka.programmes.funders import FunderTemplate, template_of, templates
from talka.programmes.models import Logo, Project, PublicityDuty
from talka.programmes.publicity_check import filled_text
from talka.ui.refusals import Refusal


@dataclass(frozen=True)
class DutyData:
    """state: done or not_needed; note: what was done, or why it does not apply; link: where one can see it."""

    state: str
    day: dt.date | None = None
    note: str = ""
    link: str = ""


def check_template(key: str, *, illustrative: bool, before: str = "") -> None:
    """Raises Refusal for a template that is not there. What stood there before may stay."""
    if key and key != before and key not in {one.key for one in templates(illustrative=illustrative)}:
        raise Refusal(
            _("There is no such funder template."),
            _("Nothing was changed."),
            _("Choose one of the list, or ask the administrator to add the file of this funder."),
            status=422,
        )


def take_funders_text(project: Project, *, by: Person | None) -> Project:
    """Write the funder's publicity text, its blanks filled, in place of the one that stands. Raises Refusal."""
    check_organise(by, project)
    with deed(by):
        row = _locked(project)
        row.publicity, row.publicity_reason = filled_text(row, _template(row)), ""
        row.save()
    return row


def keep_own_text(project: Project, reason: str, *, by: Person | None) -> Project:
    """Say why the project's own text differs; without a reason the check asks for one again. Raises Refusal."""
    check_organise(by, project)
    with deed(by):
        row = _locked(project)
        _template(row)
        row.publicity_reason = " ".join(reason.split())[:500]
        row.save()
    return row


def save_duty(project: Project, key: str, data: DutyData, *, by: Person | None) -> PublicityDuty:
    """Say that a duty was done, or why it does not apply. Raises Refusal."""
    check_organise(by, project)
    if data.state not in PublicityDuty.State.values:
        raise ValueError(data.state)
    if data.state == PublicityDuty.State.NOT_NEEDED and not data.note.strip():
        raise Refusal(
            _("The reason is missing."), advice=_("Write why the duty does not apply to this project."), status=422
        )
    with deed(by):
        row = _locked(project)
        if key not in {one.key for one in _template(row).publicity.duties}:
            raise Refusal(_("The funder has no such duty."), _("Nothing was changed."), status=422)
        duty, _made = PublicityDuty.objects.update_or_create(
            project=row,
            key=key,
            defaults={"state": data.state, "day": data.day, "note": data.note.strip(), "link": data.link},
        )
    return duty


def reopen_duty(project: Project, key: str, *, by: Person | None) -> None:
    """It has not been done after all; what was said stays in its versions."""
    check_organise(by, project)
    with deed(by):
        PublicityDuty.objects.filter(project=_locked(project), key=key).delete()


def name_logo(logo: Logo, wanted: str, *, by: Person | None) -> Logo:
    """Say which of the funder's logos it is (empty: none); it takes the place the funder wants. Raises Refusal."""
    project = logo.project
    check_organise(by, project)
    with deed(by):
        order = [one.key for one in _template(_locked(project)).publicity.logos]
        if wanted and wanted not in order:
            raise Refusal(_("The funder wants no such logo."), _("Nothing was changed."), status=422)
        logo.wanted = wanted
        logo.save(update_fields=["wanted"])
        arrange_logos(project, order)
    return logo


def arrange_logos(project: Project, order: list[str]) -> None:
    """The funder's logos first, in its order; the others behind them as they stood."""
    rows = list(Logo.objects.filter(project=project))
    rows.sort(key=lambda row: order.index(row.wanted) if row.wanted in order else len(order))
    for place, row in enumerate(rows):
        if row.order != place:
            Logo.objects.filter(pk=row.pk).update(order=place)


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",)).select_related("programme").get(pk=project.pk)


def _template(project: Project) -> FunderTemplate:
    template = template_of(project)
    if template is None:
        raise Refusal(
            _("No funder template is chosen."), advice=_("Choose one in the project's data first."), status=409
        )
    return template
