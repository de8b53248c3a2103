"""Who sits in the task force, the management and the monitoring committee, and who chairs when."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from .. import access
from ..models import CooperationCase, Partner, Seat
from .cases import locked

MOST = 60
"""Seats of one case, all bodies together."""
APART = {Seat.Body.MANAGEMENT.value: Seat.Body.MONITORING.value, Seat.Body.MONITORING.value: Seat.Body.MANAGEMENT.value}
"""Who monitors does not manage."""


@dataclass(frozen=True)
class SeatData:
    """partner: whose; person: of the register, or name: of somebody who is not in it; neither: vacant. role: position,
    and what for. chair_from, chair_to: when this seat chairs; chair_to None: until told otherwise."""

    partner: Partner
    role: str
    person: Person | None = None
    name: str = ""
    chair_from: dt.date | None = None
    chair_to: dt.date | None = None


def add_seat(case: CooperationCase, body: str, data: SeatData, *, by: Person | None) -> Seat:
    """by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    if body not in Seat.Body.values:
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    with deed(by):
        locked(case)
        if Seat.objects.filter(case=case, left_on=None).count() >= MOST:
            raise Refusal(_("A case has at most %(n)s seats.") % {"n": MOST}, _("Nothing was saved."))
        row = Seat(case=case, body=body)
        _check(row, data)
        _fill(row, data)
        row.save()
    return row


def change_seat(seat: Seat, data: SeatData, *, version: int, by: Person | None) -> Seat:
    """version: the one that was shown. Raises Refusal."""
    access.check_change(by, seat.case)
    with deed(by):
        locked(seat.case)
        row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        check_shown(row, version)
        _check(row, data)
        _fill(row, data)
        row.version += 1
        row.save()
    return row


def leave_seat(seat: Seat, *, by: Person | None, on: dt.date | None = None) -> None:
    """The person does not sit there any more; who sat there stays on record. Twice is once. Raises Refusal."""
    access.check_change(by, seat.case)
    with deed(by):
        locked(seat.case)
        row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if row.left_on is None:
            row.left_on = on or timezone.localdate()
            row.version += 1
            row.save(update_fields=["left_on", "version"])


def delete_seat(seat: Seat, *, by: Person | None) -> None:
    """Entered by mistake: the row goes, its versions say that it did. Raises Refusal."""
    access.check_change(by, seat.case)
    with deed(by):
        locked(seat.case)
        Seat.objects.filter(pk=seat.pk).delete()


def _check(row: Seat, data: SeatData) -> None:
    if data.partner.case_id != row.case_id:
        raise Refusal(_("This organisation is no partner of the case."), _("Nothing was saved."), status=422)
    if data.person is not None and data.person.organisation_id != data.partner.organisation_id:
        raise Refusal(
            _("This person does not work for the partner."),
            _("Nothing was saved."),
            _("Choose the partner whose person it is, or somebody else."),
            status=422,
        )
    if data.person is not None and data.name.strip():
        raise Refusal(
            _("Choose somebody of the register, or write a name; not both."), _("Nothing was saved."), status=422
        )
    if not data.role.strip():
        raise Refusal(_("Say what the person sits there for."), _("Nothing was saved."), status=422)
    if data.chair_to is not None and (data.chair_from is None or data.chair_to < data.chair_from):
        raise Refusal(
            _("The chair ends before it begins."),
            _("Nothing was saved."),
            _("Give the day from which this seat chairs, and a later one until which it does."),
            status=422,
        )
    _one_chair(row, data)
    _not_on_both_sides(row, data)


def _one_chair(row: Seat, data: SeatData) -> None:
    """A body has one chair on any day."""
    if data.chair_from is None:
        return
    others = Seat.objects.filter(case=row.case_id, body=row.body, left_on=None, chair_from__isnull=False)
    others = others.exclude(pk=row.pk).filter(Q(chair_to=None) | Q(chair_to__gte=data.chair_from))
    if data.chair_to is not None:
        others = others.filter(chair_from__lte=data.chair_to)
    other = others.select_related("partner__organisation").first()
    if other is not None:
        raise Refusal(
            _("%(partner)s chairs then.") % {"partner": other.partner.organisation.name},
            _("Nothing was saved."),
            _("The chair rotates: end the other's time first, or choose days after it."),
            status=422,
        )


def _not_on_both_sides(row: Seat, data: SeatData) -> None:
    across = APART.get(row.body)
    name = data.person.name if data.person is not None else data.name
    if across is None or not name.strip():
        return
    seats = Seat.objects.filter(case=row.case_id, body=across, left_on=None).select_related("person")
    if any(fold(seat.who) == fold(name) for seat in seats):
        raise Refusal(
            _("This person cannot both manage and monitor the cooperation."),
            _("Nothing was saved."),
            _("Who monitors has to be somebody who does not manage it. Choose somebody else."),
            status=422,
        )


def _fill(row: Seat, data: SeatData) -> None:
    row.partner, row.person = data.partner, data.person
    row.name, row.role = data.name.strip()[:200], data.role.strip()[:200]
    row.chair_from, row.chair_to = data.chair_from, data.chair_to
