"""What the registration form asks, and the limits of seats. Wider limits move the waiting list at once."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from talka.events import access
from talka.events.models import Event, Question, Quota
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from .record import note_event
from .registration import locked
from .waiting_list import move_up

Kind = Question.Kind
READY_KINDS = (Kind.DIET, Kind.ACCESS, Kind.INTERPRETATION, Kind.TRANSPORT, Kind.OVERNIGHT)


def organisers_only(by: Person | None, event: Event) -> None:
    if not access.may_organise(by, event):
        raise Refusal(_("Only the event's organisers may do this."), advice=_("Ask the organiser."), status=403)


def switch_ready(event: Event, kinds: Iterable[str], *, by: Person | None) -> None:
    """Exactly these ready questions are asked. Switching one off keeps what was answered until then."""
    organisers_only(by, event)
    wanted = {kind for kind in kinds if kind in READY_KINDS}
    with transaction.atomic():
        Question.objects.filter(event=event, kind__in=READY_KINDS).exclude(kind__in=wanted).delete()
        there = set(Question.objects.filter(event=event, kind__in=READY_KINDS).values_list("kind", flat=True))
        for place, kind in enumerate(READY_KINDS):
            if kind in wanted and kind not in there:
                Question.objects.create(event=event, key=kind.value.replace("_", "-"), kind=kind, label="", order=place)
        note_event(event, "questions.changed", by)


def add_question(event: Event, *, by: Person | None, **fields: Any) -> Question:
    """A question of the organiser's own, at the end. fields: label, kind, options, required."""
    organisers_only(by, event)
    with transaction.atomic():
        last = Question.objects.filter(event=event).aggregate(last=Max("order"))["last"] or 0
        question = Question.objects.create(
            event=event, key=_free_key(event, str(fields["label"])), order=max(last + 1, 10), **fields
        )
        note_event(event, "questions.changed", by)
    return question


def _free_key(event: Event, label: str) -> str:
    stem = slugify(label)[:50] or "q"
    taken = set(Question.objects.filter(event=event).values_list("key", flat=True)) | set(READY_KINDS)
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def change_question(question: Question, *, by: Person | None, **fields: Any) -> Question:
    """Other words, other options. The kind of a question that has answers stays: they would mean nothing."""
    organisers_only(by, question.event)
    with transaction.atomic():
        if fields.get("kind", question.kind) != question.kind and question.answers.exists():
            raise Refusal(
                _("This question has been answered already, so its kind cannot be changed."),
                advice=_("Add another question, and remove this one if it is not needed."),
            )
        for name, value in fields.items():
            setattr(question, name, value)
        question.save()
        note_event(question.event, "questions.changed", by)
    return question


def move_question(event: Event, key: str, *, up: bool, by: Person | None) -> None:
    """One place up or down among the organiser's own questions."""
    organisers_only(by, event)
    with transaction.atomic():
        rows = list(Question.objects.select_for_update().filter(event=event).exclude(kind__in=READY_KINDS))
        at = next((place for place, row in enumerate(rows) if row.key == key), None)
        if at is None or not 0 <= (to := at - 1 if up else at + 1) < len(rows):
            return
        rows[at], rows[to] = rows[to], rows[at]
        for place, row in enumerate(rows):
            row.order = 10 + place
        Question.objects.bulk_update(rows, ["order"])


def remove_question(event: Event, key: str, *, by: Person | None) -> None:
    """The question and what was answered to it."""
    organisers_only(by, event)
    with transaction.atomic():
        Question.objects.filter(event=event, key=key).delete()
        note_event(event, "questions.changed", by)


def set_quota(
    event: Event,
    *,
    by: Person | None,
    seats: int,
    organisation: Organisation | None = None,
    area: Area | None = None,
    each_organisation: bool = False,
) -> Quota:
    """At most so many seats for one organisation, for an area and all in it, or for each organisation.

    A limit that is there already gets the new number. Seats that are taken stay taken.
    """
    organisers_only(by, event)
    if sum([organisation is not None, area is not None, each_organisation]) != 1:
        raise Refusal(_("Choose exactly one: an organisation, a region, or each organisation."), status=422)
    with transaction.atomic():
        event = locked(event)
        of = {"organisation": organisation, "area": area, "each_organisation": each_organisation}
        standing = Quota.objects.filter(event=event, **of)
        quota = standing.first() or Quota(event=event, **of)
        quota.seats = seats
        quota.save()
        # Two limits of one organisation stand where two organisations became one.
        standing.exclude(pk=quota.pk).delete()
        note_event(event, "quotas.changed", by)
        move_up(event)
    return quota


def remove_quota(event: Event, number: int, *, by: Person | None) -> None:
    """The limit goes; one that went before, or is another event's, is no fault and changes nothing."""
    organisers_only(by, event)
    with transaction.atomic():
        event = locked(event)
        removed, _by_model = Quota.objects.filter(event=event, pk=number).delete()
        if removed:
            note_event(event, "quotas.changed", by)
            move_up(event)
