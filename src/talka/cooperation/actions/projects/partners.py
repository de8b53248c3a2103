"""The partners of a joint project: entered, what they do, who leads, agreeing and leaving."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.people.access import ask_anew
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.ui.refusals import Refusal

from ...access import projects as access
from ...models import JointPartner, JointProject
from .projects import locked, set_reach

MOST = 60
"""Parties to one project."""
Role = JointPartner.Role


@dataclass(frozen=True)
class PartnerData:
    """does: its part of the work, in words."""

    role: str = Role.PARTNER
    does: LazyI18nString | str = ""


def add_partner(
    project: JointProject, organisation: Organisation, data: PartnerData | None = None, *, by: Person | None
) -> JointPartner:
    """Enter an organisation of any kind; one that left comes back. It has agreed once it says so, or at once where
    the person speaks for it. Raises Refusal: a second lead, twice the same, true and made-up together."""
    access.check_change(by, project)
    data = data or PartnerData()
    kept = organisation.merged_into or organisation
    with deed(by):
        whole = locked(project)
        if kept.illustrative != whole.illustrative:
            raise Refusal(
                _("True and made-up organisations do not cooperate."),
                _("Nothing was changed."),
                _("A made-up project has made-up partners only."),
                status=422,
            )
        rows = JointPartner.objects.filter(project=whole)
        row = rows.select_for_update(of=("self",)).filter(organisation=kept).first()
        if row is not None and row.left_on is None:
            raise Refusal(_("This organisation is a partner already."), _("Nothing was changed."), status=422)
        if row is None:
            if rows.count() >= MOST:
                raise Refusal(_("A project has at most %(n)s partners.") % {"n": MOST}, _("Nothing was changed."))
            row = JointPartner(
                project=whole, organisation=kept, order=(rows.aggregate(last=Max("order"))["last"] or 0) + 1
            )
        row.left_on, row.left_reason, row.agreed_on, row.by = None, "", None, by
        _fill(row, whole, data)
        row.save()
        set_reach(whole)
    ask_anew(by)
    return row


def change_partner(partner: JointPartner, data: PartnerData, *, by: Person | None) -> JointPartner:
    """Its role and its part of the work. Raises Refusal."""
    access.check_change(by, partner.project)
    with deed(by):
        whole, row = _again(partner)
        _fill(row, whole, data)
        row.save()
        set_reach(whole)
    ask_anew(by)
    return row


def agree(partner: JointPartner, *, by: Person | None, on: date | None = None) -> None:
    """The partner says that it takes part. Twice is once. Raises Refusal."""
    access.check_answer_for(by, partner)
    with deed(by):
        _whole, row = _again(partner)
        if row.agreed_on is None:
            row.agreed_on, row.by = on or timezone.localdate(), by
            row.save()


def leave(partner: JointPartner, *, reason: str, by: Person | None, on: date | None = None) -> None:
    """The partner leaves and says why; or is taken out where it never agreed. Its money, milestones and decisions stay
    on record. Raises Refusal: for the lead, another one has to lead first."""
    _check_leave(partner, by)
    if not reason.strip():
        raise Refusal(
            _("Please say why."), _("Nothing was changed."), _("The partners that stay have to know it."), status=422
        )
    with deed(by):
        whole, row = _again(partner)
        _check_leave(row, by)  # it may have agreed while another was about to take it out
        if row.role == Role.LEAD:
            raise Refusal(
                _("The lead partner cannot leave while it leads."),
                _("Nothing was changed."),
                _("Make another partner the lead first, or give the project up."),
                status=422,
            )
        row.left_on, row.left_reason, row.by = on or timezone.localdate(), reason.strip()[:500], by
        row.save()
        set_reach(whole)
    ask_anew(by)


def _check_leave(partner: JointPartner, by: Person | None) -> None:
    """Raises Refusal(403) where another would take out a partner that has agreed."""
    if by is not None and not (access.may_change(by, partner.project) and partner.agreed_on is None):
        access.check_answer_for(by, partner)


def make_lead(partner: JointPartner, *, by: Person | None) -> None:
    """It leads from now on; who led before is a partner. Twice is once. Raises Refusal."""
    access.check_change(by, partner.project)
    with deed(by):
        whole, row = _again(partner)
        before = JointPartner.objects.select_for_update(of=("self",)).filter(project=whole, role=Role.LEAD)
        for one in before.exclude(pk=row.pk):
            one.role = Role.PARTNER
            one.save(update_fields=["role"])
        row.role = Role.LEAD
        row.save(update_fields=["role"])
        set_reach(whole)
    ask_anew(by)


def _fill(row: JointPartner, project: JointProject, data: PartnerData) -> None:
    if data.role not in Role.values:
        raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
    lead = JointPartner.objects.filter(project=project, role=Role.LEAD, left_on=None).exclude(pk=row.pk)
    if data.role == Role.LEAD and lead.exists():
        raise Refusal(
            _("The project has a lead partner already."),
            _("Nothing was changed."),
            _("One partner leads. To change who does, use “Make it the lead” beside the other partner."),
            status=422,
        )
    if row.pk is not None and row.role == Role.LEAD and data.role != Role.LEAD:
        raise Refusal(
            _("A project has one lead partner."),
            _("Nothing was changed."),
            _("Make another partner the lead; this one becomes a partner then."),
            status=422,
        )
    row.role, row.does = data.role, data.does or ""


def _again(partner: JointPartner) -> tuple[JointProject, JointPartner]:
    """Project and partner as they stand now, locked; a partner that left is told so."""
    whole = locked(partner.project)
    row = JointPartner.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=partner.pk)
    row.project = whole
    if row.left_on is not None:
        raise Refusal(_("This partner has left the project."), _("Nothing was changed."))
    return whole, row
