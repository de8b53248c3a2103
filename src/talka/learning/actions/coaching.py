"""Coaches' visits to teams: noted, changed, taken back."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.actions.versions import amend, fill
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import between as access
from ..models import Coaching, Team
from .cohorts import cohort_locked

LONGEST = 10_000


@dataclass(frozen=True)
class CoachingData:
    """hours: spent with the team; next: what it does until the next time."""

    day: dt.date
    hours: Decimal
    worked_on: str
    next: str = ""


def note_visit(team: Team, data: CoachingData, *, by: Person | None, coach: Person | None = None) -> Coaching:
    """coach: who came, where it was not the person who notes it. by None: the house, loading files. Raises Refusal."""
    if by is not None and not access.may_coach(by, team.cohort):
        raise not_allowed()
    _check(data)
    row = Coaching(team=team, coach=coach or by, by=by)
    fill(row, data)
    with deed(by):
        cohort_locked(team.cohort)
        row.save()
    return row


def change_visit(visit: Coaching, data: CoachingData, *, version: int, by: Person | None) -> Coaching:
    """version: the one that was shown. Raises Refusal."""
    _check_may(visit, by)
    _check(data)
    with deed(by):
        cohort_locked(visit.team.cohort)
        row = Coaching.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        amend(row, data, version)
    return row


def retire_visit(visit: Coaching, *, by: Person | None) -> None:
    """It does not count any more; it can be brought back. Twice is once."""
    _set_retired(visit, by, retired=True)


def restore_visit(visit: Coaching, *, by: Person | None) -> None:
    _set_retired(visit, by, retired=False)


def _set_retired(visit: Coaching, by: Person | None, *, retired: bool) -> None:
    _check_may(visit, by)
    with deed(by):
        cohort_locked(visit.team.cohort)
        row = Coaching.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        if retired != (row.retired_at is not None):
            row.retired_at = timezone.now() if retired else None
            row.version += 1
            row.save(update_fields=["retired_at", "version"])


def _check_may(visit: Coaching, by: Person | None) -> None:
    cohort = visit.team.cohort
    if not access.may_coach(by, cohort) or not access.may_change_coaching(by, visit, cohort):
        raise not_allowed()


def _check(data: CoachingData) -> None:
    if data.day > timezone.localdate():
        raise Refusal(
            _("This day has not come yet."), _("Nothing was saved."), _("A visit is noted when it was."), status=422
        )
    if not 0 < data.hours <= 24:
        raise Refusal(_("The hours are more than none and at most 24."), _("Nothing was saved."), status=422)
    if not data.worked_on.strip():
        raise Refusal(_("Say what was worked on."), _("Nothing was saved."), status=422)
    if max(len(data.worked_on), len(data.next)) > LONGEST:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST},
            _("Nothing was saved."),
            status=422,
        )
