"""The selection of a cohort: its members, the points they give, its meetings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.people.access import ask_anew
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import access
from ..access.applications import check_own_side, check_scorer
from ..models import Application, Cohort, Score, Scorer, SelectionMeeting, Staff
from ..queries.applications import criteria_of, door_of
from .cohorts import cohort_locked

LONGEST_NOTE = 2_000
LONGEST_MINUTES = 50_000


@dataclass(frozen=True)
class Given:
    """points None: none given yet, or taken back."""

    points: int | None
    note: str = ""


@dataclass(frozen=True)
class MeetingData:
    """present: who was there, a line each."""

    held_on: dt.date
    present: str
    minutes: str = ""
    event: Event | None = None


def name_scorer(cohort: Cohort, person: Person, *, by: Person | None) -> Scorer:
    """A coordinator or trainer of the training becomes a member of the cohort's selection, or is one again. by None:
    the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_run_cohort(by, cohort)
    with deed(by):
        cohort_locked(cohort)
        own = Staff.objects.filter(Q(cohort=None) | Q(cohort=cohort), training=cohort.training_id, person=person)
        roles = set(own.values_list("role", flat=True))
        if not roles & {access.COORDINATOR, access.TRAINER}:
            raise Refusal(
                _("Only coordinators and trainers of the training programme give points."),
                _("Nothing was changed."),
                _("Enter the person among those who work for it first."),
                status=422,
            )
        row, made = Scorer.objects.get_or_create(cohort=cohort, person=person)
        if not made and row.left_at is not None:
            row.left_at = None
            row.save(update_fields=["left_at"])
    ask_anew(by)
    return row


def remove_scorer(scorer: Scorer, *, by: Person | None) -> None:
    """Their points stay on record and do not count any more. Twice is once."""
    access.check_run_cohort(by, scorer.cohort)
    with deed(by):
        cohort_locked(scorer.cohort)
        Scorer.objects.filter(pk=scorer.pk, left_at=None).update(left_at=timezone.now())
    ask_anew(by)


def give_points(application: Application, given: Mapping[int, Given], *, by: Person | None) -> None:
    """The points and notes of one member of the selection, by number of the criterion; what is not named stays.
    Raises Refusal for whoever has a stake in it, while applications are open, and once the decision was told."""
    cohort = application.cohort
    scorer = check_scorer(by, cohort)
    check_own_side(by, application)
    with deed(by):
        cohort_locked(cohort)
        row = standing(application)
        if door_of(cohort).open:
            raise Refusal(
                _("Applications are still open and can change."),
                _("No points were saved."),
                _("Give points once applications have closed."),
            )
        if row.decisions.exclude(told_at=None).exists():
            raise Refusal(
                _("The decision about this application has been told."),
                _("No points were saved: what was decided by stays as it was."),
            )
        asked = {one.pk: one for one in criteria_of(cohort)}
        for number, said in given.items():
            criterion = asked.get(number)
            if criterion is None:
                raise Refusal(_("This criterion is not asked in this cohort."), _("No points were saved."), status=422)
            if said.points is not None and not 0 <= said.points <= criterion.most_points:
                told = {"what": str(criterion), "most": criterion.most_points}
                raise Refusal(_("“%(what)s” has from 0 to %(most)s points.") % told, status=422)
            if len(said.note) > LONGEST_NOTE:
                raise Refusal(_("A note has at most %(n)s characters.") % {"n": LONGEST_NOTE}, status=422)
            _write_down(row, scorer, number, said)


def _write_down(application: Application, scorer: Scorer, criterion: int, said: Given) -> None:
    held = Score.objects.filter(application=application, scorer=scorer, criterion_id=criterion).first()
    if said.points is None:
        if said.note.strip():
            raise Refusal(
                _("A note stands without points."),
                _("No points were saved."),
                _("Give points to the criterion as well, 0 if it must be."),
                status=422,
            )
        if held is not None:
            held.delete()
        return
    row = held or Score(application=application, scorer=scorer, criterion_id=criterion)
    if held is None or (row.points, row.note) != (said.points, said.note.strip()):
        row.points, row.note = said.points, said.note.strip()
        row.save()


def hold_meeting(cohort: Cohort, data: MeetingData, *, by: Person | None) -> SelectionMeeting:
    """Write down that the selection met. Raises Refusal."""
    access.check_run_cohort(by, cohort)
    with deed(by):
        cohort_locked(cohort)
        row = SelectionMeeting(cohort=cohort)
        _fill(row, data, by)
        row.save()
    return row


def change_meeting(meeting: SelectionMeeting, data: MeetingData, *, version: int, by: Person | None) -> None:
    """version: the one that was shown. Raises Refusal."""
    access.check_run_cohort(by, meeting.cohort)
    with deed(by):
        cohort_locked(meeting.cohort)
        row = SelectionMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        check_shown(row, version)
        row.cohort = meeting.cohort
        _fill(row, data, by)
        row.version += 1
        row.save()


def _fill(row: SelectionMeeting, data: MeetingData, by: Person | None) -> None:
    if not data.present.strip():
        raise Refusal(_("Please write who was there, a line each."), _("Nothing was saved."), status=422)
    if data.held_on > timezone.localdate():
        raise Refusal(
            _("This day has not come yet."),
            _("Nothing was saved."),
            _("Write the meeting down once it was held."),
            status=422,
        )
    if max(len(data.present), len(data.minutes)) > LONGEST_MINUTES:
        raise Refusal(_("A text has at most %(n)s characters.") % {"n": LONGEST_MINUTES}, status=422)
    if data.event is not None and data.event.pk != row.event_id:
        same = data.event.project.programme_id == row.cohort.training.programme_id
        if not same or not events_known_to(by).filter(pk=data.event.pk).exists():
            raise Refusal(_("This event is not known."), _("Nothing was saved."), status=422)
    row.held_on, row.event = data.held_on, data.event
    row.present = "\n".join(line.strip() for line in data.present.splitlines() if line.strip())
    row.minutes = data.minutes.strip()


def standing(application: Application) -> Application:
    """Its row, held to the end of the transaction; the cohort is held before. Raises Refusal for one that is not there
    for the selection any more."""
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not row.standing:
        raise Refusal(_("This application was withdrawn."), _("Nothing was changed."), status=410)
    row.cohort, row.person = application.cohort, application.person
    return row
