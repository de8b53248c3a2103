"""Answers to homework: trainers and coaches return or accept it; both sides talk about it in one thread."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.people.access import not_allowed
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import homework_letters as letters
from ..access import homework as access
from ..access import learner_of, may_teach
from ..models import HandIn, HandInRemark
from .cohorts import cohort_locked
from .homework import check_length, newest_number

LONGEST = 10_000
Verdict = HandInRemark.Verdict


def say(
    row: HandIn,
    text: str,
    *,
    by: Person | None,
    verdict: str = Verdict.NONE,
    version: int | None = None,
    sent: Sent | None = None,
    now: dt.datetime | None = None,
) -> HandInRemark:
    """A word about what was handed in. verdict: "returned" or "accepted", by those who teach; version: the one they
    read, so that nobody accepts what they have not seen. What those who teach say is written to those whose work it
    is. by None: the house, loading files, writes as a trainer and sends no letter. Raises Refusal."""
    cohort = row.homework.cohort
    own = access.is_own(learner_of(by, cohort), row)
    staff = by is None or (may_teach(by, cohort) and not own)
    if not own and not staff:
        raise not_allowed()
    sent, text = sent or Sent(), text.strip()
    _check(text, verdict, sent, staff=staff)
    remark = HandInRemark(hand_in=row, by=by, from_staff=staff, verdict=verdict, text=text, at=now or timezone.now())

    def save() -> None:
        with deed(by):
            cohort_locked(cohort)
            place = HandIn.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if verdict and version is not None and version != newest_number(place):
                raise Refusal(
                    _("A newer version was handed in while you were reading."),
                    _("Nothing was saved, so that nobody accepts what they have not read."),
                    _("Copy what you wrote, open the page again and read the newest version."),
                    status=409,
                )
            remark.save()
            if verdict:
                place.state, place.answered_at = verdict, remark.at
            place.told = staff  # what those who teach have answered, nobody has to be told of any more
            place.save(update_fields=["state", "answered_at", "told"])
            if staff and by is not None:
                letters.answered(remark, row)

    with_file(remark, sent, save)
    return remark


def _check(text: str, verdict: str, sent: Sent, *, staff: bool) -> None:
    if verdict not in Verdict.values:
        raise Refusal(_("This answer is not known."), _("Nothing was saved."), status=422)
    if verdict and not staff:
        raise Refusal(
            _("Only those who teach accept or return homework, and nobody their own."),
            _("Nothing was saved."),
            status=403,
        )
    if not text and (verdict == Verdict.RETURNED or (not verdict and sent.empty)):
        raise Refusal(
            _("Say what is to be changed.") if verdict else _("There are no words yet."),
            _("Nothing was saved."),
            status=422,
        )
    check_length(text, LONGEST)
