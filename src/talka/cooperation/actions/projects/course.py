"""Milestones, risks and decisions of a joint project."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.documents.kept_files import Sent, with_file
from talka.people.actions.drafts import held
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ...access import projects as access
from ...models import JointPartner, JointProject, Milestone, ProjectDecision, ProjectResult, Risk
from .projects import FIRST_YEAR, LAST_YEAR, locked, touch

Text = LazyI18nString | str
Row = TypeVar("Row", Milestone, Risk, ProjectDecision, ProjectResult)
MOST = 200
"""Rows of one kind in one project, those taken away included."""


@dataclass(frozen=True)
class MilestoneData:
    title: Text
    due: date
    done_on: date | None = None
    partner: JointPartner | None = None


@dataclass(frozen=True)
class RiskData:
    """probability, effect: 1 to 5; doing: what is done about it."""

    title: Text
    probability: int
    effect: int
    doing: Text = ""
    partner: JointPartner | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class DecisionData:
    """who: the council, the steering group, the funder; open_to_all: everybody may open the file once the project is
    published."""

    title: Text
    who: str
    day: date
    number: str = ""
    open_to_all: bool = False


def save_milestone(
    project: JointProject, data: MilestoneData, *, by: Person | None, row: Milestone | None = None, version: int = 0
) -> Milestone:
    """Enter one, or change one; `version` is the one that was shown. Raises Refusal."""
    access.check_change(by, project)
    _titled(data.title)
    if not FIRST_YEAR <= data.due.year <= LAST_YEAR:
        raise Refusal(_("A year is written with four digits."), _("Nothing was changed."), status=422)
    _not_to_come(data.done_on)
    with deed(by):
        whole = locked(project)
        _of(whole, data.partner)
        kept = again(row, version) if row is not None else Milestone(project=whole_with_room(whole, Milestone))
        kept.title, kept.due, kept.done_on, kept.partner = data.title, data.due, data.done_on, data.partner
        kept.save()
        touch(whole)
    return kept


def save_risk(
    project: JointProject, data: RiskData, *, by: Person | None, row: Risk | None = None, version: int = 0
) -> Risk:
    """Enter one, or change one; `version` is the one that was shown. Raises Refusal."""
    access.check_change(by, project)
    _titled(data.title)
    if not (1 <= data.probability <= 5 and 1 <= data.effect <= 5):
        raise Refusal(_("Probability and effect are numbers from 1 to 5."), _("Nothing was changed."), status=422)
    _not_to_come(data.closed_on)
    with deed(by):
        whole = locked(project)
        _of(whole, data.partner)
        kept = again(row, version) if row is not None else Risk(project=whole_with_room(whole, Risk))
        kept.title, kept.probability, kept.effect = data.title, data.probability, data.effect
        kept.doing, kept.partner, kept.closed_on = data.doing or "", data.partner, data.closed_on
        kept.save()
        touch(whole)
    return kept


def save_decision(
    project: JointProject,
    data: DecisionData,
    sent: Sent,
    *,
    by: Person | None,
    row: ProjectDecision | None = None,
    version: int = 0,
) -> ProjectDecision:
    """Enter one with its file or link, or change one; a file that is not sent again stays. Raises Refusal."""
    access.check_change(by, project)
    _titled(data.title)
    if not data.who.strip():
        raise Refusal(_("Who decided?"), _("Nothing was changed."), status=422)
    _not_to_come(data.day)
    done: list[ProjectDecision] = []
    form = row or ProjectDecision()

    def save() -> None:
        with deed(by):
            whole = locked(project)
            kept = (
                again(row, version) if row is not None else ProjectDecision(project=whole_with_room(whole, type(form)))
            )
            for name in ("file", "file_name", "media_type", "size", "link"):
                setattr(kept, name, getattr(form, name))
            kept.title, kept.who, kept.day = data.title, data.who.strip()[:200], data.day
            kept.number, kept.open_to_all, kept.by = data.number.strip()[:80], data.open_to_all, by
            kept.save()
            touch(whole)
            done.append(kept)

    with_file(form, sent, save)
    return done[0]


def take_away(row: Milestone | Risk | ProjectDecision | ProjectResult, *, by: Person | None) -> None:
    """No page shows it any more; it can be brought back. Twice is once."""
    _stand(row, by, stands=False)


def bring_back(row: Milestone | Risk | ProjectDecision | ProjectResult, *, by: Person | None) -> None:
    """Twice is once."""
    _stand(row, by, stands=True)


def _stand(row: Milestone | Risk | ProjectDecision | ProjectResult, by: Person | None, *, stands: bool) -> None:
    access.check_change(by, row.project)
    with deed(by):
        whole = locked(row.project)
        now = held(row)
        if stands == (now.retired_at is None):
            return
        now.retired_at = None if stands else timezone.now()
        now.save(update_fields=["retired_at"])
        touch(whole)


def again(row: Row, version: int) -> Row:
    """The row as it stands now, locked. Raises Refusal where it is not the one that was shown."""
    now = held(row)
    check_shown(now, version)
    now.version += 1
    return now


def whole_with_room(project: JointProject, model: type[Row]) -> JointProject:
    """The project, where one more row of this kind has room in it. Raises Refusal."""
    if model._default_manager.filter(project=project).count() >= MOST:
        raise Refusal(_("A project has at most %(n)s of these.") % {"n": MOST}, _("Nothing was changed."))
    return project


def _titled(title: Text) -> None:
    if not str(title or "").strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)


def _not_to_come(day: date | None) -> None:
    if day is not None and day > timezone.localdate():
        raise Refusal(
            _("This day has not come yet."), _("Nothing was changed."), _("Enter what has happened by now."), status=422
        )


def _of(project: JointProject, partner: JointPartner | None) -> None:
    if partner is not None and partner.project_id != project.pk:
        raise Refusal(_("That partner is not of this project."), _("Nothing was changed."), status=422)
