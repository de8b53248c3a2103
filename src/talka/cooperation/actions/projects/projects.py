"""Beginning a joint project, changing it, moving it along, publishing it, taking it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.people.access import not_allowed
from talka.people.actions.drafts import bring_back, held, show, take_away
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.access import may_organise_programme
from talka.programmes.models import Programme
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from ...access import may_begin_for
from ...access import projects as access
from ...models import Impact, JointBudgetLine, JointPartner, JointProject
from ...reach import reach_of
from .amounts import amount
from .causes import Cause, partners_of_case, point_to

Text = LazyI18nString | str
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class ProjectData:
    """service: key of a service, "" for none; impact: as a person decides, "" leaves it to the rule; total_told: euro,
    what the funder's decision says the whole costs."""

    title: Text
    about: Text = ""
    service: str = ""
    programme: Programme | None = None
    starts: date | None = None
    ends: date | None = None
    responsible: Person | None = None
    responsible_office: str = ""
    impact: str = ""
    impact_reason: str = ""
    total_told: Decimal | None = None


def begin_project(
    data: ProjectData,
    organisation: Organisation,
    *,
    by: Person | None,
    causes: Sequence[Cause] = (),
    slug: str = "",
) -> JointProject:
    """Begin one as a draft led by the organisation. causes: what it comes from, as (kind of the trail, row id); the
    partners of a cooperation case among them come along. by None: the house, loading files. Raises Refusal."""
    if by is not None and not may_begin_for(by, organisation):
        raise not_allowed()
    kept = organisation.merged_into or organisation
    with deed(by):
        row = JointProject(by=by, illustrative=kept.illustrative, state_since=timezone.localdate())
        _fill(row, data, by, partners={kept.pk})
        row.slug = free_slug(JointProject, slug or str(data.title))
        _save_new(row)
        JointPartner.objects.create(
            project=row, organisation=kept, role=JointPartner.Role.LEAD, agreed_on=timezone.localdate(), by=by
        )
        for number, other in enumerate(partners_of_case(causes, but=kept), start=1):
            JointPartner.objects.create(project=row, organisation=other, order=number, by=by)
        for cause in causes:
            point_to(row, cause, by=by)
        set_reach(row)
    return row


def change_project(project: JointProject, data: ProjectData, *, version: int, by: Person | None) -> JointProject:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_change(by, project)
    with deed(by):
        row = locked(project)
        check_shown(row, version)
        partners = set(row.partners.filter(left_on=None).values_list("organisation", flat=True))
        _fill(row, data, by, partners=partners)
        _budget_stays_inside(row)
        row.version += 1
        row.save()
    return row


def move(
    project: JointProject, state: str, *, by: Person | None, reason: str = "", since: date | None = None
) -> JointProject:
    """To another place of the pipeline, forwards or back; where it is already, nothing changes. since: today where
    nothing is said. Giving up needs a reason. Raises Refusal."""
    access.check_change(by, project)
    if state not in JointProject.State.values:
        raise Refusal(_("This state is not known."), _("Nothing was changed."), status=422)
    if state == JointProject.State.GIVEN_UP and not reason.strip():
        raise Refusal(
            _("Please say why."),
            _("Nothing was changed."),
            _("Those who come after learn from why a project was given up."),
            status=422,
        )
    day = since or timezone.localdate()
    if day > timezone.localdate():
        raise Refusal(_("This day has not come yet."), _("Nothing was changed."), status=422)
    with deed(by):
        row = locked(project)
        given_up = state == JointProject.State.GIVEN_UP
        if row.state == state and not given_up and since is None:
            return row
        row.state, row.state_reason = state, reason.strip()[:500] if given_up else ""
        row.state_since = day
        row.version += 1
        row.save()
    return row


def publish(project: JointProject, *, by: Person | None) -> None:
    """Everybody reads it from now on. Twice is once."""
    access.check_change(by, project)
    with deed(by):
        show(locked(project), public=True)


def unpublish(project: JointProject, *, by: Person | None) -> None:
    """Only the partners read it. Twice is once."""
    access.check_change(by, project)
    with deed(by):
        show(locked(project), public=False)


def retire(project: JointProject, *, by: Person | None) -> None:
    """Nobody sees it but those who may bring it back; nothing of it is lost. Twice is once."""
    access.check_change(by, project)
    with deed(by):
        take_away(held(project))


def restore(project: JointProject, *, by: Person | None) -> None:
    """Back as a draft. Twice is once."""
    access.check_change(by, project)
    with deed(by):
        bring_back(held(project))


def locked(project: JointProject) -> JointProject:
    """The project's row, held until the transaction ends; nothing enters a project that was just taken away."""
    row = held(project)
    if row.retired_at is not None:
        raise Refusal(_("This project was taken away."), _("Nothing was changed."), _("Bring it back first."))
    return row


def touch(row: JointProject) -> None:
    """What hangs on it has changed: it stands first in lists of what changed last."""
    row.save(update_fields=["changed_at"])


def set_reach(row: JointProject) -> None:
    """Ask the rule again; called wherever the partners change."""
    partners = row.partners.filter(left_on=None).exclude(role=JointPartner.Role.SUPPORTER)
    areas = partners.exclude(organisation__area=None).values_list("organisation__area", flat=True)
    row.reach = reach_of(list(areas), timezone.localdate())
    row.save(update_fields=["reach", "changed_at"])


def _fill(row: JointProject, data: ProjectData, by: Person | None, *, partners: set[int]) -> None:
    _check(row, data, by, partners)
    row.title, row.about = _stripped(data.title), data.about or ""
    row.service, row.programme = data.service, data.programme
    row.starts, row.ends = data.starts, data.ends
    row.responsible, row.responsible_office = data.responsible, data.responsible_office.strip()
    row.impact, row.impact_reason = data.impact, data.impact_reason.strip()[:500] if data.impact else ""
    row.total_told = None if data.total_told is None else amount(data.total_told)


def _check(row: JointProject, data: ProjectData, by: Person | None, partners: set[int]) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    days = [day for day in (data.starts, data.ends) if day is not None]
    if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in days) or days != sorted(days):
        raise Refusal(
            _("The days of the project are not in order."),
            _("Nothing was changed."),
            _("The first day comes before the last."),
            status=422,
        )
    kept = row.pk is not None and data.programme is not None and row.programme_id == data.programme.pk
    if by is not None and data.programme is not None and not kept and not may_organise_programme(by, data.programme):
        raise not_allowed()
    if data.impact and data.impact not in Impact.values:
        raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
    if data.impact and data.impact != row.reach and not data.impact_reason.strip():
        raise Refusal(
            _("Please say why the impact is another than the rule says."), _("Nothing was changed."), status=422
        )
    person = data.responsible
    if person is not None and person.pk != row.responsible_id and person.organisation_id not in partners:
        raise Refusal(
            _("Who answers for the project works for one of its partners."),
            _("Nothing was changed."),
            _("Enter the organisation as a partner first."),
            status=422,
        )


def _budget_stays_inside(row: JointProject) -> None:
    """The days of a project do not leave out years that hold money."""
    years = set(JointBudgetLine.objects.filter(project=row, year__isnull=False).values_list("year", flat=True))
    first, last = row.starts.year if row.starts else FIRST_YEAR, row.ends.year if row.ends else LAST_YEAR
    outside = sorted(year for year in years if year is not None and not first <= year <= last)
    if outside:
        raise Refusal(
            _("The budget has money outside these days: %(years)s.") % {"years": ", ".join(map(str, outside))},
            _("Nothing was changed."),
            _("Move that money to another year first, or choose other days."),
            status=422,
        )


def _stripped(text: Text) -> Text:
    return text.strip() if isinstance(text, str) else text


def _save_new(row: JointProject) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise Refusal(
            _("A project was begun at the same moment."), _("Nothing was changed."), _("Send the form again.")
        ) from fault
