"""Of consultations: what somebody said there, with what they agreed, and what they answered for others."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions

from ..models import CommentSupport, Consultation, ConsultationComment

NOBODY = ConsultationComment.ShownAs.NOBODY


def export(person: Person) -> Mapping[str, Any]:
    """Consents stand with the person's other consents."""
    rows = ConsultationComment.objects.filter(person=person).exclude(shown_as=NOBODY)
    said = _said(rows)
    held = [{_("Title"): row.title} for row in Consultation.objects.filter(by=person).order_by("pk")]
    parts = {
        _("Comments you made in public consultations"): said,
        _("Public consultations you began"): held,
    }
    return {heading: rows for heading, rows in parts.items() if rows}


def private(person: Person) -> Mapping[str, Any]:
    """What they said without their name, and with whom they agreed."""
    rows = ConsultationComment.objects.filter(person=person, shown_as=NOBODY)
    supports = CommentSupport.objects.filter(person=person).select_related("comment__consultation").order_by("at", "pk")
    same = [
        {
            _("Title"): row.comment.consultation.title,
            _("Comment"): row.comment.words if row.comment.hidden_at is None else "",
            _("Day"): timezone.localdate(row.at),
        }
        for row in supports
        if row.comment.withdrawn_at is None
    ]
    parts = {
        _("Comments you made without your name"): _said(rows),
        _("Comments with which you agreed"): same,
    }
    return {heading: rows for heading, rows in parts.items() if rows}


def _said(comments: QuerySet[ConsultationComment]) -> list[dict[str, Any]]:
    return [
        {
            _("Title"): row.consultation.title,
            _("Part of the text"): str(row.part or _("The whole text")),
            _("Comment"): row.words,
            _("How it stands here"): row.get_shown_as_display(),
            _("Day"): timezone.localdate(row.at),
            _("Answer"): row.get_answer_display(),
            _("Why"): row.reason,
        }
        for row in comments.select_related("consultation", "part", "organisation").order_by("pk")
    ]


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """A comment stays in the record of the consultation without the name; one that was taken back goes, words and all.
    Who agreed is a number from then on."""
    own = ConsultationComment.objects.select_for_update(of=("self",)).filter(person=person)
    ids = list(own.values_list("pk", flat=True))
    gone = list(own.filter(withdrawn_at__isnull=False).values_list("pk", flat=True))
    ConsultationComment.objects.filter(pk__in=ids).update(person=None, shown_as="nobody", organisation=None)
    ConsultationComment.objects.filter(pk__in=gone).update(words="")
    blank_versions(ConsultationComment, ids, ["person", "organisation"])
    blank_versions(ConsultationComment, gone, ["words"])
    CommentSupport.objects.filter(person=person).update(person=None)
    answered = list(ConsultationComment.objects.filter(answered_by=person).values_list("pk", flat=True))
    ConsultationComment.objects.filter(pk__in=answered).update(answered_by=None)
    blank_versions(ConsultationComment, answered, ["answered_by"])
    begun = list(Consultation.objects.filter(by=person).values_list("pk", flat=True))
    Consultation.objects.filter(pk__in=begun).update(by=None)
    blank_versions(Consultation, begun, ["by"])
    return []


def holds(today: dt.date) -> Sequence[Any]:
    """Who waits for an answer to a comment."""
    waiting = ConsultationComment.objects.filter(
        person__isnull=False, withdrawn_at=None, consultation__reported_at=None, consultation__retired_at=None
    )
    return [waiting.values("person")]
