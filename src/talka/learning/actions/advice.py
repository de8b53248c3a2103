"""Written advice, the municipality's answer to each recommendation, and the review some ten months later."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import angel_letters as letters
from ..access import angels as access
from ..models import Advice, AngelRequest, Recommendation
from ..models.angel_requests import MENTORED
from ..months import months_later
from .angel_requests import locked
from .recommendations import (
    AnswerData,
    ProgressData,
    check_answers,
    check_progress,
    check_words,
    put_answers,
    put_progress,
    tidied,
)

State = AngelRequest.State
MONTHS = 10
"""A review so many months after the advice. Source: the corporate peer challenges of the Local Government Association,
England."""
AHEAD = dt.timedelta(days=14)
"""So long before the day both sides are reminded."""


def give(
    request: AngelRequest,
    text: str,
    recommendations: Sequence[str],
    *,
    given_on: dt.date,
    by: Person | None,
    sent: Sent | None = None,
) -> Advice:
    """Give advice, or a new version of it as long as nothing is answered; the version before is kept. Who helps after
    another who gave advice gives their own, whatever was answered to that. The review is due ten months later. by None:
    the house, loading files. Raises Refusal."""
    if by is not None:
        access.check(access.may_write(by, request))
    sent = sent or Sent()
    said = tidied(recommendations)
    _check(said, given_on)
    advice = Advice(request=request, text=text.strip(), given_on=given_on)
    before = newest_own(request)
    if sent.empty and before is not None and before.is_kept:
        # The file goes on with the text; a file of its own would be deleted with neither.
        advice.file_name, advice.media_type, advice.size = before.file_name, before.media_type, before.size
        advice.file.name = before.file.name
    if sent.empty and before is not None:
        advice.link = before.link

    def save() -> None:
        with deed(by):
            row = locked(request)
            if row.angel_id is None or row.state not in MENTORED:
                raise Refusal(_("No angel is at work on this request."), _("Nothing was saved."))
            last = newest(row)
            own = newest_own(row)
            if own is not None and own.recommendations.exclude(answer="").exists():
                raise Refusal(
                    _("The advice is being answered already."),
                    _("Nothing was saved."),
                    _("What is answered stays as it stood. What you would add belongs to a visit's notes."),
                )
            advice.angel, advice.number = row.angel, (last.number if last else 0) + 1
            advice.save()
            Recommendation.objects.bulk_create(
                [Recommendation(advice=advice, order=order, words=words) for order, words in enumerate(said, start=1)]
            )
            row.state = State.ADVISED
            row.review_due, row.review_reminded_on = months_later(given_on, MONTHS), None
            row.save(update_fields=["state", "review_due", "review_reminded_on"])
            letters.advised(row, advice.number)

    with_file(advice, sent, save)
    return advice


def answer(advice: Advice, answers: Mapping[int, AnswerData], *, by: Person | None) -> AngelRequest:
    """The municipality's answers, by the recommendation's row id; those without one can follow later. Raises
    Refusal."""
    access.check(access.may_change(by, advice.request))
    check_answers(answers)
    with deed(by):
        request = locked(advice.request)
        if request.state not in MENTORED:
            raise Refusal(_("This request is over."), _("Nothing was saved."))
        _check_newest(advice, request)
        rows = list(Recommendation.objects.select_for_update(of=("self",)).filter(advice=advice))
        put_answers(rows, answers)
        own = advice.angel_id == request.angel_id  # else of who helped before: whoever helps now has not advised yet
        if own and rows and all(row.answer for row in rows) and request.state != State.ANSWERED:
            request.state = State.ANSWERED
            request.save(update_fields=["state"])
            letters.answered(request, advice.number)
    return request


def publish(advice: Advice, agrees: bool, *, by: Person | None) -> Advice:
    """Each side says for itself whether everybody may read the advice and its answers; both must agree, either may take
    it back. Organisers cannot agree for them. Raises Refusal."""
    angel, asker = access.gave(by, advice), access.asks(by, advice.request)
    access.check(angel or asker)
    with deed(by):
        locked(advice.request)
        row = Advice.objects.select_for_update(of=("self",)).get(pk=advice.pk)
        _check_newest(row, advice.request)
        at = timezone.now() if agrees else None
        if angel:
            row.angel_agrees_at = at
        if asker:
            row.asker_agrees_at = at
        row.save(update_fields=["angel_agrees_at", "asker_agrees_at"])
    return row


def plan_review(request: AngelRequest, due: dt.date, *, by: Person | None) -> None:
    """Another day suits better; both sides are reminded again. Raises Refusal."""
    access.check(access.helps(by, request) or access.may_change(by, request))
    with deed(by):
        row = locked(request)
        if newest(row) is None or row.review_held_on is not None:
            raise Refusal(
                _("There is no advice yet to look back at, or it was looked back at already."), _("Nothing was saved.")
            )
        if due != row.review_due:
            row.review_due, row.review_reminded_on = due, None
            row.save(update_fields=["review_due", "review_reminded_on"])


def review(
    request: AngelRequest,
    progress: Mapping[int, ProgressData],
    words: str,
    *,
    held_on: dt.date,
    version: int,
    by: Person | None,
) -> AngelRequest:
    """What became of each recommendation, by its row id. Raises Refusal."""
    access.check(access.helps(by, request) or access.may_change(by, request))
    if held_on > timezone.localdate():
        raise Refusal(_("This day has not come yet."), _("Nothing was saved."), status=422)
    check_progress(progress)
    with deed(by):
        row = locked(request)
        check_shown(row, version)
        advice = newest(row)
        if advice is None:
            raise Refusal(_("There is no advice yet to look back at."), _("Nothing was saved."))
        put_progress(Recommendation.objects.select_for_update(of=("self",)).filter(advice=advice), progress)
        row.review_held_on, row.review_words = held_on, words.strip()
        row.version += 1
        row.save(update_fields=["review_held_on", "review_words", "version"])
    return row


def remind_all(today: dt.date | None = None) -> int:
    """The house's own deed, each night: one letter to each side, once for each review. How many letters were
    written."""
    today = today or timezone.localdate()
    due = AngelRequest.objects.filter(
        review_due__lte=today + AHEAD, review_held_on=None, review_reminded_on=None
    ).exclude(state=State.WITHDRAWN)
    written = 0
    for row in due.select_related("asked_by", "angel__person").order_by("pk"):
        with transaction.atomic():
            if AngelRequest.objects.filter(pk=row.pk, review_reminded_on=None).update(review_reminded_on=today):
                written += letters.review_due(row)
    return written


def newest(request: AngelRequest) -> Advice | None:
    """The version that counts."""
    return Advice.objects.filter(request=request).order_by("-number").first()


def newest_own(request: AngelRequest) -> Advice | None:
    """The version that counts, if the angel who is at work gave it: nothing of another's goes on under their name."""
    last = newest(request)
    return last if last is not None and last.angel_id == request.angel_id else None


def _check_newest(advice: Advice, request: AngelRequest) -> None:
    last = newest(request)
    if last is None or last.pk != advice.pk:
        raise Refusal(
            _("There is a newer version of this advice."),
            _("Nothing was saved."),
            _("Open the request again and read the newer one."),
        )


def _check(said: Sequence[str], given_on: dt.date) -> None:
    check_words(said)
    if given_on > timezone.localdate():
        raise Refusal(_("This day has not come yet."), _("Nothing was saved."), status=422)
