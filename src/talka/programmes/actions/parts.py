"""What a project is made of: activities, budget lines, partners. What others rest on cannot be taken away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.people.personal_data import is_version
from talka.programmes.access import check_organise
from talka.programmes.models import Activity, BudgetLine, Project, ProjectPartner
from talka.ui.refusals import Refusal

from .programmes import Text


@dataclass(frozen=True)
class Line:
    """A line of the budget: its code in the funder's form, what for, euros planned."""

    code: str
    title: Text
    planned_eur: Decimal


def save_activity(
    project: Project,
    *,
    number: str,
    title: Text,
    description: Text = "",
    activity: Activity | None = None,
    by: Person | None,
) -> Activity:
    """Enter or change an activity; its number stands once in a project. Raises Refusal."""
    check_organise(by, project)
    if not number.strip() or not str(title).strip():
        raise Refusal(_("An activity needs a number and a title."), status=422)
    with deed(by):
        row = activity or Activity(project=project)
        row.number, row.title, row.description = number.strip(), title, description
        _save(row, _("There is another activity with the number %(number)s.") % {"number": row.number})
    return row


def drop_activity(activity: Activity, *, by: Person | None) -> None:
    """Take an activity away; refused while events belong to it."""
    check_organise(by, activity.project)
    with deed(by):
        _drop(activity, _("Something belongs to this activity already, an event for instance."))


def save_budget_line(project: Project, line: Line, *, kept: BudgetLine | None = None, by: Person | None) -> BudgetLine:
    """Enter or change a line of the budget; its code stands once in a project. Raises Refusal."""
    check_organise(by, project)
    if not line.code.strip() or not str(line.title).strip():
        raise Refusal(_("A budget line needs a code and a title."), status=422)
    if line.planned_eur < 0:
        raise Refusal(_("A budget line cannot be less than nothing."), status=422)
    with deed(by):
        row = kept or BudgetLine(project=project)
        row.code, row.title, row.planned_eur = line.code.strip(), line.title, line.planned_eur
        _save(row, _("There is another budget line with the code %(code)s.") % {"code": row.code})
    return row


def save_budget_table(project: Project, lines: Sequence[Line], *, by: Person | None) -> tuple[int, int]:
    """Enter or change many lines, found by their code; all or none. (new, changed). Lines not named stay."""
    check_organise(by, project)
    new = changed = 0
    with deed(by):
        known = {row.code: row for row in BudgetLine.objects.select_for_update().filter(project=project)}
        for line in lines:
            kept = known.get(line.code.strip())
            if kept is None:
                known[line.code.strip()] = save_budget_line(project, line, by=by)
                new += 1
                continue
            titles = _in_languages(kept.title)
            line = replace(line, title=LazyI18nString(titles | _in_languages(line.title)))
            if (titles, kept.planned_eur) != (_in_languages(line.title), line.planned_eur):
                save_budget_line(project, line, kept=kept, by=by)
                changed += 1
    return new, changed


def _in_languages(text: Text) -> dict[str, str]:
    """A text by language: a table that is silent of one changes nothing of it."""
    said = text.data if isinstance(text, LazyI18nString) else text
    told = said if isinstance(said, dict) else {"lv": said}
    return {code: str(words) for code, words in told.items() if words}


def drop_budget_line(line: BudgetLine, *, by: Person | None) -> None:
    """Take a line away; refused while costs are counted against it."""
    check_organise(by, line.project)
    with deed(by):
        _drop(line, _("Costs are counted against this budget line already."))


def save_partner(project: Project, organisation: Organisation, role: str, *, by: Person | None) -> ProjectPartner:
    """Say what an organisation is in the project; it stands once."""
    check_organise(by, project)
    if role not in ProjectPartner.Role.values:
        raise ValueError(role)
    with deed(by):
        last = ProjectPartner.objects.filter(project=project).aggregate(last=Max("order"))["last"]
        row, _made = ProjectPartner.objects.update_or_create(
            project=project,
            organisation=organisation,
            defaults={"role": role},
            create_defaults={"role": role, "order": 0 if last is None else last + 1},
        )
    return row


def drop_partner(partner: ProjectPartner, *, by: Person | None) -> None:
    check_organise(by, partner.project)
    with deed(by):
        partner.delete()


def _save(row: models.Model, taken: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise Refusal(taken, meaning=_("Nothing was changed."), status=409) from fault


def _drop(row: models.Model, used: object) -> None:
    """Delete what nothing rests on. Links that the database would only empty count as resting on it, too."""
    for relation in row._meta.related_objects:
        if is_version(relation.related_model):
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: row}).exists():
            raise Refusal(str(used), meaning=_("Nothing was changed."), advice=_("Move what belongs to it first."))
    try:
        row.delete()
    except ProtectedError as fault:
        raise Refusal(str(used), meaning=_("Nothing was changed.")) from fault
