"""What a municipality answers to its peers: the action plan, and what became of each recommendation."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import review_letters as letters
from ..access import reviews as access
from ..models import PeerRecommendation, PeerReport, PeerReview
from ..review_deadlines import deadlines_of
from .recommendations import AnswerData, ProgressData, check_answers, check_progress, put_answers, put_progress
from .review_reports import final_of
from .reviews import open_one

AHEAD = dt.timedelta(days=14)
"""So long before a deadline people are reminded."""
CHECK_AHEAD = dt.timedelta(days=3)
"""The same, of a draft whose facts are to be checked."""


def answer(
    review: PeerReview, answers: Mapping[int, AnswerData], *, version: int | None = None, by: Person | None
) -> PeerReview:
    """The municipality's answers, by the recommendation's row id; those without one can follow later. version: that
    of the review that was shown; None: whichever it is. Raises Refusal."""
    access.check(may_answer(by, review))
    check_answers(answers)
    with deed(by):
        row = open_one(review)
        if version is not None:
            check_shown(row, version)
        put_answers(_held(_final(row)), answers)
        row.version += 1
        row.save(update_fields=["version"])
    return row


def make_plan(review: PeerReview, words: str, *, made_on: dt.date, version: int, by: Person | None) -> PeerReview:
    """The answers are the action plan; words: what they come to as a whole. Raises Refusal."""
    access.check(may_answer(by, review))
    if made_on > timezone.localdate():
        raise Refusal(_("This day has not come yet."), _("Nothing was saved."), status=422)
    with deed(by):
        row = open_one(review)
        check_shown(row, version)
        _final(row)
        first = row.plan_made_on is None
        row.plan_words, row.plan_made_on = words.strip(), made_on
        row.version += 1
        row.save(update_fields=["plan_words", "plan_made_on", "version"])
        if first:
            letters.plan_made(row, besides=by)
    return row


def look_back(
    review: PeerReview,
    progress: Mapping[int, ProgressData],
    words: str,
    *,
    held_on: dt.date,
    version: int,
    by: Person | None,
) -> PeerReview:
    """The progress review: what became of each recommendation, by its row id. Raises Refusal."""
    access.check(may_look_back(by, review))
    if held_on > timezone.localdate():
        raise Refusal(_("This day has not come yet."), _("Nothing was saved."), status=422)
    check_progress(progress)
    with deed(by):
        row = open_one(review)
        check_shown(row, version)
        put_progress(_held(_final(row)), progress)
        row.progress_held_on, row.progress_words = held_on, words.strip()
        row.version += 1
        row.save(update_fields=["progress_held_on", "progress_words", "version"])
    return row


def may_answer(by: Person | None, review: PeerReview) -> bool:
    """Once everybody reads the plan, only the municipality changes its words."""
    if review.plan_public_at is not None:
        return access.speaks_for_reviewed(by, review)
    return access.may_change(by, review)


def may_look_back(by: Person | None, review: PeerReview) -> bool:
    """The same, of the progress review; before that all who are inside."""
    if review.progress_public_at is not None:
        return access.speaks_for_reviewed(by, review)
    return access.may_plan(by, review)


def remind_all(today: dt.date | None = None) -> int:
    """The house's own deed, each night: of each deadline once, to the municipality, the team's lead and organisers. How
    many letters were written."""
    today = today or timezone.localdate()
    rows = PeerReview.objects.filter(state=PeerReview.State.OPEN).order_by("pk")
    written = 0
    for row in list(rows.select_related("programme", "organisation", "asked_by")):
        with transaction.atomic():
            held = PeerReview.objects.select_for_update(of=("self",)).get(pk=row.pk)
            row.reminded = dict(held.reminded)
            written += _remind(row, today)
            if row.reminded != held.reminded:
                PeerReview.objects.filter(pk=row.pk).update(reminded=row.reminded)
    return written


def _remind(row: PeerReview, today: dt.date) -> int:
    written = 0
    for each in deadlines_of(row, today):
        for key, day in ((each.key, each.due), (f"{each.key}_latest", each.latest)):
            if day is None or each.done is not None or day > today + AHEAD or row.reminded.get(key) == day.isoformat():
                continue
            row.reminded[key] = day.isoformat()
            written += letters.due(row, each, day)
    last = PeerReport.objects.filter(review=row).exclude(stage=PeerReport.Stage.WORK).order_by("-number").first()
    if last is not None and last.check_until is not None and last.remarked_at is None:
        key = f"check-{last.number}"
        if last.check_until <= today + CHECK_AHEAD and key not in row.reminded:
            row.reminded[key] = last.check_until.isoformat()
            written += letters.check_due(row, last)
    return written


def _final(review: PeerReview) -> PeerReport:
    report = final_of(review)
    if report is None:
        raise Refusal(
            _("There is no final report yet."),
            _("Nothing was saved."),
            _("The team writes it; you are told by letter once it is there."),
        )
    return report


def _held(report: PeerReport) -> list[PeerRecommendation]:
    return list(PeerRecommendation.objects.select_for_update(of=("self",)).filter(report=report))
