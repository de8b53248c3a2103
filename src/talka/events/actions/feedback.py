"""Feedback without names: that a person has answered is marked, what they answered cannot be traced to them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.events import letters
from talka.events.models import Event, FeedbackAnswer, Registration
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .record import note_event
from .registration import may_run_or_refuse

# The questions everybody is asked; ratings from 1 to 5.
RATINGS = {
    "useful": _("How useful was the event for your work?"),
    "content": _("How good were the contents and the speakers?"),
    "organisation": _("How well was it organised?"),
    "heard": _("Could you say what you wanted to say?"),
}
TEXTS = {
    "best": _("What was best?"),
    "better": _("What should be better next time?"),
    "next_topic": _("What should the next event be about?"),
}
LONGEST = 2000


def send(registration: Registration, ratings: Mapping[str, int], texts: Mapping[str, str]) -> None:
    """Keep one sheet of this person. The sheet and the registration share nothing but the event.

    Raises Refusal where feedback is not asked for, or the person has sent a sheet already.
    """
    with transaction.atomic():
        row = Registration.objects.select_for_update(of=("self",)).select_related("event").get(pk=registration.pk)
        if not row.event.feedback_open:
            raise Refusal(
                _("Feedback on this event is not being collected now."), advice=_("Write to the organiser."), status=410
            )
        if row.feedback_given:
            raise Refusal(
                _("You have already sent your feedback. Thank you!"),
                _("Each participant fills in one sheet, and it cannot be found again to be changed: it has no name."),
                status=409,
            )
        keep_sheet(row.event, ratings, texts)
        row.feedback_given = True
        row.save(update_fields=["feedback_given"])


def keep_sheet(event: Event, ratings: Mapping[str, int], texts: Mapping[str, str], number: str = "") -> FeedbackAnswer:
    """Store a sheet. `number`: of a paper sheet, so that the same table read twice gives no second one."""
    fields = {
        "ratings": {key: value for key, value in ratings.items() if key in RATINGS and 1 <= value <= 5},
        **{key: texts.get(key, "").strip()[:LONGEST] for key in TEXTS},
    }
    if not number:
        return FeedbackAnswer.objects.create(event=event, **fields)
    sheet, _new = FeedbackAnswer.objects.update_or_create(event=event, sent_by=number[:64], defaults=fields)
    return sheet


def open_feedback(event: Event, *, by: Person | None, opened: bool) -> None:
    """Begin or end collecting; letters to those who came go out by the background job."""
    may_run_or_refuse(by, event)
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(feedback_open=opened)
        event.feedback_open = opened
        note_event(event, "feedback.opened" if opened else "feedback.closed", by)


def ask_for_feedback(event: Event, *, limit: int = 500) -> int:
    """Write to those who came and were not asked yet; asking twice writes once. How many letters."""
    with transaction.atomic():
        rows = list(
            Registration.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(event=event, event__feedback_open=True, feedback_given=False, feedback_asked_at=None)
            .filter(attendances__isnull=False)
            .exclude(person__email="")
            .select_related("person", "event__project__programme")
            .order_by("pk")
        )[: limit * 3]
        asked = list({row.pk: row for row in rows}.values())[:limit]
        for row in asked:
            letters.feedback_asked(row)
        Registration.objects.filter(pk__in=[row.pk for row in asked]).update(feedback_asked_at=timezone.now())
    return len(asked)
