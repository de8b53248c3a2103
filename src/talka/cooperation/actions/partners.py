"""Partners of a case: inviting them, what they answer, whom they show their figures, leaving."""

import datetime as dt

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.access import ask_anew, not_allowed
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.ui.refusals import Refusal

from .. import access, partner_letters
from ..access import appraisal as appraisal_access
from ..models import CooperationCase, Partner
from ..queries.reached import readers_of
from ..signals import partner_withdrew, tell_after_commit
from .cases import locked

MOST = 60
"""Parties to one case."""


def invite(
    case: CooperationCase, organisation: Organisation, *, by: Person | None, role: str = Partner.Role.PARTNER
) -> Partner:
    """Ask an organisation to take part; one that declined or left is asked again. Its people who can be written to get
    a letter. by None: the house, loading files, which writes none. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    kept = organisation.merged_into or organisation
    with deed(by):
        locked(case)
        if kept.illustrative != case.illustrative:
            raise Refusal(
                _("True and made-up organisations do not cooperate."),
                _("Nothing was changed."),
                _("A made-up case has made-up partners only."),
                status=422,
            )
        row = Partner.objects.select_for_update(of=("self",)).filter(case=case, organisation=kept).first()
        if row is not None and row.state in (Partner.State.INVITED, Partner.State.TAKING_PART):
            raise Refusal(_("This organisation is a partner already."), _("Nothing was changed."), status=422)
        if row is None:
            rows = Partner.objects.filter(case=case)
            if rows.count() >= MOST:
                raise Refusal(_("A case has at most %(n)s partners.") % {"n": MOST}, _("Nothing was changed."))
            row = Partner(case=case, organisation=kept, order=(rows.aggregate(last=Max("order"))["last"] or 0) + 1)
        row.role, row.state, row.reason, row.answered_on, row.by = role, Partner.State.INVITED, "", None, by
        row.save()
        if by is not None:
            _write(row, by)
    return row


def _write(partner: Partner, by: Person) -> None:
    """Tell the people of the invited organisation, those who can be written to, where to answer."""
    asks = office_of(by)
    began = Partner.objects.filter(case=partner.case_id, role=Partner.Role.INITIATOR).select_related("organisation")
    first = asks or next((row.organisation for row in began[:1]), None)
    readers = [person for person in readers_of(partner.organisation, partner.case) if person.pk != by.pk]
    partner_letters.invited(partner, readers, by=by, asked_for=str(first or ""), today=timezone.localdate())


def answer(
    partner: Partner, *, takes_part: bool, by: Person | None, reason: str = "", on: dt.date | None = None
) -> None:
    """The partner joins, or declines. Joining twice is once. Raises Refusal."""
    if by is not None:
        access.check_answer_for(by, partner)
    with deed(by):
        row = again(partner)
        if row.state == Partner.State.TAKING_PART and not takes_part:
            raise Refusal(
                _("This partner takes part already."),
                _("Nothing was changed."),
                _("A partner that takes part does not decline, it withdraws and says why."),
            )
        if row.state == Partner.State.WITHDRAWN and not takes_part:
            raise Refusal(
                _("This partner has left the case already."),
                _("Nothing was changed: that it took part, and why it left, stays on record."),
            )
        if row.state == Partner.State.TAKING_PART:
            return
        row.state = Partner.State.TAKING_PART if takes_part else Partner.State.DECLINED
        row.reason, row.answered_on, row.by = reason.strip()[:500], on or timezone.localdate(), by
        row.save()
    ask_anew(by)


def withdraw(partner: Partner, *, reason: str, by: Person | None, on: dt.date | None = None) -> None:
    """The partner leaves, with a reason. What it entered and endorsed stays on record. Raises Refusal."""
    if by is not None:
        access.check_answer_for(by, partner)
    if not reason.strip():
        raise Refusal(
            _("Please say why."), _("Nothing was changed."), _("The partners that stay have to know it."), status=422
        )
    with deed(by):
        row = again(partner)
        if row.state == Partner.State.WITHDRAWN:
            return
        if row.state != Partner.State.TAKING_PART:
            raise Refusal(_("Only a partner that takes part withdraws."), _("Nothing was changed."))
        row.state, row.reason, row.by = Partner.State.WITHDRAWN, reason.strip()[:500], by
        row.answered_on = on or timezone.localdate()
        row.save()
        tell_after_commit(partner_withdrew, partner=row.pk)
    ask_anew(by)


def open_figures(partner: Partner, openness: str, *, by: Person | None) -> None:
    """Whom the partner shows what it entered about itself. Only the partner says so; who writes down what a partner
    without people said opens no figures that they do not see themselves. Raises Refusal."""
    if openness not in Partner.Openness.values:
        raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
    if by is not None:
        access.check_answer_for(by, partner)
    with deed(by):
        row = again(partner)
        if by is not None and openness != row.openness and not appraisal_access.may_enter_figures(by, row):
            raise not_allowed()
        row.openness = openness
        row.save(update_fields=["openness"])


def name_focal_point(partner: Partner, person: Person | None, *, by: Person | None) -> None:
    """The one of the partner's people whom the others ask. Raises Refusal."""
    if by is not None:
        access.check_answer_for(by, partner)
    if person is not None and person.organisation_id != partner.organisation_id:
        raise Refusal(_("This person does not work for the partner."), _("Nothing was changed."), status=422)
    with deed(by):
        row = again(partner)
        row.focal_point = person
        row.save(update_fields=["focal_point"])


def set_role(partner: Partner, role: str, *, by: Person | None) -> None:
    """What the partner is in the case. Raises Refusal."""
    access.check_change(by, partner.case)
    if role not in Partner.Role.values:
        raise not_allowed()
    with deed(by):
        row = again(partner)
        row.role = role
        row.save(update_fields=["role"])


def again(partner: Partner) -> Partner:
    """The row as it stands now, locked, of a case that is there."""
    locked(partner.case)
    row = Partner.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=partner.pk)
    row.case = partner.case
    return row
