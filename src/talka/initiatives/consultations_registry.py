"""What consultations tell the other parts: comments are words that others may report."""

from typing import cast

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person

from . import moderated
from .access.consultations import consultations_known_to, holds
from .models import ConsultationComment

COMMENT = "comment"


def _known(person: Person | None, pk: int) -> moderated.Moderated | None:
    rows = ConsultationComment.objects.filter(withdrawn_at=None, consultation__in=consultations_known_to(person))
    return rows.select_related("consultation", "part", "person").filter(pk=pk).first()


def _of(row: moderated.Moderated) -> ConsultationComment:
    return cast(ConsultationComment, row)


def _url(row: moderated.Moderated) -> str:
    comment = _of(row)
    if comment.part_id is None:
        return reverse("initiatives:consultation_whole", args=[comment.consultation_id]) + f"#comment-{comment.pk}"
    args = [comment.consultation_id, comment.part_id]
    return reverse("initiatives:consultation_part", args=args) + f"#comment-{comment.pk}"


def _moderates(person: Person | None, row: moderated.Moderated) -> bool:
    return holds(person, _of(row).consultation)


def fill() -> None:
    moderated.register(
        moderated.Kind(
            COMMENT,
            _("Comment in a public consultation"),
            ConsultationComment,
            known=_known,
            words=lambda row: _of(row).words,
            author=lambda row: _of(row).person,
            url=_url,
            moderates=_moderates,
            kept_by=lambda row: (_of(row).consultation.organisation, _of(row).consultation.programme_id),
            related=("consultation__organisation", "consultation__programme", "person"),
        )
    )
