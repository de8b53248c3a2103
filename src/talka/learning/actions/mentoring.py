"""What is done once an angel and those who asked have agreed: aims, and visits."""

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.models import BudgetLine
from talka.ui.refusals import Refusal

from .. import angel_letters as letters
from ..access import angels as access
from ..models import AngelRequest, MentorVisit
from ..models.angel_requests import MENTORED
from .angel_requests import locked

State = AngelRequest.State


@dataclass(frozen=True)
class VisitData:
    """hours: with the way there and back; km: there and back; travel_eur: EUR, None where nobody has said."""

    day: dt.date
    place: str
    done: str
    hours: Decimal
    notes: str = ""
    km: int = 0
    travel_eur: Decimal | None = None
    budget_line: BudgetLine | None = None
    document_number: str = ""


def set_aims(request: AngelRequest, aims: str, *, version: int, by: Person | None) -> AngelRequest:
    """What the two sides want to reach; either of them may write it. Raises Refusal."""
    access.check(of_both(by, request))
    with deed(by):
        row = at_work(request)
        check_shown(row, version)
        row.aims = aims.strip()
        row.version += 1
        row.save(update_fields=["aims", "version"])
    return row


def add_visit(request: AngelRequest, data: VisitData, *, by: Person | None) -> MentorVisit:
    """by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check(access.may_write(by, request))
    with deed(by):
        row = at_work(request)
        _check(row, data, None, by)
        visit = MentorVisit(request=row, angel=row.angel)
        _fill(visit, data)
        visit.save()
        if row.state == State.AGREED:
            row.state = State.UNDER_WAY
            row.save(update_fields=["state"])
    return visit


def change_visit(visit: MentorVisit, data: VisitData, *, version: int, by: Person | None) -> MentorVisit:
    """What was done, also of a visit that was agreed before. Also after the request is over: a travel cost is often
    known later. Raises Refusal."""
    access.check(_may_change(by, visit))
    with deed(by):
        request = locked(visit.request)
        row = MentorVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        _check(request, data, row.budget_line_id, by)
        check_shown(row, version)
        first = row.is_agreed
        _fill(row, data)
        row.version += 1
        row.save()
        if first and request.state == State.AGREED:
            request.state = State.UNDER_WAY
            request.save(update_fields=["state"])
    return row


def retire_visit(visit: MentorVisit, *, by: Person | None) -> None:
    """It was entered by mistake; one that was only agreed is called off by either side, and the other is told. Twice is
    once."""
    access.check(_may_change(by, visit) or (visit.is_agreed and of_both(by, visit.request)))
    with deed(by):
        request = locked(visit.request)  # before its visit, as whoever changes it holds them
        row = MentorVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        row.request = request
        if row.retired_at is None:
            row.retired_at = timezone.now()
            row.save(update_fields=["retired_at"])
            if row.is_agreed:
                letters.visit_called_off(row, by)


def of_both(by: Person | None, request: AngelRequest) -> bool:
    """Either side, and organisers."""
    return access.helps(by, request) or access.may_change(by, request)


def _fill(row: MentorVisit, data: VisitData) -> None:
    for each in fields(data):
        value = getattr(data, each.name)
        setattr(row, each.name, value.strip() if isinstance(value, str) else value)


def _may_change(by: Person | None, visit: MentorVisit) -> bool:
    own = access.angel_of(by)
    return access.organises_request(by, visit.request) or (own is not None and own.pk == visit.angel_id)


def _may_pay(by: Person, request: AngelRequest, line: BudgetLine) -> bool:
    return BudgetLine.objects.filter(access.lines_of(by, request), pk=line.pk).exists()


def at_work(request: AngelRequest) -> AngelRequest:
    row = locked(request)
    if row.angel_id is None or row.state not in MENTORED:
        raise Refusal(
            _("No angel is at work on this request."),
            _("Nothing was saved."),
            _("Open the page again to see where it stands."),
        )
    return row


def _check(request: AngelRequest, data: VisitData, line: int | None, by: Person | None) -> None:
    """line: the budget line that stood there before."""
    chosen = data.budget_line
    for wrong, said in (
        (not data.place.strip(), _("The place is missing.")),
        (not data.done.strip(), _("What was done is missing.")),
        (data.hours <= 0, _("A visit takes some time.")),
        (data.km < 0, _("Kilometres are none or more.")),
        (data.travel_eur is not None and data.travel_eur < 0, _("A cost is nothing or more.")),
        (data.day > timezone.localdate(), _("This day has not come yet: enter the visit when it was.")),
        (
            chosen is not None and chosen.project.programme_id != request.programme_id,
            _("This budget line belongs to another programme."),
        ),
        (
            chosen is not None and chosen.pk != line and by is not None and not _may_pay(by, request, chosen),
            _("From which budget line it is paid, organisers of its project say."),
        ),
    ):
        if wrong:
            raise Refusal(said, _("Nothing was saved."), status=422)
