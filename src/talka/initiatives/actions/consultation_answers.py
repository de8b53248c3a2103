"""Each comment is answered, and the answers are published: what was taken up or not, and why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import jobs
from .. import letters_of_consultations as letters
from ..access import consultations as access
from ..models import Consultation, ConsultationComment
from .consultations import locked

LONGEST = 5_000
AT_ONCE = 100
"""Letters written with the deed; more are the worker's."""
Answer = ConsultationComment.Answer
WITH_REASON = (Answer.PARTLY, Answer.DECLINED)


def answer(row: ConsultationComment, kind: str, reason: str, *, version: int, by: Person | None) -> ConsultationComment:
    """What becomes of a comment. reason: why not, or why in part only; else what was changed, if it is said. version:
    the one that was shown. Raises Refusal."""
    access.check_holds(by, row.consultation)
    said = reason.strip()
    if kind not in Answer.values:
        raise Refusal(_("Choose an answer."), _("Nothing was saved."), status=422, field="answer")
    if kind in WITH_REASON and not said:
        raise Refusal(
            _("Say why."),
            _("Nothing was saved: who is not heard wants to know the reason."),
            status=422,
            field="reason",
        )
    if len(said) > LONGEST:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST},
            _("Nothing was saved."),
            status=422,
            field="reason",
        )
    with deed(by):
        held = locked(row.consultation)
        if held.reported_at is not None:
            raise Refusal(
                _("The answers are published."),
                _("Nothing was saved: people have got this answer by letter."),
                _("Take the publication back to correct an answer; who got another one is written to again."),
            )
        rows = ConsultationComment.objects.select_for_update(of=("self",)).filter(pk=row.pk, withdrawn_at=None)
        now = check_shown(rows.first(), version)
        now.answer, now.reason = kind, said
        now.answered_by, now.answered_at = by, timezone.now()
        now.version += 1
        now.save(update_fields=["answer", "reason", "answered_by", "answered_at", "version"])
    return now


def publish_report(row: Consultation, *, unanswered_too: bool = False, by: Person | None) -> int:
    """Everybody reads the answers, and who commented gets theirs by letter; the number of letters. unanswered_too: also
    where comments are left without an answer, which the report says. Twice is once. Raises Refusal."""
    access.check_holds(by, row)
    with deed(by):
        now = locked(row)
        if now.reported_at is not None:
            return 0
        if now.state != Consultation.State.CLOSED:
            raise Refusal(
                _("Comments are still taken."), _("The answers were not published."), _("Wait until it is closed.")
            )
        rows = now.comments.select_for_update(of=("self",)).filter(withdrawn_at=None)
        comments = list(rows.select_related("person"))
        left = sum(1 for each in comments if not each.answer)
        if left and not unanswered_too:
            raise Refusal(
                ngettext("%(number)s comment has no answer.", "%(number)s comments have no answer.", left)
                % {"number": left},
                _("The answers were not published."),
                _("Answer the rest, or tick that the report says so."),
                status=422,
                field="unanswered_too",
            )
        now.reported_at = timezone.now()
        now.version += 1
        now.save(update_fields=["reported_at", "version"])
        people = letters.untold(now, comments)
        if len(people) <= AT_ONCE:
            letters.answered(now, people)
        else:
            jobs.consultations.tell_answers.defer(consultation=now.pk)
        return len(people)


def write_answers(row: Consultation) -> int:
    """The letters of a report that is published, where they are many; how many. Written again, none comes twice."""
    with transaction.atomic():
        now = locked(row)
        if now.reported_at is None:
            return 0
        return letters.answered(
            now, letters.untold(now, now.comments.filter(withdrawn_at=None).select_related("person"))
        )


def take_report_back(row: Consultation, *, by: Person | None) -> None:
    """To correct an answer. Only those who hold it read the answers then. Twice is once. Raises Refusal."""
    access.check_holds(by, row)
    with deed(by):
        now = locked(row)
        if now.reported_at is not None:
            now.reported_at = None
            now.version += 1
            now.save(update_fields=["reported_at", "version"])
