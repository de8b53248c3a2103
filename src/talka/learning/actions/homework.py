"""Homework: set, changed, taken away; and handed in, as many times as somebody likes."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.people.access import not_allowed
from talka.people.actions.versions import check_shown, fill
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import homework as access
from ..models import Cohort, HandIn, HandInVersion, Homework, Learner, Module
from .cohorts import Text, cohort_locked

LONGEST = 40_000
"""Characters of a text that is handed in."""
MOST_VERSIONS = 100


@dataclass(frozen=True)
class HomeworkData:
    """needed: the certificate may ask for it. each: each person hands in their own, else the team does."""

    title: Text
    task: Text
    due_on: dt.date
    module: Module | None = None
    needed: bool = True
    each: bool = False


def set_homework(cohort: Cohort, data: HomeworkData, *, by: Person | None, sent: Sent | None = None) -> Homework:
    """by None: the house, loading files; then the due day may have passed. Raises Refusal."""
    if by is not None:
        access.check_teach(by, cohort)
        _check_day(data.due_on)
    _check(cohort, data)
    row = Homework(cohort=cohort, by=by)
    fill(row, data)

    def save() -> None:
        with deed(by):
            cohort_locked(cohort)
            row.save()

    with_file(row, sent or Sent(), save)
    return row


def change_homework(
    homework: Homework, data: HomeworkData, *, version: int, by: Person | None, sent: Sent | None = None
) -> Homework:
    """version: the one that was shown. Without a new file or address the ones there stay. Raises Refusal."""
    access.check_teach(by, homework.cohort)
    _check(homework.cohort, data)
    row = Homework.objects.get(pk=homework.pk)
    if data.due_on != row.due_on:
        _check_day(data.due_on)

    def save() -> None:
        with deed(by):
            cohort_locked(homework.cohort)
            now = Homework.objects.select_for_update(of=("self",)).get(pk=homework.pk)
            check_shown(now, version)
            if now.each != data.each and HandIn.objects.filter(homework=now).exists():
                raise Refusal(
                    _("Something was handed in already: who hands in can be changed no more."),
                    _("Nothing was changed."),
                    _("Take this homework away and set another one."),
                    status=409,
                )
            fill(row, data)
            row.reminded_for, row.retired_at, row.version = now.reminded_for, now.retired_at, now.version + 1
            row.save()

    with_file(row, sent or Sent(), save)
    return row


def retire_homework(homework: Homework, *, by: Person | None) -> None:
    """It is not asked any more; what was handed in stays. Twice is once."""
    _set_retired(homework, by, timezone.now())


def restore_homework(homework: Homework, *, by: Person | None) -> None:
    """Twice is once."""
    _set_retired(homework, by, None)


def _set_retired(homework: Homework, by: Person | None, at: dt.datetime | None) -> None:
    access.check_teach(by, homework.cohort)
    with deed(by):
        cohort_locked(homework.cohort)
        row = Homework.objects.select_for_update(of=("self",)).get(pk=homework.pk)
        if (row.retired_at is None) != (at is None):
            row.retired_at = at
            row.version += 1
            row.save(update_fields=["retired_at", "version"])


def check_length(text: str, most: int) -> None:
    """most: signs. Raises Refusal for what is handed in or said that would better be a file."""
    if len(text) > most:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": most},
            _("Nothing was saved."),
            _("Hand a long text in as a file."),
            status=422,
        )


def hand_in(
    homework: Homework,
    learner: Learner,
    text: str,
    *,
    by: Person | None,
    sent: Sent | None = None,
    now: dt.datetime | None = None,
) -> HandIn:
    """Hand in, for the learner's team or for the learner; again makes a new version, and those before stay. What comes
    after the due day is late, and taken. The same words again, without a file, are no new version.
    by None: the house, loading files. Raises Refusal."""
    if by is not None and learner.person_id != by.pk:
        raise not_allowed()
    sent, text, now = sent or Sent(), text.strip(), now or timezone.now()
    if sent.empty and not text:
        raise Refusal(
            _("There is nothing to hand in yet."),
            _("Nothing was saved."),
            _("Write something, choose a file, or give an address where it can be read."),
            status=422,
        )
    check_length(text, LONGEST)
    version = HandInVersion(text=text, at=now, by=by)
    done: list[HandIn] = []

    def save() -> None:
        with deed(by):
            done.append(_enter(homework, learner, version, now, by))

    with_file(version, sent, save)
    return done[0]


def _enter(homework: Homework, learner: Learner, version: HandInVersion, now: dt.datetime, by: Person | None) -> HandIn:
    cohort_locked(homework.cohort)
    # Held, so that two of a team who hand in at once make two versions.
    asked = Homework.objects.select_for_update(of=("self",)).get(pk=homework.pk)
    member = Learner.objects.select_related("team").get(pk=learner.pk)
    _check_asked(asked, member, by)
    own = member if asked.each else None
    mine = {"learner__person": member.person_id} if asked.each else {"learner": None, "team": member.team_id}
    row = HandIn.objects.select_for_update(of=("self",)).filter(homework=asked, **mine).order_by("-pk").first()
    last = row.versions.order_by("-number").first() if row else None
    if row is None:
        row = HandIn(homework=asked, team=member.team, learner=own, first_at=now)
    if row.state == HandIn.State.ACCEPTED:
        raise Refusal(
            _("This homework is accepted already."),
            _("Nothing was saved; what was accepted stays as it is."),
            _("If something has to be added, write it below as a word to the trainer."),
            status=409,
        )
    if last is not None and not version.is_kept and (last.text, last.link) == (version.text, version.link):
        return row
    number = (last.number if last else 0) + 1
    if number > MOST_VERSIONS:
        raise Refusal(_("At most %(number)s versions are kept.") % {"number": MOST_VERSIONS}, _("Nothing was saved."))
    row.state, row.last_at, row.told = HandIn.State.HANDED_IN, now, False
    row.save()
    version.hand_in, version.number = row, number
    version.late = timezone.localdate(now) > asked.due_on
    version.save()
    return row


def _check_asked(homework: Homework, learner: Learner, by: Person | None) -> None:
    if learner.team.cohort_id != homework.cohort_id:
        raise Refusal(_("This homework is of another cohort."), _("Nothing was saved."), status=422)
    if homework.retired_at is not None:
        raise Refusal(_("This homework is not asked any more."), _("Nothing was saved."), status=409)
    if by is not None and (learner.left_on is not None or learner.team.left_on is not None):
        raise Refusal(
            _("Whoever has left the cohort hands nothing in any more."),
            _("Nothing was saved; what was handed in before stays."),
            _("If this is a mistake, ask the coordinator to take you in again."),
            status=409,
        )


def open_to_cohort(row: HandIn, is_open: bool, *, by: Person | None) -> None:
    """Let the other teams of the cohort read what was handed in, or no longer. Answers stay with the team. Twice is
    once."""
    access.check_own(by, row)
    with deed(by):
        cohort_locked(row.homework.cohort)
        now = HandIn.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if now.open_to_cohort != is_open:
            now.open_to_cohort = is_open
            now.save(update_fields=["open_to_cohort"])


def newest_number(row: HandIn) -> int:
    """The number of the newest version; 0 before the first."""
    found: int | None = row.versions.aggregate(last=Max("number"))["last"]
    return found or 0


def _check(cohort: Cohort, data: HomeworkData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if not str(data.task).strip():
        raise Refusal(_("Say what is to be done."), _("Nothing was changed."), status=422)
    if data.module is not None and data.module.training_id != cohort.training_id:
        raise Refusal(_("This module belongs to another training programme."), _("Nothing was changed."), status=422)


def _check_day(due_on: dt.date) -> None:
    if due_on < timezone.localdate():
        raise Refusal(
            _("The day on which it is due has passed."),
            _("Nothing was changed."),
            _("Choose today or a later day; what comes late is taken anyway."),
            status=422,
        )
