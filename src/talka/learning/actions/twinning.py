"""Twin teams: made twins with an aim, what they note of their meetings, and letters between them."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import twin_letters
from ..access import between as access
from ..access import may_run_cohort
from ..homework_letters import reachable
from ..models import Learner, Team, TwinLetter, TwinMeeting, Twinning
from .cohorts import cohort_locked

DAY = dt.timedelta(days=1)
MOST_A_DAY = 5
"""Letters of one team to a twin in a day."""
LONGEST = 10_000
LONGEST_LETTER = 4_000


def twin(one: Team, other: Team, aim: str, *, by: Person | None, since: dt.date | None = None) -> Twinning:
    """Two teams of a training programme become twins, or are again. By those who run the cohort of one of them. by
    None: the house, loading files. Raises Refusal."""
    if by is not None and not (may_run_cohort(by, one.cohort) or may_run_cohort(by, other.cohort)):
        raise not_allowed()
    _check_words(aim, _("Say what they want to learn from each other."))
    if one.pk == other.pk:
        raise Refusal(_("A team is not its own twin."), _("Nothing was changed."), status=422)
    if one.cohort.training_id != other.cohort.training_id:
        raise Refusal(
            _("These teams are of different training programmes."),
            _("Nothing was changed."),
            _("Twins are teams of one training programme; they may be of different cohorts."),
            status=422,
        )
    first, second = sorted((one, other), key=lambda team: team.pk)
    with deed(by):
        for cohort in sorted({one.cohort, other.cohort}, key=lambda each: each.pk):
            cohort_locked(cohort)
        if Team.objects.filter(pk__in=[first.pk, second.pk]).exclude(left_on=None).exists():
            raise Refusal(_("One of these teams has left its cohort."), _("Nothing was changed."), status=409)
        row = Twinning.objects.filter(first=first, second=second).first()
        if row is None:
            row = Twinning(first=first, second=second, since=since or timezone.localdate())
        row.aim, row.ended_on, row.by = aim.strip(), None, by
        row.save()
    return row


def end_twinning(row: Twinning, *, by: Person | None) -> None:
    """They are twins no longer; what they noted stays. Twice is once."""
    if not (may_run_cohort(by, row.first.cohort) or may_run_cohort(by, row.second.cohort)):
        raise not_allowed()
    with deed(by):
        now = Twinning.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if now.ended_on is None:
            now.ended_on = timezone.localdate()
            now.save(update_fields=["ended_on"])


def note_meeting(row: Twinning, team: Team, day: dt.date, notes: str, *, by: Person | None) -> TwinMeeting:
    """By somebody of either team; both read it. by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_in_team(by, team)
    _check_one_of(row, team)
    _check_meeting(day, notes)
    with deed(by):
        cohort_locked(team.cohort)
        _still_twins(row)
        return TwinMeeting.objects.create(twinning=row, team=team, day=day, notes=notes.strip(), by=by)


def change_meeting(meeting: TwinMeeting, day: dt.date, notes: str, *, by: Person | None) -> TwinMeeting:
    """By the team that noted it; what stood there before is kept. Raises Refusal."""
    access.check_in_team(by, meeting.team)
    _check_meeting(day, notes)
    with deed(by):
        cohort_locked(meeting.team.cohort)
        row = TwinMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        row.day, row.notes = day, notes.strip()
        row.save(update_fields=["day", "notes"])
    return row


def write_to_twin(
    row: Twinning,
    team: Team,
    *,
    subject: str,
    words: str,
    shows_address: bool,
    by: Person | None,
    now: dt.datetime | None = None,
) -> TwinLetter:
    """A letter to each of the other team. shows_address: the writer agrees that they see their e-mail address and
    answer there. Raises Refusal."""
    if by is None:
        raise not_allowed()
    access.check_in_team(by, team)
    _check_one_of(row, team)
    now, subject = now or timezone.now(), " ".join(subject.split())[:150]
    if not subject:
        raise Refusal(_("The subject is missing."), _("The letter was not sent."), status=422)
    _check_words(words, _("There are no words yet."), LONGEST_LETTER)
    if not shows_address or not by.email:
        raise Refusal(
            _("They answer to your own address, so they have to see it."),
            _("The letter was not sent."),
            _("Agree to it, or talk to them at the next session."),
            status=422,
        )
    to = row.other(team)
    with deed(by):
        cohort_locked(team.cohort)
        # Held, so that two letters sent at once are counted one after the other.
        _still_twins(row)
        if TwinLetter.objects.filter(twinning=row, team=team, at__gt=now - DAY).count() >= MOST_A_DAY:
            raise Refusal(
                _("Your team wrote %(number)s letters today.") % {"number": MOST_A_DAY},
                _("The letter was not sent."),
                _("Write again tomorrow."),
                status=429,
            )
        going = Learner.objects.filter(team=to, left_on=None, team__left_on=None)
        readers = [one for one in reachable(Person.objects.filter(pk__in=going.values("person"))) if one.pk != by.pk]
        if not readers:
            raise Refusal(
                _("Nobody of the twin team can be written to."),
                _("The letter was not sent."),
                _("Ask the coordinator how to reach them."),
                status=409,
            )
        letter = TwinLetter.objects.create(twinning=row, team=team, by=by, people=len(readers), at=now)
        twin_letters.written(letter, to, readers, subject=subject, words=words.strip(), by=by)
    return letter


def _still_twins(row: Twinning) -> None:
    """Its row is held. Raises Refusal where they are twins no longer."""
    now = Twinning.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if now.ended_on is not None:
        raise Refusal(_("These teams are twins no longer."), _("Nothing was saved; what was noted stays."), status=409)


def _check_one_of(row: Twinning, team: Team) -> None:
    if not Twinning.objects.filter(Q(first=team) | Q(second=team), pk=row.pk).exists():
        raise not_allowed()


def _check_meeting(day: dt.date, notes: str) -> None:
    _check_words(notes, _("Say what came of the meeting."))
    if day > timezone.localdate():
        raise Refusal(
            _("This day has not come yet."), _("Nothing was saved."), _("A meeting is noted when it was."), status=422
        )


def _check_words(words: str, missing: str, longest: int = LONGEST) -> None:
    if not words.strip():
        raise Refusal(missing, _("Nothing was saved."), status=422)
    if len(words) > longest:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": longest},
            _("Nothing was saved."),
            status=422,
        )
