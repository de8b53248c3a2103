"""Rounds of a cohort's assessment: planned, opened, closed; what is asked is frozen, and figures stand."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.links.actions import connect
from talka.links.models import Link
from talka.needs.actions import classify, record_need
from talka.needs.models import Competence, Need
from talka.needs.queries import framework_of
from talka.people.history import deed
from talka.people.models import Person, PersonalLink
from talka.ui.refusals import Refusal

from .. import access, assessment_letters
from ..access.assessments import link_purpose
from ..models import (
    AssessmentAnswer,
    AssessmentItem,
    AssessmentRound,
    Cohort,
    Learner,
    Module,
    SupervisorView,
)
from ..trail import ASSESSED, TRAINING
from .assessment_figures import write_figures
from .cohorts import cohort_locked
from .trainings import locked

When = AssessmentRound.When
ORDER = {When.BEFORE: 0, When.AFTER: 1, When.LATER: 2}
REMIND_BEFORE = dt.timedelta(days=5)
"""So long before the end those who have not answered are reminded, once."""


@dataclass(frozen=True)
class RoundData:
    """keys: of the competences to ask about; none: those of the round before, else of the modules, else of the
    programme."""

    when: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    keys: tuple[str, ...] = ()


def plan_round(cohort: Cohort, data: RoundData, *, by: Person | None) -> AssessmentRound:
    """by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_run_cohort(by, cohort)
    if data.when not in When.values:
        raise Refusal(_("This time is not known."), _("Nothing was changed."), status=422)
    _check(data)
    with deed(by):
        cohort_locked(cohort)
        if AssessmentRound.objects.filter(cohort=cohort, when=data.when).exists():
            raise Refusal(
                _("This round is planned already."),
                _("Nothing was changed."),
                _("Change its days instead."),
                status=409,
            )
        _check_order(cohort, data.when)
        return AssessmentRound.objects.create(
            cohort=cohort, when=data.when, opens_at=data.opens_at, closes_at=data.closes_at, keys=list(data.keys)
        )


def change_round(round_: AssessmentRound, data: RoundData, *, by: Person | None) -> AssessmentRound:
    """Once it is open only its end can be moved. Raises Refusal."""
    access.check_run_cohort(by, round_.cohort)
    with deed(by):
        row = round_locked(round_)
        if row.closed_at is not None:
            raise _closed()
        opens_at = row.opens_at if row.opened_at else data.opens_at
        _check(RoundData(row.when, opens_at, data.closes_at))
        if row.opened_at and data.closes_at <= timezone.now():
            raise Refusal(
                _("This end is past already."), _("Nothing was changed."), _("Close the round instead."), status=422
            )
        row.opens_at, row.closes_at = opens_at, data.closes_at
        row.keys = row.keys if row.opened_at else list(data.keys)
        row.save(update_fields=["opens_at", "closes_at", "keys"])
    return row


def remove_round(round_: AssessmentRound, *, by: Person | None) -> None:
    """One that was only planned; what somebody has answered is never thrown away. Twice is once."""
    access.check_run_cohort(by, round_.cohort)
    with deed(by):
        row = AssessmentRound.objects.select_for_update(of=("self",)).filter(pk=round_.pk).first()
        if row is not None and row.opened_at is not None:
            raise Refusal(
                _("The round is open or closed: it stays."), _("Nothing was changed."), _("Close it if it is to end.")
            )
        AssessmentRound.objects.filter(pk=round_.pk).delete()


def open_round(round_: AssessmentRound, *, by: Person | None) -> None:
    """From now on people answer: what is asked is frozen, and everybody in the cohort gets a personal link. by None:
    its day has come. Twice is once. Raises Refusal."""
    if by is not None:
        access.check_run_cohort(by, round_.cohort)
    with deed(by):
        cohort_locked(round_.cohort)
        row = round_locked(round_)
        if row.opened_at is not None:
            return
        now = timezone.now()
        _check_order(round_.cohort, row.when)
        if row.closes_at <= now:
            raise Refusal(
                _("The end of this round is past."), _("Nothing was changed."), _("Set a later end first."), status=422
            )
        asked = competences_to_ask(row)
        if not asked:
            raise Refusal(
                _("There is no competence to ask about."),
                _("Nothing was changed."),
                _("Choose competences in the modules, or in the programme's framework."),
                status=422,
            )
        AssessmentItem.objects.bulk_create(
            AssessmentItem(
                round=row,
                key=one.key,
                version=one.version,
                title=one.title,
                description=one.description,
                order=place,
            )
            for place, one in enumerate(asked, start=1)
        )
        row.opened_at, row.opens_at = now, min(row.opens_at, now)
        row.save(update_fields=["opened_at", "opens_at"])
        _send_links(row)


def competences_to_ask(round_: AssessmentRound) -> list[Competence]:
    """In the order of the framework, none that is not asked about any more."""
    asked = framework_of(round_.cohort.training.programme).asked
    return [one for one in asked if one.key in _keys(round_, {one.key for one in asked})]


def _keys(round_: AssessmentRound, known: set[str]) -> set[str]:
    if round_.keys:
        return set(round_.keys)
    earlier = AssessmentRound.objects.filter(cohort=round_.cohort).exclude(opened_at=None).order_by("opened_at").first()
    if earlier is not None:
        return set(AssessmentItem.objects.filter(round=earlier).values_list("key", flat=True))
    modules = Module.objects.filter(training=round_.cohort.training_id, retired_at=None)
    return set(modules.values_list("competences__key", flat=True)) & known or known


def close_round(round_: AssessmentRound, *, by: Person | None) -> None:
    """Nobody answers any more; what the answers add up to is computed and stands. by None: its end has come. Twice is
    once."""
    if by is not None:
        access.check_run_cohort(by, round_.cohort)
    with deed(by):
        list(AssessmentRound.objects.select_for_update(of=("self",)).filter(cohort=round_.cohort_id).order_by("pk"))
        row = round_locked(round_)
        if row.opened_at is None:
            raise Refusal(_("The round is not open."), _("Nothing was changed."))
        if row.closed_at is not None:
            return
        now = timezone.now()
        row.closed_at, row.closes_at = now, max(min(row.closes_at, now), row.opens_at + dt.timedelta(seconds=1))
        write_figures(row)
        row.save(update_fields=["closed_at", "closes_at", "told", "people"])
        for view in SupervisorView.objects.filter(round=row):
            assessment_letters.forget_letter_to(view)  # it says that name and address go now
        SupervisorView.objects.filter(round=row, answered=False).delete()
        SupervisorView.objects.filter(round=row).update(name="", email="")


def record_as_need(item: AssessmentItem, words: str, *, by: Person | None) -> Need:
    """A need of the programme's register, of a competence that a cohort lacks. Once for each competence of a training
    programme. Raises Refusal."""
    round_, training = item.round, item.round.cohort.training
    figure = getattr(item, "figure", None)
    if round_.closed_at is None or figure is None or not (figure.mwds or 0) > 0:
        raise Refusal(_("The assessment shows no gap in this competence."), _("No need was recorded."), status=422)
    theme = _("From the assessment of the cohort “%(cohort)s”, %(n)s people") % {
        "cohort": round_.cohort,
        "n": round_.people,
    }
    with deed(by):
        locked(training)
        if (found := need_of(round_.cohort, item.key)) is not None:
            raise Refusal(
                _("This competence is a need already: “%(need)s”.") % {"need": found.words},
                _("No second one was recorded."),
                status=409,
            )
        need = record_need(training.programme, words, theme=theme[:200], recorded=False, by=by)
        classify(need, theme, framework_of(training.programme).find(item.key), by=by)
        connect(TRAINING, training.pk, ASSESSED, "need", need.pk)
    return need


def need_of(cohort: Cohort, key: str) -> Need | None:
    """The need that was made of a competence in this training programme."""
    ids = Link.objects.filter(from_kind=TRAINING, from_id=str(cohort.training_id), relation=ASSESSED, to_kind="need")
    rows = Need.objects.filter(pk__in=[int(pk) for pk in ids.values_list("to_id", flat=True)], competence__key=key)
    return rows.filter(merged_into=None).first()


def tend(*, now: dt.datetime | None = None) -> None:
    """What the days bring: rounds open and close, whoever joined gets a link, one reminder goes out. Each round in a
    transaction of its own, so that one that cannot be opened keeps no other."""
    now = now or timezone.now()
    rows = AssessmentRound.objects.filter(closed_at=None, cohort__retired_at=None, cohort__training__retired_at=None)
    for row in rows.select_related("cohort__training__programme"):
        try:
            with transaction.atomic():
                _tend(row, now)
        except Refusal:
            continue  # nothing to ask about, or its end is past: whoever runs it sees that it waits


def _tend(row: AssessmentRound, now: dt.datetime) -> None:
    if row.opened_at is None:
        if row.opens_at <= now < row.closes_at:
            open_round(row, by=None)
    elif row.closes_at <= now:
        close_round(row, by=None)
    else:
        held = round_locked(row)
        _send_links(held)
        if held.reminded_at is None and held.closes_at - REMIND_BEFORE <= now:
            _remind(held, now)


def _remind(row: AssessmentRound, now: dt.datetime) -> None:
    answered = AssessmentAnswer.objects.filter(round=row).values("person")
    for learner in _present(row.cohort).exclude(person__in=answered):
        assessment_letters.send_reminder(learner.person, row)
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])


def _send_links(row: AssessmentRound) -> None:
    asked = PersonalLink.objects.filter(purpose=link_purpose(row)).values("person")
    answered = AssessmentAnswer.objects.filter(round=row).values("person")
    for learner in _present(row.cohort).exclude(person__in=asked).exclude(person__in=answered):
        assessment_letters.send_link(learner.person, row)


def _present(cohort: Cohort) -> QuerySet[Learner]:
    rows = Learner.objects.filter(team__cohort=cohort, left_on=None, team__left_on=None, person__erased_at=None)
    return rows.select_related("person")


def round_locked(round_: AssessmentRound) -> AssessmentRound:
    """Its row, held until the transaction ends: answers and closing never cross."""
    row = AssessmentRound.objects.select_for_update(of=("self",)).filter(pk=round_.pk).first()
    if row is None:
        raise Refusal(_("This round is not planned any more."), _("Nothing was changed."))
    row.cohort = round_.cohort
    return row


def _check(data: RoundData) -> None:
    if data.closes_at <= data.opens_at:
        raise Refusal(_("The round ends before it begins."), _("Nothing was changed."), status=422)


def _check_order(cohort: Cohort, when: str) -> None:
    later = [each for each, place in ORDER.items() if place > ORDER[When(when)]]
    if AssessmentRound.objects.filter(cohort=cohort, when__in=later).exclude(opened_at=None).exists():
        raise Refusal(
            _("A later round has been opened already."),
            _("What people say now would not be what they could do then. Nothing was changed."),
        )


def _closed() -> Refusal:
    return Refusal(
        _("This round is closed."), _("Its figures stand, so that nobody's answer can be worked out from a change.")
    )
