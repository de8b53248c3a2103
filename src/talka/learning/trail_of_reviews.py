"""What peer reviews add to the trail: from needs and measures to them."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Kind, Shown, register
from talka.people.models import Person

from .access.reviews import known_to

PEER_REVIEW = "peer_review"


def show_reviews(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    """Those one knows of, if only by what is published."""
    rows = known_to(person).filter(pk__in=ids).select_related("programme", "organisation")
    return {
        str(row.pk): Shown(
            PEER_REVIEW,
            str(row.pk),
            f"{row.title} ({row.organisation})",
            reverse("learning:peer_review", args=[row.pk]),
            row.get_state_display(),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def join_trail() -> None:
    register(Kind(PEER_REVIEW, _("Peer review"), 116, show_reviews))
