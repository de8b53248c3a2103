"""Visits that the two sides agree on before they are held: when, where and what for."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import stale
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import angel_letters as letters
from ..access import angels as access
from ..models import AngelRequest, MentorVisit
from .mentoring import at_work, of_both


@dataclass(frozen=True)
class AgreedData:
    """aims: what this visit is for; begins: local time, None where nobody has said."""

    day: dt.date
    place: str
    aims: str
    begins: dt.time | None = None


def agree(request: AngelRequest, data: AgreedData, *, by: Person | None) -> MentorVisit:
    """Set down what the two sides agreed on; whoever of them did not write it is told. Raises Refusal."""
    access.check(of_both(by, request))
    _check(data)
    with deed(by):
        row = at_work(request)
        visit = MentorVisit(request=row, angel=row.angel)
        _fill(visit, data)
        visit.save()
        letters.visit_agreed(visit, by)
    return visit


def change(visit: MentorVisit, data: AgreedData, *, version: int, by: Person | None) -> MentorVisit:
    """Another day, place or aim; the other side is told again. Raises Refusal."""
    access.check(of_both(by, visit.request))
    _check(data)
    with deed(by):
        request = at_work(visit.request)
        row = MentorVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        if row.version != version or row.retired_at is not None or not row.is_agreed:
            raise stale()
        row.request = request
        _fill(row, data)
        row.version += 1
        row.save()
        letters.visit_agreed(row, by)
    return row


def _fill(row: MentorVisit, data: AgreedData) -> None:
    row.day, row.begins, row.place, row.aims = data.day, data.begins, data.place.strip(), data.aims.strip()


def _check(data: AgreedData) -> None:
    for wrong, said, advice in (
        (not data.place.strip(), _("The place is missing."), _("Say where you meet, or how you talk at a distance.")),
        (not data.aims.strip(), _("What the visit is for is missing."), _("A sentence is enough; both sides prepare.")),
        (
            data.day < timezone.localdate(),
            _("This day has passed."),
            _("Enter the visit with what was done, where it was held already."),
        ),
    ):
        if wrong:
            raise Refusal(said, _("Nothing was saved."), advice, status=422)
